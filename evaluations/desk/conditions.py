"""The conditions that narrow the list: by state, and by what deserves a look; each with its words and its query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.actors import Actor
from evaluations.comments.reach import unanswered
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import SEEN_BY_BUREAU, State

NOT_BEGUN, EXCUSED = "not_begun", "excused"
OVERDUE, NEW = "overdue", "new"
"""Units that should have handed it in by now; units that were given to a reviewer lately and whose review they have not begun."""

NEW_FOR = timedelta(days=7)
UNSEEN = [state for state in reversed(State) if state not in SEEN_BY_BUREAU]
_UNREVIEWED = (*UNSEEN, State.SUBMITTED)
_WITH_UNIT = [state for state in State if state.is_with_unit]
OF_EVALUATIONS: Mapping[str, str] = {state: state.for_bureau for state in (*SEEN_BY_BUREAU, *UNSEEN)} | {
    NOT_BEGUN: "未开始",
    EXCUSED: "免报",
}
"""In one of these is every unit; those that the bureau works on come first."""

STATES: Mapping[str, str] = {**OF_EVALUATIONS, OVERDUE: "逾期", NEW: "新分配"}


def in_state(state: str, year: FiscalYear, actor: Actor) -> Q:
    """Units in one of STATES; "" for all."""
    asked = Q(evaluation__excused_at__isnull=True)
    match state:
        case "":
            return Q()
        case "not_begun":
            return Q(evaluation__isnull=True)
        case "excused":
            return ~asked
        case "overdue":
            return asked & _is_overdue(year)
        case "new":
            return _is_new(actor)
        case _:
            return asked & Q(evaluation__state=state)


def _is_overdue(year: FiscalYear) -> Q:
    now = timezone.now()
    if year.deadline >= now:
        return Q(pk__in=())
    is_with_unit = Q(evaluation__isnull=True) | Q(evaluation__state__in=_WITH_UNIT)
    return is_with_unit & (Q(extension__isnull=True) | Q(extension__until__lt=now))


def _is_new(actor: Actor) -> Q:
    """Since a visit writes nothing, new is what was given within some days."""
    given = Q(assignment__reviewer=actor.pk, assignment__assigned_at__gt=timezone.now() - NEW_FOR)
    waiting = Q(evaluation__state__in=_UNREVIEWED, evaluation__review_started_at=None, evaluation__excused_at=None)
    return given & (Q(evaluation__isnull=True) | waiting)


@dataclass(frozen=True, slots=True)
class Look:
    """Why a hand-in deserves a look, and the query."""

    words: str
    found: Q


FULL_MARKS = 100
LOOKS: Mapping[str, Look] = {
    "swings": Look("与上年变动大", Q(evaluation__hand_in__swings__gt=0)),
    "alike": Look("内容雷同", Q(evaluation__hand_in__alike__gt=0)),
    "explained": Look("有需说明", Q(evaluation__hand_in__explained__gt=0)),
    "plain": Look("没有需说明", Q(evaluation__hand_in__explained=0)),
    "full": Look("满分", Q(evaluation__hand_in__score__gte=FULL_MARKS)),
    "again": Look("再次上报", Q(evaluation__hand_in__number__gt=1)),
    "comments": Look("有待处理批注", Q(Exists(unanswered(OuterRef("evaluation__pk"))))),
    "under_review": Look("审核中", Q(evaluation__state=State.SUBMITTED, evaluation__review_started_at__isnull=False)),
}
