"""An edition (表样): the lines, weights, words and rules of one year's form, read from a TOML file and frozen.

`{year}` and `{prior_year}` may stand in any label; `Edition.words` fills them in.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from evaluations.core.document import COLUMNS, Preparer, SelfAssessment, Staffing
from evaluations.core.prose import is_heading
from evaluations.core.wording import pieces, said

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
CategoryCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=80)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=200)]
Points = Annotated[Decimal, Field(ge=0, le=100)]
Ratio = Annotated[Decimal, Field(ge=0)]
FULL_MARKS = 100
PLACEHOLDERS = ("year", "prior_year", "unit", "execution_rate", "adjustment", "total_score", "grade")
ROW_PLACEHOLDERS = ("name", *COLUMNS, "adjustment", "balance")
INDICATOR_PLACEHOLDERS = ("name", "target", "actual", "weight", "score")
_OPEN_ENDED = ("target", "actual")
_NO_AMOUNTS = ("filing_date", "preparer", "report", "basic_data.thrift_measures")
_TEXTS = ("self_assessment.expected_objective", "self_assessment.actual_completion")


class EditionError(ValueError):
    """An edition file that can't be used; its text says where and why."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Part):
    """One line of 附件2's 经费控制情况.

    kind: `amount` is typed; `total` equals its parts; `at_least` is no less than its parts; `rows` is any number of named rows;
    `heading` stays blank. `check` names the check that judges a total.
    """

    item: Code
    label: Label
    indent: int = Field(default=0, ge=0, le=4)
    kind: Literal["amount", "total", "at_least", "rows", "heading"] = "amount"
    parts: tuple[Code, ...] = ()
    check: str | None = None
    prior: bool = True
    required: bool = False
    within_budget: bool = False
    placeholder: str | None = None


class Attachment2(_Part):
    """The fixed words of 附件2; `file_name` names its file (`2023年度…_附件2_基础数据表.xlsx`), `listed` its line in the report's list."""

    number: Label
    file_name: Label
    title: Label
    listed: Words = ""
    staffing: Label
    authorized_posts: Label
    staff_in_post: Label
    control_rate: Label
    expenditure: Label
    prior_final: Label
    budget: Label
    final: Label
    buildings: Label
    approved_area: Label
    actual_area: Label
    area_rate: Label
    budget_investment: Label
    actual_investment: Label
    investment_rate: Label
    thrift_measures: Label
    note: Label
    lines: tuple[Line, ...]


class FundingLine(_Part):
    """One line of 按收入性质分 or 按支出性质分; `label` prints before its amount, `name` stands alone."""

    item: Code
    name: Label
    label: Label


class Funding(_Part):
    """按收入性质分 or 按支出性质分: the label of the sum and its lines."""

    label: Label
    lines: tuple[FundingLine, ...] = Field(min_length=1)


class Category(_Part):
    """A second-level category (二级指标)."""

    code: CategoryCode
    label: Label


class Level(_Part):
    """A first-level indicator (一级指标): its weight in points; `direction` is that of a numeric target typed without a sign."""

    code: Code
    label: Label
    weight: Points
    direction: Literal["positive", "reverse"] = "positive"
    categories: tuple[Category, ...] = Field(min_length=1)


class CommonIndicator(_Part):
    """An indicator that many units use: offered when filling in, with a target as an example."""

    category: CategoryCode
    name: Label
    target: Words = ""


class Attachment3(_Part):
    """The fixed words of 附件3, its sources, natures and indicator categories; `library` holds common indicators."""

    number: Label
    file_name: Label
    title: Label
    listed: Words = ""
    unit_name: Label
    budget: Label
    total_funds: Label
    initial_budget: Label
    adjusted_budget: Label
    executed: Label
    weight: Label
    execution_rate: Label
    score: Label
    objective: Label
    expected_objective: Label
    actual_completion: Label
    indicators: Label
    first_level: Label
    second_level: Label
    third_level: Label
    target: Label
    actual: Label
    deviation_reason: Label
    total: Label
    execution_weight: Points
    by_revenue: Funding
    by_expenditure: Funding
    levels: tuple[Level, ...] = Field(min_length=1)
    library: tuple[CommonIndicator, ...] = ()


