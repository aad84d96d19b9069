"""The addresses of the bureau's desk."""

from django.urls import path

from evaluations.desk.views.assignment import assignments
from evaluations.desk.views.extension import extension
from evaluations.desk.views.listing import show_desk

app_name = "desk"
urlpatterns = [
    path("review/", show_desk, name="list"),
    path("review/assignments/", assignments, name="assignments"),
    path("years/<int:fiscal_year_id>/units/<int:unit_id>/extension/", extension, name="extension"),
]
