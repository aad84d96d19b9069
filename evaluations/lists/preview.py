"""What the page, and a file, show before a list is stored: row by row, what it would do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from evaluations.core.lists.columns import ListColumn, ListShape
from evaluations.core.lists.comparison import (
    BLANK,
    NO_ANSWER,
    YES_ANSWER,
    ComparedRow,
    ListComparison,
    Outcome,
    Question,
)
from evaluations.lists.importing import UploadedList

SHOWN = 300
"""The page shows this many rows of each kind; the file shows all."""
ANSWER = "answer."
_OUTCOMES: Mapping[Outcome, str] = {"new": "新增", "changed": "修改", "same": "不变"}


class ShownProblem(NamedTuple):
    """Why a row is refused: the place, the text there, what to do."""

    place: str
    found: str
    message: str


class ShownChange(NamedTuple):
    """One cell that would change."""

    heading: str
    before: str
    after: str


class ShownChanges(NamedTuple):
    """A row that would change: its number, its name for people, and its cells."""

    number: int
    name: str
    changes: Sequence[ShownChange]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its choices: the posted value, the words, whether it is chosen."""

    question: Question
    field: str
    choices: Sequence[tuple[str, str, bool]]


def shown_comparison(shape: ListShape, uploaded: UploadedList, compared: ListComparison) -> dict[str, Any]:
    """The context of the page."""
    new, changed, faults = compared.of("new"), compared.of("changed"), compared.faults
    return {
        "shape": shape,
        "uploaded": uploaded,
        "compared": compared,
        "shown": SHOWN,
        "shown_slice": f":{SHOWN}",
        "count": {
            "new": len(new),
            "changed": len(changed),
            "same": len(compared.of("same")),
            "open": len(compared.open_questions),
            "faults": len(faults),
        },
        "questions": [_question(question) for question in compared.questions],
        "problems": [
            ShownProblem(f"第 {row} 行 {heading}", found, message) for row, heading, found, message in faults[:SHOWN]
        ],
        "changed": [_changes(shape, row) for row in changed[:SHOWN]],
        "new": [(row.number, [row.values[column.name] for column in shape.columns]) for row in new[:SHOWN]],
        "same": [(row.number, shape.named(row.values)) for row in compared.of("same")[:SHOWN]],
    }


def _question(question: Question) -> ShownQuestion:
    few = len(question.codes) == 1
    yes = f"是，改为“{question.codes[0].suggestion}”" if few else f"是，{len(question.codes)} 行都改"
    no = f"不是，就是“{question.codes[0].found}”" if few else "不是，都照文件里的"
    choices = ((YES_ANSWER, yes), (NO_ANSWER, no))
    told = [(value, words, question.answer == value) for value, words in choices]
    return ShownQuestion(question, f"{ANSWER}{question.key}", told)


def _changes(shape: ListShape, row: ComparedRow) -> ShownChanges:
    changes = [ShownChange(column.heading, before, after) for column, before, after in row.changes(shape)]
    return ShownChanges(row.number, shape.named(row.values), changes)


def counted(compared: ListComparison) -> str:
    """The number of rows per outcome: 新增 3 行，修改 1 行，不变 96 行."""
    return "，".join(f"{words} {len(compared.of(outcome))} 行" for outcome, words in _OUTCOMES.items())


# The same as a file


RESULT = ListShape(
    "核对结果",
    tuple(
        ListColumn(name=heading, heading=heading, help="", example="")
        for heading in ("行", "结果", "名称", "列", "现在", "文件中", "说明")
    ),
)


def result_rows(shape: ListShape, compared: ListComparison) -> list[Mapping[str, str]]:
    """Every row of the file, in order, with what it would do; one line for each cell that would change or is refused."""
    lines = sorted(_lines(shape, compared), key=lambda line: line[0])
    names = [column.name for column in RESULT.columns]
    return [dict(zip(names, map(str, line), strict=True)) for line in lines]


def _lines(shape: ListShape, compared: ListComparison) -> Iterator[tuple[int, str, str, str, str, str, str]]:
    for fault in compared.faults:
        yield fault.row, "不能导入", "", fault.heading, "", fault.found, fault.message
    for question in compared.open_questions:
        for number, found, suggestion in question.codes:
            yield number, "待回答", "", question.heading, "", found, f"是“{suggestion}”吗？"
    for row in compared.rows:
        yield from _lines_of(shape, row)


def _lines_of(shape: ListShape, row: ComparedRow) -> Iterator[tuple[int, str, str, str, str, str, str]]:
    outcome, name = _OUTCOMES[row.outcome], shape.named(row.values)
    if row.outcome != "changed":
        yield row.number, outcome, name, "", "", "；".join(row.told(shape)), ""
        return
    for heading, before, after in _changes(shape, row).changes:
        yield row.number, outcome, name, heading, before or BLANK, after or BLANK, ""
