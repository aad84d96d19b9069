"""All URLs; each app defines its own."""

from django.urls import include, path

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("evaluations.shared_pages.urls")),
    path("", include("evaluations.filling.urls")),
    path("", include("evaluations.desk.urls")),
    path("", include("evaluations.auditing.urls")),
    path("", include("evaluations.lists.urls")),
    path("forms/", include("evaluations.own_forms.urls")),
    path("administration/", include("evaluations.administration.urls")),
    path("", include("evaluations.home.urls")),
    path("components/", include("evaluations.demo.gallery.urls")),
]
