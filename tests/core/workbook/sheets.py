"""The sheets of an edition's workbook as values, and changes to their cells."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evaluations.core.editions.file import read_edition
from evaluations.core.form.edition import Edition
from evaluations.core.readback.source import FileCell, FileTable, Source
from evaluations.core.workbook.pages import cell_name
from evaluations.core.workbook.reading import Reading, read
from evaluations.core.workbook.writing import pages
from tests.core import builders

EDITIONS = (*sorted(builders.SHIPPED.parent.glob("*.toml")), builders.HERE / "second_edition.toml")
PROJECT = builders.SHIPPED.with_name("project-2022.toml")
SICHUAN = builders.SHIPPED.with_name("sichuan-project-2023.toml")


@cache
def form(path: Path = builders.SHIPPED) -> Edition:
    """The edition in the file."""
    return read_edition(path.read_text(encoding="utf-8"))


@cache
def tables(path: Path = builders.SHIPPED) -> tuple[FileTable, ...]:
    """The sheets of its workbook."""
    return tuple(page.table for page in pages(form(path)))


def changed(changes: Mapping[tuple[str, str], str], path: Path = builders.SHIPPED) -> tuple[FileTable, ...]:
    """The sheets with other texts in the cells (sheet, name)."""
    return tuple(
        table._replace(
            cells=_changed(table, {cell: text for (sheet, cell), text in changes.items() if sheet == table.name})
        )
        for table in tables(path)
    )


def _changed(table: FileTable, texts: Mapping[str, str]) -> tuple[FileCell, ...]:
    cells = {cell_name(cell.row, cell.column): cell for cell in table.cells}
    for name, text in texts.items():
        cells[name] = cells[name]._replace(text=text) if name in cells else _cell(name, text)
    return tuple(cell for cell in cells.values() if cell.text.strip())


def _cell(name: str, text: str) -> FileCell:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return FileCell(int(name[len(letters) :]) - 1, column - 1, text)


def reading(changes: Mapping[tuple[str, str], str], path: Path = builders.SHIPPED) -> Reading:
    """What the workbook says after these changes."""
    return read(Source(changed(changes, path)))


def place_of(sheet: str, text: str, path: Path = builders.SHIPPED, *, nth: int = 0) -> str:
    """The name of the cell of the sheet in which the text stands."""
    table = next(table for table in tables(path) if table.name == sheet)
    found = [cell_name(cell.row, cell.column) for cell in table.cells if cell.text == text]
    return found[nth]
