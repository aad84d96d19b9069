"""The system always has an administrator: the last one can't be disabled or ended."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.common.refusal import Refused

NOBODY_LEFT = "这样就没有系统管理员了：请先添加一名不限期的系统管理员，再办这件事。"


def locked(person: User) -> User:
    """The person as stored now, locked until the transaction ends. An administrator is locked together with all others.

    So acts of two people on the same person, or of two administrators on each other, happen one after the other.
    """
    administrators = Membership.objects.filter(role=Role.ADMINISTRATOR)
    is_one = Exists(administrators.filter(user=person.pk))
    reach = Q(pk=person.pk) | Q(is_one, Exists(administrators.filter(user=OuterRef("pk"))))
    found = User.objects.select_for_update(no_key=True).filter(reach).order_by("pk")
    return next(one for one in found if one.pk == person.pk)


@contextmanager
def an_administrator_left() -> Iterator[None]:
    """Check that the block leaves an administrator with an enabled account, today and without a last day, if there was one before.

    Raises:
        Refused: there would be none.
    """
    before = _standing()
    yield
    if any(was and not remains for was, remains in zip(before, _standing(), strict=True)):
        raise Refused(NOBODY_LEFT)


def _standing() -> tuple[bool, bool]:
    """Whether there is an administrator today, and one without a last day."""
    found = Membership.objects.in_force().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return found.exists(), found.filter(until=None).exists()
