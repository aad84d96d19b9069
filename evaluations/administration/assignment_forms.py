"""The forms of 分工: which units a list shows, and the ways of giving many of them to reviewers at once."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from accounts.models import User
from accounts.people import people_of_bureau
from accounts.roles import Role
from evaluations.access.assignment import NONE, Wanted, holders, units_to_assign
from evaluations.access.distribution import Targets, by_section, evenly, to_one
from evaluations.shared_pages.forms import AsTyped, SearchForm, is_key, typed
from evaluations.units.models import Region, Unit, UnitKind

type Choices = Sequence[tuple[str, str]]


class AssignmentForm(SearchForm):
    """Filters the list of units; what no unit can have filters nothing."""

    kind = AsTyped()
    section = AsTyped()
    reviewer = AsTyped()

    def clean_kind(self) -> str:
        """A kind, NONE or ""."""
        kind: str = self.cleaned_data["kind"]
        return kind if kind in UnitKind or kind == NONE else ""

    def clean_section(self) -> str:
        """The key of a section, NONE or ""."""
        return _key_or_none(self.cleaned_data["section"])

    def clean_reviewer(self) -> str:
        """The key of a reviewer, NONE or ""."""
        return _key_or_none(self.cleaned_data["reviewer"])


def _key_or_none(text: str) -> str:
    return text if is_key(text) or text == NONE else ""


def wanted_in(asked: QueryDict) -> Wanted:
    """The units for which a query asks."""
    return Wanted(**typed(AssignmentForm(asked)))


def ticked_in(asked: QueryDict) -> set[int]:
    """The units that were ticked."""
    return {int(key) for key in asked.getlist("unit") if is_key(key)}


def kinds() -> Choices:
    """(value, label) of the kinds by which the list can be filtered."""
    return [*((kind.value, kind.label) for kind in UnitKind), (NONE, "没有填类型的")]


def sections_of(region: Region) -> Choices:
    """(value, label) of the sections by which the list can be filtered; none if the region has none."""
    found = [(str(key), name) for key, name in region.sections.values_list("pk", "name")]
    return [*found, (NONE, "没有归口股室的")] if found else []


def reviewers_of(region: Region) -> list[User]:
    """Who can review units of the region, by name."""
    return list(people_of_bureau(region, Role.REVIEWER))


def _named(people: Sequence[User]) -> Choices:
    return [(str(person.pk), person.name) for person in people]


def _reviewer(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": f"请选择{label}。", "invalid_choice": "审核员名单已有变化，请重新选择。"},
    )


def _offer(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class WayForm(forms.Form):
    """A way of giving many units to reviewers: which units, and to whom each."""

    title: ClassVar[str]
    lead: ClassVar[str]
    for_chosen: ClassVar[bool] = True
    """Whether it concerns the units that the list shows, or those ticked there."""

    def __init__(self, data: QueryDict | None, region: Region, units: Sequence[Unit]) -> None:
        super().__init__(data)
        self.region, self._chosen = region, units
        self.reviewers = reviewers_of(region)
        self.offer()

    def offer(self) -> None:
        """Set the choices of the fields."""
        if "to" in self.fields:
            _offer(self.fields["to"], [("", "请选择"), *_named(self.reviewers)])

    @property
    def units(self) -> Sequence[Unit]:
        """The units that it concerns, for a valid form."""
        return self._chosen

    def targets(self) -> Targets:
        """Who is to get which unit, for a valid form."""
        raise NotImplementedError

    @property
    def sent(self) -> Sequence[tuple[str, str]]:
        """(name, value) of the fields, to be sent again with the confirmation."""
        assert isinstance(self.data, QueryDict)
        return [(name, value) for name in self.fields for value in self.data.getlist(name)]


class OneForm(WayForm):
    """All to one reviewer."""

    title, lead = "分给一名审核员", "这些单位全部由所选的审核员审核。"
    to = _reviewer("审核员")

    def targets(self) -> Targets:
        """All to one."""
        return to_one(self.units, int(self.cleaned_data["to"]))


class EvenForm(WayForm):
    """Evenly to several."""

    title = "平均分配"
    lead = "分给所选的几名审核员，使每人审核的单位一样多（连同不在这次分配之内的）；尽量不换审核员，要换的按单位代码顺序分。"
    to = forms.MultipleChoiceField(
        label="分给哪些审核员",
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={
            "required": "请至少选择一名审核员。",
            "invalid_choice": "审核员名单已有变化，请重新选择。",
            "invalid_list": "审核员名单已有变化，请重新选择。",
        },
    )

    def offer(self) -> None:
        """All reviewers."""
        _offer(self.fields["to"], _named(self.reviewers))

    def targets(self) -> Targets:
        """Evenly, in the order of their names."""
        chosen = set(self.cleaned_data["to"])
        return evenly(self.region, self.units, [each for each in self.reviewers if str(each.pk) in chosen])


class SectionsForm(WayForm):
    """Each section's units to a reviewer."""

    title, lead = "按归口股室分配", "每个股室的单位由所选的审核员审核；没有选审核员的股室不变。"

    def offer(self) -> None:
        """A field for each section that has some of the units."""
        counted: dict[int | None, int] = {}
        for unit in self._chosen:
            counted[unit.section_id] = counted.get(unit.section_id, 0) + 1
        names: Mapping[int | None, str] = dict(self.region.sections.values_list("pk", "name"))
        self._sections: dict[str, int | None] = {}
        for key in [*names, None]:
            if key in counted:
                self._add(key, f"{names.get(key, '没有归口股室的')}（{counted[key]} 个单位）")

    def _add(self, section: int | None, label: str) -> None:
        name = f"section.{section or NONE}"
        self._sections[name] = section
        self.fields[name] = field = _reviewer(label)
        field.required = False
        _offer(field, [("", "不变"), *_named(self.reviewers)])

    def clean(self) -> None:
        """At least one section gets a reviewer."""
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error(None, "请至少给一个股室选择审核员。")

    def targets(self) -> Targets:
        """By section."""
        asked = {self._sections[name]: int(chosen) for name, chosen in self.cleaned_data.items() if chosen}
        return by_section(self.units, asked)


class HandOverForm(WayForm):
    """Everything that one reviewer has, to another."""

    title = "移交"
    lead = "一名审核员请假、生病或者调离时，把其审核的单位全部移交给另一名审核员；正在审核的自评由接手的人接着审核，已写的批注都在。"
    for_chosen = False
    giver = _reviewer("移交人")
    to = _reviewer("接手人")

    def offer(self) -> None:
        """Everybody who has units, to any reviewer."""
        super().offer()
        _offer(self.fields["giver"], [("", "请选择"), *_named(list(holders(self.region)))])

    def clean(self) -> dict[str, Any]:
        """Two different people."""
        if not self.errors and self.cleaned_data["giver"] == self.cleaned_data["to"]:
            self.add_error("to", "接手人不能是移交人自己，请另选一名审核员。")
        return self.cleaned_data

    @property
    def units(self) -> Sequence[Unit]:
        """Everything that the giver has."""
        return list(units_to_assign(self.region, Wanted(reviewer=self.cleaned_data["giver"])))

    def targets(self) -> Targets:
        """All to the other one."""
        return to_one(self.units, int(self.cleaned_data["to"]))


WAYS: Mapping[str, type[WayForm]] = {
    "one": OneForm,
    "evenly": EvenForm,
    "sections": SectionsForm,
    "hand-over": HandOverForm,
}
