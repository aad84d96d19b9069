"""How many hand-ins wait for a person of a bureau."""

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.kept_query import Given, Kept, counted
from evaluations.desk.conditions import PLACES
from evaluations.desk.models import Standing
from evaluations.records.states import State


def _in(state: State) -> QuerySet[Standing]:
    found = Standing.objects.filter(fiscal_year__region__in=Given("regions", is_several=True), place=PLACES[state])
    return found.exclude(unit__in=Given("own", is_several=True))


_to_review = Kept(lambda: counted(_in(State.SUBMITTED).filter(reviewer=Given("person"))))
_to_review_again = Kept(lambda: counted(_in(State.SECOND_REVIEW).exclude(passed_by=Given("person"))))


def waiting_at_bureau(actor: Actor) -> int:
    """How many hand-ins this person is to review now, in any year. One query for each of the roles of reviewer and manager that they have."""
    asked = ((Role.REVIEWER, _to_review), (Role.MANAGER, _to_review_again))
    return sum(
        count
        for role, waiting in asked
        if actor.has(role)
        for count in waiting(regions=actor.regions(role), own=actor.units(), person=actor.pk)
    )
