"""The forms for signing in, activating an account and one's own account, laid out by crispy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm, UsernameField
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from accounts.activation import WrongCode, owner_of
from accounts.addresses import address_of
from accounts.devices import known_device
from accounts.limits import Paused
from accounts.models import USERNAME_LIMIT, User
from accounts.services import Details
from accounts.trying import Try, count_mail_asked_for

PAUSED = "paused"
CODE_FIELD_LIMIT = 50


def with_status(form: BaseForm, page: HttpResponse) -> HttpResponse:
    """The page of a refused form; status 429 if the password or code was not checked because of too many wrong ones."""
    if any(error.code == PAUSED for errors in form.errors.as_data().values() for error in errors):
        page.status_code = 429
    return page


def _helper(verb: str) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the template has it
    helper.add_input(Submit("submit", verb))
    return helper


@contextmanager
def _told(besides: str = "") -> Iterator[None]:
    """Report a reached limit as a form error, like any other mistake."""
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
        """Check the password, within the limits."""
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

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].widget.attrs.pop("autofocus")  # it stands in the middle of a page
        self.fields["new_password2"].label = "再输一遍新密码"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        """Check the old password, within the limits."""
        with _told():
            begun = Try.to_change_password(self.user)
        try:
            password: str = super().clean_old_password()
        except forms.ValidationError:
            begun.failed()
            raise
        begun.succeeded()
        return password


class OwnDetailsForm(forms.Form):
    """One's own details. A new mail address asks for the password, because codes are mailed there."""

    name = forms.CharField(label="姓名", error_messages={"required": "请填写姓名。"})
    phone = forms.CharField(label="联系电话", required=False)
    email = forms.CharField(
        label="电子邮箱", required=False, widget=forms.EmailInput(), help_text="忘记密码时，激活码发到这里。"
    )
    password = forms.CharField(
        label="现在的密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text="改电子邮箱时才要输入。",
    )

    helper = _helper("保存资料")

    def __init__(self, person: User, data: Any = None) -> None:
        self._person = person
        super().__init__(data, initial=Details.of(person)._asdict())

    @property
    def details(self) -> Details:
        """As the service takes it."""
        return Details(**{field: self.cleaned_data[field] for field in Details._fields})

    def clean(self) -> dict[str, Any]:
        """Check the password, within the limits, if the mail address is a new one."""
        if self.cleaned_data.get("email", self._person.email) != self._person.email:
            self._look_at_password()
        return self.cleaned_data

    def _look_at_password(self) -> None:
        password = self.cleaned_data.get("password", "")
        if not password:
            self.add_error("password", "改电子邮箱，请输入现在的密码：忘记密码时，激活码发到这个邮箱。")
            return
        with _told():
            begun = Try.to_change_password(self._person)
        if self._person.check_password(password):
            begun.succeeded()
            return
        begun.failed()
        self.add_error("password", "密码不正确，请重新输入。")


class CodeForm(forms.Form):
    """User name and activation code."""

    username = UsernameField(
        label="用户名", max_length=USERNAME_LIMIT, widget=forms.TextInput(attrs={"autofocus": True})
    )
    code = forms.CharField(
        label="激活码",
        max_length=CODE_FIELD_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        help_text="激活单上的 12 个字母和数字。大小写、空格和短横线都不要紧。",
    )

    helper = _helper("下一步")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address_of(request)
        self.person: User | None = None

    def clean(self) -> dict[str, Any]:
        """Check the code, within the limits, and set `person` to its owner."""
        username, code = (self.cleaned_data.get(name) for name in ("username", "code"))
        if username and code:
            with _told():
                begun = Try.to_activate(username, User.objects.filter(username=username).first(), self._address)
            try:
                self.person = owner_of(username, code)
            except WrongCode as refusal:
                begun.failed()
                raise forms.ValidationError(str(refusal)) from refusal
            begun.succeeded()
        return self.cleaned_data


class FirstPasswordForm(SetPasswordForm[User]):
    """The new password, twice, for a person with the right code, which the page carries along."""

    username = forms.CharField(
        label="用户名", required=False, widget=forms.TextInput(attrs={"autocomplete": "username", "readonly": True})
    )
    code = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("username", "code", "new_password1", "new_password2")

    helper = _helper("设置密码并登录")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].label = "自己的密码"
        self.fields["new_password1"].widget.attrs["autofocus"] = True
        self.fields["new_password2"].label = "再输一遍密码"
        self.fields["new_password2"].help_text = ""


class ForgottenForm(forms.Form):
    """The user name of a person who has forgotten their password and wants a code by mail."""

    username = UsernameField(
        label="用户名", max_length=USERNAME_LIMIT, widget=forms.TextInput(attrs={"autofocus": True})
    )

    helper = _helper("发送激活码")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address_of(request)

    def clean_username(self) -> str:
        """Count the request, within the limits."""
        username: str = self.cleaned_data["username"]
        try:
            count_mail_asked_for(username, self._address)
        except Paused as pause:
            told = f"要发的邮件太多，请在 {pause.minutes} 分钟后再试；先看看邮箱里有没有已经收到的。"
            raise forms.ValidationError(told, code=PAUSED) from pause
        return username
