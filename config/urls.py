"""All addresses: each room brings its own."""

from importlib.util import find_spec

from django.urls import include, path

handler400 = "config.errors.bad_request"

ROOMS = {
    "": ("accounts.urls", "evaluations.filling.urls", "evaluations.review.urls"),
    "components/": ("config.components",),
}

urlpatterns = [path(prefix, include(room)) for prefix, rooms in ROOMS.items() for room in rooms if find_spec(room)]
