"""The page of one unit: what it is, its evaluations, its people, what is under it, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from evaluations.access.models import Assignment
from evaluations.administration.units.words import told, told_from_the_other_side, years_of
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.names import naming_day
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.registry.changes import WITHDRAWN
from evaluations.units.departments import Branch, branches_under
from evaluations.units.models import Unit, UnitChange
from evaluations.units.names import standing_on

BRANCHES = 200


@dataclass(frozen=True, slots=True)
class YearLine:
    """The unit's evaluation of one year, and what the unit was then; `document`: whose document the bureau may read, if any."""

    year: FiscalYear
    state: State
    is_excused: bool
    document: int | None
    name: str
    department: Unit | None

    @property
    def label(self) -> str:
        """The state as the bureau calls it."""
        return "免报" if self.is_excused else self.state.for_bureau

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return "neutral" if self.is_excused else self.state.tone


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What became of the unit on a day; `withdrawn`: the primary key of the change, if it can be withdrawn."""

    on: date
    what: str
    basis: str
    by: str
    made_on: date
    withdrawn: int | None = None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """All of it; `has_more`: there are more branches than are shown."""

    unit: Unit
    years_asked: str
    reviewer: User | None
    years: Sequence[YearLine]
    members: Sequence[Membership]
    branches: Sequence[Branch]
    has_more: bool
    changes: Sequence[ChangeLine]


def page_of(unit: Unit) -> UnitPage:
    """The page of a unit that comes with its region, section and department. Five queries, however much there is of anything."""
    changes = _changes(unit)
    own = [change for change in changes if change.unit_id == unit.pk]
    branches, has_more = branches_under(unit, BRANCHES)
    assignment = Assignment.objects.filter(unit=unit).select_related("reviewer").first()
    return UnitPage(
        unit=unit,
        years_asked=years_of(unit),
        reviewer=assignment.reviewer if assignment else None,
        years=_years(unit, own),
        members=_members(unit),
        branches=branches,
        has_more=has_more,
        changes=[_line(unit, change, own) for change in reversed(changes)],
    )


def _changes(unit: Unit) -> list[UnitChange]:
    found = UnitChange.objects.filter(Q(unit=unit) | Q(other=unit)).order_by("on", "pk")
    return list(found.select_related("unit__department", "former_department", "other", "made_by"))


def _years(unit: Unit, changes: Sequence[UnitChange]) -> list[YearLine]:
    evaluations = SelfEvaluation.objects.filter(unit=unit).select_related("fiscal_year")
    return [_year(each, unit, changes) for each in evaluations.order_by("-fiscal_year__year")]


def _year(evaluation: SelfEvaluation, unit: Unit, changes: Sequence[UnitChange]) -> YearLine:
    name, department = standing_on(unit, changes, naming_day(evaluation.fiscal_year))
    return YearLine(
        year=evaluation.fiscal_year,
        state=evaluation.stage,
        is_excused=evaluation.excused_at is not None,
        document=evaluation.pk if evaluation.state in SEEN_BY_BUREAU else None,
        name=name,
        department=department,
    )


def _members(unit: Unit) -> list[Membership]:
    """Whose membership has not ended, by role and name."""
    not_ended = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    found = Membership.objects.filter(not_ended, unit=unit).select_related("user")
    return list(found.order_by("role", "user__name", "pk"))


def _line(unit: Unit, change: UnitChange, own: Sequence[UnitChange]) -> ChangeLine:
    is_own = change.unit_id == unit.pk
    later = own[own.index(change) + 1 :] if is_own else ()
    is_last = is_own and not later and unit.is_active and change.kind in WITHDRAWN
    return ChangeLine(
        on=change.on,
        what=told(change, later) if is_own else told_from_the_other_side(change),
        basis=change.basis,
        by=change.made_by.name if change.made_by else "",
        made_on=timezone.localdate(change.made_at),
        withdrawn=change.pk if is_last else None,
    )
