"""The bureau's list for one year: every unit within reach, with its evaluation and what its hand-in amounts to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.core.basics.values import rounded, show_amount, show_ratio
from evaluations.desk.asked import NONE, Asked
from evaluations.desk.columns import COLUMNS
from evaluations.desk.conditions import EXCUSED, LOOKS, NEW, NOT_BEGUN, OVERDUE, STATES, in_state
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.names import naming_day
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.units.models import Unit, UnitChange, asked_in
from evaluations.units.names import unit_name_on


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One unit on the list; the figures are those of its hand-in, "" without one or if it is zero."""

    unit_id: int
    code: str
    name: str
    section: str
    deadline: datetime
    evaluation_id: int | None
    state: State | None
    days: int | None
    is_under_review: bool
    is_excused: bool
    reviewer: str
    is_new: bool
    times: int
    score: str
    grade: str
    rate: str
    explained: int | None
    swings: int | None
    alike: int | None
    comments: int | None

    @property
    def label(self) -> str:
        """The state as the bureau calls it."""
        if self.is_excused:
            return STATES[EXCUSED]
        if self.state == State.SUBMITTED and self.is_under_review:
            return LOOKS["under_review"].words
        return self.state.for_bureau if self.state else STATES[NOT_BEGUN]

    @property
    def tone(self) -> str:
        """The tone of the state tag."""
        return self.state.tone if self.state and not self.is_excused else "neutral"

    @property
    def until(self) -> str:
        """The day of the deadline."""
        return f"{timezone.localtime(self.deadline):%m-%d}"

    @property
    def is_readable(self) -> bool:
        """Whether the bureau may read it, because it was handed in."""
        return self.state in SEEN_BY_BUREAU

    @property
    def is_overdue(self) -> bool:
        """Whether the unit should have handed it in by now."""
        is_with_unit = self.state is None or self.state.is_with_unit
        return is_with_unit and not self.is_excused and self.deadline < timezone.now()


def units(actor: Actor, year: FiscalYear) -> QuerySet[Unit]:
    """The year's units within reach of a bureau's person (for a reviewer, the assigned ones), each with its `evaluation` and `extension`, if any."""
    reach = Q(region=year.region_id)
    if year.region_id not in actor.regions(Role.MANAGER):
        reach &= Q(assignment__reviewer=actor.pk)
    shown = Q(evaluation__isnull=False) | (Q(pk__in=()) if year.needs_issuing else asked_in(year.year))
    return (
        Unit.objects.filter(reach)
        .annotate(
            evaluation=FilteredRelation("evaluations", condition=Q(evaluations__fiscal_year=year.pk)),
            extension=FilteredRelation("extensions", condition=Q(extensions__fiscal_year=year.pk)),
        )
        .filter(shown)
    )


def narrowed(listed: QuerySet[Unit], asked: Asked, year: FiscalYear, actor: Actor) -> QuerySet[Any]:
    """The units from `units` that meet every condition, each with the `rank` by which they are asked for in order."""
    wanted = in_state(asked.state, year, actor) & _related("section", asked.section)
    wanted &= _related("assignment__reviewer", asked.reviewer)
    if asked.grade:
        wanted &= Q(evaluation__hand_in__grade=asked.grade)
    if asked.look:
        wanted &= LOOKS[asked.look].found
    if asked.name:
        wanted &= _called(asked.name, year)
    return listed.filter(wanted).annotate(rank=COLUMNS[asked.column or "code"].rank)


def _related(path: str, key: str) -> Q:
    if key == NONE:
        return Q(**{f"{path}__isnull": True})
    return Q(**{path: int(key)}) if key else Q()


def _called(name: str, year: FiscalYear) -> Q:
    """Code, name of today or of then, or the initials of its pinyin."""
    then = UnitChange.objects.filter(former_name__icontains=name, on__gt=naming_day(year)).values("unit")
    found = Q(name__icontains=name) | Q(code__icontains=name) | Q(pk__in=then)
    return found | Q(initials__contains=name.lower()) if name.isascii() else found


class Tally(NamedTuple):
    """How many units there are by state (a key of STATES), and how many have no reviewer."""

    states: Mapping[str, int]
    unassigned: int
    total: int

    def of(self, *states: str) -> int:
        """How many there are in these states together."""
        return sum(self.states[state] for state in states)

    @property
    def with_unit(self) -> int:
        """How many the units have in their hands."""
        return self.of(NOT_BEGUN, *(state for state in State if state.is_with_unit))


def tally(listed: QuerySet[Unit], year: FiscalYear, actor: Actor) -> Tally:
    """The tally of `units`. One query."""
    excused = When(evaluation__excused_at__isnull=False, then=Value(EXCUSED))
    by_state = listed.order_by().annotate(state=Case(excused, default=F("evaluation__state"))).values_list("state")
    counted = list(
        by_state.annotate(
            number=Count("pk"),
            free=Count("pk", filter=Q(assignment__isnull=True)),
            overdue=Count("pk", filter=in_state(OVERDUE, year, actor)),
            new=Count("pk", filter=in_state(NEW, year, actor)),
        )
    )
    states = dict.fromkeys(STATES, 0) | {state or NOT_BEGUN: number for state, number, *_ in counted}
    others = {OVERDUE: sum(row[3] for row in counted), NEW: sum(row[4] for row in counted)}
    return Tally(states | others, sum(row[2] for row in counted), sum(row[1] for row in counted))


def lines(listed: QuerySet[Unit], year: FiscalYear, actor: Actor, keys: Sequence[int]) -> list[ListedUnit]:
    """The lines of the units from `units` with these primary keys, in their order, under their names of then. One query."""
    rows = listed.filter(pk__in=keys).annotate(
        is_new=ExpressionWrapper(in_state(NEW, year, actor), BooleanField()),
        open_comments=COLUMNS["comments"].rank,
        name_then=unit_name_on(naming_day(year)),
    )
    found = {row["pk"]: _line(year, row) for row in rows.values(*_COLUMNS)}
    return [found[key] for key in keys if key in found]


_FIGURES = ("number", "score", "grade", "execution_rate", "explained", "swings", "alike")
_COLUMNS = (
    *("pk", "code", "name_then", "section__name", "extension__until", "assignment__reviewer__name", "is_new"),
    *("evaluation__pk", "evaluation__state", "evaluation__state_since"),
    *("evaluation__review_started_at", "evaluation__excused_at", "open_comments"),
    *(f"evaluation__hand_in__{figure}" for figure in _FIGURES),
)


def _line(year: FiscalYear, row: Mapping[str, Any]) -> ListedUnit:
    state = row["evaluation__state"]
    number, score, grade, rate, explained, swings, alike = (row[f"evaluation__hand_in__{name}"] for name in _FIGURES)
    return ListedUnit(
        unit_id=row["pk"],
        code=row["code"],
        name=row["name_then"],
        section=row["section__name"] or "",
        deadline=max(year.deadline, row["extension__until"] or year.deadline),
        evaluation_id=row["evaluation__pk"],
        state=State.of(state) if state else None,
        days=(timezone.now() - row["evaluation__state_since"]).days if state else None,
        is_under_review=row["evaluation__review_started_at"] is not None,
        is_excused=row["evaluation__excused_at"] is not None,
        reviewer=row["assignment__reviewer__name"] or "",
        is_new=row["is_new"],
        times=number or 0,
        score=show_amount(rounded(score)) if isinstance(score, Decimal) else "",
        grade=grade or "",
        rate=show_ratio(Fraction(rate)) if isinstance(rate, Decimal) else "",
        explained=explained,
        swings=swings,
        alike=alike,
        comments=row["open_comments"],
    )
