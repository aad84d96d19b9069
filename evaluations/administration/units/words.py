"""A unit in words: its years, and what became of it."""

from collections.abc import Iterable, Sequence

from evaluations.units.models import ChangeKind, Unit, UnitChange

_NAMED = 6


def years_of(unit: Unit) -> str:
    """From which year to which it evaluates; "" without a limit."""
    since = f"{unit.since_year} 年度起" if unit.since_year else ""
    until = f"{unit.until_year} 年度止" if unit.until_year else ""
    return "，".join(filter(None, (since, until)))


def few(names: Iterable[str]) -> str:
    """The first of several names, and how many there are."""
    listed = list(names)
    shown = "、".join(listed[:_NAMED])
    return f"{shown} 等 {len(listed)} 个" if len(listed) > _NAMED else shown


def told(change: UnitChange, later: Sequence[UnitChange]) -> str:
    """What a change of a unit was; `later`: the unit's changes after it."""
    after = later[0] if later else None
    match change.kind:
        case ChangeKind.RENAMED:
            return f"由“{change.former_name}”改名为“{after.former_name if after else change.unit.name}”"
        case ChangeKind.MOVED:
            department = after.former_department if after else change.unit.department
            return f"主管部门由{_named(change.former_department)}换为{_named(department)}"
        case ChangeKind.MERGED:
            return f"并入“{_other(change)}”"
        case ChangeKind.SPLIT_OFF:
            return f"由“{_other(change)}”分设"
        case _:
            return ChangeKind(change.kind).label


def told_from_the_other_side(change: UnitChange) -> str:
    """What a change of another unit was to the one that it names."""
    if change.kind == ChangeKind.MERGED:
        return f"“{change.former_name}”并入本单位"
    return f"分设出“{change.unit.name}”"


def _named(department: Unit | None) -> str:
    return f"“{department.name}”" if department else "无"


def _other(change: UnitChange) -> str:
    return change.other.name if change.other else ""
