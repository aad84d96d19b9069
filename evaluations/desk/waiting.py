"""How many hand-ins wait for a person of a bureau."""

from collections.abc import Mapping
from functools import cache

from django.db.models import Q, Subquery

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.kept_query import Given, Kept, counted, total
from evaluations.desk.conditions import PLACES
from evaluations.desk.models import Standing, StandingCount
from evaluations.records.states import State

_OF_ROLE: Mapping[Role, Q] = {
    Role.REVIEWER: Q(place=PLACES[State.SUBMITTED], reviewer=Given("person")),
    Role.MANAGER: Q(place=PLACES[State.SECOND_REVIEW]) & ~Q(passed_by=Given("person")),
}


def waiting_at_bureau(actor: Actor) -> int:
    """How many hand-ins this person is to review now, in any year. One query for each of the roles of reviewer and manager that they have."""
    own = actor.units()
    return sum(
        count
        for role in filter(actor.has, _OF_ROLE)
        for count in _waiting(role, has_own=bool(own))(regions=actor.regions(role), own=own, person=actor.pk)
    )


@cache
def _waiting(role: Role, *, has_own: bool) -> Kept[int]:
    """Nobody reviews their own unit."""
    waiting, number = _OF_ROLE[role] & Q(fiscal_year__region__in=Given("regions", is_several=True)), total("number")
    own = Subquery(counted(Standing.objects.filter(waiting, unit__in=Given("own", is_several=True))))
    return Kept(
        lambda: StandingCount.objects.filter(waiting).values_list(number - own if has_own else number, flat=True)
    )
