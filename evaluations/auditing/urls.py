"""The addresses of the auditor's page."""

from django.urls import path, re_path

from evaluations.auditing.views import export, log, prove

app_name = "auditing"
urlpatterns = [
    path("audit/", log, name="log"),
    path("audit/proof/", prove, name="prove"),
    re_path(r"^audit/export/(?P<kind>csv|xlsx)/$", export, name="export"),
]
