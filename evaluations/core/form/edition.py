"""An edition (表样): the lines, weights, words and rules of one year's form, frozen. `editions.file` reads one.

Any label may contain `{year}` and `{prior_year}`; `Edition.words` fills them in.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from evaluations.core.form.concepts import Meaning
from evaluations.core.form.document import (
    CheckCode,
    Preparer,
    SelfAssessment,
    Staffing,
)
from evaluations.core.form.layout import Layouts
from evaluations.core.form.official import (
    NO_ATTACHMENT2,
    NO_ATTACHMENT3,
    AmountColumn,
    Attachment2,
    Attachment3,
    Category,
    Foot,
    Funding,
    Level,
    Line,
    Points,
    Table,
)
from evaluations.core.form.report import NO_REPORT, ReportForm
from evaluations.core.form.stated import (
    FromProjects,
    Further,
    Label,
    OwnField,
    Part,
    RowList,
    Rule,
    Sample,
    ScoreRule,
    StepCode,
    StepWords,
    Words,
    further_step,
)

CellPattern = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.([a-z0-9_]+|\*))+$", max_length=200)]
Ratio = Annotated[Decimal, Field(ge=0)]
Subject = Literal["unit", "project"]
"""What a form evaluates: the whole expenditure of a unit (整体支出), or one of its projects (项目支出)."""
PLACEHOLDERS = ("year", "prior_year", "unit", "execution_rate", "adjustment", "total_score", "grade")
OVERSPENT = ("adjustment", "balance")
"""The placeholders that for a row of 附件2 say how its final amount differs from its budget."""
FULL_MARKS = Decimal(100)
SELF_ASSESSMENT = "self_assessment"
INDICATORS = f"{SELF_ASSESSMENT}.indicators"
HOLDERS = {"attachment2": "basic_data", "attachment3": SELF_ASSESSMENT}
"""The part of a document that holds the cells of each table; that of a further table has the table's name."""
BLOCKS = ("basic_data.staffing", "basic_data.buildings", "basic_data.thrift_measures")
"""The parts of 附件2 that a form may leave out."""
INDICATOR_PLACEHOLDERS = ("name", "target", "actual", "weight", "score")


NO_WORDS = StepWords()


class Thresholds(Part):
    """The checks' bounds: ratios, except `rounding` (万元 per pair of summands) and `similar_from` (characters)."""

    execution_rate: Ratio
    exceeded_target: Ratio
    swing: Ratio
    wrong_unit: Ratio
    magnitude: Ratio = Decimal(10)
    rounding: Ratio
    similarity: Ratio
    similar_from: int = Field(ge=1)


class Scoring(Part):
    """What scores mean: the results of qualitative indicators, and the grades."""

    bands: tuple["Band", ...] = Field(min_length=2)
    grades: tuple["Grade", ...] = Field(min_length=2)


NO_SCORING = Scoring.model_construct(bands=(), grades=())
"""What a form without scores says of them."""


class Band(Part):
    """A qualitative result, and the lowest share of the weight that earns it."""

    label: Label
    at_least: Ratio


class Grade(Part):
    """An evaluation grade, and the lowest total, in points, that earns it."""

    label: Label
    at_least: Points


class Required(Part):
    """The paths of the cells outside 附件2's lines that must be filled before submission."""

    cells: tuple[str, ...]


