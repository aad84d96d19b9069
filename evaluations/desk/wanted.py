"""Which units of a year a person wants to see: the conditions of what they ask, and what is `Given` to these."""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.containing import MayContain
from evaluations.common.kept_query import Given, Kept, the_day, the_text
from evaluations.desk import names
from evaluations.desk.asked import NONE, Asked
from evaluations.desk.conditions import FOUND, LOOKS, PERSON, PLACES, given
from evaluations.desk.models import Standing
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.names import naming_day
from evaluations.units.models import UnitChange

FEW = 1000
"""Up to so many units are read and sorted, rather than looked for along the whole order."""
_SOME = "given"


class Wanted(NamedTuple):
    """Conditions, equal to all those that have the same SQL.

    `asked`: without year and order, and with _SOME for what is `Given`, which is also a name that FEW units have. `is_whole`: all of the year's
    units are within reach, not only those assigned to the person.
    """

    asked: Asked
    is_whole: bool

    @property
    def within(self) -> Q:
        """Those within reach: for a manager all of them, for a reviewer the assigned ones."""
        return Q() if self.is_whole else Q(reviewer=PERSON)

    @property
    def found(self) -> Q:
        """Those that meet all of the conditions."""
        asked, found = self.asked, self.within
        if asked.state:
            found &= FOUND[asked.state]
        found &= _related("section", asked.section) & _related("reviewer", asked.reviewer)
        if asked.grade:
            found &= Q(grade=the_text("grade"))
        if asked.look:
            found &= LOOKS[asked.look].found
        if asked.name == _SOME:
            return found & Q(pk__in=Given("named", is_several=True))
        return found & (_called(asked.name) | _was_called(asked.name)) if asked.name else found

    @property
    def is_tallied(self) -> bool:
        """Whether the conditions are such that `StandingCount` tells how many meet them."""
        asked = self.asked
        return not (asked.grade or asked.look or asked.name) and asked.state in ("", *PLACES)

    def rows(self) -> QuerySet[Standing]:
        """Those of the year that is given."""
        return in_year().filter(self.found)


def in_year() -> QuerySet[Standing]:
    """The units of the year that is given."""
    return Standing.objects.filter(fiscal_year=Given("year"))


def wanted(asked: Asked, year: FiscalYear, actor: Actor) -> tuple[Wanted, dict[str, Any]]:
    """The conditions, and what is given to them. No query, and one if a name is asked for."""
    values = {
        **given(year, actor),
        "year": year.pk,
        "section": asked.section,
        "reviewer": asked.reviewer,
        "grade": asked.grade,
        "naming_day": naming_day(year),
    }
    found = Wanted(_as_sql_sees(asked), year.region_id in actor.regions(Role.MANAGER))
    if asked.name:
        values["named"] = _named(asked.name, found.within, year)(**values)
        if len(values["named"]) <= FEW:
            return found._replace(asked=found.asked._replace(name=_SOME)), values
    return found, values


def _as_sql_sees(asked: Asked) -> Asked:
    return asked._replace(
        year="",
        section=asked.section if asked.section in ("", NONE) else _SOME,
        reviewer=asked.reviewer if asked.reviewer in ("", NONE) else _SOME,
        grade=_SOME if asked.grade else "",
        sort="",
    )


def _related(column: str, key: str) -> Q:
    if key == NONE:
        return Q(**{f"{column}__isnull": True})
    return Q(**{column: Given(column)}) if key else Q()


def _named(name: str, within: Q, year: FiscalYear) -> Kept[int]:
    """The keys of those that are called so, and no more than show that they are not few."""
    if connection.vendor == "sqlite":
        now = Standing.objects.filter(names.called(name, year.pk, FEW + 1))
    else:
        now = in_year().filter(within, _called(name), MayContain(name, "code", "name", "initials"))
    both = now.union(in_year().filter(within, _was_called(name)), all=True).values_list("pk", flat=True)
    return Kept(lambda: both[: FEW + 1])


def _called(name: str) -> Q:
    """By code, by today's name, or by the initials of its pinyin."""
    found = Q(name__icontains=name) | Q(code__icontains=name)
    return found | Q(initials__contains=name.lower()) if name.isascii() else found


def _was_called(name: str) -> Q:
    """By the name of then."""
    changes = UnitChange.objects.filter(former_name__icontains=name, on__gt=the_day("naming_day"))
    return Q(unit__in=changes.values("unit"))
