"""The addresses of the auditor's page."""

from django.urls import path

from evaluations.auditing.views import export, log, prove

app_name = "auditing"
urlpatterns = [
    path("audit/", log, name="log"),
    path("audit/proof/", prove, name="prove"),
    path("audit/export/csv/", export, {"kind": "csv"}, name="export_csv"),
    path("audit/export/xlsx/", export, {"kind": "xlsx"}, name="export_xlsx"),
]
