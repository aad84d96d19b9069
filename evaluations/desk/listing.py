"""The bureau's list of one year: every unit in reach with its evaluation, or that it has none yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluations.comments.models import Comment, CommentState
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.units.models import Unit

NOT_BEGUN = "not_begun"
_UNSEEN = [state for state in reversed(State) if state not in SEEN_BY_BUREAU]
STATES: Mapping[str, str] = {state: state.for_bureau for state in (*SEEN_BY_BUREAU, *_UNSEEN)} | {NOT_BEGUN: "未开始"}
"""What the list can be narrowed to: what the bureau works on first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit on the list."""

    unit_id: int
    code: str
    name: str
    deadline: datetime
    evaluation_id: int | None
    state: State | None
    submitted_at: datetime | None
    is_under_review: bool
    open_comments: int
    reviewer: str

    @property
    def label(self) -> str:
        """The state as the bureau calls it."""
        if self.state == State.SUBMITTED and self.is_under_review:
            return "审核中"
        return self.state.for_bureau if self.state else STATES[NOT_BEGUN]

    @property
    def tone(self) -> str:
        """The tone of the state tag."""
        return self.state.tone if self.state else "neutral"

    @property
    def submitted(self) -> str:
        """When it was handed in, "" before that."""
        return _minute(self.submitted_at) if self.submitted_at else ""

    @property
    def until(self) -> str:
        """The deadline."""
        return _minute(self.deadline)

    @property
    def is_readable(self) -> bool:
        """Whether the bureau may read it: it was handed in."""
        return self.state in SEEN_BY_BUREAU

    @property
    def is_overdue(self) -> bool:
        """Whether the unit should have handed it in by now."""
        is_with_unit = self.state is None or self.state.is_with_unit
        return is_with_unit and self.deadline < timezone.now()


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def units(user: User, year: FiscalYear) -> QuerySet[Unit]:
    """The units in reach of a bureau's person, a reviewer's by assignment, by their codes; each with its `evaluation` of the year, if any."""
    reach = (
        Q(region=year.region_id) if user.role == Role.MANAGER else Q(region=year.region_id, assignment__reviewer=user)
    )
    of_year = FilteredRelation("evaluations", condition=Q(evaluations__fiscal_year=year.pk))
    shown = Q(is_active=True) | Q(evaluation__isnull=False)
    return Unit.objects.filter(reach).annotate(evaluation=of_year).filter(shown).order_by("code")


def narrowed(listed: QuerySet[Unit], state: str, name: str) -> QuerySet[Unit]:
    """Those of `units` in a state (a key of STATES, "" for all) whose name or code contains `name`."""
    if state == NOT_BEGUN:
        listed = listed.filter(Q(evaluation__isnull=True))
    elif state:
        listed = listed.filter(Q(evaluation__state=state))
    return listed.filter(Q(name__icontains=name) | Q(code__icontains=name)) if name else listed


class Tally(NamedTuple):
    """How many units are in each state (a key of STATES), and how many have no reviewer."""

    states: Mapping[str, int]
    unassigned: int

    @property
    def total(self) -> int:
        """How many units there are."""
        return sum(self.states.values())


def tally(listed: QuerySet[Unit]) -> Tally:
    """The tally of `units`. One query."""
    by_state = listed.order_by().annotate(state=F("evaluation__state")).values_list("state")
    free = Count("pk", filter=Q(assignment__isnull=True))
    counted = list(by_state.annotate(number=Count("pk"), free=free))
    states = {state or NOT_BEGUN: number for state, number, _ in counted}
    return Tally(states, sum(number for _, _, number in counted))


def lines(year: FiscalYear, listed: QuerySet[Unit], keys: Iterable[int]) -> list[Line]:
    """The lines of those of `units` that have these primary keys, by their codes. One query."""
    of_year = FilteredRelation("extensions", condition=Q(extensions__fiscal_year=year.pk))
    waiting = Comment.objects.filter(evaluation=OuterRef("evaluation__pk"), state=CommentState.OPEN)
    counted = waiting.order_by().values("evaluation").annotate(number=Count("pk")).values("number")
    rows = listed.filter(pk__in=list(keys)).annotate(extension=of_year, open_comments=Subquery(counted))
    return [_line(year, row) for row in rows.values(*_COLUMNS)]


_COLUMNS = (
    "pk",
    "code",
    "name",
    "extension__until",
    "evaluation__pk",
    "evaluation__state",
    "evaluation__confirmed_at",
    "evaluation__review_started_at",
    "open_comments",
    "assignment__reviewer__name",
)


def _line(year: FiscalYear, row: Mapping[str, Any]) -> Line:
    state = row["evaluation__state"]
    return Line(
        unit_id=row["pk"],
        code=row["code"],
        name=row["name"],
        deadline=max(year.deadline, row["extension__until"] or year.deadline),
        evaluation_id=row["evaluation__pk"],
        state=State.of(state) if state else None,
        submitted_at=row["evaluation__confirmed_at"],
        is_under_review=row["evaluation__review_started_at"] is not None,
        open_comments=row["open_comments"] or 0,
        reviewer=row["assignment__reviewer__name"] or "",
    )
