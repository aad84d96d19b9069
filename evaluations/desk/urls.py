"""The URLs of the bureau's desk."""

from django.urls import path

from evaluations.desk.views.extension import extension, extensions
from evaluations.desk.views.listing import show_desk
from evaluations.desk.views.saved import keep_query, remove_query
from evaluations.desk.views.subordinates import show_subordinates

app_name = "desk"
urlpatterns = [
    path("review/", show_desk, name="list"),
    path("review/subordinates/", show_subordinates, name="subordinates"),
    path("review/queries/<int:query_id>/remove/", remove_query, name="remove_query"),
    path("years/<int:fiscal_year_id>/queries/", keep_query, name="keep_query"),
    path("years/<int:fiscal_year_id>/extensions/", extensions, name="extensions"),
    path("years/<int:fiscal_year_id>/units/<int:unit_id>/extension/", extension, name="extension"),
]
