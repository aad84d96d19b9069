"""The document: one filled-in evaluation as a frozen value, in the shape of the interchange format.

Amounts are in 万元, weights and scores in points; None is blank. A document from `interchange.for_edition` or the database is in form order.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from evaluations.core.basics import values
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.core.form import formats

FORMAT: Literal["self-evaluation/5"] = "self-evaluation/5"

FURTHER = "further"
"""The part of a document that holds its further tables."""
FROZEN = "frozen"
"""The validation context of a frozen document: it stays valid, whatever may be typed today."""

Direction = Literal["positive", "reverse", "qualitative"]


def _amount(value: object) -> object:
    if isinstance(value, str):
        return values.read_plain_amount(value)
    if isinstance(value, Decimal):
        return value
    raise values.Unreadable('应为带引号的数字，例如 "65.8"，未填的写 null。')


def _day(value: object) -> object:
    """Accept only `2024-03-15`: pydantic would also read the number 1710460800 as a date."""
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        return value
    raise values.Unreadable("应为日期，例如 2024-03-15。")


def _filing_day(day: date, info: ValidationInfo) -> date:
    return day if info.context is FROZEN else values.filing_day(day)


def _line(text: str, info: ValidationInfo) -> str:
    return text if info.context is FROZEN else values.clean_line(text, values.NAME_LIMIT)


def _long(text: str, info: ValidationInfo) -> str:
    return text if info.context is FROZEN else values.clean_text(text, values.TEXT_LIMIT)


def _explanation(text: str, info: ValidationInfo) -> str:
    return text if info.context is FROZEN else values.clean_text(text, values.EXPLANATION_LIMIT)


def _chapter(text: str, info: ValidationInfo) -> str:
    return text if info.context is FROZEN else values.clean_text(text, values.CHAPTER_LIMIT)


Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(values.show_amount, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,8}(\.\d{1,6})?$"}),
]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_filing_day)]
LineText = Annotated[str, AfterValidator(_line), Field(json_schema_extra={"maxLength": values.NAME_LIMIT})]
LongText = Annotated[str, AfterValidator(_long), Field(json_schema_extra={"maxLength": values.TEXT_LIMIT})]
ChapterText = Annotated[str, AfterValidator(_chapter), Field(json_schema_extra={"maxLength": values.CHAPTER_LIMIT})]
ExplanationText = Annotated[
    str, AfterValidator(_explanation), Field(json_schema_extra={"maxLength": values.EXPLANATION_LIMIT})
]
Count = Annotated[int, Field(strict=True, ge=0, le=values.COUNT_LIMIT)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
ColumnCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
OwnTexts = dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")], LongText]
"""The texts of a form's own fields, as they are shown, by name; a blank one is left out."""
OwnFields = Annotated[OwnTexts, Field(exclude_if=lambda fields: not fields)]
TableCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
CHECK_CODE = r"^[A-Z][A-Z0-9]{0,3}-\d{2}$"
CheckCode = Annotated[str, Field(pattern=CHECK_CODE)]
Name = Annotated[str, AfterValidator(_line), Field(min_length=1, max_length=values.NAME_LIMIT)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", regex_engine="python-re")


class Region(_Part):
    """The district, city or province whose bureau receives the evaluation."""

    code: Code
    name: Name


class Unit(_Part):
    """The budget unit that evaluates itself."""

    code: Code
    name: Name
    region: Region


class Project(_Part):
    """The project that is evaluated: its code in the budget system, if known; the department above it and who carries it out."""

    name: Name
    code: LineText = ""
    department: LineText = ""
    implementer: LineText = ""


class Preparer(_Part):
    """Who filled in the form (填表人) and the telephone number for questions."""

    name: LineText = ""
    phone: LineText = ""


class Staffing(_Part):
    """财政供养人员情况, in persons."""

    authorized_posts: Count | None = None
    staff_in_post: Count | None = None


class ExpenditureRow(_Part):
    """The amounts of one line of 附件2, given beside its item under the codes of the edition's columns; only lines with any number of rows have
    a `name`.

    An amount that is not given is blank.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[ColumnCode, Amount | None]

    item: Code
    name: LineText | None = None

    @property
    def amounts(self) -> Mapping[str, Decimal | None]:
        """The amounts by the codes of their columns, in 万元."""
        return self.__pydantic_extra__

    @property
    def blank(self) -> bool:
        """Whether no amount is filled in."""
        amounts = [*self.__pydantic_extra__.values()]
        return amounts.count(None) == len(amounts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ExpenditureRow) or (self.item, self.name) != (other.item, other.name):
            return False
        mine, others = self.amounts, other.amounts
        return mine == others or all(mine.get(code) == others.get(code) for code in {**mine, **others})

    def __hash__(self) -> int:
        return hash((self.item, self.name))

    @model_serializer(mode="wrap")
    def _without_missing_name(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        row: dict[str, object] = dump(self)
        return row if self.name is not None else {key: value for key, value in row.items() if key != "name"}


class Building(_Part):
    """One building completed in the year: areas in ㎡, investments in 万元."""

    approved_area: Amount | None = None
    actual_area: Amount | None = None
    budget_investment: Amount | None = None
    actual_investment: Amount | None = None


class BasicData(_Part):
    """附件2."""

    staffing: Staffing = Staffing()
    expenditure: tuple[ExpenditureRow, ...] = ()
    buildings: tuple[Building, ...] = ()
    thrift_measures: LongText = ""
    fields: OwnFields = {}

    @cached_property
    def _by_item(self) -> Mapping[str, tuple[ExpenditureRow, ...]]:
        grouped: dict[str, list[ExpenditureRow]] = {}
        for row in self.expenditure:
            grouped.setdefault(row.item, []).append(row)
        return {item: tuple(rows) for item, rows in grouped.items()}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with `update` applied; pydantic's own would keep the cached index of the old rows."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("_by_item", None)
        return copy

    def rows(self, item: str) -> tuple[ExpenditureRow, ...]:
        """The rows of the line `item`: at most one, unless the line takes any number of rows."""
        return self._by_item.get(item, ())

    def amount(self, item: str, column: str) -> Decimal | None:
        """The amount on the line `item`; None if it is blank or the edition has no such line."""
        rows = self.rows(item)
        return rows[0].amounts.get(column) if rows else None


class Indicator(_Part):
    """One third-level indicator; target and actual are kept as typed. If `direction` is None, the values decide it."""

    category: Code
    name: LineText = ""
    target: LineText = ""
    actual: LineText = ""
    direction: Direction | None = None
    weight: Amount | None = None
    score: Amount | None = None
    deviation_reason: LongText = ""
    fields: OwnFields = {}

    def __hash__(self) -> int:
        return hash((self.category, self.name, self.target, self.actual, self.weight, self.score))

    @property
    def blank(self) -> bool:
        """Whether nobody has filled in anything; such a row is only a place to type in: no check, sum or print counts it."""
        texts = (self.name, self.target, self.actual, self.direction, self.deviation_reason)
        return not any(texts) and self.weight is None and self.score is None and not self.fields

    @property
    def not_applicable(self) -> bool:
        """Whether the row says that its category is not applicable (「无」)."""
        return self.name == values.NOT_APPLICABLE


class SelfAssessment(_Part):
    """附件3. `by_revenue` and `by_expenditure` hold an amount or None for each of the edition's lines."""

    initial_budget: Amount | None = None
    adjusted_budget: Amount | None = None
    executed: Amount | None = None
    execution_score: Amount | None = None
    by_revenue: dict[str, Amount | None] = {}
    by_expenditure: dict[str, Amount | None] = {}
    expected_objective: LongText = ""
    actual_completion: LongText = ""
    indicators: tuple[Indicator, ...] = ()
    fields: OwnFields = {}


class OwnRow(_Part):
    """A row of a further table's list: the texts of its columns; one of which nothing is filled in is only a place to type in."""

    fields: OwnFields = {}

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.fields.items())))

    @property
    def name(self) -> str:
        """What the row is called, if its list has such a column."""
        return self.fields.get("name", "")


