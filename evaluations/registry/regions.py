"""Regions as the administrator keeps them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actors import Actor
from accounts.audit import record
from evaluations.registry.rights import refuse_unless_administrator, refuse_unless_manager
from evaluations.units.models import Region
from evaluations.units.services import add_region, store_region


@transaction.atomic
def register_region(
    code: str, name: str, bureau_name: str = "", *, parent: Region | None = None, actor: Actor | None
) -> Region:
    """A new region; its bureau is called `{name}财政局` unless told.

    Raises:
        Refused: not by an administrator.
        ValidationError: a blank, too long, unprintable or already used value.
    """
    refuse_unless_administrator(actor)
    region = add_region(code, name, bureau_name, parent=parent)
    _record("add_region", region, actor)
    return region


@transaction.atomic
def change_region(region: Region, name: str, bureau_name: str, parent: Region | None, actor: Actor | None) -> Region:
    """The region under these names, below `parent`; one without a bureau stays without.

    Its code stays: the audit log's chain is called by it.

    Raises:
        Refused: not by an administrator.
        ValidationError: a blank, too long or unprintable value, or a parent that is below the region.
    """
    refuse_unless_administrator(actor)
    # All of them, so that two changes can't make a circle together.
    stored = {each.pk: each for each in Region.objects.select_for_update().order_by("pk")}[region.pk]
    stored.name, stored.parent = name, parent
    if stored.has_bureau:
        stored.bureau_name = _bureau(bureau_name)
    store_region(stored)
    _record("change_region", stored, actor)
    return stored


@transaction.atomic
def change_contacts(region: Region, consulting: str, support: str, actor: Actor | None) -> Region:
    """The region with whom to ring: about the forms, and about the program; a blank one is not shown.

    Raises:
        Refused: not by a manager of the region.
        ValidationError: a value is too long or unprintable.
    """
    refuse_unless_manager(region.pk, actor)
    stored = Region.objects.select_for_update().get(pk=region.pk)
    stored.consulting, stored.support = consulting, support
    store_region(stored)
    record("change_contacts", actor, detail={"consulting": consulting, "support": support}, region=stored)
    return stored


def _bureau(name: str) -> str:
    if not name.strip():
        raise ValidationError({"bureau_name": "请填写财政局（主管部门）名称。"})
    return name


def _record(action: str, region: Region, actor: Actor | None) -> None:
    detail = {
        "name": region.name,
        "bureau_name": region.bureau_name,
        "parent": region.parent.code if region.parent else "",
    }
    record(action, actor, subject=region.code, detail=detail)
