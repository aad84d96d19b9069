"""Compares the rows of a file with the stored list: reads each cell, and finds each row by its key.

A blank cell changes nothing; 无 empties a cell that may be blank. A cell with exactly the stored text is unchanged, however it would be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from evaluations.core.basics.values import NOT_APPLICABLE, Unreadable
from evaluations.core.lists.codes import Codes, Doubt
from evaluations.core.lists.columns import ListColumn, ListShape
from evaluations.core.lists.comparison import (
    NO_ANSWER,
    YES_ANSWER,
    Answers,
    Asked,
    ComparedRow,
    ListComparison,
    PresentList,
    Question,
    Values,
)
from evaluations.core.lists.rows import FileRow, FileRows, FoundText, RowFault
from evaluations.core.lists.values import read_value
from evaluations.core.readback.words import clip

_BLANK = FoundText("")


def compare(shape: ListShape, file: FileRows, present: PresentList, answers: Answers) -> ListComparison:
    """What importing `file` would do to the stored list; `answers`: YES_ANSWER or NO_ANSWER by the keys of the questions."""
    return _Comparing(shape, file, present, answers).compared()


@dataclass
class _Comparing:
    """Gathers one comparison."""

    shape: ListShape
    file: FileRows
    present: PresentList
    answers: Answers
    faults: list[RowFault] = field(default_factory=list)
    keys: dict[tuple[str, ...], int] = field(default_factory=dict)
    asked: dict[tuple[str, str], list[tuple[Asked, Doubt]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.standing = {self.shape.key_of(row): row for row in self.present.rows}
        self.others = [column for column in self.shape.columns if not column.is_key]
        self.going = {
            (column.name, row[column.follows]): row[column.name]
            for column in self.others
            if column.follows
            for row in self.present.rows
        }
        self.codes = {column.name: self._codes(column) for column in self.shape.columns if column.kind == "code"}

    def _codes(self, column: ListColumn) -> Codes:
        names = [name for name in (column.name, column.like) if name]
        known = {row[name] for row in self.present.rows for name in names}
        known.update(self.present.known.get(column.name, ()))
        listed = (row.texts[name].text for row in self.file.rows for name in names if name in row.texts)
        return Codes(known, listed)

    def compared(self) -> ListComparison:
        """The comparison of all rows."""
        rows = tuple(row for file_row in self.file.rows if (row := self._row(file_row)))
        unmentioned = len(self.standing.keys() - self.keys.keys())
        comparison = ListComparison(rows, (), tuple(self._questions()), unmentioned)
        return comparison.with_faults((*self.file.faults, *self.faults))

    def _row(self, row: FileRow) -> ComparedRow | None:
        """The row as it would be stored; None if a cell is refused, or its question is open."""
        key = {column.name: self._cell(row, column, column.default) for column in self.shape.keys}
        known = {name: value for name, value in key.items() if value is not None}
        before = self._found(row, known) if len(known) == len(key) else None
        values = known | {
            column.name: value
            for column in self.others
            if (value := self._cell(row, column, self._kept(column, known, before), stands=bool(before))) is not None
        }
        given = frozenset(name for name, found in row.texts.items() if found.text.strip())
        return ComparedRow(row.number, values, before, given) if len(values) == len(self.shape.columns) else None

    def _found(self, row: FileRow, key: Values) -> Values | None:
        """The stored row with this key; a second row with it in the file is reported."""
        first = self.keys.setdefault(self.shape.key_of(key), row.number)
        if first != row.number:
            headings = "、".join(column.heading for column in self.shape.keys)
            message = f"第 {first} 行也是它，同一个{self.shape.row_name}只能有一行。请在第 {first} 行和第 {row.number} 行中只留一行。"
            self.faults.append(RowFault(row.number, headings, clip(" ".join(self.shape.key_of(key))), message))
        return self.standing.get(self.shape.key_of(key))

    def _kept(self, column: ListColumn, key: Values, before: Values | None) -> str:
        """What a blank cell leaves as it is."""
        if before:
            return before[column.name]
        return self.going.get((column.name, key.get(column.follows, "")), column.default)

    def _cell(self, row: FileRow, column: ListColumn, kept: str, *, stands: bool = False) -> str | None:
        """The value that a cell would have; None if it is refused, or its question is open. `stands`: in a stored row it is `kept` now."""
        found = row.texts.get(column.name, _BLANK)
        if column.is_shown or (stands and found.text.strip() == kept):
            return kept
        if found.text.strip() == NOT_APPLICABLE and column.can_be_emptied:
            return ""
        try:
            value = self._understood(row, column, found)
        except Unreadable as fault:
            self.faults.append(RowFault(row.number, column.heading, clip(found.text), str(fault)))
            return None
        if value == "" and column.is_asked:
            self.faults.append(
                RowFault(row.number, column.heading, "", f"必填，不能空白。请填写，例如“{column.example}”。")
            )
            return None
        return kept if value == "" else value

    def _understood(self, row: FileRow, column: ListColumn, found: FoundText) -> str | None:
        """A cell's value; None while its question is open."""
        value = self._read(row, column, found)
        if not value or not column.clean or (column.kind == "code" and value in self.codes[column.name]):
            return value
        return column.clean(value)

    def _read(self, row: FileRow, column: ListColumn, found: FoundText) -> str | None:
        if column.kind != "code":
            return read_value(column, found.text)
        codes = self.codes[column.name]
        if (as_it_stands := found.text.strip()) in codes:
            return as_it_stands
        code = read_value(column, found.text)
        doubt = codes.doubt(code, found.number) if code else None
        if doubt is None:
            return code
        key = _key(column, doubt)
        self.asked.setdefault((key, column.heading), []).append((Asked(row.number, code, doubt.suggestion), doubt))
        return {YES_ANSWER: doubt.suggestion, NO_ANSWER: code}.get(self.answers.get(key, ""))

    def _questions(self) -> Iterator[Question]:
        for (key, heading), asked in self.asked.items():
            _, doubt = asked[0]
            codes = tuple(code for code, _ in asked)
            yield Question(key, heading, doubt.zeros, doubt.was_number, codes, self.answers.get(key, ""))


def _key(column: ListColumn, doubt: Doubt) -> str:
    return f"{column.name}.{doubt.reason}"