class Foot(_Part):
    """The words of the foot line that both attachments share."""

    preparer: Label
    filing_date: Label
    phone: Label
    signature: Label


class ReportFigure(_Part):
    """A figure of the report; `equals` names the table cell that it must agree with (a document path)."""

    code: Code
    label: Label
    equals: str | None = None


class Chapter(_Part):
    """A chapter of the report; `only_with` is the source of money without which it reads 「无」."""

    number: int = Field(ge=1)
    title: Label
    hint: str = ""
    only_with: Code | None = None


class SentenceTemplate(_Part):
    """A sentence of the report that states figures: `{…}` holds a figure's code, the path of an amount, or one of `PLACEHOLDERS`.

    `heading` is the line of the chapter that it stands under. With `each` (a line of rows, an indicator category or a first level) there is one
    sentence a row, in which `{…}` may also hold one of `ROW_PLACEHOLDERS` or `INDICATOR_PLACEHOLDERS`. Without an amount in the cell `when`
    (of each row: its field) there is no sentence; where that amount is 0 it reads `zero`, and without `zero` there is none.
    """

    code: Code
    chapter: int
    template: Label
    heading: Words = ""
    each: str | None = None
    when: str | None = None
    zero: Words = ""


class AdjustmentWords(_Part):
    """How `{adjustment}` reads: `{amount}` is the amount without its sign."""

    raised: Label
    lowered: Label
    unchanged: Label


class Report(_Part):
    """The report's words: title, figures, chapters; `seal` stands before the unit's name on the cover, `attachments` before their list.

    `file_name` names its file (`2023年度…_整体支出绩效自评报告.docx`); without one, what the title says after the unit's name does.
    `sentences` are those that can be composed from the tables, in the order of the chapters.
    """

    title: Label
    file_name: Words = ""
    none: Label
    seal: Words = ""
    blank_date: Words = ""
    attachments: Words = ""
    figures: tuple[ReportFigure, ...]
    chapters: tuple[Chapter, ...] = Field(min_length=1)
    adjustment: AdjustmentWords | None = None
    sentences: tuple[SentenceTemplate, ...] = ()

    @property
    def named(self) -> str:
        """What its file is called."""
        return self.file_name or self.title.partition("{unit}")[2] or self.title


class Thresholds(_Part):
    """Bounds of the checks: ratios, except `rounding` (万元 for each pair of summands) and `similar_from` (characters)."""

    execution_rate: Ratio
    exceeded_target: Ratio
    swing: Ratio
    wrong_unit: Ratio
    magnitude: Ratio = Decimal(10)
    rounding: Ratio
    similarity: Ratio
    similar_from: int = Field(ge=1)


class Scoring(_Part):
    """How scores are suggested; `overrun` is the rule for a missed reverse target; the bounds are shares of the weight."""

    overrun: Literal["ratio", "overrun"]
    bands: tuple["Band", ...] = Field(min_length=2)
    grades: tuple["Grade", ...] = Field(min_length=2)


class Band(_Part):
    """A qualitative result and the lowest share of the weight that says it."""

    label: Label
    at_least: Ratio


class Grade(_Part):
    """An evaluation grade and the lowest total, in points, that earns it."""

    label: Label
    at_least: Points


class Required(_Part):
    """The cells, outside the lines of 附件2, that must be filled before submission (document paths)."""

    cells: tuple[str, ...]


