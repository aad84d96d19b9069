"""How much waits for a person: the number beside their first link, on every page."""

from collections.abc import Sequence
from functools import cache, reduce
from operator import add
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.kept_query import Given, Kept, counted, number_of_rows, the_moment
from evaluations.common.years import lasting_in
from evaluations.desk.waiting import waiting_at_bureau
from evaluations.fiscal_years.deadlines import effective_deadline
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State
from evaluations.units.departments import all_below
from evaluations.units.models import Unit, asked_in


def waiting_for(actor: Actor) -> int:
    """How many evaluations this person is to begin, fill in, confirm or review now. One query for what units do and one for each role in a bureau;
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
    """How many evaluations wait in units that are given by these names, or are to be begun there."""
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
    to_begin = _to_begin() if "preparing" in names else ()
    return Kept(lambda: asked.filter(wanted).order_by().values_list(reduce(add, to_begin, number_of_rows()), flat=True))


def _to_begin() -> Sequence[Subquery]:
    """How many evaluations the units given as `preparing` may begin by themselves: their own, and those of their projects."""
    given, year = Given("preparing", is_several=True), F("called")
    units = _with_open_years(Unit.objects.filter(pk__in=given), "pk", "region").filter(asked_in(year), subject="unit")
    projects = _with_open_years(Project.objects.filter(unit__in=given), "unit", "unit__region").filter(
        asked_in(year, "unit__"), lasting_in(year), subject="project"
    )
    begun = SelfEvaluation.objects.filter(fiscal_year=OuterRef("fiscal_year"))
    return (
        Subquery(counted(units.filter(~Exists(begun.filter(unit=OuterRef("pk")))))),
        Subquery(counted(projects.filter(~Exists(begun.filter(project=OuterRef("pk")))))),
    )


def _with_open_years(rows: "QuerySet[Any, Any]", unit: str, region: str) -> "QuerySet[Any, Any]":
    """Each row with every year of its region that is open for its unit now, and that need not be issued."""
    of, now = f"{region}__fiscal_years", the_moment("now")
    each = rows.annotate(
        fiscal_year=F(f"{of}__pk"),
        called=F(f"{of}__year"),
        subject=F(f"{of}__edition__subject"),
        needs_issuing=F(f"{of}__needs_issuing"),
        opens_at=F(f"{of}__opens_at"),
        until=effective_deadline(unit, of),
    )
    found: QuerySet[Any, Any] = each.filter(needs_issuing=False, opens_at__lte=now, until__gte=now)
    return found
