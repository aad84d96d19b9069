"""Which reviewer is responsible for which unit (分工); the bureau's manager decides."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import Act, record_all
from accounts.models import Membership, User
from accounts.people import people_of_bureau
from accounts.roles import Role
from evaluations.access.models import Assignment, AssignmentChange
from evaluations.common.refusal import Refused
from evaluations.units.models import Region, Unit

NONE = "none"
_BATCH = 1000


class Wanted(NamedTuple):
    """Which units: those whose name or code contains `name`, of a kind, a section and a reviewer (their keys). "" is any, NONE is without one."""

    name: str = ""
    kind: str = ""
    section: str = ""
    reviewer: str = ""


ANY = Wanted()


def units_to_assign(region: Region, wanted: Wanted = ANY) -> QuerySet[Unit]:
    """The wanted of the region's units in use, and of the closed ones that still have a reviewer, with their assignments, by code."""
    shown = Q(is_active=True) | Q(assignment__isnull=False)
    found = Unit.objects.filter(shown, region=region).select_related("assignment__reviewer").order_by("code")
    if wanted.name:
        found = found.filter(Q(name__icontains=wanted.name) | Q(code__icontains=wanted.name))
    if wanted.kind:
        found = found.filter(kind="" if wanted.kind == NONE else wanted.kind)
    if wanted.section:
        found = found.filter(_of("section", wanted.section))
    return found.filter(_of("assignment__reviewer", wanted.reviewer)) if wanted.reviewer else found


def _of(column: str, key: str) -> Q:
    return Q(**{f"{column}__isnull": True}) if key == NONE else Q(**{column: int(key)})


def reviewer_of(unit: Unit) -> User | None:
    """The reviewer of a unit from `units_to_assign`."""
    assignment: Assignment | None = getattr(unit, "assignment", None)
    return assignment.reviewer if assignment else None


def holders(region: Region) -> QuerySet[User]:
    """The people who review a unit of the region, whether or not they still work there, by name."""
    given = Assignment.objects.filter(unit__region=region).values("reviewer")
    return User.objects.filter(pk__in=given).order_by("name", "pk")


def own_units(reviewers: Collection[User]) -> set[tuple[int, int]]:
    """(unit, reviewer) of each of these people and a unit to which they belong, now or later: they don't review it. One query."""
    not_over = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    found = Membership.objects.filter(not_over, unit__isnull=False, user__in=reviewers)
    return set(found.values_list("unit_id", "user_id"))


def refusal_of_own(unit: Unit, reviewer: User) -> str:
    """Why somebody does not review a unit of `own_units`."""
    return f"{reviewer.name}是{unit.name}的人，不能审核本单位的自评"


@transaction.atomic
def assign(region: Region, chosen: Mapping[int, int | None], actor: Actor) -> int:
    """Give each unit (by primary key) its reviewer (None: nobody), and return how many units changed.

    A review that has begun goes on with the new reviewer.

    Raises:
        Refused: the actor is not a manager of the region, a unit or reviewer is in another region, or a reviewer belongs to the unit.
    """
    if region.pk not in actor.regions(Role.MANAGER):
        raise Refused("只有本地区的绩效管理员可以分配审核员。")
    # One after the other: what changes is compared with what is stored.
    Region.objects.select_for_update().get(pk=region.pk)
    changed = _changes(region, chosen)
    _refuse_own_units(changed)
    _write(changed, actor)
    record_all(
        Act("assign", actor, unit.code, {"reviewer": reviewer.username if reviewer else ""}, region)
        for unit, reviewer in changed
    )
    return len(changed)


type Change = tuple[Unit, User | None]


def _changes(region: Region, chosen: Mapping[int, int | None]) -> Sequence[Change]:
    units = {unit.pk: unit for unit in units_to_assign(region).filter(pk__in=chosen)}
    reviewers = {reviewer.pk: reviewer for reviewer in people_of_bureau(region, Role.REVIEWER)}
    return [
        (units[unit], reviewers[reviewer] if reviewer else None)
        for unit, reviewer in chosen.items()
        # Somebody who can't be chosen any more may still have a unit.
        if _known(unit, units)
        and _key_of(units[unit]) != reviewer
        and (reviewer is None or _known(reviewer, reviewers))
    ]


def _key_of(unit: Unit) -> int | None:
    reviewer = reviewer_of(unit)
    return reviewer.pk if reviewer else None


def release(units: Iterable[Unit], actor: Actor | None) -> None:
    """Leave the units without a reviewer; the caller tells the log."""
    held = Assignment.objects.filter(unit__in=units).select_related("unit")
    _write([(assignment.unit, None) for assignment in held], actor)


def changes_of(unit: Unit) -> QuerySet[AssignmentChange]:
    """Who reviewed the unit since when, the latest first."""
    return unit.assignment_changes.select_related("reviewer", "given_by").order_by("-at", "-pk")


def _known(key: int, known: Mapping[int, object]) -> bool:
    if key not in known:
        raise Refused("名单已有变化，请刷新页面后再分配。")
    return True


def _refuse_own_units(changed: Iterable[Change]) -> None:
    pairs = {(unit.pk, reviewer.pk): (unit, reviewer) for unit, reviewer in changed if reviewer}
    for key in own_units({reviewer for _, reviewer in pairs.values()}):
        if key in pairs:
            raise Refused(f"{refusal_of_own(*pairs[key])}，请另选审核员。")


def _write(changed: Sequence[Change], actor: Actor | None) -> None:
    now, person = timezone.now(), actor.person if actor else None
    Assignment.objects.filter(unit__in=[unit for unit, reviewer in changed if reviewer is None]).delete()
    Assignment.objects.bulk_create(
        (
            Assignment(unit=unit, reviewer=reviewer, assigned_by=person, assigned_at=now)
            for unit, reviewer in changed
            if reviewer
        ),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["reviewer", "assigned_by", "assigned_at"],
    )
    AssignmentChange.objects.bulk_create(
        (AssignmentChange(unit=unit, reviewer=reviewer, given_by=person, at=now) for unit, reviewer in changed),
        batch_size=_BATCH,
    )
