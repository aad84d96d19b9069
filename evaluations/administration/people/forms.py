"""The forms for people: the search, a person, a membership and its days, a successor."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.utils import timezone

from accounts import memberships, services
from accounts.actors import Actor
from accounts.keeping import bureaus_kept_by, roles_kept_by, units_kept_by
from accounts.models import USERNAME_LIMIT, Membership, User
from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from accounts.services import Details
from evaluations.administration.typed_units import OFFERED, found_unit
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_line
from evaluations.shared_pages.forms import AsTyped
from evaluations.units.models import Region, Unit

_TEXT_LIMIT = 100
_BAD_DATE = "请填写日期，例如 2026-03-01。"


class SearchForm(forms.Form):
    """The search. It refuses nothing: values that nobody can have are ignored."""

    name = AsTyped()
    unit = AsTyped()
    role = AsTyped()
    region = AsTyped()
    state = AsTyped()
    after = AsTyped()
    before = AsTyped()

    def clean_name(self) -> str:
        """The searched name."""
        return self._line("name")

    def clean_unit(self) -> str:
        """The searched unit."""
        return self._line("unit")

    def clean_after(self) -> str:
        """The user name after which the page begins."""
        return self._line("after")

    def clean_before(self) -> str:
        """The user name before which the page ends."""
        return self._line("before")

    def clean_role(self) -> str:
        """One of the roles, or ""."""
        role: str = self.cleaned_data["role"]
        return role if role in Role else ""

    def clean_region(self) -> int | None:
        """The primary key of a region, if it can be one."""
        region: str = self.cleaned_data["region"]
        return int(region) if region.isascii() and region.isdigit() and len(region) < 19 else None

    def _line(self, field: str) -> str:
        try:
            return clean_line(self.cleaned_data[field], _TEXT_LIMIT)
        except Unreadable:
            return ""


class PersonForm(forms.Form):
    """The details of a person."""

    name = forms.CharField(label="姓名", error_messages={"required": "请填写姓名。"})
    phone = forms.CharField(label="联系电话", required=False)
    email = forms.CharField(
        label="电子邮箱", required=False, widget=forms.EmailInput(), help_text="用来收激活码，可以不填。"
    )

    @property
    def details(self) -> Details:
        """The details as the services take them."""
        return Details(**{field: self.cleaned_data[field] for field in Details._fields})


class DetailsForm(PersonForm):
    """The details of an existing person; refused if they have changed since the page was shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, person: User, data: Mapping[str, Any] | None = None) -> None:
        self.shown = Details.of(person)
        super().__init__(data, initial={**self.shown._asdict(), "seen": _digest(self.shown)})

    def clean(self) -> dict[str, Any]:
        """Check that nothing has changed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != _digest(self.shown):
            self.add_error(None, services.CHANGED)
        return cleaned


class NewcomerForm(PersonForm):
    """A new person."""

    username = forms.CharField(
        label="用户名",
        required=False,
        max_length=USERNAME_LIMIT,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
        help_text="登录用，可以用字母、数字、“-”“_”“.”。不填就用姓名的拼音，例如 zhoumin。",
    )
    field_order: Sequence[str] = ("name", "username", "phone", "email")


def _day(label: str, help_text: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _BAD_DATE},
    )


class DaysForm(forms.Form):
    """The first and the last day."""

    since = _day("起始日期", "不填就是没有起始日期。")
    until = _day("截止日期", "这一天还在任；不填就是不限期。")

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day."""
        return self.cleaned_data["since"], self.cleaned_data["until"]


class TermForm(DaysForm):
    """The days of an existing membership; refused if they have changed since the page was shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, membership: Membership, data: Mapping[str, Any] | None = None) -> None:
        self.shown = since, until = membership.since, membership.until
        super().__init__(data, initial={"since": since, "until": until, "seen": str(self.shown)})

    def clean(self) -> dict[str, Any]:
        """Check that nothing has changed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != str(self.shown):
            self.add_error(None, memberships.CHANGED)
        return cleaned