class Edition(Part):
    """One edition; the classes above are its parts."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    version: int = Field(ge=1)
    name: Label
    subject: Subject = "unit"
    overall_cost_indicator: Words = ""
    attachment2: Attachment2 = NO_ATTACHMENT2
    attachment3: Attachment3 = NO_ATTACHMENT3
    further: tuple[Further, ...] = ()
    foot: Foot
    report: ReportForm = NO_REPORT
    thresholds: Thresholds
    scoring: Scoring = NO_SCORING
    required: Required
    definitions: Mapping[CellPattern, Label] = Field(default_factory=dict)
    layouts: Layouts
    standard_rules: tuple[CheckCode, ...] = ()
    rules: tuple[Rule, ...] = ()
    scores: tuple[ScoreRule, ...] = ()
    fields: tuple[OwnField, ...] = ()
    lists: tuple[RowList, ...] = ()
    steps: Mapping[StepCode, StepWords] = Field(default_factory=dict)
    from_projects: tuple[FromProjects, ...] = ()
    samples: tuple[Sample, ...] = ()

    def definitions_of(self, path: str) -> list[str]:
        """What the cell at `path` counts and where its figure is taken from (口径), one text for each pattern that covers it.

        A pattern is the beginning of a path, in which `*` stands for one name or number.
        """
        names = path.split(".")
        return [text for pattern, text in self.definitions.items() if _covers(pattern.split("."), names)]

    def words(self, label: str, year: int) -> str:
        """`label` with `{year}` and `{prior_year}` filled in."""
        return label.replace("{year}", str(year)).replace("{prior_year}", str(year - 1))

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables that the form has, by their names in `layouts`, in order, the further ones last; there is at least one."""
        stated: dict[str, Table] = {
            "attachment2": self.attachment2,
            "attachment3": self.attachment3,
            **self.further_tables,
        }
        drawn = self.layouts.tables
        return {name: table for name, table in stated.items() if name in drawn}

    @property
    def further_tables(self) -> Mapping[str, Further]:
        """The further tables by name."""
        return {table.name: table for table in self.further}

    @property
    def row_lists(self) -> Mapping[str, RowList]:
        """The lists of rows of the further tables by path, in order."""
        return {each.path: each for each in self.lists}

    @property
    def main_table(self) -> Table:
        """The table after which a document without a report is called: the last that is no further one, if there is any."""
        tables = list(self.tables.values())
        return next((table for table in reversed(tables) if not isinstance(table, Further)), tables[-1])

    @property
    def has_scores(self) -> bool:
        """Whether the form gives scores, and so a total and a grade."""
        return "attachment3" in self.tables

    @property
    def has_report(self) -> bool:
        """Whether the form has a report."""
        return bool(self.report.chapters)

    def has_step(self, code: str) -> bool:
        """Whether the form has what one of the program's steps fills in; each further table has a step of its own."""
        if code == "report":
            return self.has_report
        return code in ("details", "check") or code.replace("-", "_") in self.layouts.of_parts

    def words_of(self, code: str) -> StepWords:
        """What the form says of a step."""
        for table in self.further:
            if further_step(table.name) == code:
                return StepWords(title=f"{table.number} {table.file_name}", hint=table.hint, lead=table.lead)
        return next((words for step, words in self.steps.items() if step == code), NO_WORDS)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of 附件2, in order."""
        return self.attachment2.lines

    @cached_property
    def columns(self) -> Mapping[str, AmountColumn]:
        """The columns of amounts of 附件2 by code, in order."""
        return {column.code: column for column in self.attachment2.columns}

    @cached_property
    def meant(self) -> Mapping[Meaning, str]:
        """The code of the column of each meaning, of those that the form has."""
        return {column.meaning: code for code, column in self.columns.items() if column.meaning}

    @cached_property
    def this_year(self) -> tuple[str, ...]:
        """The codes of the columns that are not last year's, in order."""
        return tuple(code for code in self.columns if code != self.meant.get("last_final"))

    @cached_property
    def row_placeholders(self) -> tuple[str, ...]:
        """What a sentence for each row of a line may name."""
        return ("name", *self.columns, *(OVERSPENT if {"budget", "final"} <= self.meant.keys() else ()))

    def columns_of(self, line: Line) -> Collection[str]:
        """The codes of the columns in which a line takes amounts, in order; a heading has none."""
        if line.kind == "heading":
            return ()
        return self.columns if line.prior else self.this_year

    @property
    def main_lines(self) -> tuple[Line, ...]:
        """The totals of 附件2 that are part of no other."""
        parts = {part for line in self.lines for part in line.parts}
        return tuple(line for line in self.lines if line.parts and line.item not in parts)

    @cached_property
    def line(self) -> Mapping[str, Line]:
        """The lines of 附件2 by item code."""
        return {line.item: line for line in self.lines}

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """The second-level categories by code, in the order of the form."""
        return {category.code: category for level in self.attachment3.levels for category in level.categories}

    def categories_of(self, code: str) -> tuple[str, ...]:
        """The codes of the categories that `code` names, either one category or all of a first level; none if it names neither."""
        return tuple(category for category, level in self.level_of.items() if code in (category, level.code))

    @cached_property
    def level_of(self) -> Mapping[str, Level]:
        """The first level of each category code."""
        return {category.code: level for level in self.attachment3.levels for category in level.categories}

    def direction_of(self, category: str) -> Literal["positive", "reverse"]:
        """The direction of numeric targets typed without a sign in a category."""
        return self.categories[category].direction or self.level_of[category].direction

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

    @cached_property
    def own(self) -> Mapping[str, Mapping[str, OwnField]]:
        """The form's own fields that people fill in, by what holds them, and by their name there."""
        parts = (*HOLDERS.values(), INDICATORS, *self.further_tables, *self.row_lists)
        held: dict[str, dict[str, OwnField]] = {part: {} for part in parts}
        for field in self.fields:
            if not field.formula and field.part in held:
                held[field.part][field.name] = field
        return held

    @cached_property
    def computed(self) -> Mapping[str, OwnField]:
        """The form's own fields that are worked out, by path."""
        return {field.cell: field for field in self.fields if field.formula}

    @cached_property
    def has_directions(self) -> bool:
        """Whether indicators are asked for their direction, because a score rule reads it."""
        return any("direction" in rule.reads for rule in self.scores)

    @property
    def free_points(self) -> Decimal | None:
        """The points that the units share out among the levels; None if the form says what each level has."""
        is_free = all(level.weight is None for level in self.attachment3.levels)
        return FULL_MARKS - self.attachment3.execution_weight if is_free and self.has_scores else None

    def own_field(self, path: str) -> OwnField | None:
        """The form's own field at the path of a cell; None if another cell stands there, or none."""
        part, _, name = path.rpartition(".")
        row, _, number = part.rpartition(".")
        is_in_row = number.isdigit() and (row == INDICATORS or row in self.row_lists)
        return self.own.get(row if is_in_row else part, {}).get(name)

    @cached_property
    def absent(self) -> frozenset[str]:
        """The `BLOCKS` for which the form's sheets have no place, and `self_assessment` if it has no 附件3."""
        names = self.layouts.attachment2.names if self.layouts.attachment2 else frozenset[str]()
        blocks = (block for block in BLOCKS if not any(f"{name}.".startswith(f"{block}.") for name in names))
        return frozenset((*blocks, *(() if self.has_scores else (SELF_ASSESSMENT,))))

    @cached_property
    def cells(self) -> frozenset[str]:
        """The paths of the cells that every document of the edition has."""
        return frozenset(_cells(self))


