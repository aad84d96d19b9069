"""The official table as values, as official_cells.py makes HTML of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class CellInput:
    """An input in a cell.

    `kind`: amount, count, text (one line), long (grows with its text) or choice, which has `options`: (value, label, whether it is chosen).
    `label` is spoken: the line's and the column's name with the unit. `described_by` is the id of the block with the cell's error and
    notes, "" when there is neither; `in_wan` the amount in 万元 if it was typed in 元.
    """

    kind: str
    name: str
    value: str
    label: str
    error: str = ""
    described_by: str = ""
    options: Sequence[tuple[str, str, bool]] = ()
    title: str = ""
    in_wan: str = ""


@dataclass(slots=True)
class TableCell:
    """A cell.

    `css`: of heading, label, indent-1, indent-2, amount, ratio, text, tall, computed, total, number, title, note, foot. `tag`: td, or th for a
    heading (never an empty one). `anchor` is the path of the cell's value: the id of its input, so that a link to the cell puts the cursor
    into it, else of the cell itself. `prefix` is printed before the value in the same cell: 其中：一般公共预算：.

    `extra` is a second input in it, whose id is its name: the direction of an indicator, which has no cell on the printed form. `notes` are
    (severity, message). `hint` is a small text under the value, `take` a suggested score that a click takes over. `correct_url` leads to
    where a value that came from last year is corrected, and `label` is the spoken name of such a cell.
    """

    css: str
    tag: str = "td"
    rowspan: int = 1
    colspan: int = 1
    anchor: str = ""
    prefix: str = ""
    text: str = ""
    input: CellInput | None = None
    extra: CellInput | None = None
    notes: Sequence[tuple[str, str]] = ()
    comments: int = 0
    comment_url: str = ""
    correct_url: str = ""
    label: str = ""
    hint: str = ""
    take: str = ""


@dataclass(slots=True)
class TableRow:
    """A row; `actions` are its buttons: (value, label, title, whether it takes something away); the title is spoken.

    `library_url` leads to indicators that may be added here. `beside` are short texts on the right of the form, in a column that is no part
    of it, in the cell `beside_id`; in a row of headings, that column's heading.
    """

    cells: Sequence[TableCell]
    id: str = ""
    actions: Sequence[tuple[str, str, str, bool]] = ()
    beside: Sequence[str] = ()
    beside_id: str = ""
    is_head: bool = False
    library_url: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a form's rows: texts (none as yet: an empty list) by the path of a cell in the row, under a heading."""

    heading: str
    texts: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class OfficialTable:
    """One official table; `columns` are widths in percent. An `editable` one has a column for the rows' buttons."""

    caption: str
    columns: Sequence[float]
    editable: bool
    rows: Sequence[TableRow]
    has_beside: bool = False
