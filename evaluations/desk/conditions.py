"""The conditions that narrow the list: by state, and by what deserves a look; each with its words and its query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import SEEN_BY_BUREAU, State

NOT_BEGUN, EXCUSED = "not_begun", "excused"
OVERDUE, NEW = "overdue", "new"
"""Units that should have handed it in by now; units that were given to a reviewer lately and whose review they have not begun."""

NEW_FOR = timedelta(days=7)
UNSEEN = [state for state in reversed(State) if state not in SEEN_BY_BUREAU]
OF_EVALUATIONS: Mapping[str, str] = {state: state.for_bureau for state in (*SEEN_BY_BUREAU, *UNSEEN)} | {
    NOT_BEGUN: "未开始",
    EXCUSED: "免报",
}
"""In one of these is every unit; those that the bureau works on come first."""
PLACES: Mapping[str, int] = {state: place for place, state in enumerate(OF_EVALUATIONS)}
"""By these numbers a unit's state stands in `Standing`, so that an index has them in their order."""
WITH_UNIT = [PLACES[NOT_BEGUN], *(PLACES[state] for state in State if state.is_with_unit)]
_UNREVIEWED = [PLACES[state] for state in (NOT_BEGUN, *UNSEEN, State.SUBMITTED)]

STATES: Mapping[str, str] = {**OF_EVALUATIONS, OVERDUE: "逾期", NEW: "新分配"}


def in_state(state: str, year: FiscalYear, actor: Actor) -> Q:
    """Standings in one of STATES; "" for all."""
    match state:
        case "":
            return Q()
        case "overdue":
            return _is_overdue(year)
        case "new":
            return _is_new(actor)
        case _:
            return Q(place=PLACES[state])


def _is_overdue(year: FiscalYear) -> Q:
    now = timezone.now()
    if year.deadline >= now:
        return Q(pk__in=())
    return Q(place__in=WITH_UNIT) & (Q(until__isnull=True) | Q(until__lt=now))


def extended() -> Q:
    """Those that are not overdue once the year's deadline is past, although the units have them."""
    return Q(place__in=WITH_UNIT, until__gte=timezone.now())


def _is_new(actor: Actor) -> Q:
    """Since a visit writes nothing, new is what was given within some days."""
    since = timezone.now() - NEW_FOR
    return Q(reviewer=actor.pk, assigned_at__gt=since, place__in=_UNREVIEWED, is_under_review=False)


@dataclass(frozen=True, slots=True)
class Look:
    """Why a hand-in deserves a look, and the query; `of_scores`: it asks for scores, which some forms do not give."""

    words: str
    found: Q
    of_scores: bool = False


FULL_MARKS = 100
LOOKS: Mapping[str, Look] = {
    "swings": Look("与上年变动大", Q(swings__gt=0)),
    "alike": Look("内容雷同", Q(alike__gt=0)),
    "explained": Look("有需说明", Q(explained__gt=0)),
    "plain": Look("没有需说明", Q(explained=0)),
    "full": Look("满分", Q(score__gte=FULL_MARKS), of_scores=True),
    "again": Look("再次上报", Q(number__gt=1)),
    "comments": Look("有待处理批注", Q(comments__gt=0)),
    "under_review": Look("审核中", Q(place=PLACES[State.SUBMITTED], is_under_review=True)),
}
