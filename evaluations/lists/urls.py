"""The URLs of lists: one page for each, and its files."""

from django.urls import path

from evaluations.lists.views import list_page, present, result, template

app_name = "lists"
urlpatterns = [
    path("lists/<slug:name>/", list_page, name="list"),
    path("lists/<slug:name>/template/", template, name="template"),
    path("lists/<slug:name>/present/", present, name="present"),
    path("lists/<slug:name>/result/", result, name="result"),
]
