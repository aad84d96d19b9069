"""Units as a region's manager keeps them: adding one, and changing what needs no date."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction

from accounts.actors import Actor
from accounts.audit import Act, record, record_all
from evaluations.registry.rights import refuse_unless_manager
from evaluations.units.models import Region, Unit
from evaluations.units.services import NO_PARTICULARS, Particulars, add_unit, store_unit


class NewUnit(NamedTuple):
    """A unit to be added."""

    code: str
    name: str
    particulars: Particulars = NO_PARTICULARS
    department: Unit | None = None


def register_unit(region: Region, new: NewUnit, actor: Actor | None) -> Unit:
    """A new unit of the region; see `register_units` for what it raises."""
    (unit,) = register_units(region, [new], actor)
    return unit


@transaction.atomic
def register_units(region: Region, new: Iterable[NewUnit], actor: Actor | None) -> list[Unit]:
    """New units of the region, all of them or none.

    Raises:
        Refused: not by a manager of the region.
        ValidationError: a blank, too long, unprintable or already used value, or a section or department of another region.
    """
    refuse_unless_manager(region.pk, actor)
    added = [add_unit(region, *each) for each in new]
    record_all(Act("add_unit", actor, unit.code, told(unit), region) for unit in added)
    return added


@transaction.atomic
def change_unit(unit: Unit, code: str, particulars: Particulars, actor: Actor | None) -> Unit:
    """The unit with this code and these particulars. Name and department change by `registry.changes`.

    Raises:
        Refused: not by a manager of the region.
        ValidationError: a blank, too long, unprintable or already used value, or a section of another region.
    """
    refuse_unless_manager(unit.region_id, actor)
    stored = Unit.objects.select_for_update(of=("self",)).select_related("region", "section").get(pk=unit.pk)
    before, stored.code = told(stored), code
    store_unit(stored, particulars)
    after = told(stored)
    changed = {key: after[key] for key in after if after[key] != before[key]}
    if changed:
        record("change_unit", actor, before["code"], changed, stored.region)
    return stored


def told(unit: Unit) -> dict[str, Any]:
    """A unit as the audit log has it."""
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "section": unit.section.name if unit.section else "",
        "department": unit.department.code if unit.department else "",
        "credit_code": unit.credit_code,
        "since_year": unit.since_year,
        "until_year": unit.until_year,
    }
