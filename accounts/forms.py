"""The forms of signing in and of changing one's password, set by crispy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField

from accounts.addresses import address_of
from accounts.devices import known_device
from accounts.limits import Paused
from accounts.models import USERNAME_LIMIT, User
from accounts.trying import Try

PAUSED = "paused"


def _helper(verb: str) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the template has it
    helper.add_input(Submit("submit", verb))
    return helper


@contextmanager
def _told(besides: str = "") -> Iterator[None]:
    """Tell the person of a limit that is reached as of any other mistake."""
    try:
        yield
    except Paused as pause:
        raise forms.ValidationError(f"{pause}{besides}", code=PAUSED) from pause


class SignInForm(AuthenticationForm):
    """User name and password."""

    # Django's own field tells the browser its limit but does not check it.
    username = UsernameField(
        label="用户名", max_length=USERNAME_LIMIT, widget=forms.TextInput(attrs={"autofocus": True})
    )

    error_messages = {
        "invalid_login": "用户名或密码不正确，请重新输入（区分大小写）。",
        "inactive": "这个账号已停用，请联系系统管理员。",
    }

    helper = _helper("登录")

    def clean(self) -> dict[str, Any]:
        """Look at the password, within the limits."""
        username = self.cleaned_data.get("username")
        if self.request is None or not username or not self.cleaned_data.get("password"):
            return super().clean()
        person = User.objects.filter(username=username).first()
        device = known_device(self.request, person) if person else ""
        with _told("" if device else "在您登录过的电脑和浏览器上不受影响。"):
            begun = Try.to_sign_in(username, person, address_of(self.request), device)
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            begun.failed()
            raise
        begun.succeeded()
        return cleaned


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    helper = _helper("修改密码")

    def __init__(self, user: User, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self._address = address
        self.fields["new_password2"].label = "再输一遍新密码"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        """Look at the old password, within the limits."""
        with _told():
            begun = Try.to_change_password(self.user, self._address)
        try:
            password: str = super().clean_old_password()
        except forms.ValidationError:
            begun.failed()
            raise
        begun.succeeded()
        return password
