"""The forms of administration; they read what is typed, and validate it as far as single fields allow."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from evaluations.administration.choosing import ALL, CODES, CONDITIONS, NONE, SOME, Choice, chosen_units
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.files.formats import sheets_of
from evaluations.fiscal_years.levels import LEVELS
from evaluations.fiscal_years.models import KIND_LIMIT, NOTICE_LIMIT, REASON_LIMIT, FiscalYear, FormEdition
from evaluations.fiscal_years.self_use import editions_to_choose
from evaluations.units.departments import departments
from evaluations.units.models import Region, UnitKind

_MOMENT = "%Y-%m-%dT%H:%M"
_MOMENT_ERRORS = {"required": "请填写日期和时间。", "invalid": "请填写日期和时间，例如 2024-05-31 18:00。"}


def moment(label: str, help_text: str = "") -> forms.DateTimeField:
    """A field for a day and a time, in local time."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(label=label, widget=widget, error_messages=_MOMENT_ERRORS, help_text=help_text)


def reason(label: str, help_text: str) -> forms.CharField:
    """A field for a reason."""
    return forms.CharField(
        label=label,
        max_length=REASON_LIMIT,
        widget=forms.Textarea({"rows": 2}),
        help_text=help_text,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}不能超过 {REASON_LIMIT} 个字。"},
    )


def _boxes(
    label: str, unknown: str, choices: Sequence[tuple[str, str]] = (), help_text: str = ""
) -> forms.MultipleChoiceField:
    """A field of boxes, any number of which may be ticked."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=choices,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"invalid_choice": unknown, "invalid_list": unknown},
    )


def _offer(field: forms.Field, choices: Sequence[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class YearForm(forms.Form):
    """A year's times, edition, notice and levels of checking."""

    edition = forms.TypedChoiceField(
        label="表样", empty_value=None, error_messages={"required": "请选择表样。", "invalid_choice": "没有这个表样。"}
    )
    opens_at = moment("开始填报时间")
    deadline = moment("截止时间", "截止之后单位不能填写和提交，可以给单位延期。")
    notice = forms.CharField(
        label="通知",
        required=False,
        max_length=NOTICE_LIMIT,
        widget=forms.Textarea({"rows": 4}),
        help_text="显示在各单位这一年度的任务页上，例如报送要求和咨询电话。",
        error_messages={"max_length": f"通知不能超过 {NOTICE_LIMIT} 个字。"},
    )
    levels = _boxes(
        "审核环节（财政初审总是有的）",
        "没有这个审核环节，请刷新页面后重选。",
        [(name, f"{level.label}：{level.follows}") for name, level in LEVELS.items()],
        "改动只影响以后的办理；还有自评停在要取消的环节时不能取消。",
    )

    def __init__(self, region: Region, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._latest = editions_to_choose(region)
        self._offer({str(one.pk): one for one in self._latest})

    def with_edition(self, edition: FormEdition) -> "YearForm":
        """The form, which also offers this edition, because a year's present edition may be an older version."""
        self._offer({**self._editions, str(edition.pk): edition})
        return self

    @property
    def blanks(self) -> Sequence[tuple[FormEdition, Sequence[tuple[str, str]]]]:
        """The offered editions in their latest versions, each with its blank sheets: (code of `formats_of`, label)."""
        return [
            (one, [(code, each.label(one.edition)) for code, each in sheets_of(one.edition).items()])
            for one in self._latest
        ]

    def _offer(self, editions: Mapping[str, FormEdition]) -> None:
        self._editions = editions
        field = self.fields["edition"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(key, f"{one.edition.name}（第 {one.version} 版）") for key, one in editions.items()]
        field.coerce = editions.get


class NewYearForm(YearForm):
    """A year to be opened."""

    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": "请填写年度。",
            "invalid": "年度应为四位数字，例如 2023。",
            "min_value": f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
            "max_value": f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
        },
    )
    kind = forms.CharField(
        label="种类",
        required=False,
        max_length=KIND_LIMIT,
        help_text="部门整体支出自评不用填。同一年度还有别的自评的，填写它的种类，例如“项目支出”；项目的表样不填就是“项目支出”。",
        error_messages={"max_length": f"种类不能超过 {KIND_LIMIT} 个字。"},
    )
    field_order = ("year", "edition", "kind", "opens_at", "deadline", "levels", "notice")


