"""The bureau's list for one year: every unit within reach, with its evaluation and what its hand-in amounts to."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypedDict

from django.db.models import BooleanField, ExpressionWrapper, F, Func, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.containing import MayContain
from evaluations.core.basics.values import rounded, show_amount, show_ratio
from evaluations.desk.asked import NONE, Asked
from evaluations.desk.conditions import (
    LOOKS,
    NEW,
    OF_EVALUATIONS,
    OVERDUE,
    WITH_UNIT,
    extended,
    in_state,
)
from evaluations.desk.models import Standing
from evaluations.desk.paging import FEW
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.names import naming_day
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.units.models import UnitChange
from evaluations.units.names import unit_name_on

_STATES = tuple(OF_EVALUATIONS)


class Line(TypedDict):
    """One unit, or project, on the list, in words: "" for what it does not have, or what is zero. A dictionary, because templates read these fastest.

    `document` and `extension` are addresses; "" if it can't be read.
    """

    unit_id: int
    code: str
    name: str
    document: str
    extension: str
    label: str
    tone: str
    days: str
    is_new: bool
    is_overdue: bool
    times: int
    score: str
    grade: str
    rate: str
    explained: int | str
    swings: int | str
    alike: int | str
    comments: int | str
    section: str
    reviewer: str
    until: str


def in_year(year: FiscalYear) -> QuerySet[Standing]:
    """The year's units."""
    return Standing.objects.filter(fiscal_year=year.pk)


def reach(actor: Actor, year: FiscalYear) -> Q:
    """Those of `in_year` that a bureau's person reaches: a manager all of them, a reviewer the assigned ones."""
    reviewer = _reviewer(actor, year)
    return Q() if reviewer is None else Q(reviewer=reviewer)


def _reviewer(actor: Actor, year: FiscalYear) -> int | None:
    return None if year.region_id in actor.regions(Role.MANAGER) else actor.pk


def wanted(asked: Asked, year: FiscalYear, actor: Actor) -> Q:
    """Those within reach that meet every condition. No query, and one if a name is asked for."""
    within = reach(actor, year)
    found = within & in_state(asked.state, year, actor)
    found &= _related("section", asked.section) & _related("reviewer", asked.reviewer)
    if asked.grade:
        found &= Q(grade=asked.grade)
    if asked.look:
        found &= LOOKS[asked.look].found
    return found & _called(asked.name, year, within) if asked.name else found


def _related(column: str, key: str) -> Q:
    if key == NONE:
        return Q(**{f"{column}__isnull": True})
    return Q(**{column: int(key)}) if key else Q()


def _called(name: str, year: FiscalYear, within: Q) -> Q:
    """Code, name of today or of then, or the initials of its pinyin. All are searched once, if no more than FEW are found."""
    then = UnitChange.objects.filter(former_name__icontains=name, on__gt=naming_day(year)).values("unit")
    found = Q(name__icontains=name) | Q(code__icontains=name)
    if name.isascii():
        found |= Q(initials__contains=name.lower())
    listed = in_year(year).filter(within)
    now = listed.filter(found, MayContain(name, "code", "name", "initials"))
    keys = list(now.union(listed.filter(unit__in=then), all=True).values_list("pk", flat=True)[: FEW + 1])
    return Q(pk__in=keys) if len(keys) <= FEW else found | Q(unit__in=then)


class Tally(NamedTuple):
    """How many units there are by state (a key of STATES), with the units, without a reviewer, in all, and of those wanted."""

    states: Mapping[str, int]
    with_unit: int
    unassigned: int
    total: int
    wanted: int


