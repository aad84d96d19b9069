"""The URLs of the auditor's pages."""

from django.urls import path

from evaluations.auditing.views import chains, export, failures, log, prove, story

app_name = "auditing"
urlpatterns = [
    path("audit/", log, name="log"),
    path("audit/story/", story, name="story"),
    path("audit/failures/", failures, name="failures"),
    path("audit/chains/", chains, name="chains"),
    path("audit/proof/", prove, name="prove"),
    path("audit/export/csv/", export, {"kind": "csv"}, name="export_csv"),
    path("audit/export/xlsx/", export, {"kind": "xlsx"}, name="export_xlsx"),
]
