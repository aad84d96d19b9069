"""Projects as a list has them, stored at once."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.projects.models import Project
from evaluations.projects.services import Particulars
from evaluations.units.models import Region, Unit

_BATCH = 1000


@transaction.atomic
def store_listed_projects(region: Region, listed: Sequence[tuple[str, Particulars]], actor: Actor | None) -> None:
    """The projects of the region's units, by the unit's code, all or none: known by their names, else new. The caller tells the log.

    As many queries, however many projects, but for batches.

    Raises:
        Refused: not by a manager of the region.
        IntegrityError: a unit would have a code twice, or years are in the wrong order.
    """
    if actor is not None and region.pk not in actor.regions(Role.MANAGER):
        raise Refused("只有本地区的绩效管理员可以导入项目清单。")
    units = dict(Unit.objects.filter(region=region).values_list("code", "pk"))
    stored = {(each.unit_id, each.name): each for each in Project.objects.filter(unit__region=region)}
    last = Counter(dict(Project.objects.filter(unit__region=region).values_list("unit").annotate(Max("number"))))
    new, changed = list[Project](), list[Project]()
    for code, particulars in listed:
        known = stored.get((units[code], particulars.name))
        if known is None:
            last[units[code]] += 1
        (changed if known else new).append(
            _set(known or Project(unit_id=units[code], number=last[units[code]]), particulars)
        )
    # Codes that change places between projects are free once all of these have none.
    Project.objects.filter(pk__in=[each.pk for each in changed]).update(code="")
    Project.objects.bulk_update(changed, Particulars._fields, batch_size=_BATCH)
    Project.objects.bulk_create(new, batch_size=_BATCH)


def _set(project: Project, particulars: Particulars) -> Project:
    for field, value in particulars._asdict().items():
        setattr(project, field, value)
    return project