def _covers(pattern: Sequence[str], names: Sequence[str]) -> bool:
    return len(pattern) <= len(names) and all(
        wanted in ("*", name) for wanted, name in zip(pattern, names, strict=False)
    )


def _cells(edition: Edition) -> Iterator[str]:
    """The paths of the cells that every document of the edition has."""
    yield "filing_date"
    yield from (f"preparer.{field}" for field in Preparer.model_fields)
    blocks = ("basic_data.thrift_measures", *(f"basic_data.staffing.{field}" for field in Staffing.model_fields))
    yield from (path for path in blocks if not path.startswith(tuple(edition.absent)))
    for line in edition.lines:
        if line.kind != "rows":
            yield from (f"basic_data.expenditure.{line.item}.{column}" for column in edition.columns_of(line))
    lists = (INDICATORS, *edition.row_lists)
    yield from (field.cell for part, own in edition.own.items() if part not in lists for field in own.values())
    composed = {*edition.fundings, "indicators", "fields"}
    if edition.has_scores:
        yield from (f"self_assessment.{field}" for field in SelfAssessment.model_fields if field not in composed)
    for group, funding in edition.fundings.items():
        yield from (f"self_assessment.{group}.{line.item}" for line in funding.lines)
    yield from (f"report.figures.{figure.code}" for figure in edition.report.figures)
    yield from (f"report.chapters.{chapter.number}" for chapter in edition.report.chapters)
