"""Adding people with their role."""

from django.db import transaction

from accounts.audit import record
from accounts.models import Membership, User
from evaluations.units.models import Region, Unit


@transaction.atomic
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
    """A new person with their role; the password rules are the form's, so a demo may give a simple password here;
    with None nobody can sign in as them.

    Raises:
        ValidationError: a blank, too long or already used value, or a role in the wrong place.
    """
    user = User(username=User.normalize_username(username), name=name, phone=phone)
    user.set_password(password)
    user.full_clean()
    user.save()
    membership = Membership(user=user, role=role, unit=unit, region=region)
    membership.full_clean()
    membership.save()
    record(
        "add_person",
        actor,
        subject=user.username,
        detail={"role": role, "unit": unit and unit.code, "region": region and region.code},
    )
    return user
