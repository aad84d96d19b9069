"""What a row of the list of people may not do, given the other rows and what is stored."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from accounts.roles import BUREAU_ROLES, SYSTEM_ROLES, UNIT_ROLES, Role
from accounts.separation import MIXED
from evaluations.access.separation import OWN_UNIT
from evaluations.core.lists.columns import ListColumn, ListShape
from evaluations.core.lists.comparison import BLANK, ComparedRow
from evaluations.core.lists.rows import RowFault
from evaluations.lists.people_columns import EMAIL, NAME, PHONE, SINCE, UNIT, UNTIL, USERNAME
from evaluations.lists.people_known import Known, details_of, has_ended, known_people, period, role_of
from evaluations.units.models import Region

_DETAILS = (NAME, PHONE, EMAIL)


def understand_people(
    shape: ListShape, region: Region, rows: Sequence[ComparedRow], actor: Actor | None
) -> Iterator[RowFault]:
    """At most one fault of each row's place, person and days; and those of names, telephones and mail addresses."""
    placed = []
    for row in rows:
        if fault := _role(shape, row):
            yield fault
        else:
            placed.append(row)
    known = known_people(region, placed, actor)
    for row in placed:
        yield from _first_fault(known, row)
    yield from _details(known, placed)


def _role(shape: ListShape, row: ComparedRow) -> RowFault | None:
    (column,) = (column for column in shape.columns if column.name == "role")
    role = role_of(row.values)
    if role.label in column.choices:
        return None
    if role in SYSTEM_ROLES:
        return row.fault(column, f"{role.label}不在清单里添加，请从文件里删除这一行。")
    return row.fault(column, f"{role.label}由系统管理员添加，请从文件里删除这一行。")


def _first_fault(known: Known, row: ComparedRow) -> Iterator[RowFault]:
    if fault := _place(known, row) or _account(known, row):
        yield fault
    elif row.outcome != "same":
        found = (check(known, row) for check in _CHECKS)
        yield from [fault for fault in found if fault][:1]


def _place(known: Known, row: ComparedRow) -> RowFault | None:
    role, code = role_of(row.values), row.values["unit"]
    if role in BUREAU_ROLES:
        return row.fault(UNIT, f"{role.label}不在单位任职，这一格请留空。") if code else None
    if not code:
        return row.fault(UNIT, f"必填，{role.label}必须属于一个单位。请填写单位代码，例如“{UNIT.example}”。")
    if code not in known.units:
        return row.fault(UNIT, "本地区没有这个代码的单位。请核对代码，或者先在预算单位清单里添加这个单位。")
    return None


def _account(known: Known, row: ComparedRow) -> RowFault | None:
    person = known.accounts.get(row.values["username"])
    if person is None or row.outcome == "same":
        return None
    if not known.is_of_region(person):
        return row.fault(USERNAME, "这个用户名已被使用，请给这个人换一个用户名。")
    if known.actor is not None and known.actor.pk == person.pk:
        return row.fault(USERNAME, "自己的资料和任职不能由自己在清单里改，请从文件里删除这一行。")
    if not person.is_active and row.outcome == "new":
        return row.fault(USERNAME, f"{person.name}的账号已停用，请先启用账号，再添加任职。")
    return None


def _kept(known: Known, row: ComparedRow) -> RowFault | None:
    person, before = known.accounts.get(row.values["username"]), row.before
    changed = next((column for column in _DETAILS if before and before[column.name] != row.values[column.name]), None)
    if person is None or changed is None or person.pk in known.kept:
        return None
    return row.fault(
        changed,
        f"系统里是“{details_of(person)[changed.name] or BLANK}”；这个人还有不归您管理的任职，或者账号已停用，资料请由系统管理员修改。",
    )


