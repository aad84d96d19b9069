"""The list of the projects of a region's units."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from accounts.actors import Actor
from accounts.audit import Act
from evaluations.core.lists.columns import ListColumn, ListShape
from evaluations.core.lists.comparison import ComparedRow, PresentList, Values
from evaluations.core.lists.rows import RowFault
from evaluations.lists.definition import ListDefinition
from evaluations.lists.rows_of_units import UNIT, UNIT_NAME, lock_units, no_unit, years_fault
from evaluations.projects.listed import store_listed_projects
from evaluations.projects.models import CODE_LIMIT, Project
from evaluations.projects.services import Particulars
from evaluations.units.models import Region, Unit

_UNIT = replace(UNIT, help="项目单位，已有的预算单位。", also_called=("预算单位代码",))
_UNIT_NAME = replace(UNIT_NAME, also_called=("预算单位", "预算单位名称"))
_NAME = ListColumn(
    name="unit_name",
    heading="单位名称",
    help="只供对照，不读取。",
    example="芦淞区文化馆",
    is_shown=True,
    also_called=("预算单位", "预算单位名称"),
)
_NAME = ListColumn(
    name="name",
    heading="项目名称",
    help="与预算批复的项目名称一致；单位已有的项目，名称不能在这里改。",
    example="图书馆免费开放",
    is_key=True,
    also_called=("项目",),
)
_CODE = ListColumn(
    name="code",
    heading="项目编码",
    help="预算管理一体化系统里的编码。",
    example="430203240000000012345",
    kind="code",
    limit=CODE_LIMIT,
    also_called=("项目代码",),
)
_KIND = ListColumn(name="kind", heading="项目类别", help="例如：特定目标类、其他运转类。", example="特定目标类")
_DEPARTMENT = ListColumn(
    name="department", heading="主管部门", help="不填就是单位的主管部门。", example="芦淞区文化旅游广电体育局"
)
_IMPLEMENTER = ListColumn(name="implementer", heading="实施单位", help="不填就是单位本身。", example="芦淞区图书馆")
_SINCE = ListColumn(
    name="since_year", heading="起始年度", help="从哪个年度起填报，不填就不限。", example="2023", kind="year"
)
_UNTIL = ListColumn(
    name="until_year",
    heading="终止年度",
    help="最后填报的年度，还在实施的不填。",
    example="2025",
    kind="year",
    also_called=("截止年度",),
)
_SHAPE = ListShape("项目", (_UNIT, _UNIT_NAME, _NAME, _CODE, _KIND, _DEPARTMENT, _IMPLEMENTER, _SINCE, _UNTIL))


def _present(region: Region, lock: bool) -> PresentList:  # noqa: FBT001 - as the definition calls it
    if lock:
        lock_units(region)
    projects = Project.objects.filter(unit__region=region).select_related("unit").order_by("unit__code", "number")
    codes = list(Unit.objects.filter(region=region).values_list("code", flat=True))
    return PresentList([_values(project) for project in projects], {"unit": codes})


def _values(project: Project) -> Values:
    told = {name: str(getattr(project, name) or "") for name in Particulars._fields}
    return {"unit": project.unit.code, "unit_name": project.unit.name, **told}


def _understand(region: Region, rows: Sequence[ComparedRow], _actor: Actor | None) -> Iterator[RowFault]:
    """Faults for units that there are not, codes that two projects of a unit would have, and years in the wrong order."""
    known = set(Unit.objects.filter(region=region, is_active=True).values_list("code", flat=True))
    used = _used_codes(region, rows)
    for row in rows:
        if row.outcome == "new" and row.values["unit"] not in known:
            yield no_unit(row)
        if row.values["code"] and used[row.values["unit"], row.values["code"]] > 1:
            yield row.fault(_CODE, "这个单位还有一个项目用这个编码，一个编码只能用一次。请核对编码。")
        if fault := years_fault(row, _UNTIL):
            yield fault


def _used_codes(region: Region, rows: Sequence[ComparedRow]) -> Counter[tuple[str, str]]:
    """How many projects of a unit would have a code, by the codes of both."""
    stored = Project.objects.filter(unit__region=region).values_list("unit__code", "name", "code")
    codes = {(unit, name): code for unit, name, code in stored}
    codes |= {(row.values["unit"], row.values["name"]): row.values["code"] for row in rows}
    return Counter((unit, code) for (unit, _), code in codes.items())


def _apply(region: Region, rows: Sequence[ComparedRow], actor: Actor | None) -> list[Act]:
    store_listed_projects(region, [(row.values["unit"], _particulars(row.values)) for row in rows], actor)
    return [
        Act(_ACTIONS[row.outcome], actor, row.values["unit"], {"changes": row.told(_SHAPE)}, region) for row in rows
    ]


_ACTIONS = {"new": "add_project", "changed": "change_project"}


def _particulars(values: Values) -> Particulars:
    particulars: dict[str, Any] = {name: values[name] for name in Particulars._fields}
    for name in ("since_year", "until_year"):
        particulars[name] = int(values[name]) if values[name] else None
    return Particulars(**particulars)


PROJECTS = ListDefinition(
    code="projects", shape=lambda _: _SHAPE, present=_present, understand=_understand, apply=_apply
)
