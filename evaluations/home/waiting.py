"""How much waits for a person: the number beside their first link, on every page."""

from functools import cache

from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.kept_query import Given, Kept, counted, the_moment
from evaluations.desk.waiting import waiting_at_bureau
from evaluations.fiscal_years.deadlines import effective_deadline
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State
from evaluations.units.departments import all_below


def waiting_for(actor: Actor) -> int:
    """How many evaluations this person is to fill in, confirm or review now. One query for what units do and one for each role in a bureau;
    none for people who do none of it, and one more for each step down from a department."""
    return _waiting_in_units(actor) + waiting_at_bureau(actor)


def _waiting_in_units(actor: Actor) -> int:
    departments = actor.units(Role.DEPARTMENT_REVIEWER)
    units = {
        "preparing": actor.units(Role.PREPARER),
        "heading": actor.units(Role.UNIT_HEAD),
        "below": all_below(departments) if departments else (),
    }
    names = [name for name, keys in units.items() if keys]
    if not names:
        return 0
    given = {name: sorted(keys) for name, keys in units.items()}
    (number,) = _waiting(*names)(**given, own=sorted(actor.units()), person=actor.pk, now=timezone.now())
    return number


@cache
def _waiting(*names: str) -> Kept[int]:
    """How many evaluations wait in units that are given by these names."""
    asked, wanted, now = SelfEvaluation.objects.filter(excused_at=None), Q(), the_moment("now")
    if "preparing" in names:
        asked = asked.annotate(until=effective_deadline())
        is_open = Q(fiscal_year__opens_at__lte=now) & Q(until__gte=now)
        preparing = Q(unit__in=Given("preparing", is_several=True), state__in=EDITABLE)
        wanted |= preparing & (is_open | Q(unit__region__bureau_name=""))
    if "heading" in names:
        wanted |= Q(unit__in=Given("heading", is_several=True), state=State.UNIT_CHECK)
    if "below" in names:
        below = Q(unit__in=Given("below", is_several=True)) & ~Q(unit__in=Given("own", is_several=True))
        not_mine = ~Q(sent_by=Given("person")) & ~Q(confirmed_by=Given("person"))
        wanted |= below & not_mine & Q(state=State.DEPARTMENT_CHECK)
    return Kept(lambda: counted(asked.filter(wanted)))
