"""The rules for an edition's layouts: marks that name something, cells that fit the sheet, and a place for every cell that people fill in."""

from collections import Counter
from collections.abc import Iterator, Sequence

from evaluations.core.basics.alike import most_like
from evaluations.core.form import fields
from evaluations.core.form.edition import HOLDERS, INDICATORS, Edition
from evaluations.core.form.layout import LayoutCell, LayoutLine, Mark, misplaced, pieces

type KeyPath = tuple[str | int, ...]
type Broken = tuple[KeyPath, str]

_MERGED = tuple(f"{INDICATORS}.{name}" for name in ("level", "category"))


def problems(edition: Edition) -> Iterator[Broken]:
    """(key, what is wrong) for every rule that the layouts of an edition break."""
    yield from (broken := list(_tables(edition)))
    if not broken:
        yield from (each for table in edition.tables for each in _Table(edition, table).problems())
        yield from _fields(edition)


def _tables(edition: Edition) -> Iterator[Broken]:
    """What is wrong with which tables the form has."""
    worded = {*edition.further_tables, *(table for table in HOLDERS if getattr(edition, table).title)}
    for table in sorted(worded ^ {*edition.layouts.tables}):
        yield ("layouts",), f"{table} 与 layouts.{table} 应当都写，没有这张表的表样都不写。"
    if not edition.layouts.tables:
        yield ("layouts",), f"至少要有一张表：{'、'.join(HOLDERS)}。"
    scores = {"scoring": edition.scoring.grades, "overall_cost_indicator": edition.overall_cost_indicator}
    for key, stated in scores.items():
        if edition.has_scores and not stated:
            yield (key,), "有 attachment3 的表样应写这一项。"
        elif stated and not edition.has_scores:
            yield (key,), "没有 attachment3 的表样没有得分，不写这一项。"


def _fields(edition: Edition) -> Iterator[Broken]:
    """The form's own fields for which it has no table."""
    heads = tuple(f"{HOLDERS.get(table, table)}." for table in edition.tables)
    lists = edition.row_lists
    for number, field in enumerate(edition.fields):
        is_column = field.part.count(".") == 2
        if not field.cell.startswith(heads) or (is_column and field.part not in lists):
            yield ("fields", number, "cell"), f"表样没有 {field.cell} 所在的表。"


class _Table:
    """One attachment's layout beside what its edition states."""

    def __init__(self, edition: Edition, table: str) -> None:
        self.edition, self.layout = edition, edition.layouts.tables[table]
        self.place: KeyPath = ("layouts", *table.split("."), "lines")
        self.head = f"{HOLDERS.get(table, table)}."
        self.columns = {path: names for path, names in fields.columns(edition).items() if path.startswith(self.head)}
        self.typed = {path for path in edition.cells if path.startswith(self.head)}
        self.stands = Counter[str]()

    def problems(self) -> Iterator[Broken]:
        for number, cell, message in misplaced(self.layout):
            yield (*self.place, number, *(() if cell is None else ("cells", cell))), message
        for number, line in enumerate(self.layout.lines):
            yield from self._line(line, (*self.place, number))
        for path in sorted({*self.typed, *self._columns()} - self.stands.keys()):
            yield self.place[:-1], f"{path} 没有出现在任何一格里，填报人无处可填。"

    def _columns(self) -> Iterator[str]:
        """The typed columns of the lists."""
        unasked = (*fields.SHARED, *fields.RATES)
        for section, names in self.columns.items():
            yield from (f"{section}.{name}" for name in names if name not in unasked)

    def _line(self, line: LayoutLine, place: KeyPath) -> Iterator[Broken]:
        if line.section and line.section not in self.columns:
            known = "、".join(self.columns)
            yield (*place, "section"), f"没有 {line.section} 这样的多行内容，应为 {known} 之一。"
            return
        if line.section and place[-1] == 0:
            yield place, "第一行不能是多行内容。"
        for number, cell in enumerate(line.cells):
            where = (*place, "cells", number)
            if line.section and cell.rows > 1:
                yield (*where, "rows"), "多行内容中的单元格不能再向下合并。"
            yield from (((*where, "text"), message) for message in self._cell(line, cell))

    def _cell(self, line: LayoutLine, cell: LayoutCell) -> Iterator[str]:
        for mark in cell.marks:
            yield from self._mark(line, mark)
            inner = (part for part in pieces(mark.when_empty) if isinstance(part, Mark))
            yield from (message for part in inner for message in self._words(part))
        yield from self._values(line, cell.parts)

    def _mark(self, line: LayoutLine, mark: Mark) -> Iterator[str]:
        name = mark.name
        if not name:
            yield "花括号中应写名称。"
        elif name.startswith(fields.LABEL) or name in fields.YEARS:
            yield from self._words(mark)
        elif name not in self._known(line):
            yield f"没有 {name} 这样的单元格{self._like(line, name)}。"
        elif mark.merges != (name in _MERGED):
            yield f"{{{name}}} 不能用 + 合并。" if mark.merges else f"应写成 {{{name}+}}，各行合并成一格。"
        elif mark.when_empty and not line.section:
            yield f"{{{name}}} 不在多行内容中，不能用 | 写空着时的文字。"

    def _words(self, mark: Mark) -> Iterator[str]:
        if mark.name in fields.YEARS:
            return
        try:
            fields.label(self.edition, mark.name.removeprefix(fields.LABEL))
        except LookupError:
            yield f"表样中没有 {mark.name.removeprefix(fields.LABEL)} 这一项文字。"

    def _known(self, line: LayoutLine) -> set[str]:
        if line.section:
            return {f"{line.section}.{name}" for name in self.columns[line.section]}
        return {*self.typed, *fields.SAID, *fields.computed(self.edition)}

    def _like(self, line: LayoutLine, name: str) -> str:
        like = most_like(name, self._known(line), 0.8)
        return f"，是否为 {like}" if like else ""

    def _values(self, line: LayoutLine, parts: Sequence[str | Mark]) -> Iterator[str]:
        """A field's value is what people type into its cell, so nothing else can follow it there."""
        names = [part.name if isinstance(part, Mark) else "" for part in parts]
        typed = [name for name in names if name in self.typed or (line.section and name.startswith(f"{line.section}."))]
        typed = [name for name in typed if name.rpartition(".")[2] not in fields.SHARED]
        shared = [name for name in names if name.rpartition(".")[2] in fields.SHARED and line.section]
        if shared and typed:
            yield f"{{{shared[0]}}} 是几行共有的，不能与 {{{typed[0]}}} 写在同一格。"
        computed = fields.computed(self.edition)
        values = [name for name in names if name in typed or name in computed]
        if len(values) > 1 or (values and names[-1] != values[0]):
            yield f"{{{values[0]}}} 应写在这一格的最后，一格只能有一个数。"
        for name in typed:
            self.stands[name] += 1
            if self.stands[name] == 2:
                yield f"{name} 出现了不止一次。"
            part = self._part(name)
            if line.part != part:
                yield f'{name} 在“{part}”一步填写，这一行应写明 part = "{part}"。'

    def _part(self, name: str) -> str:
        """The step that fills the field in."""
        if self.head != "self_assessment.":
            return self.head.removesuffix(".")
        return "indicators" if name.startswith(INDICATORS) else "budget"
