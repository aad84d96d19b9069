"""The next hand-in that waits for a person: the longest waiting first, among those that their query asks for."""

from accounts.actors import Actor
from evaluations.desk.asked import Asked
from evaluations.desk.listing import in_year, wanted
from evaluations.desk.models import Standing
from evaluations.desk.paging import Order, following
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import State


def waits_in(asked: Asked) -> State:
    """In which state the next one waits: for the second review, if the person asks for that, else for the first."""
    return State.SECOND_REVIEW if asked.state == State.SECOND_REVIEW else State.SUBMITTED


def next_waiting(actor: Actor, year: FiscalYear, asked: Asked, after: int | None) -> int | None:
    """The primary key of the evaluation that follows `after` in the order of waiting; from the end, it goes on at the beginning.

    None if no other waits.
    """
    waiting = in_year(year).filter(wanted(asked._replace(state=waits_in(asked)), year, actor))
    here = Standing.objects.filter(evaluation=after).values_list("since", "code").first() if after else None
    order = Order("since")
    found = following(waiting, order, here, number=1)
    found = found or following(waiting.exclude(evaluation=after), order, None, number=1)
    return found[0].evaluation_id if found else None
