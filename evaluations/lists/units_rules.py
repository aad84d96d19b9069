"""What a row of the list of units may not do, given the other rows and the units that are stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched, chain

from accounts.actors import Actor
from evaluations.core.lists.columns import NO, YES, ListColumn, yes_or_no
from evaluations.core.lists.comparison import ComparedRow
from evaluations.core.lists.rows import RowFault
from evaluations.lists.rows_of_units import years_fault
from evaluations.units.credit_codes import CREDIT_CODE_LENGTH, clean_credit_code
from evaluations.units.models import CODE_LIMIT, Region, Unit

_BATCH = 500
_CIRCLE_SHOWN = 5
CODE = ListColumn(
    name="code",
    heading="单位代码",
    help="预算单位的代码，在整个系统里唯一。已有的代码不能在这里改。",
    example="101001",
    kind="code",
    limit=CODE_LIMIT,
    is_key=True,
    also_called=("预算单位代码", "代码"),
)
DEPARTMENT = ListColumn(
    name="department",
    heading="主管部门",
    help="主管部门的单位代码：系统里已有的，或者这份文件里的，先后不限。这里填的是更正；某一天起换主管部门，请在单位的页面上办理。",
    example="101",
    kind="code",
    limit=CODE_LIMIT,
    like="code",
    also_called=("主管部门代码",),
)
CREDIT_CODE = ListColumn(
    name="credit_code",
    heading="统一社会信用代码",
    help="18 位，最后一位是校验码。",
    example="12100000400018072U",
    kind="code",
    limit=CREDIT_CODE_LENGTH * 3,
    also_called=("信用代码",),
    clean=clean_credit_code,
)
UNTIL_YEAR = ListColumn(
    name="until_year",
    heading="截止年度",
    help="最后填报自评的年度，不填就不限。",
    example="2027",
    kind="year",
    also_called=("终止年度",),
)
IS_ACTIVE = yes_or_no(name="is_active", heading="启用", help="停用的单位不再列入新的年度，已有的自评保留。")


def understand_units(region: Region, rows: Sequence[ComparedRow], actor: Actor | None) -> Iterator[RowFault]:
    """Faults for codes that others use, years in the wrong order, and departments that can't be."""
    yield from _used_codes(region, rows)
    yield from (fault for row in rows if (fault := years_fault(row, UNTIL_YEAR)))
    yield from _used_credit_codes(region, rows)
    yield from _departments(region, rows)


def _used_codes(region: Region, rows: Iterable[ComparedRow]) -> Iterator[RowFault]:
    new = {row.values["code"]: row for row in rows if row.outcome == "new"}
    for code in _elsewhere(region, "code", new):
        yield new[code].fault(CODE, "这个代码是其他地区的单位，一个代码只能用一次。请核对代码。")


def _elsewhere(region: Region, field: str, values: Iterable[str]) -> Iterator[str]:
    """Those of the values that units of other regions have."""
    others = Unit.objects.exclude(region=region).order_by(field).values_list(field, flat=True)
    return chain.from_iterable(others.filter(**{f"{field}__in": part}) for part in batched(values, _BATCH))


def _used_credit_codes(region: Region, rows: Sequence[ComparedRow]) -> Iterator[RowFault]:
    given = {row.values["code"]: row for row in rows}
    stored = Unit.objects.filter(region=region).exclude(credit_code="").values_list("credit_code", "code", "name")
    used = {credit: f"{name}（{code}）" for credit, code, name in stored if code not in given}
    asked = {row.values["credit_code"] for row in rows if row.outcome != "same"} - {""}
    used |= dict.fromkeys(_elsewhere(region, "credit_code", sorted(asked)), "其他地区的单位")
    for row in rows:
        credit = row.values["credit_code"]
        if credit and (owner := used.setdefault(credit, f"第 {row.number} 行")) != f"第 {row.number} 行":
            yield row.fault(CREDIT_CODE, f"{owner}也是这个代码，一个代码只能属于一个单位。请对照登记证书核对。")


def _departments(region: Region, rows: Sequence[ComparedRow]) -> Iterator[RowFault]:
    stored = Unit.objects.filter(region=region).values_list("code", "department__code", "is_active")
    above, is_active = {}, {}
    for code, department, active in stored:
        above[code], is_active[code] = department or "", YES if active else NO
    above |= {row.values["code"]: row.values["department"] for row in rows}
    is_active |= {row.values["code"]: row.values["is_active"] for row in rows}
    circles = _circles(above)
    given = {row.values["code"]: row for row in rows}
    for row in rows:
        code, department = row.values["code"], row.values["department"]
        if department and department not in above:
            message = "系统里没有这个代码的单位，文件里也没有能导入的这一行。请核对代码，或者补上这个单位。"
            yield row.fault(DEPARTMENT, message)
        elif code in circles:
            yield row.fault(DEPARTMENT, _circle_in_words(circles[code]))
        elif (
            department and (is_active[code], is_active[department]) == (YES, NO) and _is_touched(row, department, given)
        ):
            yield row.fault(DEPARTMENT, "这个单位已停用，不能作主管部门。请填在用的单位，或者把它改为启用。")
    yield from _left_behind(given, above, is_active)


def _is_touched(row: ComparedRow, department: str, given: Mapping[str, ComparedRow]) -> bool:
    """Whether the file changes the unit or its department: what is stored already stays."""
    return any(each is not None and each.outcome != "same" for each in (row, given.get(department)))


def _left_behind(
    given: Mapping[str, ComparedRow], above: Mapping[str, str], is_active: Mapping[str, str]
) -> Iterator[RowFault]:
    """Faults for units that the file closes while units in use, which are not in it, stay under them."""
    for code, department in above.items():
        is_closed = department in given and given[department].outcome != "same" and is_active[department] == NO
        if code not in given and is_closed and is_active[code] == YES:
            message = f"下面还有在用的单位（{code}）。请先给它换主管部门，或者一起停用。"
            yield given[department].fault(IS_ACTIVE, message)


def _circles(above: Mapping[str, str]) -> dict[str, list[str]]:
    """The units that stand above themselves, each with its circle."""
    circles: dict[str, list[str]] = {}
    seen: set[str] = set()
    for start in above:
        way: dict[str, int] = {}
        code = start
        while code and code not in seen:
            seen.add(code)
            way[code] = len(way)
            code = above.get(code, "")
        if code in way:
            circle = list(way)[way[code] :]
            circles |= dict.fromkeys(circle, circle)
    return circles


def _circle_in_words(circle: Sequence[str]) -> str:
    if len(circle) == 1:
        return "主管部门不能是它自己，请改正。"
    shown = " → ".join((*circle[:_CIRCLE_SHOWN], *(("…",) if len(circle) > _CIRCLE_SHOWN else ()), circle[0]))
    return f"主管部门绕成了一圈（{shown}），请改正其中一个。"
