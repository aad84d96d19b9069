"""URLs that lead each person on, by role. Every app may use these names; it uses no other URL names of an app above it."""

from django.urls import path

from evaluations.home.views import evaluation, home, next_waiting

app_name = "home"
urlpatterns = [
    path("", home, name="home"),
    path("review/next/", next_waiting, name="next"),
    path("evaluations/<int:evaluation_id>/home/", evaluation, name="evaluation"),
]
