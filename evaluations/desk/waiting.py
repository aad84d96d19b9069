"""How many hand-ins wait for a person of a bureau."""

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.desk.conditions import PLACES
from evaluations.desk.models import Standing
from evaluations.records.states import State


def waiting_at_bureau(actor: Actor) -> int:
    """How many hand-ins this person is to review now, in any year. One query for each of the roles of reviewer and manager that they have."""
    count = 0
    if actor.has(Role.REVIEWER):
        count += _in(State.SUBMITTED, actor, Role.REVIEWER).filter(reviewer=actor.pk).count()
    if actor.has(Role.MANAGER):
        second = _in(State.SECOND_REVIEW, actor, Role.MANAGER)
        count += second.exclude(passed_by=actor.pk).count()
    return count


def _in(state: State, actor: Actor, role: Role) -> QuerySet[Standing]:
    found = Standing.objects.filter(fiscal_year__region__in=actor.regions(role), place=PLACES[state])
    return found.exclude(unit__in=own) if (own := actor.units()) else found
