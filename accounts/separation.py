"""Separation of duties: memberships that nobody may have at the same time, enforced by the database and the services."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import Membership
from accounts.roles import SYSTEM_ROLES
from evaluations.common.relations import Relation

MIXED = "同一个人不能既是系统管理员或审计员，又有其他角色：请先结束原来的任职，或者用另一个账号。"
TWICE = "这个人在这里已有同样的任职。"

_OTHERS = """
SELECT 1 FROM accounts_membership AS other WHERE other.user_id = NEW.user_id AND other.id <> NEW.id
AND (other.since IS NULL OR NEW.until IS NULL OR other.since <= NEW.until)
AND (NEW.since IS NULL OR other.until IS NULL OR NEW.since <= other.until)
"""
_SYSTEM = ", ".join(f"'{role.value}'" for role in SYSTEM_ROLES)
_NEEDS = {"accounts_membership": "until"}
_LOCK = "PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;"

RELATIONS = (
    Relation(
        "membership_not_mixed",
        "accounts_membership",
        f"{_OTHERS} AND (other.role IN ({_SYSTEM})) <> (NEW.role IN ({_SYSTEM}))",
        MIXED,
        _NEEDS,
        _LOCK,
    ),
    Relation(
        "membership_not_twice",
        "accounts_membership",
        f"{_OTHERS} AND other.role = NEW.role AND COALESCE(other.unit_id, 0) = COALESCE(NEW.unit_id, 0)"
        " AND COALESCE(other.region_id, 0) = COALESCE(NEW.region_id, 0)",
        TWICE,
        _NEEDS,
        _LOCK,
    ),
)


def refuse_unseparated(membership: Membership) -> None:
    """Raise ValidationError if the person's other memberships do not allow this one.

    Raises:
        ValidationError: a system role and another role at the same time, or the same membership twice.
    """
    others = Membership.objects.filter(user=membership.user_id).exclude(pk=membership.pk)
    if membership.until:
        others = others.filter(Q(since__isnull=True) | Q(since__lte=membership.until))
    if membership.since:
        others = others.filter(Q(until__isnull=True) | Q(until__gte=membership.since))
    for other in others:
        if (other.role in SYSTEM_ROLES) != (membership.role in SYSTEM_ROLES):
            raise ValidationError(MIXED)
        if _place(other) == _place(membership):
            raise ValidationError(TWICE)


def _place(membership: Membership) -> tuple[str, int | None, int | None]:
    return membership.role, membership.unit_id, membership.region_id
