"""How much waits for a person: the number beside their first link, on every page."""

from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
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
    preparing, heading, now = actor.units(Role.PREPARER), actor.units(Role.UNIT_HEAD), timezone.now()
    wanted = Q()
    if preparing:
        is_open = Q(fiscal_year__opens_at__lte=now) & Q(until__gte=now)
        wanted |= Q(unit__in=preparing, state__in=EDITABLE) & (is_open | Q(unit__region__bureau_name=""))
    if heading:
        wanted |= Q(unit__in=heading, state=State.UNIT_CHECK)
    if departments := actor.units(Role.DEPARTMENT_REVIEWER):
        below = Q(unit__in=all_below(departments)) & ~Q(unit__in=actor.units())
        not_mine = ~Q(sent_by=actor.pk) & ~Q(confirmed_by=actor.pk)
        wanted |= below & not_mine & Q(state=State.DEPARTMENT_CHECK)
    if not wanted:
        return 0
    asked = SelfEvaluation.objects.filter(excused_at=None)
    return (asked.annotate(until=effective_deadline()) if preparing else asked).filter(wanted).count()