class FurtherTable(_Part):
    """A further table of the form, in which only the form's own cells stand: single ones, and those of lists of rows."""

    fields: OwnFields = {}
    rows: Annotated[dict[TableCode, tuple[OwnRow, ...]], Field(exclude_if=lambda rows: not rows)] = {}


FurtherTables = Annotated[dict[TableCode, FurtherTable], Field(exclude_if=lambda tables: not tables)]
"""The form's further tables by their codes; one in which nothing is filled in is left out."""
BLANK_TABLE = FurtherTable()


class Report(_Part):
    """The nine chapters by number, and the figures they state."""

    figures: dict[str, Amount | None] = {}
    chapters: dict[str, ChapterText] = {}

    def chapter(self, number: int) -> str:
        """The text of a chapter; "" if there is none."""
        return self.chapters.get(str(number), "")


class Explanation(_Part):
    """The sentence that explains a warning of a check on a cell."""

    code: CheckCode
    where: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[a-z0-9_.]+$")]
    text: ExplanationText


class Document(_Part):
    """One evaluation: unit (and project) and year, 附件2, 附件3, the form's further tables, report, explanations."""

    format: Literal["self-evaluation/5"] = FORMAT
    edition: Code
    fiscal_year: Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]
    unit: Unit
    project: Annotated[Project | None, Field(exclude_if=lambda project: project is None)] = None
    preparer: Preparer = Preparer()
    filing_date: Day | None = None
    basic_data: BasicData = BasicData()
    self_assessment: SelfAssessment = SelfAssessment()
    further: FurtherTables = {}
    report: Report = Report()
    explanations: tuple[Explanation, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _of_any_format(cls, data: Any) -> Any:
        return formats.document(data) if isinstance(data, dict) else data


def held(part: str) -> Callable[[Document], Mapping[str, str]]:
    """What gives the texts of the form's own fields, by name, that a part of the document holds: `basic_data`, `self_assessment`, `further.assets`."""
    head, _, code = part.partition(".")
    if head == FURTHER:
        return lambda document: document.further.get(code, BLANK_TABLE).fields
    return attrgetter(f"{part}.fields")


def own_rows(document: Document, path: str) -> tuple[OwnRow, ...]:
    """The rows of a further table's list, `further.assets.houses`."""
    _, table, name = path.split(".")
    return document.further.get(table, BLANK_TABLE).rows.get(name, ())


def with_own_rows(document: Document, path: str, rows: Sequence[OwnRow]) -> Document:
    """`document` with other rows in a further table's list."""
    _, code, name = path.split(".")
    table = document.further.get(code, BLANK_TABLE)
    changed = table.model_copy(update={"rows": {**table.rows, name: tuple(rows)}})
    return document.model_copy(update={"further": {**document.further, code: changed}})
