"""URLs for signing in and out, activating an account, one's own account, and the help."""

from django.urls import path

from accounts import activation_views, own_account, views
from accounts.sending import post_only
from evaluations.common.costly import Cost, costs

app_name = "accounts"
urlpatterns = [
    path("sign-in/", costs(Cost.PASSWORD)(views.SignIn.as_view()), name="sign_in"),
    path("sign-out/", post_only(views.SignOut.as_view()), name="sign_out"),
    path("activate/", costs(Cost.PASSWORD)(activation_views.show_activation), name="activate"),
    path("forgotten/", activation_views.show_forgotten, name="forgotten"),
    path("activation-codes/", costs(Cost.FILE)(activation_views.make_codes), name="make_codes"),
    path("session/", views.session, name="session"),
    path("account/", costs(Cost.PASSWORD)(own_account.show_own_account), name="own_account"),
    path("password/", costs(Cost.PASSWORD)(own_account.ChangePassword.as_view()), name="change_password"),
    path("sessions/end/", own_account.end_sessions, name="end_sessions"),
    path("help/", views.show_help, name="help"),
]
