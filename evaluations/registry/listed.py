"""Units as a list has them, stored at once; what follows from closing one follows here too."""

from collections.abc import Sequence

from django.db import transaction

from accounts.actors import Actor
from evaluations.access.models import Assignment
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import holding
from evaluations.registry.rights import refuse_unless_manager
from evaluations.units.many import UnitValues, store_units
from evaluations.units.models import Region


@transaction.atomic
def store_listed_units(
    region: Region, added: Sequence[UnitValues], changed: Sequence[UnitValues], actor: Actor | None
) -> None:
    """New and changed units of the region, all or none; the caller tells the log. A closed unit keeps its reviewer while it has evaluations to finish.

    Raises:
        Refused: not by a manager of the region.
        ValidationError, IntegrityError: as `units.many.store_units`.
    """
    refuse_unless_manager(region.pk, actor)
    store_units(region, added, changed)
    ended = Assignment.objects.filter(unit__region=region, unit__code__in=[each.code for each in _closed(changed)])
    begun = SelfEvaluation.objects.filter(excused_at__isnull=True).exclude(state__in=holding("approved"))
    ended.exclude(unit__in=begun.values("unit")).delete()


def _closed(units: Sequence[UnitValues]) -> list[UnitValues]:
    return [each for each in units if not each.is_active]