class Edition(_Part):
    """One edition; see the classes above for its parts."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    version: int = Field(ge=1)
    name: Label
    overall_cost_indicator: Label
    attachment2: Attachment2
    attachment3: Attachment3
    foot: Foot
    report: Report
    thresholds: Thresholds
    scoring: Scoring
    required: Required

    def words(self, label: str, year: int) -> str:
        """`label` with `{year}` and `{prior_year}` filled in."""
        return label.replace("{year}", str(year)).replace("{prior_year}", str(year - 1))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of 附件2, in order."""
        return self.attachment2.lines

    @cached_property
    def line(self) -> Mapping[str, Line]:
        """The lines of 附件2 by item code."""
        return {line.item: line for line in self.lines}

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """The second-level categories by code, in the order of the form."""
        return {category.code: category for level in self.attachment3.levels for category in level.categories}

    def categories_of(self, code: str) -> tuple[str, ...]:
        """The codes of the second-level categories that `code`, one of them or a first level, names; none when it names neither."""
        return tuple(category for category, level in self.level_of.items() if code in (category, level.code))

    @cached_property
    def level_of(self) -> Mapping[str, Level]:
        """The first level of each category code."""
        return {category.code: level for level in self.attachment3.levels for category in level.categories}

    @cached_property
    def category_order(self) -> Mapping[str, int]:
        """The place of each category code on the form, from 0."""
        return {code: place for place, code in enumerate(self.categories)}

    @cached_property
    def line_order(self) -> Mapping[str, int]:
        """The place of each item code on the form, from 0."""
        return {line.item: place for place, line in enumerate(self.lines)}

    @cached_property
    def fundings(self) -> Mapping[str, Funding]:
        """`by_revenue` and `by_expenditure`."""
        return {"by_revenue": self.attachment3.by_revenue, "by_expenditure": self.attachment3.by_expenditure}

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        problems = list(_problems(self))
        if problems:
            raise ValueError("；".join(problems))
        return self


def _problems(edition: Edition) -> Iterator[str]:
    yield from _repeated("attachment2.lines.item", [line.item for line in edition.lines])
    yield from _repeated("attachment3.levels.code", [level.code for level in edition.attachment3.levels])
    yield from _repeated("report.chapters.number", [str(chapter.number) for chapter in edition.report.chapters])
    yield from _repeated("report.figures.code", [figure.code for figure in edition.report.figures])
    for group, funding in edition.fundings.items():
        yield from _repeated(f"attachment3.{group}.lines.item", [line.item for line in funding.lines])
    yield from _weight_problems(edition)
    for line in edition.lines:
        yield from _line_problems(edition, line)
    yield from _reference_problems(edition)
    yield from _repeated("report.sentences.code", [sentence.code for sentence in edition.report.sentences])
    for sentence in edition.report.sentences:
        yield from (f"report.sentences.{sentence.code}: {problem}" for problem in _sentence_problems(edition, sentence))


def _repeated(where: str, codes: list[str]) -> Iterator[str]:
    yield from (f"{where}: {code} stands more than once" for code in sorted({c for c in codes if codes.count(c) > 1}))


def _weight_problems(edition: Edition) -> Iterator[str]:
    form = edition.attachment3
    total = form.execution_weight + sum(level.weight for level in form.levels)
    if total != FULL_MARKS:
        yield f"attachment3: the weights sum to {total}, not {FULL_MARKS}"
    codes = [category.code for level in form.levels for category in level.categories]
    yield from _repeated("attachment3.levels.categories.code", codes)
    for level in form.levels:
        for category in level.categories:
            if not category.code.startswith(level.code + "."):
                yield f"attachment3.levels.{level.code}: category {category.code} belongs to another level"


def _line_problems(edition: Edition, line: Line) -> Iterator[str]:
    where = f"attachment2.lines.{line.item}"
    sums = line.kind in ("total", "at_least")
    if sums != bool(line.parts):
        yield f"{where}: parts belong to a total, and a total has parts"
    if sums and not line.check:
        yield f"{where}: a total names the check that judges it"
    for part in line.parts:
        other = edition.line.get(part)
        if other is None:
            yield f"{where}: unknown part {part}"
        elif edition.line_order[part] <= edition.line_order[line.item] or other.kind == "heading":
            yield f"{where}: the part {part} must be a line below its total and not a heading"


def _reference_problems(edition: Edition) -> Iterator[str]:
    known = set(_cells(edition))
    sources = {line.item for line in edition.attachment3.by_revenue.lines}
    for common in edition.attachment3.library:
        if common.category not in edition.categories:
            yield f"attachment3.library.{common.name}: unknown category {common.category}"
    yield from (f"required.cells: unknown cell {path}" for path in edition.required.cells if path not in known)
    for figure in edition.report.figures:
        if figure.equals is not None and figure.equals not in known:
            yield f"report.figures.{figure.code}: unknown cell {figure.equals}"
    for chapter in edition.report.chapters:
        if chapter.only_with is not None and chapter.only_with not in sources:
            yield f"report.chapters.{chapter.number}: unknown source {chapter.only_with}"


