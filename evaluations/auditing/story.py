"""The whole story of one object: what it is, and its events."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Role
from evaluations.auditing.objects import YEAR, Kind, Object, events_about, is_number, names, rows, together
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.services import subject_of
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about the object, possibly with a link to another object's story."""

    name: str
    text: str
    about: Object | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One object: `title` is its name, `events` are the events that belong to it."""

    about: Object
    title: str
    facts: Sequence[Fact]
    events: Q


def story_of(about: Object) -> Story:
    """The story of an object, even if it no longer exists. One query."""
    return _TOLD.get(about.kind, _named)(about)


def _named(about: Object) -> Story:
    title = names([about]).get(about, about.key)
    return Story(about, title, (), events_about(about.kind, [about.key]))


def _evaluation(about: Object) -> Story:
    """The story of an evaluation, including the issuing of its year to the unit and the unit's extensions."""
    events = events_about(Kind.EVALUATION, [about.key])
    related = SelfEvaluation.objects.select_related("unit__region", "fiscal_year__region", "project")
    found = related.filter(pk=int(about.key)).first() if is_number(about.key) else None
    if found is None:
        return Story(about, f"编号 {about.key} 的自评", (), events)
    unit, year = found.unit, found.fiscal_year
    facts = (
        Fact("单位", unit.name, Object(Kind.UNIT, unit.code)),
        Fact("年度", f"{unit.region.name} {year}", Object(Kind.CAMPAIGN, subject_of(year))),
        Fact("现在的状态", found.stage.for_bureau),
        Fact("编号", about.key),
    )
    issued = Q(action="issue_year", subject=subject_of(year), detail__contains=json.dumps(unit.code))
    extended = Q(action="grant_extension", subject=unit.code, detail__contains=_of_year(year))
    return Story(about, f"{unit.name} {found.title}", facts, events | issued | extended)


def _unit(about: Object) -> Story:
    """The story of a unit, including its evaluations, years issued to it, units that it came from or took in, and acts on its people's accounts."""
    own: dict[Kind, list[tuple[str, str]]] = {Kind.UNIT: [], Kind.EVALUATION: [], Kind.PERSON: []}
    for kind, key, text, _ in _of_unit(about.key):
        own[Kind(kind)].append((key, text))
    events = events_about(Kind.UNIT, [about.key])
    if not own[Kind.UNIT]:
        return Story(about, f"单位 {about.key}", (), events)
    for kind in (Kind.EVALUATION, Kind.PERSON):
        events |= events_about(kind, [key for key, _ in own[kind]])
    ((name, region),) = own[Kind.UNIT]
    events |= Q(action__in=_NAMING_UNITS, detail__contains=json.dumps(about.key))
    years = [
        Fact(year, "自评", Object(Kind.EVALUATION, pk))
        for year, pk in sorted((year, pk) for pk, year in own[Kind.EVALUATION])
    ]
    return Story(about, name, (Fact("代码", about.key), Fact("地区", region), *years), events)


# These name other units, too, than their subject: those that a year is issued to, the one that came out of another, or took it in.
_NAMING_UNITS = ("issue_year", "merge_unit", "split_unit")


def _of_unit(code: str) -> QuerySet[Any, Any]:
    """The unit with its region, its evaluations with their years, and its people. One query."""
    return together(
        rows(Unit.objects.filter(code=code), Kind.UNIT, "name", "region__name"),
        rows(SelfEvaluation.objects.filter(unit__code=code), Kind.EVALUATION, "pk", YEAR),
        rows(User.objects.filter(memberships__unit__code=code), Kind.PERSON, "username", "name"),
    )


def _person(about: Object) -> Story:
    """The story of a person, including their own acts."""
    events = events_about(Kind.PERSON, [about.key])
    places = list(User.objects.filter(username=about.key).order_by("memberships__pk").values(*_PLACE))
    if not places:
        return Story(about, f"用户名 {about.key}", (), events)
    facts = [Fact("用户名", about.key), *(_place(held) for held in places if held["memberships__role"])]
    return Story(about, places[0]["name"], facts, events | Q(actor=places[0]["pk"]))


_PLACE = (
    "pk",
    "name",
    *(
        f"memberships__{column}"
        for column in ("role", "unit__code", "unit__name", "region__bureau_name", "since", "until")
    ),
)


def _place(held: Mapping[str, Any]) -> Fact:
    role = Role.of(held["memberships__role"]).label
    code, unit = held["memberships__unit__code"], held["memberships__unit__name"]
    place = unit or held["memberships__region__bureau_name"] or "系统"
    period = _period(held["memberships__since"], held["memberships__until"])
    return Fact(role, f"{place}{period}", Object(Kind.UNIT, code) if code else None)


def _period(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return ""
    begins = f"{since} " if since else ""
    return f"（{begins}至 {until}）" if until else f"（{begins}起）"


def _campaign(about: Object) -> Story:
    """The story of a year, including its extensions."""
    code, number, kind = (*about.key.split(" ", 2), "", "")[:3]
    known = FiscalYear.objects.filter(region__code=code, kind=kind).select_related("region")
    year = known.filter(year=number).first() if is_number(number) else None
    events = events_about(Kind.CAMPAIGN, [about.key])
    if year is None:
        return Story(about, about.key, (), events)
    extended = Q(action="grant_extension", region=year.region_id, detail__contains=_of_year(year))
    return Story(about, f"{year.region} {year}", (), events | extended)


def _of_year(year: FiscalYear) -> str:
    """How the detail of an extension ends."""
    return f'"year": {json.dumps(year.told)}}}'


_TOLD: Mapping[str, Callable[[Object], Story]] = {
    Kind.EVALUATION: _evaluation,
    Kind.UNIT: _unit,
    Kind.PERSON: _person,
    Kind.CAMPAIGN: _campaign,
}
