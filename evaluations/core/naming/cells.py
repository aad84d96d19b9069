"""What expressions may name outside lists of rows: the cells that every document of an edition has, and the edition's bounds and labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from evaluations.core.content.cells import own_value
from evaluations.core.form.document import Document, held
from evaluations.core.form.edition import Edition, Thresholds
from evaluations.core.form.official import Attachment2, Attachment3
from evaluations.core.form.stated import OwnField
from evaluations.core.rules.compiling import Named
from evaluations.core.rules.kinds import Kind, Single, Type

LINES = "basic_data.expenditure."


@dataclass(frozen=True, slots=True)
class Constant:
    """A bound, a weight or a label of the edition; `has_year`: the year of a document is filled in."""

    type: Type
    value: Any

    @property
    def has_year(self) -> bool:
        """Whether it is a label in which the year is filled in."""
        return "year}" in str(self.value)


def constant(edition: Edition, name: str) -> Constant | None:
    """The bound, weight or label called `name`; None if the edition states none there."""
    part, _, code = name.partition(".")
    if part == "attachment2" and code in edition.columns:
        return Constant("文字", edition.columns[code].label)
    type_ = CONSTANTS.get(name)
    return Constant(type_, attrgetter(name)(edition)) if type_ else None


def constants(edition: Edition) -> Sequence[str]:
    """What all of them are called."""
    return (*CONSTANTS, *(f"attachment2.{code}" for code in edition.columns))


CONSTANTS: Mapping[str, Type] = {
    **{f"thresholds.{name}": "比率" for name in Thresholds.model_fields if name not in ("rounding", "similar_from")},
    **{f"attachment2.{name}": "文字" for name in Attachment2.model_fields if name not in ("columns", "lines")},
    **{
        f"attachment3.{name}": "文字"
        for name in Attachment3.model_fields
        if name not in ("by_revenue", "by_expenditure", "levels", "library")
    },
    "attachment3.execution_weight": "分",
    "report.none": "文字",
    "overall_cost_indicator": "文字",
    "thresholds.wrong_unit": "数",
    "thresholds.magnitude": "数",
}


def cell(edition: Edition, name: str) -> Named[Document] | None:
    """The cell `name` that every document of the edition has; a blank text is None."""
    own = edition.own_field(name)
    if own and name in edition.cells:
        return own_cell(own, held(own.part))
    if name not in edition.cells:
        return None
    kind, read = Kind(_type(name)), _reader(name)
    return Named(kind, (lambda document: read(document) or None) if kind.type == "文字" else read)


_OWN: Mapping[str, Type] = {"amount": "金额", "points": "分", "area": "数", "count": "数", "date": "日期"}


def own_cell[From](own: OwnField, held: Callable[[From], Mapping[str, str]]) -> Named[From]:
    """A form's own field among the texts that are held; a blank text is None."""

    def read(values: From) -> Single:
        value: Single = own_value(own, held(values))
        return None if value == "" else value

    return Named(Kind(_OWN.get(own.kind, "文字")), read)


def _reader(name: str) -> Callable[[Document], Any]:
    """What gives the value of a cell; as `paths.value_at`, without reading the path each time."""
    group, _, last = name.rpartition(".")
    if group.startswith(LINES):
        item = group.removeprefix(LINES)
        return lambda document: document.basic_data.amount(item, last)
    if group in _HELD:
        values = attrgetter(group)
        return lambda document: values(document).get(last)
    return attrgetter(name)


_HELD = ("self_assessment.by_revenue", "self_assessment.by_expenditure", "report.figures", "report.chapters")
_TYPES: Mapping[str, Type] = {
    "filing_date": "日期",
    "basic_data.thrift_measures": "文字",
    "self_assessment.expected_objective": "文字",
    "self_assessment.actual_completion": "文字",
    "self_assessment.execution_score": "分",
}


def _type(name: str) -> Type:
    if name.startswith(("preparer.", "report.chapters.")):
        return "文字"
    return _TYPES.get(name) or ("人数" if name.startswith("basic_data.staffing.") else "金额")
