"""The consequences of ending a membership or disabling an account, shown before the act."""

from collections.abc import Iterator

from django.utils import timezone

from accounts.models import Membership, Session, User
from accounts.people import people_of_unit
from accounts.roles import UNIT_ROLES, Role
from evaluations.access.leaving import units_reviewed_by
from evaluations.administration.typed_units import named_units
from evaluations.units.models import Unit

_STAYS = "已经办过的事、填报的内容和记录都保留。"


def of_ending(membership: Membership) -> list[str]:
    """The consequences of ending a membership."""
    return [*_of_ending(membership), _STAYS]


def of_replacing(membership: Membership) -> list[str]:
    """The consequences of handing a membership over."""
    name, units = membership.user.name, []
    if membership.role == Role.REVIEWER and membership.region:
        units = list(units_reviewed_by(membership.user, [membership.region]))
    return [f"{name}的这项任职到前一天为止，其他任职不变。", *_of_units_without_reviewer(units)]


def of_deactivating(person: User) -> list[str]:
    """The consequences of disabling an account."""
    return [*_of_deactivating(person), "任职不变；以后可以再启用，密码仍是原来的。", _STAYS]


def _of_ending(membership: Membership) -> Iterator[str]:
    person, role = membership.user, Role.of(membership.role)
    yield f"从现在起，{person.name}不再是{membership.in_words}，不能再{role.facts.may}。"
    if membership.unit and not membership.is_coming:
        yield from _of_unit_without(membership.unit, role, person)
    if role == Role.REVIEWER and membership.region:
        yield from _of_units_without_reviewer(list(units_reviewed_by(person, [membership.region])))
    others = Membership.objects.not_ended().filter(user=person).exclude(pk=membership.pk)
    if not others.exists():
        yield f"这是{person.name}仅有的任职：结束后还能登录，但什么也看不到、办不了。"


def _of_deactivating(person: User) -> Iterator[str]:
    open_sessions = Session.objects.filter(user=person, expire_date__gt=timezone.now()).count()
    signed_in = f"立即退出现有的 {open_sessions} 处登录，" if open_sessions else ""
    yield f"{signed_in}{person.name}不能再登录，没有用过的激活码作废。"
    for membership in Membership.objects.in_force().filter(user=person, role__in=UNIT_ROLES).with_places():
        if membership.unit:
            yield from _of_unit_without(membership.unit, Role.of(membership.role), person)
    yield from _of_units_without_reviewer(list(units_reviewed_by(person)))


def _of_unit_without(unit: Unit, role: Role, person: User) -> Iterator[str]:
    if not people_of_unit(unit, role).exclude(pk=person.pk).exists():
        yield f"{unit.name}就没有{role.label}了，请另行添加。"


def _of_units_without_reviewer(units: list[Unit]) -> Iterator[str]:
    if units:
        yield f"{len(units)} 个单位就没有审核员了，要由绩效管理员在“审核分工”里另行分配：{named_units(units)}"
