"""All addresses: each room brings its own."""

from importlib.util import find_spec

from django.urls import include, path

handler400 = "config.errors.bad_request"

ROOMS = ("accounts.urls", "evaluations.filling.urls", "evaluations.review.urls")

urlpatterns = [
    *(path("", include(room)) for room in ROOMS if find_spec(room)),
    path("components/", include("config.components")),
]
