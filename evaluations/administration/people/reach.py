"""What a person may do, and where, in words: 可以填报：区文联、区图书馆、区档案馆 等 12 个单位。"""

from collections.abc import Iterable, Iterator, Sequence

from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.leaving import units_reviewed_by
from evaluations.units.models import Region, Unit

_NAMED = 3
_VERBS = {
    Role.PREPARER: "可以填报",
    Role.UNIT_HEAD: "可以确认上报",
    Role.DEPARTMENT_REVIEWER: "可以审核这些部门的下属单位",
    Role.REVIEWER: "可以审核",
    Role.MANAGER: "可以管理",
}


def reach(person: User, memberships: Sequence[Membership]) -> list[str]:
    """One sentence for each role of these memberships in force. At most one query."""
    return [
        sentence for role in Role for sentence in _of_role(person, role, [m for m in memberships if m.role == role])
    ]


def named(units: Iterable[Unit], total: int | None = None) -> str:
    """Units by name; the first ones and their number if there are many."""
    names = [unit.name for unit in units]
    count = len(names) if total is None else total
    return "、".join(names[:_NAMED]) + (f" 等 {count} 个单位" if count > _NAMED else "")


def _of_role(person: User, role: Role, memberships: Sequence[Membership]) -> Iterator[str]:
    if not memberships:
        return
    match role:
        case Role.PREPARER | Role.UNIT_HEAD:
            yield f"{_VERBS[role]}：{named(each.unit for each in memberships if each.unit)}"
        case Role.DEPARTMENT_REVIEWER:
            yield f"{_VERBS[role]}：{named(each.unit for each in memberships if each.unit)}"
        case Role.REVIEWER:
            yield _of_reviewer(person, [each.region for each in memberships if each.region])
        case Role.MANAGER:
            yield f"{_VERBS[role]}：{'、'.join(f'{each.region} 全部单位' for each in memberships)}"
        case Role.ADMINISTRATOR | Role.AUDITOR:
            yield f"可以{role.facts.may}"


def _of_reviewer(person: User, regions: Sequence[Region]) -> str:
    units = list(units_reviewed_by(person, regions))
    if not units:
        return "可以审核：还没有分到单位，由绩效管理员在“审核分工”里分配"
    return f"{_VERBS[Role.REVIEWER]}：{named(units)}"
