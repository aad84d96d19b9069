"""The conditions that narrow the list: by state, and by what deserves a look; each with its words and its query.

The queries are the same for everybody and at every time: what differs is `Given`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from evaluations.common.kept_query import Given, the_moment
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

PERSON = Given("person")
_NOW = the_moment("now")
EXTENDED = Q(place__in=WITH_UNIT, until__gte=_NOW)
"""Those that are not overdue once the year's deadline is past, although the units have them."""
FOUND: Mapping[str, Q] = {
    **{state: Q(place=place) for state, place in PLACES.items()},
    OVERDUE: Q(place__in=Given("late", is_several=True)) & (Q(until__isnull=True) | Q(until__lt=_NOW)),
    NEW: Q(reviewer=PERSON, assigned_at__gt=the_moment("lately"), place__in=_UNREVIEWED, is_under_review=False),
}
"""The standings in each of STATES. Since a visit writes nothing, new is what was given within some days."""


def given(year: FiscalYear, actor: Actor) -> dict[str, Any]:
    """What is `Given` to these conditions, for a year and a person, now."""
    now = timezone.now()
    late = WITH_UNIT if year.deadline < now else ()
    return {"person": actor.pk, "now": now, "lately": now - NEW_FOR, "late": late}


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
