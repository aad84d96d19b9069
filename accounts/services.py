"""Adding people with their role."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from accounts.audit import Act, record_all
from accounts.models import Membership, User
from evaluations.units.models import Region, Unit


class Newcomer(NamedTuple):
    """Somebody to be added. The password rules are the form's, so a demo may give a simple password here; with None nobody can sign in as them."""

    username: str
    name: str
    role: str
    password: str | None
    unit: Unit | None = None
    region: Region | None = None
    phone: str = ""


def add_person(
    username: str,
    name: str,
    role: str,
    password: str | None,
    *,
    unit: Unit | None = None,
    region: Region | None = None,
    phone: str = "",
    actor: User | None = None,
) -> User:
    """A new person with their role; see `Newcomer`, and `add_people` for what it raises."""
    (user,) = add_people([Newcomer(username, name, role, password, unit, region, phone)], actor)
    return user


@transaction.atomic
def add_people(newcomers: Iterable[Newcomer], actor: User | None = None) -> list[User]:
    """New people with their roles, all of them or nobody; the log is told at the end, so that it is not locked while they are added.

    Raises:
        ValidationError: a blank, too long or already used value, or a role in the wrong place.
    """
    added = [(newcomer, _added(newcomer)) for newcomer in newcomers]
    record_all(Act("add_person", actor, user.username, _told(newcomer)) for newcomer, user in added)
    return [user for _, user in added]


def _added(newcomer: Newcomer) -> User:
    user = User(username=User.normalize_username(newcomer.username), name=newcomer.name, phone=newcomer.phone)
    user.set_password(newcomer.password)
    user.full_clean()
    user.save()
    membership = Membership(user=user, role=newcomer.role, unit=newcomer.unit, region=newcomer.region)
    membership.full_clean()
    membership.save()
    return user


def _told(newcomer: Newcomer) -> dict[str, str | None]:
    unit, region = newcomer.unit, newcomer.region
    return {"role": newcomer.role, "unit": unit and unit.code, "region": region and region.code}
