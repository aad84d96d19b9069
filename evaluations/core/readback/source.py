"""The contents of a file of any format: paragraphs and tables in order, with texts as shown."""

from dataclasses import dataclass
from typing import NamedTuple

from evaluations.core.findings.finding import Severity


class FileCell(NamedTuple):
    """A filled cell: the row and column (from 0) where it begins, its text as shown, and the rows and columns that it spans.

    For a number in a sheet, `number` is the amount in the text if the text holds more than that (`16.2` in `16.2万元`; in a list always), and
    `held` the stored amount if it differs from the shown one; otherwise both are "".
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    number: str = ""
    held: str = ""


class FileTable(NamedTuple):
    """A sheet of a workbook, or a table in a Word file (which has no `name`): its filled cells, row by row."""

    name: str
    cells: tuple[FileCell, ...]


class FileFault(NamedTuple):
    """A cell whose text could not be determined, and why; a `warning` if nobody can see the cell anyway."""

    place: str
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's paragraphs (texts) and tables, in order; `faults`: the cells whose texts could not be determined."""

    blocks: tuple[str | FileTable, ...]
    faults: tuple[FileFault, ...] = ()
