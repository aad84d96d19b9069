"""What a form states in a language of its own: cells that only it has, the relations that must hold, how scores are suggested."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from evaluations.core.basics.values import TEXT_LIMIT
from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR
from evaluations.core.form.document import CheckCode
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import reads

Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=200)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
CellPath = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z0-9_]+)*$", max_length=200)]
OWN_CELL = r"^(basic_data|self_assessment|self_assessment\.indicators)\.[a-z][a-z0-9_]*$"
Expression = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Message = Annotated[str, StringConstraints(max_length=500)]
StepCode = Literal["details", "basic-data", "budget", "indicators", "report", "check"]


class Part(BaseModel):
    """A part of an edition: frozen, and without keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnField(Part):
    """A cell that this form asks for beside those of every form: `self_assessment.project_name`; or, in `self_assessment.indicators`, a column.

    `choices` are the texts of which a `choice` takes one. With a `formula` nobody types it; a `ratio` has one.
    """

    cell: Annotated[str, StringConstraints(pattern=OWN_CELL, max_length=80)]
    label: Label
    kind: Literal["amount", "points", "area", "count", "date", "line", "long", "choice", "ratio"] = "line"
    choices: tuple[Label, ...] = ()
    formula: Expression | None = None

    @property
    def part(self) -> str:
        """What holds it: `basic_data`, `self_assessment`, or `self_assessment.indicators` for a column."""
        return self.cell.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its name there."""
        return self.cell.rpartition(".")[2]


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
