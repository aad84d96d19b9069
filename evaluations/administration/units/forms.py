"""The forms of keeping units: what the list is narrowed to, a unit's data, and what becomes of a unit."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils import timezone

from evaluations.administration.typed_units import UnitField, called
from evaluations.administration.units.listing import KINDS, NONE, STATES
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import NAME_LIMIT, Unreadable, clean_line
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.shared_pages.forms import AsTyped
from evaluations.units.credit_codes import clean_credit_code
from evaluations.units.models import BASIS_LIMIT, CODE_LIMIT, Region, Section, Unit, UnitKind
from evaluations.units.services import Particulars

_TEXT_LIMIT = 100
_CHANGED = "您打开这一页之后，资料已被别人修改。下面是您填的内容，请对照现在的资料核对后，重新打开这一页再改。"
_DATE = "请填写日期，例如 2026-03-01。"


def line(text: str) -> str:
    """A searched text; "" for one that no name can hold."""
    try:
        return clean_line(text, _TEXT_LIMIT)
    except Unreadable:
        return ""


class UnitsForm(forms.Form):
    """What the list is narrowed to; it refuses nothing: what no unit can have narrows nothing."""

    name = AsTyped()
    kind = AsTyped()
    section = AsTyped()
    department = AsTyped()
    state = AsTyped()
    after = AsTyped()
    before = AsTyped()

    def clean_name(self) -> str:
        """The searched name or code."""
        return line(self.cleaned_data["name"])

    def clean_department(self) -> str:
        """The searched department."""
        return line(self.cleaned_data["department"])

    def clean_after(self) -> str:
        """The code after which the page begins."""
        return line(self.cleaned_data["after"])

    def clean_before(self) -> str:
        """The code before which the page ends."""
        return line(self.cleaned_data["before"])

    def clean_kind(self) -> str:
        """One of the kinds, or ""."""
        kind: str = self.cleaned_data["kind"]
        return kind if kind in KINDS else ""

    def clean_section(self) -> str:
        """The key of a section, if it can be one, or none."""
        section: str = self.cleaned_data["section"]
        is_key = section.isascii() and section.isdigit() and len(section) < 19
        return section if is_key or section == NONE else ""

    def clean_state(self) -> str:
        """One of the states of the list."""
        state: str = self.cleaned_data["state"]
        return state if state in STATES else ""


def _year(label: str, help_text: str) -> forms.IntegerField:
    wrong = f"请填写四位数的年度，{FIRST_YEAR} 至 {LAST_YEAR}，例如 2024。"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=help_text,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _code() -> forms.CharField:
    return forms.CharField(
        label="单位代码",
        max_length=CODE_LIMIT,
        help_text="预算单位的代码，在整个系统里唯一。",
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请填写单位代码。"},
    )


def _name() -> forms.CharField:
    return forms.CharField(
        label="单位名称",
        max_length=NAME_LIMIT,
        help_text="全称，与公章一致。",
        error_messages={"required": "请填写单位名称。"},
    )


class ParticularsForm(forms.Form):
    """What changes without a date."""

    code = _code()
    kind = forms.ChoiceField(label="单位类型", required=False, choices=[("", "未填"), *UnitKind.choices])
    section = forms.ModelChoiceField(
        label="归口股室", required=False, queryset=Section.objects.none(), empty_label="未填"
    )
    credit_code = forms.CharField(
        label="统一社会信用代码", required=False, max_length=40, help_text="18 位，可以不填。"
    )
    since_year = _year("起始年度", "第一个要填报自评的年度；不填就是没有限制。")
    until_year = _year("终止年度", "最后一个要填报自评的年度；不填就是没有限制。")

    def __init__(self, region: Region, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = region.sections.order_by("name")  # type: ignore[attr-defined]

    def clean_credit_code(self) -> str:
        """The code, told at once beside what else is wrong."""
        try:
            return clean_credit_code(self.cleaned_data["credit_code"])
        except Unreadable as fault:
            raise forms.ValidationError(str(fault)) from fault

    @property
    def particulars(self) -> Particulars:
        """As the services take them."""
        return Particulars(**{field: self.cleaned_data[field] for field in Particulars._fields})


class NewUnitForm(ParticularsForm):
    """A new unit."""

    name = _name()
    department = UnitField(
        Unit.objects.none(), label="主管部门", required=False, help_text="代码或名称；没有主管部门的不填。"
    )
    field_order = ("code", "name", "kind", "section", "department", "credit_code", "since_year", "until_year")

    def __init__(self, region: Region, *args: Any, **kwargs: Any) -> None:
        super().__init__(region, *args, **kwargs)
        self.fields["department"].units = Unit.objects.filter(region=region, is_active=True)  # type: ignore[attr-defined]


class ChangeUnitForm(ParticularsForm):
    """The particulars of a unit; refused where they are no more what the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, data: Mapping[str, Any] | None = None) -> None:
        shown = {"code": unit.code} | {field: getattr(unit, field) for field in Particulars._fields}
        self._digest = digest(shown)
        super().__init__(unit.region, data, initial={**shown, "seen": self._digest})

    def clean(self) -> dict[str, Any]:
        """As it was shown."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self._digest:
            self.add_error(None, _CHANGED)
        return cleaned


def digest(shown: Mapping[str, Any]) -> str:
    """What tells whether a page still shows what is stored."""
    return sha256(repr(sorted((key, str(value)) for key, value in shown.items())).encode()).hexdigest()[:20]


# What becomes of a unit

SINCE, ALWAYS = "since", "always"


class DatedForm(forms.Form):
    """From which day on something holds, and by what decision."""

    on = forms.DateField(
        label="日期",
        help_text="从这一天起算；不能晚于今天。",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _DATE, "invalid": _DATE},
    )
    basis = forms.CharField(
        label="依据", required=False, max_length=BASIS_LIMIT, help_text="文号等，可以不填。记入沿革。"
    )

    def __init__(self, unit: Unit, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        initial = {"on": timezone.localdate()} | kwargs.pop("initial", {})
        super().__init__(data, initial=initial, **kwargs)
        self.unit = unit
        self.others = Unit.objects.filter(region=unit.region_id, is_active=True).exclude(pk=unit.pk)


class CorrectableForm(DatedForm):
    """A change from a day on, or a correction."""

    how = forms.ChoiceField(label="这次是", widget=forms.RadioSelect)
    _corrected = ""
    _changed = ""

    def __init__(self, unit: Unit, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(unit, data, **kwargs)
        self.fields["how"].choices = [(SINCE, self._changed), (ALWAYS, self._corrected)]  # type: ignore[attr-defined]
        self.initial.setdefault("how", SINCE)
        self.fields["on"].required = not self.is_correction

    @property
    def is_correction(self) -> bool:
        """Whether it should always have been so."""
        return self.data.get("how") == ALWAYS


class RenameForm(CorrectableForm):
    """Another name."""

    name = _name()
    field_order = ("name", "how", "on", "basis")
    _changed = "单位改了名：从下面的日期起用新名称，以前的年度仍用原名称"
    _corrected = "原来填错了：各年都更正"

    def __init__(self, unit: Unit, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(unit, data, **kwargs)
        self.initial.setdefault("name", unit.name)


class MoveForm(CorrectableForm):
    """Another department, or none."""

    department = UnitField(
        Unit.objects.none(), label="主管部门", required=False, help_text="代码或名称；以后没有主管部门的不填。"
    )
    field_order = ("department", "how", "on", "basis")
    _changed = "换了主管部门：从下面的日期起，以前的年度仍归原主管部门"
    _corrected = "原来填错了：各年都更正"

    def __init__(self, unit: Unit, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(unit, data, **kwargs)
        self.fields["department"].units = self.others  # type: ignore[attr-defined]
        self.initial.setdefault("department", called(unit.department))


class MergeForm(DatedForm):
    """The unit into which this one is merged."""

    into = UnitField(
        Unit.objects.none(),
        label="并入哪个单位",
        help_text="代码或名称。",
        error_messages={"required": "请填写并入的单位的代码或名称。"},
    )
    field_order = ("into", "on", "basis")

    def __init__(self, unit: Unit, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(unit, data, **kwargs)
        self.fields["into"].units = self.others  # type: ignore[attr-defined]


class SplitForm(DatedForm):
    """A new unit that comes out of this one."""

    code = _code()
    name = _name()
    since_year = _year("起始年度", "新单位第一个要填报自评的年度；不填就是没有限制。")
    field_order = ("code", "name", "since_year", "on", "basis")


def tell(form: forms.Form, fault: Refused | forms.ValidationError) -> None:
    """Show what a service refused, each fault at its field if the form has it, else above the form."""
    by_field = {"": [str(fault)]} if isinstance(fault, Refused) else _by_field(fault)
    for field, faults in by_field.items():
        for words in faults:
            form.add_error(field if field in form.fields else None, words)


def _by_field(fault: forms.ValidationError) -> dict[str, list[str]]:
    return fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