def tally(year: FiscalYear, actor: Actor, more: Q | None = None) -> Tally:
    """The tally of the year's units within reach, and how many there are of `more`. One query, of counts along indexes."""
    listed, is_past = in_year(year).filter(reach(actor, year)), year.deadline < timezone.now()
    others = (
        _number(listed.filter(reviewer=None)),
        _number(listed.filter(in_state(NEW, year, actor))),
        _number(listed.filter(extended())) if is_past else Value(0),  # the others are overdue, which are many
        Value(0) if more is None else _number(in_year(year).filter(more)),
    )
    counts = FiscalYear.objects.filter(pk=year.pk).values_list(*others, *_at_places(year, _reviewer(actor, year)))
    unassigned, new, not_late, wanted, *at_places = (number or 0 for number in counts.get())
    by_state = dict(zip(OF_EVALUATIONS, at_places, strict=True))
    with_unit = sum(at_places[place] for place in WITH_UNIT)
    return Tally(
        states={**by_state, OVERDUE: with_unit - not_late if is_past else 0, NEW: new},
        with_unit=with_unit,
        unassigned=unassigned,
        total=sum(at_places),
        wanted=wanted,
    )


def _number(listed: QuerySet[Standing]) -> Subquery:
    return Subquery(listed.values(counted=Func(template="count(*)", output_field=IntegerField())))


def _at_places(year: FiscalYear, reviewer: int | None) -> list[RawSQL]:
    """How many units of the year (and reviewer) there are at each place. To count them one by one takes half as long as to group them."""
    within, keys = "fiscal_year_id = %s", [year.pk]
    if reviewer is not None:
        within, keys = f"{within} AND reviewer_id = %s", [*keys, reviewer]
    count = f"SELECT count(*) FROM desk_standing WHERE {within} AND place = %s"  # noqa: S608 - the code's own words
    return [RawSQL(count, [*keys, at]) for at in range(len(_STATES))]  # noqa: S611 - as above


def shown(year: FiscalYear, actor: Actor) -> QuerySet[Standing]:
    """The year's units with all that `lines` needs: what is true now, and the name of then."""
    return in_year(year).annotate(
        is_new=ExpressionWrapper(in_state(NEW, year, actor), BooleanField()),
        is_overdue=ExpressionWrapper(in_state(OVERDUE, year, actor), BooleanField()),
        is_in_review=ExpressionWrapper(LOOKS["under_review"].found, BooleanField()),
        state=F("evaluation__state"),
        name_then=unit_name_on(naming_day(year), "unit"),
    )


def lines(rows: Iterable[Any], year: FiscalYear) -> list[Line]:
    """The lines of rows of `shown`."""
    now, document, extension = timezone.now(), _address("shared_pages:document"), _address("desk:extension", year.pk)
    return [
        Line(
            unit_id=row.unit_id,
            code=row.code,
            name=row.name if row.project_number else row.name_then,
            document=document.format(row.evaluation_id) if row.state in SEEN_BY_BUREAU else "",
            extension=extension.format(row.unit_id),
            label=LOOKS["under_review"].words if row.is_in_review else OF_EVALUATIONS[_STATES[row.place]],
            tone=_tone(row.place),
            days=f"{(now - row.since).days} 天" if row.since else "",
            is_new=row.is_new,
            is_overdue=row.is_overdue,
            times=row.number or 0,
            score=show_amount(rounded(row.score)) if row.score is not None else "",
            grade=row.grade or "",
            rate=show_ratio(Fraction(row.execution_rate)) if row.execution_rate is not None else "",
            explained=row.explained or "",
            swings=row.swings or "",
            alike=row.alike or "",
            comments=row.comments or "",
            section=row.section_name or "",
            reviewer=row.reviewer_name or "未分配",
            until=f"{timezone.localtime(max(year.deadline, row.until or year.deadline)):%m-%d}",
        )
        for row in rows
    ]


def _tone(place: int) -> str:
    state = _STATES[place]
    return State.of(state).tone if state in State.values else "neutral"


_ANY_KEY = 10**12


def _address(name: str, *keys: int) -> str:
    """The addresses of many objects at once: `format` puts the last key in."""
    return reverse(name, args=(*keys, _ANY_KEY)).replace(str(_ANY_KEY), "{}")
