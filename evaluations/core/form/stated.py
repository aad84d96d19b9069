"""What a form states in a language of its own: cells that only it has, the relations that must hold, how scores are suggested."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from evaluations.core.basics.values import ROW_LIMIT, TEXT_LIMIT
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.core.form.document import FURTHER, CheckCode, TableCode
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import reads

Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=200)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
CellPath = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*$", max_length=200)]
OWN_CELL = (
    r"^(basic_data|self_assessment|self_assessment\.indicators|further(\.[a-z][a-z0-9_]{0,19}){1,2})\.[a-z][a-z0-9_]*$"
)
OWN_LIST = r"^further(\.[a-z][a-z0-9_]{0,19}){2}$"
Expression = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Message = Annotated[str, StringConstraints(max_length=500)]
StepCode = Literal["details", "basic-data", "budget", "indicators", "report", "check"]


class Part(BaseModel):
    """A part of an edition: frozen, and without keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnField(Part):
    """A cell that this form asks for beside those of every form: `self_assessment.project_name`; or, in a list, a column.

    `choices` are the texts of which a `choice` takes one. With a `formula` nobody types it; a `ratio` has one.
    """

    cell: Annotated[str, StringConstraints(pattern=OWN_CELL, max_length=80)]
    label: Label
    kind: Literal["amount", "points", "area", "count", "date", "line", "long", "choice", "ratio"] = "line"
    choices: tuple[Label, ...] = ()
    formula: Expression | None = None

    @property
    def part(self) -> str:
        """What holds it: `basic_data`, `self_assessment`, a further table (`further.assets`); of a column its list, `self_assessment.indicators` or `further.assets.houses`."""
        return self.cell.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its name there."""
        return self.cell.rpartition(".")[2]


class Further(Part):
    """A further table, in which stands what the form states itself (`fields`): the words of the table, and of the step that fills it in."""

    code: TableCode
    number: Label
    file_name: Label
    title: Label
    listed: Words = ""
    hint: Words = ""
    lead: Message = ""

    @property
    def name(self) -> str:
        """Its name among the form's tables, which is that of the part of a document that holds its cells."""
        return f"{FURTHER}.{self.code}"


def further_step(table: str) -> str:
    """The code of the step that fills in a further table, by the table's name."""
    return table.replace(".", "-")


class RowList(Part):
    """A list of rows in a further table, whose columns are the form's own fields; in how many rows at `most` people fill it in.

    A column `name` says what a row is called.
    """

    path: Annotated[str, StringConstraints(pattern=OWN_LIST, max_length=60)]
    label: Label
    most: int = Field(default=ROW_LIMIT, ge=1, le=ROW_LIMIT)

    @property
    def table(self) -> str:
        """The name of its table."""
        return self.path.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its name there."""
        return self.path.rpartition(".")[2]


class FromProjects(Part):
    """A cell of a unit's form for which its projects' evaluations hold the figure: all that they state of a `concept`, added up, or the mean of it."""

    cell: CellPath
    concept: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=80)]
    how: Literal["sum", "mean"] = "sum"


class Sample(Part):
    """Values of a filled-in form, as somebody would type them, and the codes of exactly those checks that have something to say on them.

    `cells` is by path; a row of a list stands under the list's path and its number there: `self_assessment.indicators.output.quantity.1.name`.
    """

    name: Label
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
    cells: Mapping[CellPath, Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]]
    findings: tuple[CheckCode, ...] = ()


class StepWords(Part):
    """What a step of filling in is called, what the task list says that it asks for, and what stands above it; "": the program's own words."""

    title: Words = ""
    hint: Words = ""
    lead: Message = ""


class Rule(Part):
    """One relation that must hold; what is written in expressions and messages is explained in docs/rules.md.

    `holds` is the condition, judged where `when` holds; with `each` (a list of rows) once a row, in which columns have their bare names. A broken rule
    gives a finding at `cell` with `message`; `found` and `expected` are texts like the message, by default the two sides of the comparison.
    `missing`: it only says that something has not been filled in yet. The first rule of a code says the `relation` in words.
    """

    code: CheckCode
    relation: Words = ""
    severity: Literal["error", "warning", "info"]
    each: CellPath | None = None
    when: Expression | None = None
    holds: Expression
    cell: CellPath
    message: Message
    found: Message | None = None
    expected: Message | None = None
    missing: bool = False


class ScoreRule(Part):
    """How the score in `cell` is suggested where `when` holds: the `value`, within the full `weight`, and the `reason`, a text like a rule's message.

    The first of a cell's rules that applies counts. With `each` (the indicators) the cell is a column, as in a `Rule`.
    """

    each: Literal["self_assessment.indicators"] | None = None
    cell: CellPath
    weight: Expression
    when: Expression | None = None
    value: Expression
    reason: Message

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names that its condition and value read; what is no expression reads nothing."""
        return frozenset().union(*(_reads(text) for text in (self.when, self.value) if text))


def _reads(text: str) -> frozenset[str]:
    try:
        return reads(parse(text))
    except Mistake:
        return frozenset()
