"""The next hand-in that waits for a person: the longest waiting first, among those that their query asks for."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.actors import Actor
from evaluations.common.kept_query import Given
from evaluations.desk.asked import Asked
from evaluations.desk.models import Standing
from evaluations.desk.paging import Order, following
from evaluations.desk.wanted import Wanted, wanted
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import State


def waits_in(asked: Asked) -> State:
    """In which state the next one waits: for the second review, if the person asks for that, else for the first."""
    return State.SECOND_REVIEW if asked.state == State.SECOND_REVIEW else State.SUBMITTED


class _Waiting(NamedTuple):
    wanted: Wanted
    has_last: bool

    def rows(self) -> QuerySet[Standing, Any]:
        waiting = self.wanted.rows()
        others = waiting.exclude(evaluation=Given("last")) if self.has_last else waiting
        return others.values_list("evaluation_id", flat=True)


def next_waiting(actor: Actor, year: FiscalYear, asked: Asked, after: int | None) -> int | None:
    """The primary key of the evaluation that follows `after` in the order of waiting; from the end, it goes on at the beginning.

    None if no other waits.
    """
    sought, values = wanted(asked._replace(state=waits_in(asked)), year, actor)
    here = Standing.objects.filter(evaluation=after).values_list("since", "code").first() if after else None
    waiting, given, order = _Waiting(sought, after is not None), {**values, "last": after}, Order("since")
    found = following(waiting, given, order, here, number=1) or following(waiting, given, order, None, number=1)
    return found[0] if found else None
