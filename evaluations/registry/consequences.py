"""What follows when a unit is closed or merged: shown before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Membership, User
from evaluations.access.models import Assignment
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import holding
from evaluations.units.models import Unit


@dataclass(frozen=True, slots=True)
class Consequences:
    """Whom and what the end of a unit touches: its people, its units, what it has not finished or not begun, its reviewer."""

    people: Sequence[User]
    subordinates: Sequence[Unit]
    unfinished: Sequence[SelfEvaluation]
    not_begun: Sequence[FiscalYear]
    reviewer: User | None

    @property
    def is_assignment_ended(self) -> bool:
        """Whether the reviewer's assignment ends: one who has evaluations to finish keeps it."""
        return self.reviewer is not None and not self.unfinished


def consequences_of_end(unit: Unit) -> Consequences:
    """What follows when the unit is closed or merged. Six queries, however many there are of each."""
    members = Membership.objects.in_force().filter(unit=unit).values("user")
    assignment = Assignment.objects.filter(unit=unit).select_related("reviewer").first()
    return Consequences(
        people=list(User.objects.filter(pk__in=members).order_by("name", "pk")),
        subordinates=list(unit.subordinates.filter(is_active=True).order_by("code")),
        unfinished=unfinished(unit),
        not_begun=_not_begun(unit),
        reviewer=assignment.reviewer if assignment else None,
    )


def unfinished(unit: Unit) -> list[SelfEvaluation]:
    """The unit's evaluations that are begun, neither approved nor excused, the latest year first."""
    begun = SelfEvaluation.objects.filter(unit=unit, excused_at__isnull=True).exclude(state__in=holding("approved"))
    return list(begun.select_related("fiscal_year").order_by("-fiscal_year__year"))


def _not_begun(unit: Unit) -> list[FiscalYear]:
    open_years = FiscalYear.objects.filter(region=unit.region_id, deadline__gte=timezone.now(), needs_issuing=False)
    years = open_years.exclude(evaluations__unit=unit).order_by("-year")
    return [year for year in years if unit.is_asked_in(year.year)]