def _sentence_problems(edition: Edition, sentence: SentenceTemplate) -> Iterator[str]:
    if sentence.chapter not in {chapter.number for chapter in edition.report.chapters}:
        yield f"unknown chapter {sentence.chapter}"
    if sentence.heading and not is_heading(sentence.heading):
        yield f"{sentence.heading} is no heading"
    if sentence.each is not None and not _row_placeholders(edition, sentence):
        yield f"unknown list {sentence.each}"
    if sentence.zero and not sentence.when:
        yield "zero belongs to a sentence with when"
    amounts = {figure.code for figure in edition.report.figures} | set(_amount_cells(edition))
    row_amounts = {*COLUMNS, "weight", "score"}.intersection(_row_placeholders(edition, sentence))
    if sentence.when is not None and sentence.when not in (row_amounts if sentence.each else amounts):
        yield f"unknown cell {sentence.when}"
    known = amounts | {*PLACEHOLDERS, *_row_placeholders(edition, sentence)}
    for template in filter(None, (sentence.template, sentence.zero)):
        yield from _template_problems(edition, template, known)


def _template_problems(edition: Edition, template: str, known: set[str]) -> Iterator[str]:
    try:
        parts = pieces(template)
    except ValueError as fault:
        yield f"{template}: {fault}"
        return
    yield from (f"unknown placeholder {name}" for _, name in parts if name and name not in known)
    words = [said(words).rstrip("。") for words, _ in parts]
    if not any(words):
        yield f"{template} has no words"
    followed = zip(parts, [*words[1:], ""], strict=True)
    yield from (
        f"{{{part[1]}}} is followed by no words" for part, after in followed if part[1] in _OPEN_ENDED and not after
    )
    if edition.report.adjustment is None and any(name == "adjustment" for _, name in parts):
        yield "{adjustment} needs the words of report.adjustment"


def _row_placeholders(edition: Edition, sentence: SentenceTemplate) -> tuple[str, ...]:
    """The placeholders of one row of the sentence's list; none without a list."""
    line = edition.line.get((sentence.each or "").removeprefix("basic_data.expenditure."))
    if line is not None and line.kind == "rows":
        return ROW_PLACEHOLDERS
    return INDICATOR_PLACEHOLDERS if edition.categories_of(sentence.each or "") else ()


def _amount_cells(edition: Edition) -> Iterator[str]:
    """The paths of the cells that every document has and that hold an amount or a number of persons."""
    yield from (path for path in _cells(edition) if not path.startswith(_NO_AMOUNTS) and path not in _TEXTS)


def _cells(edition: Edition) -> Iterator[str]:
    """The paths of the cells that every document of the edition has."""
    yield from ("filing_date", "basic_data.thrift_measures")
    yield from (f"preparer.{field}" for field in Preparer.model_fields)
    yield from (f"basic_data.staffing.{field}" for field in Staffing.model_fields)
    for line in edition.lines:
        if line.kind not in ("rows", "heading"):
            columns = [column for column in COLUMNS if line.prior or column != "prior_final"]
            yield from (f"basic_data.expenditure.{line.item}.{column}" for column in columns)
    composed = {*edition.fundings, "indicators"}
    yield from (f"self_assessment.{field}" for field in SelfAssessment.model_fields if field not in composed)
    for group, funding in edition.fundings.items():
        yield from (f"self_assessment.{group}.{line.item}" for line in funding.lines)
    yield from (f"report.figures.{figure.code}" for figure in edition.report.figures)
    yield from (f"report.chapters.{chapter.number}" for chapter in edition.report.chapters)


def read_edition(text: str) -> Edition:
    """The edition that the TOML `text` holds.

    Raises:
        EditionError: not TOML, an unknown or missing key, a value out of range, weights that do not sum to 100, a total of an unknown line,
            a required cell, a figure, a chapter or a sentence that names an unknown cell, source, chapter, list or placeholder.
    """
    try:
        return Edition.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise EditionError(f"not a TOML file: {fault}") from fault
    except ValidationError as fault:
        lines = (f"{'.'.join(map(str, e['loc'])) or 'edition'}: {e['msg']}" for e in fault.errors())
        raise EditionError("\n".join(lines)) from fault
