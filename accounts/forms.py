"""The forms of signing in and of changing one's password, set by crispy."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField

from accounts.models import USERNAME_LIMIT


def _helper(verb: str) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the template has it
    helper.add_input(Submit("submit", verb))
    return helper


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


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    helper = _helper("修改密码")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password2"].label = "再输一遍新密码"
