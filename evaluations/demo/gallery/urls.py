"""The URL of the gallery."""

from django.urls import path

from evaluations.demo.gallery.views import components

app_name = "demo"
urlpatterns = [path("", components, name="gallery")]
