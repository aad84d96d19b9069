"""Which reviewer reviews which unit (分工); the bureau's manager decides."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.common.refusal import Refused
from evaluations.units.models import Region, Unit


def units_to_assign(region: Region, name: str = "", *, only_free: bool = False) -> QuerySet[Unit]:
    """The region's active units with their assignments, by their codes; those whose name or code contains `name`."""
    found = Unit.objects.filter(region=region, is_active=True).select_related("assignment__reviewer").order_by("code")
    if name:
        found = found.filter(Q(name__icontains=name) | Q(code__icontains=name))
    return found.filter(Q(assignment__isnull=True)) if only_free else found


def reviewers_of(region: Region) -> QuerySet[User]:
    """The reviewers of the region's bureau who can sign in, by their names."""
    return User.objects.filter(membership__role=Role.REVIEWER, membership__region=region, is_active=True).order_by(
        "name", "pk"
    )


@transaction.atomic
def assign(chosen: Mapping[int, int | None], actor: User) -> int:
    """Give each unit (by primary key) its reviewer (None: nobody), and return how many units changed.

    Raises:
        Refused: not by a manager, or a unit or reviewer of another region.
    """
    if actor.role != Role.MANAGER or actor.region is None:
        raise Refused("只有本地区的财政局绩效管理员可以分配审核员。")
    units = {unit.pk: unit for unit in units_to_assign(actor.region).filter(pk__in=chosen)}
    reviewers = {reviewer.pk: reviewer for reviewer in reviewers_of(actor.region)}
    changes = {
        units[unit]: reviewers[reviewer] if reviewer else None
        for unit, reviewer in chosen.items()
        if _known(unit, units) and (reviewer is None or _known(reviewer, reviewers))
    }
    changed = [(unit, reviewer) for unit, reviewer in changes.items() if _reviewer_of(unit) != reviewer]
    for unit, reviewer in changed:
        _write(unit, reviewer, actor)
    if changed:
        record("assign", actor, detail={unit.code: reviewer.username if reviewer else "" for unit, reviewer in changed})
    return len(changed)


def _known(key: int, known: Mapping[int, object]) -> bool:
    if key not in known:
        raise Refused("名单已有变化，请刷新页面后再分配。")
    return True


def _reviewer_of(unit: Unit) -> User | None:
    assignment: Assignment | None = getattr(unit, "assignment", None)
    return assignment.reviewer if assignment else None


def _write(unit: Unit, reviewer: User | None, actor: User) -> None:
    if reviewer is None:
        Assignment.objects.filter(unit=unit).delete()
        return
    values = {"reviewer": reviewer, "assigned_by": actor, "assigned_at": timezone.now()}
    Assignment.objects.update_or_create(unit=unit, defaults=values)
