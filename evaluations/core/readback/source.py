"""What stands in a file, whatever its format: paragraphs and tables, one after the other, with texts as a reader sees them."""

from dataclasses import dataclass
from typing import NamedTuple

from evaluations.core.finding import Severity


class Cell(NamedTuple):
    """A filled cell: the row and column where it begins, from 0, its text, the rows and columns that it is merged over."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class Table(NamedTuple):
    """A sheet of a workbook, or a table of a Word file (which has no `name`): its cells that are not blank, row by row."""

    name: str
    cells: tuple[Cell, ...]


class Fault(NamedTuple):
    """What could not be told as it stands in the file, where, and why."""

    place: str
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's paragraphs (texts) and tables in their order; `faults`: what could not be told when it was read."""

    blocks: tuple[str | Table, ...]
    faults: tuple[Fault, ...] = ()
