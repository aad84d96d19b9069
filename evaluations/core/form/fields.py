"""What the marks of an edition's layouts may name: typed cells, columns of lists, computed values, and labels."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from evaluations.core.form.document import Building, Indicator, Project
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.official import Attachment2

YEARS = ("year", "prior_year")
LABEL = "label:"
OF_PROJECT = tuple(f"project.{field}" for field in Project.model_fields)
SAID = ("unit.name", *OF_PROJECT, "preparer.name", "preparer.phone", "filing_date")
"""What a document says of itself: shown within a text, filled in elsewhere."""
COMPUTED = (
    "basic_data.staffing.control_rate",
    "self_assessment.execution_weight",
    "self_assessment.execution_rate",
    "self_assessment.by_revenue",
    "self_assessment.by_expenditure",
    "self_assessment.total_weight",
    "self_assessment.total_score",
)
"""Values that nobody types, on every form."""
BUILDINGS = "basic_data.buildings"
RATES = {
    "area_rate": ("approved_area", "actual_area"),
    "investment_rate": ("budget_investment", "actual_investment"),
}
"""The computed columns of the buildings: what was planned, and what came of it."""
SHARED = ("level", "level_weight", "category")
"""What neighbouring indicators have in common: their first level, its weight, their second-level category."""
_INDICATOR = tuple(field for field in Indicator.model_fields if field not in ("category", "direction", "fields"))


def columns(edition: Edition) -> Mapping[str, Sequence[str]]:
    """The lists by path, each with the columns of its rows, typed and computed."""
    named = {
        f"basic_data.expenditure.{line.item}": ("name", *edition.columns_of(line))
        for line in edition.lines
        if line.kind == "rows"
    }
    buildings = {} if BUILDINGS in edition.absent else {BUILDINGS: (*Building.model_fields, *RATES)}
    indicators = {INDICATORS: (*SHARED, *_INDICATOR, *edition.own[INDICATORS])} if edition.has_scores else {}
    own = {path: tuple(edition.own[path]) for path in edition.row_lists}
    return named | buildings | indicators | own


def computed(edition: Edition) -> Sequence[str]:
    """All values of an edition that nobody types."""
    absent = tuple(f"{part}." for part in edition.absent)
    return (*(name for name in COMPUTED if not name.startswith(absent)), *edition.computed)


def label(edition: Edition, key: str) -> str:
    """The words at a key of the edition, with the items of a list by their code: `attachment2.staffing`, `attachment2.lines.office`.

    Raises:
        LookupError: the edition states no words there.
    """
    field = edition.own_field(key) or edition.computed.get(key) or edition.row_lists.get(key)
    if field:
        return field.label
    value: Any = edition
    for name in key.split("."):
        value = _parts(value)[name]
    match getattr(value, "label", value):
        case str() as words if words:
            return words
    raise LookupError(key)


def _parts(value: Any) -> Mapping[str, Any]:
    match value:
        case Attachment2():
            return {**_fields(value), **{column.code: column for column in value.columns}}
        case BaseModel():
            return _fields(value)
        case tuple():
            return {getattr(item, "item", getattr(item, "code", "")): item for item in value}
    return {}


def _fields(value: BaseModel) -> Mapping[str, Any]:
    return {field: getattr(value, field) for field in type(value).model_fields}