class UnitsForm(forms.Form):
    """Which units of a year; typed codes that no unit of the region has are named at their field."""

    scope = forms.ChoiceField(
        label="哪些单位",
        choices=((ALL, "要填报这一年度的全部单位"), (SOME, "其中符合条件的单位"), (CODES, "只有列出的单位")),
        error_messages={"required": "请选择哪些单位。", "invalid_choice": "请选择哪些单位。"},
    )
    kinds = _boxes("单位类型", "没有这种单位类型，请刷新页面后重选。", (*UnitKind.choices, (NONE, "没有填类型的")))
    sections = _boxes("归口股室", "股室已有变化，请刷新页面后重选。")
    department = forms.ChoiceField(
        label="主管部门",
        required=False,
        widget=forms.Select({"class": "form-select"}),
        error_messages={"invalid_choice": "主管部门已有变化，请刷新页面后重选。"},
    )
    codes = forms.CharField(label="单位代码", required=False)
    usual_scope = ALL

    def __init__(self, data: QueryDict | None, year: FiscalYear) -> None:
        super().__init__(data, initial={"scope": self.usual_scope})
        self._year = year
        self.choice: Choice | None = None
        sections = [(str(key), name) for key, name in year.region.sections.values_list("pk", "name")]
        _offer(self.fields["sections"], [*sections, (NONE, "没有归口股室的")] if sections else [])
        found = [(str(unit.pk), f"{unit.name}（{unit.code}）") for unit in departments(year.region)]
        _offer(self.fields["department"], [("", "不限"), *found])

    @property
    def boxes(self) -> Sequence[forms.BoundField]:
        """The conditions that are ticked."""
        return [self["kinds"], self["sections"]]

    @property
    def own_fields(self) -> Sequence[forms.BoundField]:
        """The fields that ask for more than which units."""
        return [self[name] for name in self.fields if name not in UnitsForm.base_fields]

    @property
    def has_departments(self) -> bool:
        """Whether any unit of the region stands under another."""
        return len(self["department"]) > 1

    @property
    def typed(self) -> Sequence[tuple[str, str]]:
        """(name, value) of everything that was sent, to be sent again with a confirmation."""
        assert isinstance(self.data, MultiValueDict)
        return [(name, value) for name in self.fields for value in self.data.getlist(name)]

    def clean(self) -> None:
        """Find the units."""
        if self.errors:
            return
        asked, scope = self.cleaned_data, self.cleaned_data["scope"]
        if scope == SOME and not any(asked[name] for name in CONDITIONS):
            self.add_error("scope", "请至少选择一个条件：单位类型、归口股室或者主管部门。")
        elif scope == CODES and not asked["codes"].strip():
            self.add_error("codes", "请填写单位代码，或者选择全部单位。")
        else:
            self._find(chosen_units(self._year, asked))

    def _find(self, choice: Choice) -> None:
        if choice.unknown:
            named = "、".join(choice.unknown[:5]) + ("等" if len(choice.unknown) > 5 else "")
            self.add_error("codes", f"本地区没有代码为 {named} 的单位，请核对后重填。")
        else:
            self.choice = choice


class ExtensionsForm(UnitsForm):
    """A later deadline for several units."""

    usual_scope = ""

    until = moment("延期至")
    reason = reason("延期原因", "记入操作记录。")

    def clean_until(self) -> Any:
        """The moment, in a year that can be evaluated or in the following one."""
        until = self.cleaned_data["until"]
        if not FIRST_YEAR <= timezone.localtime(until).year <= LAST_YEAR + 1:
            raise forms.ValidationError("年份不对，请核对。")
        return until


class ExcuseForm(UnitsForm):
    """Units that need not fill in a year."""

    usual_scope = ""

    reason = reason("免报原因", "单位会看到，并记入操作记录。")
