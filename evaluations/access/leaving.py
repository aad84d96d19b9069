"""Reviewers who leave: their units have no reviewer any more and can be assigned again."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.audit import Act, record_all
from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.assignment import release
from evaluations.access.models import Assignment
from evaluations.units.models import Region, Unit


def units_reviewed_by(person: User, regions: Iterable[Region] | None = None) -> QuerySet[Unit]:
    """The units that the person reviews, in `regions` if given, by code."""
    reviewed = Unit.objects.filter(assignment__reviewer=person).order_by("code")
    return reviewed if regions is None else reviewed.filter(region__in=regions)


def free_units_of(person: User, actor: Actor | None) -> list[Act]:
    """Remove the assignments of `person` where they are not a reviewer any more; return the acts to be logged, one per unit."""
    return _free(_unheld().filter(reviewer=person), actor)


@transaction.atomic
def free_lapsed_units() -> int:
    """Remove all assignments of reviewers whose membership has ended; return their number."""
    acts = _free(_unheld(), None)
    record_all(acts)
    return len(acts)


def _unheld() -> QuerySet[Assignment]:
    held = Membership.objects.not_ended().filter(
        user=OuterRef("reviewer"), user__is_active=True, role=Role.REVIEWER, region=OuterRef("unit__region")
    )
    return Assignment.objects.filter(~Exists(held))


def _free(assignments: QuerySet[Assignment], actor: Actor | None) -> list[Act]:
    freed = list(assignments.select_related("unit__region").order_by("unit__code"))
    release([each.unit for each in freed], actor)
    return [Act("assign", actor, each.unit.code, {"reviewer": ""}, each.unit.region) for each in freed]