def _days(known: Known, row: ComparedRow) -> RowFault | None:
    since, until = period(row.values)
    if since and since > timezone.localdate() and row.before and row.before["since"] <= str(timezone.localdate()):
        return row.fault(SINCE, "这项任职已经开始，起始日期最晚是今天；要中断任职，请在人员页面上办理。")
    if until is None:
        return None
    if since and until < since:
        return row.fault(UNTIL, f"早于起始日期 {since}，请核对这两个日期。")
    if until < timezone.localdate():
        return row.fault(UNTIL, "这一天已经过去，截止日期最早是今天。已经结束的任职，请从文件里删除这一行。")
    return None


def _others(known: Known, row: ComparedRow) -> RowFault | None:
    """The fault for a membership that the person's other ones do not allow at the same time."""
    person = known.accounts.get(row.values["username"])
    if person is None:
        return None
    standing = known.standing(row)
    others = (each for each in known.memberships.get(person.pk, ()) if standing is None or each.pk != standing.pk)
    found = (_with_other(known, row, other) for other in others if _overlap(row, other))
    return next((fault for fault in found if fault), None)


def _with_other(known: Known, row: ComparedRow, other: Membership) -> RowFault | None:
    if other.role in SYSTEM_ROLES:
        return row.fault(USERNAME, MIXED)
    unit, region = known.place(row.values)
    here = (role_of(row.values), unit.pk if unit else None, region.pk if region else None)
    if (other.role, other.unit_id, other.region_id) != here:
        return None
    if has_ended(other):
        return row.fault(
            SINCE, f"这项任职到 {other.until} 已经结束。要恢复，请填那一天之后的日期；不恢复，请从文件里删除这一行。"
        )
    return row.fault(
        SINCE, f"这个人在这里另有一段同样的任职，从 {other.since} 起，两段不能重叠。请核对起始和截止日期。"
    )


def _overlap(row: ComparedRow, other: Membership) -> bool:
    since, until = period(row.values)
    return (since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (until or date.max)


def _reviewing(known: Known, row: ComparedRow) -> RowFault | None:
    person = known.accounts.get(row.values["username"])
    if person is None or role_of(row.values) not in UNIT_ROLES:
        return None
    is_reviewer = (person.pk, known.units[row.values["unit"]].pk) in known.reviewed
    return row.fault(USERNAME, OWN_UNIT) if is_reviewer else None


_CHECKS: tuple[Callable[[Known, ComparedRow], RowFault | None], ...] = (_kept, _days, _others, _reviewing)


def _details(known: Known, rows: Sequence[ComparedRow]) -> Iterator[RowFault]:
    """Faults for rows that do not agree on a person. A new membership changes nobody's name: its user name may be somebody else's."""
    said: dict[tuple[str, str], tuple[str, int]] = {}
    for row in sorted(rows, key=lambda row: row.before is None):
        person = known.accounts.get(row.values["username"])
        if person is not None and not known.is_of_region(person):
            continue
        for column in _DETAILS:
            if not _says(row, column):
                continue
            value, key = row.values[column.name], (row.values["username"], column.name)
            if key not in said and person is not None and row.before is None:
                if fault := _unlike_stored(row, column, person):
                    yield fault
            elif said.setdefault(key, (value, row.number))[0] != value:
                first, number = said[key]
                message = f"第 {number} 行里是“{first or BLANK}”，同一个人的各行要一样。请改成一样的。"
                yield row.fault(column, message)


def _says(row: ComparedRow, column: ListColumn) -> bool:
    """Whether the row tells the person's value: a blank cell doesn't, and neither does 无 of a new membership."""
    return column.name in row.given and (row.before is not None or row.values[column.name] != "")


def _unlike_stored(row: ComparedRow, column: ListColumn, person: User) -> RowFault | None:
    stored = details_of(person)[column.name]
    if row.values[column.name] == stored:
        return None
    return row.fault(
        column,
        f"系统里用这个用户名的人，{column.heading}是“{stored or BLANK}”。同一个人，请填一样的；另一个人，请换一个用户名。",
    )


def offered(shape: ListShape) -> tuple[Role, ...]:
    """The roles of a list."""
    (column,) = (column for column in shape.columns if column.name == "role")
    return tuple(role for role in Role if role.label in column.choices)
