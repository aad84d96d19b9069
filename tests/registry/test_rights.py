"""Who keeps the register, and that the log is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor, actor_of
from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.auditing.words import ACTIONS, detail_in_words
from evaluations.common.refusal import Refused
from evaluations.registry import changes, regions, sections, units
from evaluations.registry.changes import Order
from evaluations.registry.units import NewUnit
from evaluations.units.models import Region, Section, Unit, UnitChange
from evaluations.units.services import Particulars
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db
Act = Callable[[Actor | None], Any]


def order(actor: Actor | None) -> Order:
    return Order(timezone.localdate(), actor, "芦编〔2024〕3 号")


def a_section(name: str = "教科文股") -> Section:
    return Section.objects.get_or_create(region=a_region(), name=name)[0]


def closed() -> Unit:
    unit = a_unit("U9")
    Unit.objects.filter(pk=unit.pk).update(is_active=False)
    return unit


def withdraw(actor: Actor | None) -> Unit:
    change = UnitChange.objects.first() or changes.rename_unit(a_unit(), "新名称", order(None)).changes.get()
    return changes.withdraw_change(change, actor)


OF_MANAGER: dict[str, Act] = {
    "add_section": lambda actor: sections.add_section(a_region(), "农业股", actor),
    "rename_section": lambda actor: sections.rename_section(a_section(), "社保股", actor),
    "remove_section": lambda actor: sections.remove_section(a_section(), actor),
    "add_unit": lambda actor: units.register_unit(a_region(), NewUnit("U7", "新单位"), actor),
    "change_unit": lambda actor: units.change_unit(a_unit(), "U8", Particulars(kind="other"), actor),
    "rename_unit": lambda actor: changes.rename_unit(a_unit(), "改了名的单位", order(actor)),
    "move_unit": lambda actor: changes.move_unit(a_unit(), a_unit("U2"), order(actor)),
    "merge_unit": lambda actor: changes.merge_unit(a_unit(), a_unit("U2"), order(actor)),
    "split_unit": lambda actor: changes.split_unit(a_unit(), NewUnit("U7", "新单位"), order(actor)),
    "close_unit": lambda actor: changes.close_unit(a_unit(), order(actor)),
    "reopen_unit": lambda actor: changes.reopen_unit(closed(), order(actor)),
    "withdraw_unit_change": withdraw,
}
CORRECTIONS: dict[str, Act] = {
    "name": lambda actor: changes.correct_name(a_unit(), "正确的名称", actor),
    "department": lambda actor: changes.correct_department(a_unit(), a_unit("U2"), actor),
}
OF_ADMINISTRATOR: dict[str, Act] = {
    "add_region": lambda actor: regions.register_region("430204", "荷塘区", actor=actor),
    "change_region": lambda actor: regions.change_region(a_region(), "芦淞区", "芦淞区财政局", None, actor),
}


def strangers(*keepers: Role) -> list[Actor]:
    others = [actor_of(a_person(role)) for role in Role if role not in keepers]
    return [*others, actor_of(a_person(Role.MANAGER, region=a_region("430299")))]


@pytest.mark.parametrize("action", OF_MANAGER)
def test_the_regions_manager_keeps_its_units_and_the_log_is_told_in_words(action: str) -> None:
    manager = a_person(Role.MANAGER)
    OF_MANAGER[action](actor_of(manager))
    event = AuditEvent.objects.get(action=action)
    assert (event.actor, event.region, event.scope) == (manager, a_region(), "430203")
    assert action in ACTIONS
    assert not any(name.isascii() for name, _ in detail_in_words(event))


@pytest.mark.parametrize("action", OF_MANAGER | CORRECTIONS)
def test_nobody_else_does(action: str) -> None:
    for stranger in strangers(Role.MANAGER):
        with pytest.raises(Refused, match="只有本地区的绩效管理员可以管理单位和股室"):
            (OF_MANAGER | CORRECTIONS)[action](stranger)
    assert not AuditEvent.objects.filter(action=action, actor__isnull=False).exists()


@pytest.mark.parametrize("action", OF_ADMINISTRATOR)
def test_the_administrator_alone_keeps_the_regions(action: str) -> None:
    for stranger in strangers(Role.ADMINISTRATOR):
        with pytest.raises(Refused, match="只有系统管理员可以管理地区"):
            OF_ADMINISTRATOR[action](stranger)
    administrator = a_person(Role.ADMINISTRATOR)
    OF_ADMINISTRATOR[action](actor_of(administrator))
    event = AuditEvent.objects.get(action=action)
    assert event.actor == administrator
    assert not any(name.isascii() for name, _ in detail_in_words(event))


@pytest.mark.parametrize("action", OF_MANAGER | CORRECTIONS | OF_ADMINISTRATOR)
def test_the_console_may_do_all(action: str) -> None:
    (OF_MANAGER | CORRECTIONS | OF_ADMINISTRATOR)[action](None)


def test_a_region_keeps_its_code_and_stands_below_another() -> None:
    city = regions.register_region("430200", "株洲市", actor=None)
    changed = regions.change_region(a_region(), "芦淞区", "芦淞区财政局", city, None)
    stored = Region.objects.get(pk=changed.pk)
    assert (stored.code, stored.name, stored.bureau_name, stored.parent) == ("430203", "芦淞区", "芦淞区财政局", city)


def test_a_section_that_units_belong_to_stays() -> None:
    section = a_section()
    units.register_unit(a_region(), NewUnit("U7", "新单位", Particulars(section=section)), None)
    with pytest.raises(Refused, match="还有 1 个单位归口教科文股，请先给它们换股室，再删除"):
        sections.remove_section(section, None)
    assert Section.objects.filter(pk=section.pk).exists()


def test_many_units_are_added_together_or_not_at_all() -> None:
    new = [NewUnit("U7", "七"), NewUnit("U8", ""), NewUnit("U9", "九")]
    with pytest.raises(Exception, match="name"):
        units.register_units(a_region(), new, None)
    assert not Unit.objects.exists()
    added = units.register_units(a_region(), [new[0], new[2]], None)
    assert [unit.code for unit in added] == ["U7", "U9"]


def test_a_change_of_nothing_is_not_told() -> None:
    units.change_unit(a_unit(), "U1", Particulars(), None)
    assert not AuditEvent.objects.filter(action="change_unit").exists()
