"""What stands in a file, whatever its format: paragraphs and tables, one after the other, with texts as a reader sees them."""

from dataclasses import dataclass
from typing import NamedTuple

from evaluations.core.findings.finding import Severity


class Cell(NamedTuple):
    """A filled cell: the row and column where it begins, from 0, its text as shown, the rows and columns that it is merged over.

    Of a number in a sheet `number` is the one amount that its text shows where the text is more than that (`16.2` of `16.2万元`), and `held`
    what the sheet holds where that is another amount; both "" otherwise.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    number: str = ""
    held: str = ""


class Table(NamedTuple):
    """A sheet of a workbook, or a table of a Word file (which has no `name`): its cells that are not blank, row by row."""

    name: str
    cells: tuple[Cell, ...]


class Fault(NamedTuple):
    """A cell whose text could not be told, and why; a `warning` where nobody sees it either."""

    place: str
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's paragraphs (texts) and tables in their order; `faults`: what could not be told when it was read."""

    blocks: tuple[str | Table, ...]
    faults: tuple[Fault, ...] = ()
