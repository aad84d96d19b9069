"""The addresses of signing in and out, of the password, of one's sessions and of the help."""

from django.urls import path

from accounts import views
from accounts.sending import post_only
from evaluations.common.costly import Cost, costs

app_name = "accounts"
urlpatterns = [
    path("sign-in/", costs(Cost.PASSWORD)(views.SignIn.as_view()), name="sign_in"),
    path("sign-out/", post_only(views.SignOut.as_view()), name="sign_out"),
    path("session/", views.session, name="session"),
    path("password/", costs(Cost.PASSWORD)(views.ChangePassword.as_view()), name="change_password"),
    path("sessions/end/", views.end_sessions, name="end_sessions"),
    path("help/", views.show_help, name="help"),
]
