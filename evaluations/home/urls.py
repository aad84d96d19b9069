"""The addresses that lead each person on, by role. Every room may name them, and no other of a room above its own."""

from django.urls import path

from evaluations.home.views import evaluation, home

app_name = "home"
urlpatterns = [
    path("", home, name="home"),
    path("evaluations/<int:evaluation_id>/home/", evaluation, name="evaluation"),
]