class MembershipForm(DaysForm):
    """A role in a place that the actor keeps, by default from today on. Fields without a choice are left out."""

    role = forms.ChoiceField(label="角色", widget=forms.RadioSelect, error_messages={"required": "请选择角色。"})
    unit = forms.CharField(
        label="单位",
        required=False,
        error_messages={"required": "请填写单位的代码或名称。"},
        help_text="单位的代码或名称；名称可以只填一部分。",
        widget=forms.TextInput({"list": "units", "autocomplete": "off"}),
    )
    region = forms.ModelChoiceField(
        label="财政局（主管部门）", queryset=Region.objects.none(), required=False, empty_label="请选择"
    )
    field_order = ("role", "unit", "region", "since", "until")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles, self.units, bureaus = roles_kept_by(actor), units_kept_by(actor), bureaus_kept_by(actor)
        self.few_units = list(self.units[: OFFERED + 1])
        self.fields["role"].choices = [(role, f"{role.label}：{role.facts.may}") for role in self.roles]  # type: ignore[attr-defined]
        self.fields["region"].queryset = bureaus  # type: ignore[attr-defined]
        self.fields["region"].label_from_instance = lambda region: region.bureau_name  # type: ignore[attr-defined]
        self.initial.setdefault("since", timezone.localdate())
        self._drop_what_is_not_asked(list(bureaus[:2]))

    @property
    def listed_units(self) -> Sequence[Unit]:
        """The units that the page suggests; none if there are too many."""
        return self.few_units if len(self.few_units) <= OFFERED else ()

    @property
    def place(self) -> tuple[str, Unit | None, Region | None]:
        """The role with its unit or region, as the services take them."""
        role = self.cleaned_data["role"]
        unit = self.cleaned_data.get("unit") if role in UNIT_ROLES else None
        region = self.cleaned_data.get("region") if role in BUREAU_ROLES else None
        return role, unit, region

    def clean(self) -> dict[str, Any]:
        """Check that the role has its place."""
        cleaned = super().clean() or self.cleaned_data
        if len(self.roles) == 1:
            cleaned["role"] = self.roles[0]
        role = cleaned.get("role", "")
        if role in UNIT_ROLES and "unit" not in self.errors:
            self._clean_unit(cleaned)
        if role in BUREAU_ROLES and not cleaned.get("region") and "region" not in self.errors:
            self.add_error("region", f"{Role.of(role).label}要在一个财政局（主管部门）任职：请选择。")
        return cleaned

    def _drop_what_is_not_asked(self, bureaus: Sequence[Region]) -> None:
        if len(self.roles) == 1:
            del self.fields["role"]
        if len(self.few_units) == 1 or not set(self.roles) & set(UNIT_ROLES):
            del self.fields["unit"]
        else:
            self.fields["unit"].required = set(self.roles) <= set(UNIT_ROLES)
        if not bureaus:
            del self.fields["region"]
        elif len(bureaus) == 1:
            self.initial.setdefault("region", bureaus[0].pk)
        if set(self.roles) - set(BUREAU_ROLES) and bureaus:
            self.fields["region"].help_text = "审核员、绩效管理员要选；系统管理员、审计员不用选。"

    def _clean_unit(self, cleaned: dict[str, Any]) -> None:
        if len(self.few_units) == 1:
            cleaned["unit"] = self.few_units[0]
            return
        try:
            cleaned["unit"] = found_unit(self.units, cleaned.get("unit") or "")
        except forms.ValidationError as fault:
            self.add_error("unit", fault)


class SuccessorForm(NewcomerForm):
    """A successor, who is new or one of `candidates`, and their first day."""

    known = forms.ChoiceField(label="接替的人", required=False)
    since = _day("从哪一天起", "原来的人做到前一天。")
    field_order = ("known", "name", "username", "phone", "email", "since")

    def __init__(self, candidates: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._candidates = {str(person.pk): person for person in candidates}
        choices = [("", "新添加一个人"), *((key, _called(person)) for key, person in self._candidates.items())]
        self.fields["known"].choices = choices  # type: ignore[attr-defined]
        self.fields["name"].required = False
        self.initial.setdefault("since", timezone.localdate())
        if not candidates:
            del self.fields["known"]

    @property
    def successor(self) -> User | None:
        """The chosen person; None for somebody new."""
        return self._candidates.get(self.cleaned_data.get("known", ""))

    def clean(self) -> dict[str, Any]:
        """Check that there is a successor; the default day is today."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("known") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写接替的人的姓名。")
        if "since" not in self.errors:
            cleaned["since"] = cleaned.get("since") or timezone.localdate()
        return cleaned


def _called(person: User) -> str:
    return f"{person.name}（{person.username}）"


def _digest(details: Details) -> str:
    return sha256(repr(details).encode()).hexdigest()[:20]


def tell(forms_of_page: Sequence[forms.Form], fault: Refused | forms.ValidationError) -> None:
    """Show the refusal of a service: each fault at its field, in whichever form has that, and all others above the first form."""
    for field, faults in _by_field(fault).items():
        form = next((form for form in forms_of_page if field in form.fields), None)
        for words in faults:
            (form or forms_of_page[0]).add_error(field if form else None, words)


def _by_field(fault: Refused | forms.ValidationError) -> dict[str, list[str]]:
    if isinstance(fault, Refused):
        return {"": [str(fault)]}
    return fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
