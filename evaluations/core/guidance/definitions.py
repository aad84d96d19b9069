"""What each cell of an edition's form counts and where its figure is taken from (口径), sheet by sheet in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.core.form.document import Document, Region, Unit
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names, chapter

_ANY_LINE = "basic_data.expenditure.*"
_ANY_LISTED_ROW = f"{_ANY_LINE}.*"
_PARTS = {"report.figures": "报告中的金额", "report.chapters": "报告正文"}
"""What only a whole part of the report is called."""


@dataclass(frozen=True, slots=True)
class DefinedSheet:
    """The definitions of one sheet: (the cells' name, text) in the order of the edition's file."""

    title: str
    lines: Sequence[tuple[str, str]]


def defined_sheets(edition: Edition, year: int) -> list[DefinedSheet]:
    """The definitions of the edition in words, the chapters' hints last; `year` is the one that the form's labels name."""
    names = Names(edition, _of_nobody(edition, year))
    hints = {chapter(one.number): one.hint for one in edition.report.chapters if one.hint}
    sheets: dict[str, list[tuple[str, str]]] = {}
    for pattern, text in {**edition.definitions, **hints}.items():
        sheets.setdefault(names.sheet(pattern), []).append((_name(names, pattern), text))
    return [DefinedSheet(title, lines) for title, lines in sheets.items()]


def _name(names: Names, pattern: str) -> str:
    """The cells that a pattern covers; `*` stands for any line, row or indicator."""
    if pattern.startswith(_ANY_LINE):
        lines = "逐项填写的各行" if pattern.startswith(_ANY_LISTED_ROW) else "各行"
        return f"{lines} {names.column(pattern.rpartition('.')[2])}".rstrip()
    if pattern in _PARTS:
        return _PARTS[pattern]
    one = names.within_table(pattern.replace("*", "1"))
    return one.replace("第 1 行", "各行").replace("指标 1", "各指标").removeprefix(f"{names.sheet(pattern)} ")


def _of_nobody(edition: Edition, year: int) -> Document:
    """A blank document, since cells are named for a document."""
    nobody = Unit(code="0", name="0", region=Region(code="0", name="0"))
    return Document(edition=edition.code, fiscal_year=year, unit=nobody)
