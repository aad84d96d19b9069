"""Memberships beside a person's own unit: an accountant's of several units, acting for a colleague, lent to the bureau as a reviewer."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from django.utils import timezone

from accounts.memberships import give_membership
from accounts.models import User
from accounts.roles import Role
from evaluations.demo.city.units import CityUnit
from evaluations.units.models import Unit

_ONE_IN, _ACTING = 40, 7
_ACTING_SINCE, _ACTING_UNTIL = timedelta(days=20), timedelta(days=45)
_LENT_FOR = 8


def give_more(
    stored: Sequence[Unit], invented: Mapping[str, CityUnit], people: Mapping[str, User]
) -> Mapping[str, str]:
    """Give people of the units further memberships; return who of them reviews which units, as user names by the units' codes."""
    _let_accountants_prepare(stored, invented, people)
    _let_neighbours_act(stored, invented, people)
    return _lent(stored, invented, people)


def _let_accountants_prepare(
    stored: Sequence[Unit], invented: Mapping[str, CityUnit], people: Mapping[str, User]
) -> None:
    for unit in stored:
        if invented[unit.code].accountants:
            give_membership(people[invented[unit.code].preparer_username], Role.PREPARER, None, unit=unit)


def _let_neighbours_act(stored: Sequence[Unit], invented: Mapping[str, CityUnit], people: Mapping[str, User]) -> None:
    """Let the preparer of the unit before prepare for one in so many units, for a while."""
    today = timezone.localdate()
    for at, (before, unit) in enumerate(pairwise(stored)):
        if at % _ONE_IN == _ACTING and not invented[unit.code].accountants:
            person = people[invented[before.code].preparer_username]
            since, until = today - _ACTING_SINCE, today + _ACTING_UNTIL
            give_membership(person, Role.PREPARER, None, unit=unit, since=since, until=until)


def _lent(stored: Sequence[Unit], invented: Mapping[str, CityUnit], people: Mapping[str, User]) -> Mapping[str, str]:
    """The first unit's preparer reviews the last units, if there are others than theirs."""
    first, *others = stored
    if len(others) <= _LENT_FOR:
        return {}
    username = invented[first.code].preparer_username
    give_membership(people[username], Role.REVIEWER, None, region=first.region)
    return dict.fromkeys((unit.code for unit in others[-_LENT_FOR:]), username)
