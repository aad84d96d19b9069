"""What becomes of a unit on a day: it is renamed, moved to another department, merged, split, closed, reopened.

A change holds from its day on. It is registered on that day or later, in the order of the days; what a year had is `units.names`' question.
Without a day a name or a department is corrected: it should never have been another.
"""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import record
from evaluations.access.assignment import release
from evaluations.common.moments import day_text
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_line
from evaluations.registry.consequences import unfinished
from evaluations.registry.rights import refuse_unless_manager
from evaluations.registry.units import NewUnit, told
from evaluations.units.models import BASIS_LIMIT, ChangeKind, Region, Unit, UnitChange
from evaluations.units.services import add_unit, store_unit

WITHDRAWN = (ChangeKind.RENAMED, ChangeKind.MOVED)
_NAMED = 5


class Order(NamedTuple):
    """From which day on a change holds, by what decision (文号), and who registers it (None: the console)."""

    on: date
    actor: Actor | None
    basis: str = ""


@transaction.atomic
def correct_name(unit: Unit, name: str, actor: Actor | None) -> Unit:
    """The unit under a name that it should always have had.

    Raises:
        Refused: not by a manager of the region.
        ValidationError: a blank, too long or unprintable name.
    """
    stored = _locked(unit, actor)
    stored.name = name
    store_unit(stored)
    record("change_unit", actor, stored.code, {"name": stored.name}, stored.region)
    return stored


@transaction.atomic
def correct_department(unit: Unit, department: Unit | None, actor: Actor | None) -> Unit:
    """The unit under a department that it should always have had.

    Raises:
        Refused: not by a manager of the region.
        ValidationError: a department of another region, or below the unit.
    """
    stored = _locked(unit, actor)
    stored.department = department
    store_unit(stored)
    record("change_unit", actor, stored.code, {"department": told(stored)["department"]}, stored.region)
    return stored


@transaction.atomic
def rename_unit(unit: Unit, name: str, order: Order) -> Unit:
    """The unit under another name from a day on.

    Raises:
        Refused: not by a manager of the region, a closed unit, a day to come or before the last change, or the same name.
        ValidationError: a blank, too long or unprintable name.
    """
    stored = _changing(unit, order)
    former = stored.name
    _note(stored, ChangeKind.RENAMED, order)
    stored.name = name
    store_unit(stored)
    if stored.name == former:
        raise Refused(f"单位现在就叫“{former}”，没有改名。")
    _record("rename_unit", stored, order, {"from_name": former, "to_name": stored.name})
    return stored


@transaction.atomic
def move_unit(unit: Unit, department: Unit | None, order: Order) -> Unit:
    """The unit under another department from a day on; None: under none.

    Raises:
        Refused: not by a manager of the region, a closed unit, a day to come or before the last change, or the same department.
        ValidationError: a department of another region, or below the unit.
    """
    stored = _changing(unit, order)
    if stored.department_id == (department.pk if department else None):
        raise Refused("单位现在就是这个主管部门，没有变更。")
    _move(stored, department, order)
    _record("move_unit", stored, order, {"department": told(stored)["department"]})
    return stored


@transaction.atomic
def merge_unit(unit: Unit, into: Unit, order: Order) -> Unit:
    """The unit, closed since it became part of another; the units under it come under that one.

    Its people and its evaluations stay as they are. Its reviewer's assignment ends, unless evaluations are still to be finished.

    Raises:
        Refused: not by a manager of the region, a closed unit, another region's, the unit itself, or a day to come or before the last change of
            one of them.
    """
    stored = _changing(unit, order)
    into = _successor(stored, into)
    _hand_over_subordinates(stored, into, order)
    _note(stored, ChangeKind.MERGED, order, into)
    _close(stored, order.actor)
    _record("merge_unit", stored, order, {"into": into.code})
    return stored


@transaction.atomic
def split_unit(unit: Unit, new: NewUnit, order: Order) -> Unit:
    """A new unit that came out of `unit`, which goes on.

    Raises:
        Refused: not by a manager of the region, a closed unit, or a day to come or before the last change.
        ValidationError: as `registry.units.register_units`.
    """
    stored = _changing(unit, order)
    added = add_unit(stored.region, *new)
    _note(added, ChangeKind.SPLIT_OFF, order, stored)
    _record("split_unit", stored, order, told(added))
    return added


@transaction.atomic
def close_unit(unit: Unit, order: Order) -> Unit:
    """The unit, closed from a day on: it begins no evaluation any more. What `merge_unit` says of people and reviewer holds here too.

    Raises:
        Refused: not by a manager of the region, closed already, a day to come or before the last change, or units in use under it.
    """
    stored = _changing(unit, order)
    _refuse_subordinates(stored)
    _note(stored, ChangeKind.CLOSED, order)
    _close(stored, order.actor)
    _record("close_unit", stored, order, {})
    return stored


