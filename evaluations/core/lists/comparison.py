"""An imported list compared with the stored one: new rows, changes, refused rows, and questions.

All or nothing: while any row is refused or any question is open, nothing is imported.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from evaluations.core.lists.columns import ListColumn, ListShape
from evaluations.core.lists.rows import RowFault

Outcome = Literal["new", "changed", "same"]
Values = Mapping[str, str]
Answers = Mapping[str, str]
YES_ANSWER, NO_ANSWER = "yes", "no"
BLANK = "（空白）"


@dataclass(frozen=True, slots=True)
class PresentList:
    """The stored list: its rows in order, and the codes known from elsewhere, by column."""

    rows: Sequence[Values]
    known: Mapping[str, Collection[str]] = field(default_factory=dict)


class ValueChange(NamedTuple):
    """The change of one cell of an existing row."""

    column: ListColumn
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of the file: the new values, and the stored ones; `before` is None for a new row. `given`: the columns that the file fills."""

    number: int
    values: Values
    before: Values | None
    given: frozenset[str] = frozenset()

    @property
    def outcome(self) -> Outcome:
        """What importing it would do."""
        if self.before is None:
            return "new"
        return "same" if self.values == self.before else "changed"

    def changes(self, shape: ListShape) -> list[ValueChange]:
        """The changes to its cells."""
        before = self.before or {}
        cells = ((column, before.get(column.name, ""), self.values[column.name]) for column in shape.columns)
        return [ValueChange(*cell) for cell in cells if cell[1] != cell[2]]

    def told(self, shape: ListShape) -> list[str]:
        """The changes in words: 单位名称：甲 → 乙; for a new row, each value."""
        return [
            f"{column.heading}：{before or BLANK} → {after or BLANK}" if self.before else f"{column.heading}：{after}"
            for column, before, after in self.changes(shape)
        ]

    def fault(self, column: ListColumn, message: str) -> RowFault:
        """The fault that refuses the row because of this column."""
        return RowFault(self.number, column.heading, self.values[column.name], message)


class Asked(NamedTuple):
    """A doubtful code: its row, the code as it is, and what it may have been."""

    row: int
    found: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Question:
    """The question about codes that became numbers in the same way; `answer` is "" while it is open."""

    key: str
    heading: str
    zeros: int
    was_number: bool
    codes: tuple[Asked, ...]
    answer: str

    @property
    def is_open(self) -> bool:
        """Whether it is unanswered."""
        return self.answer not in (YES_ANSWER, NO_ANSWER)

    @property
    def words(self) -> str:
        """The question in words."""
        first, *others = self.codes
        ways = (self.was_number and "写成了数字的样子", self.zeros and f"比其他的少 {self.zeros} 位")
        told = "，".join(way for way in ways if way)
        if not others:
            return f"第 {first.row} 行{self.heading}是“{first.found}”，{told}，是“{first.suggestion}”吗？"
        return (
            f"第 {first.row} 行等 {len(self.codes)} 行的{self.heading}{told}，"
            f"例如“{first.found}”，是“{first.suggestion}”吗？"
        )


@dataclass(frozen=True, slots=True)
class ListComparison:
    """What importing a file would do; `unmentioned`: how many stored rows are not in the file and stay as they are."""

    rows: tuple[ComparedRow, ...]
    faults: tuple[RowFault, ...]
    questions: tuple[Question, ...]
    unmentioned: int

    def of(self, outcome: Outcome) -> list[ComparedRow]:
        """The rows with this outcome."""
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def to_store(self) -> list[ComparedRow]:
        """The new and the changed rows."""
        return [row for row in self.rows if row.outcome != "same"]

    @property
    def open_questions(self) -> list[Question]:
        """The questions without an answer."""
        return [question for question in self.questions if question.is_open]

    @property
    def is_ready(self) -> bool:
        """Whether it can be imported, as a whole, and would change something."""
        return not self.faults and not self.open_questions and bool(self.to_store)

    def with_faults(self, faults: Iterable[RowFault]) -> "ListComparison":
        """The comparison with further faults; their rows would no longer be stored."""
        told = tuple(sorted(dict.fromkeys((*self.faults, *faults)), key=lambda fault: fault.row))
        refused = {fault.row for fault in told}
        rows = tuple(row for row in self.rows if row.number not in refused)
        return replace(self, rows=rows, faults=told)

    @property
    def digest(self) -> str:
        """A digest of everything that is announced to the person; it differs if any of that differs."""
        announced = [[row.number, dict(row.values), row.before and dict(row.before)] for row in self.to_store]
        told = [announced, self.faults, [question.key for question in self.open_questions]]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
