"""The list of a region's budget units."""

from collections.abc import Sequence

from accounts.actors import Actor
from accounts.audit import Act
from evaluations.core.lists.columns import NO, YES, ListColumn, ListShape
from evaluations.core.lists.comparison import ComparedRow, PresentList, Values
from evaluations.lists.definition import ListDefinition
from evaluations.lists.units_rules import CODE, CREDIT_CODE, DEPARTMENT, IS_ACTIVE, UNTIL_YEAR, understand_units
from evaluations.registry.listed import store_listed_units
from evaluations.units.many import UnitValues
from evaluations.units.models import Region, Section, Unit, UnitKind
from evaluations.units.services import Particulars

_NAME = ListColumn(
    name="name",
    heading="单位名称",
    help="单位的全称，与公章一致。",
    example="芦淞区文化馆",
    is_required=True,
    also_called=("预算单位名称", "名称"),
)
_SAID = (
    ("行政", UnitKind.ADMINISTRATIVE),
    ("参公", UnitKind.CIVIL_SERVICE),
    ("参公单位", UnitKind.CIVIL_SERVICE),
    ("参公事业单位", UnitKind.CIVIL_SERVICE),
    ("公益一类", UnitKind.FIRST_CLASS),
    ("公益二类", UnitKind.SECOND_CLASS),
    ("其他", UnitKind.OTHER),
)
_KIND = ListColumn(
    name="kind",
    heading="类型",
    help="单位的类型。",
    example=UnitKind.FIRST_CLASS.label,
    kind="choice",
    choices=tuple(UnitKind.labels),
    also_said=tuple((text, kind.label) for text, kind in _SAID),
    also_called=("单位类型", "单位性质"),
)
_SINCE_YEAR = ListColumn(
    name="since_year",
    heading="起始年度",
    help="从哪个年度起填报自评，不填就不限。",
    example="2024",
    kind="year",
)


def _shape(region: Region) -> ListShape:
    section = ListColumn(
        name="section",
        heading="归口股室",
        help="归口管理这个单位的股室。",
        example="",
        kind="choice",
        choices=tuple(Section.objects.filter(region=region).order_by("name").values_list("name", flat=True)),
        also_called=("归口科室", "股室"),
        remedy="请改正；新的股室请先在“归口股室”里添加，再导入",
    )
    columns = (CODE, _NAME, _KIND, section, DEPARTMENT, CREDIT_CODE, _SINCE_YEAR, UNTIL_YEAR, IS_ACTIVE)
    return ListShape("预算单位", columns)


def _present(region: Region, lock: bool) -> PresentList:  # noqa: FBT001 - as the definition calls it
    units = Unit.objects.filter(region=region).select_related("section", "department").order_by("code")
    return PresentList(list(map(_values, units.select_for_update(of=("self",)) if lock else units)))


def _values(unit: Unit) -> Values:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": UnitKind(unit.kind).label if unit.kind else "",
        "section": unit.section.name if unit.section else "",
        "department": unit.department.code if unit.department else "",
        "credit_code": unit.credit_code,
        "since_year": str(unit.since_year or ""),
        "until_year": str(unit.until_year or ""),
        "is_active": YES if unit.is_active else NO,
    }


def _apply(region: Region, rows: Sequence[ComparedRow], actor: Actor | None) -> list[Act]:
    sections = {section.name: section for section in Section.objects.filter(region=region)}
    listed = {
        outcome: [_listed(row.values, sections) for row in rows if row.outcome == outcome] for outcome in _ACTIONS
    }
    store_listed_units(region, listed["new"], listed["changed"], actor)
    shape = _shape(region)
    return [Act(_ACTIONS[row.outcome], actor, row.values["code"], {"changes": row.told(shape)}, region) for row in rows]


_ACTIONS = {"new": "add_unit", "changed": "change_unit"}
_KINDS = {kind.label: kind.value for kind in UnitKind}


def _listed(values: Values, sections: dict[str, Section]) -> UnitValues:
    particulars = Particulars(
        kind=_KINDS.get(values["kind"], ""),
        section=sections[values["section"]] if values["section"] else None,
        credit_code=values["credit_code"],
        since_year=int(values["since_year"]) if values["since_year"] else None,
        until_year=int(values["until_year"]) if values["until_year"] else None,
    )
    return UnitValues(values["code"], values["name"], values["is_active"] == YES, particulars, values["department"])


UNITS = ListDefinition(
    code="units",
    shape=_shape,
    present=_present,
    understand=understand_units,
    apply=_apply,
)