@transaction.atomic
def reopen_unit(unit: Unit, order: Order) -> Unit:
    """The unit, in use again from a day on.

    Raises:
        Refused: not by a manager of the region, a unit in use, a day to come or before the last change, or its department is closed.
    """
    stored = _locked(unit, order.actor)
    if stored.is_active:
        raise Refused(f"{stored.name}现在就在用，不需要恢复。")
    if stored.department and not stored.department.is_active:
        raise Refused(f"它的主管部门{stored.department.name}已撤销，请先恢复主管部门，或者更正这个单位的主管部门。")
    _refuse_day(stored, order.on)
    _note(stored, ChangeKind.REOPENED, order)
    stored.is_active = True
    stored.save(update_fields=("is_active",))
    _record("reopen_unit", stored, order, {})
    return stored


@transaction.atomic
def withdraw_change(change: UnitChange, actor: Actor | None) -> Unit:
    """The unit as if its last change, a renaming or a move, had not been registered: to register it again with the right day.

    Raises:
        Refused: not by a manager of the region, another kind of change, or not the last one.
    """
    stored = _locked(change.unit, actor)
    last = stored.changes.order_by("on", "pk").last()
    if last is None or last.pk != change.pk or last.kind not in WITHDRAWN:
        raise Refused("只能撤回最近一次的改名或者换主管部门，请刷新页面后再看。")
    last.delete()
    before = stored.changes.order_by("on", "pk").last()
    stored.name, stored.department = last.former_name, last.former_department
    stored.changed_on = before.on if before else None
    store_unit(stored)
    detail = {"kind": last.kind, "on": last.on.isoformat(), **told(stored)}
    record("withdraw_unit_change", actor, stored.code, detail, stored.region)
    return stored


def _locked(unit: Unit, actor: Actor | None) -> Unit:
    """The unit as it stands; it and its region stay locked, so that two changes can't make a circle together."""
    refuse_unless_manager(unit.region_id, actor)
    Region.objects.select_for_update().get(pk=unit.region_id)
    related = Unit.objects.select_related("region", "section", "department")
    return related.select_for_update(of=("self",)).get(pk=unit.pk)


def _changing(unit: Unit, order: Order) -> Unit:
    stored = _locked(unit, order.actor)
    if not stored.is_active:
        raise Refused(f"{stored.name}已撤销，不能再变更；确需变更的，请先恢复。")
    _refuse_day(stored, order.on)
    return stored


def _refuse_day(unit: Unit, on: date) -> None:
    if on > timezone.localdate():
        raise Refused(f"{day_text(on)}还没有到，请到那一天再登记。")
    last = unit.changes.order_by("on", "pk").last()
    if last and last.on > on:
        raise Refused(
            f"{unit.name}在{day_text(last.on)}已有一次变更（{last.get_kind_display()}），这一次不能早于那一天，请核对日期。"
        )


def _successor(unit: Unit, into: Unit) -> Unit:
    stored = (
        Unit.objects.select_for_update().filter(region=unit.region_id).exclude(pk=unit.pk).filter(pk=into.pk).first()
    )
    if stored is None or not stored.is_active:
        raise Refused(f"{into.name}不能作并入的单位，请选择本地区另一个在用的单位。")
    return stored


def _note(unit: Unit, kind: ChangeKind, order: Order, other: Unit | None = None) -> None:
    try:
        basis = clean_line(order.basis, BASIS_LIMIT) if order.basis.strip() else ""
    except Unreadable as fault:
        raise Refused(f"依据：{fault}") from fault
    UnitChange.objects.create(
        unit=unit,
        kind=kind,
        on=order.on,
        former_name=unit.name,
        former_department=unit.department,
        other=other,
        basis=basis,
        made_by=order.actor.person if order.actor else None,
    )
    unit.changed_on = order.on
    unit.save(update_fields=("changed_on",))


def _move(unit: Unit, department: Unit | None, order: Order) -> None:
    _note(unit, ChangeKind.MOVED, order)
    unit.department = department
    store_unit(unit)


def _hand_over_subordinates(unit: Unit, into: Unit, order: Order) -> None:
    for each in Unit.objects.filter(department=unit, is_active=True).select_related("department", "region", "section"):
        _refuse_day(each, order.on)
        _move(each, unit.department if each.pk == into.pk else into, order)


def _refuse_subordinates(unit: Unit) -> None:
    names = list(unit.subordinates.filter(is_active=True).values_list("name", flat=True)[: _NAMED + 1])
    if names:
        more = " 等" if len(names) > _NAMED else ""
        shown = "、".join(names[:_NAMED])
        raise Refused(
            f"{unit.name}下面还有在用的单位（{shown}{more}），请先给它们换主管部门，或者把{unit.name}并入别的单位。"
        )


def _close(unit: Unit, actor: Actor | None) -> None:
    unit.is_active = False
    unit.save(update_fields=("is_active",))
    if not unfinished(unit):
        release([unit], actor)


def _record(action: str, unit: Unit, order: Order, detail: dict[str, object]) -> None:
    told_too = {"on": order.on.isoformat(), "basis": order.basis}
    record(action, order.actor, unit.code, detail | told_too, unit.region)
