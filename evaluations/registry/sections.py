"""The sections of a region's bureau, as its manager keeps them."""

from django.db import transaction

from accounts.actors import Actor
from accounts.audit import record
from evaluations.common.refusal import Refused
from evaluations.registry.rights import refuse_unless_manager
from evaluations.units.models import Region, Section
from evaluations.units.services import store_section


@transaction.atomic
def add_section(region: Region, name: str, actor: Actor | None) -> Section:
    """A new section of the region's bureau.

    Raises:
        Refused: not by a manager of the region.
        ValidationError: a blank, too long, unprintable or already used name.
    """
    refuse_unless_manager(region.pk, actor)
    section = store_section(Section(region=region, name=name))
    record("add_section", actor, detail={"name": section.name}, region=region)
    return section


@transaction.atomic
def rename_section(section: Section, name: str, actor: Actor | None) -> Section:
    """The section under another name.

    Raises:
        Refused: not by a manager of the region.
        ValidationError: a blank, too long, unprintable or already used name.
    """
    refuse_unless_manager(section.region_id, actor)
    former, section.name = Section.objects.values_list("name", flat=True).get(pk=section.pk), name
    store_section(section)
    record("rename_section", actor, detail={"from_name": former, "to_name": section.name}, region=section.region)
    return section


@transaction.atomic
def remove_section(section: Section, actor: Actor | None) -> None:
    """Remove a section that no unit belongs to.

    Raises:
        Refused: not by a manager of the region, or units belong to it.
    """
    refuse_unless_manager(section.region_id, actor)
    # Locked, so that no unit comes to it meanwhile.
    locked = Section.objects.select_for_update().get(pk=section.pk)
    if number := locked.units.count():
        raise Refused(f"还有 {number} 个单位归口{locked.name}，请先给它们换股室，再删除。")
    locked.delete()
    record("remove_section", actor, detail={"name": section.name}, region=section.region)
