"""One role a person, in the right place; the database refuses the rest."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import AuditEvent, Membership, User
from accounts.roles import BUREAU_ROLES, SYSTEM_ROLES, UNIT_ROLES, Role
from accounts.services import add_person
from tests.cast import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db


def impossible() -> Iterator[tuple[str, bool, bool]]:
    for role in UNIT_ROLES:
        yield from ((role, False, False), (role, False, True), (role, True, True))
    for role in BUREAU_ROLES:
        yield from ((role, False, False), (role, True, False), (role, True, True))
    for role in SYSTEM_ROLES:
        yield from ((role, True, False), (role, False, True))
    yield "emperor", False, False


@pytest.mark.parametrize(("role", "in_unit", "in_bureau"), list(impossible()))
def test_a_role_in_the_wrong_place_is_refused_by_the_database_and_in_words(
    role: str, *, in_unit: bool, in_bureau: bool
) -> None:
    user = User.objects.create_user("someone", name="某人")
    membership = Membership(
        user=user, role=role, unit=a_unit() if in_unit else None, region=a_region() if in_bureau else None
    )
    with pytest.raises(ValidationError) as fault:
        membership.full_clean()
    assert "Constraint" not in str(fault.value)
    assert "约束" not in str(fault.value)
    with pytest.raises(IntegrityError):
        membership.save()


def test_a_person_has_one_role_only() -> None:
    user = a_person(Role.PREPARER)
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=user, role=Role.AUDITOR)


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given_and_is_audited(role: str) -> None:
    unit = a_unit() if role in UNIT_ROLES else None
    region = a_region() if role in BUREAU_ROLES else None
    user = add_person(f"new-{role}", "新人", role, "a simple one", unit=unit, region=region)
    assert (user.role, user.unit, user.check_password("a simple one")) == (role, unit, True)
    assert user.region == (a_region() if role not in SYSTEM_ROLES else None)
    assert AuditEvent.objects.get(action="add_person").subject == f"new-{role}"


def test_a_refused_role_leaves_no_user_behind() -> None:
    with pytest.raises(ValidationError):
        add_person("stray", "新人", Role.PREPARER, "password", region=a_region())
    assert not User.objects.filter(username="stray").exists()


def test_a_user_name_is_given_once() -> None:
    a_person(Role.AUDITOR, username="same")
    with pytest.raises(ValidationError, match="已有同名的用户"):
        add_person("same", "新人", Role.AUDITOR, "password")


def test_a_user_without_a_role_belongs_nowhere() -> None:
    user = User.objects.create_user("nobody", name="某人")
    assert (user.role, user.unit, user.region) == ("", None, None)


def test_djangos_own_command_makes_the_first_administrator() -> None:
    user = User.objects.create_superuser("root", "password", name="管理员")
    assert user.role == Role.ADMINISTRATOR
