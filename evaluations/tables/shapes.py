"""The official table as values, which official_cells.py turns into HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.core.text.word_changes import Run


@dataclass(slots=True)
class CellInput:
    """An input in a cell.

    `kind`: amount, count, text (one line), long (grows with its text) or choice, which has `options`: (value, label, whether it is chosen).
    `label`, for screen readers, names the line and the column with its unit. `described_by` is the id of the block with the cell's error
    and notes, "" if there are none; `in_wan` is the amount in 万元 if it was typed in 元; `usual`: the customary
    text if there is nothing to say, which one press puts into a blank cell; `offers` are what an unreadable text may have meant.
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
    usual: str = ""
    offers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """What a cell is compared with: `said` stands below its value, with the `difference` (with its sign) or a remark; or `runs` replace its text."""

    said: str = ""
    difference: str = ""
    runs: Sequence[Run] = ()


@dataclass(slots=True)
class TableCell:
    """A cell.

    `css`: any of heading, label, indent-1, indent-2, amount, ratio, text, tall, computed, total, number, title, note, foot. `tag`: td, or th
    for a heading (never an empty one). `anchor` is the path of the cell's value: the id of its input, so that a link to the cell puts the cursor
    there, or else the id of the cell itself. `prefix` is printed before the value in the same cell: 其中：一般公共预算：.

    `extra` is a second input, whose id is its name: the direction of an indicator, which has no cell on the printed form. `notes` are
    (severity, message). `hint` is a small text under the value, `take` a suggested score that a click accepts. `correct_url` leads to
    the page where a value copied from last year is corrected; `label` names such a cell for screen readers. `column` is the heading over the
    cell, which a telephone shows with it; `title` says why the cell can't be typed into; `compared`: what a read-only one is compared with.
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
    column: str = ""
    title: str = ""
    compared: Compared | None = None


@dataclass(slots=True)
class TableRow:
    """A row; `actions` are its buttons: (value, label, title for screen readers, whether it removes something).

    `library_url` leads to indicators that may be added here. `beside` are short texts in an extra column to the right of the form, in the cell
    `beside_id`; in a row of headings, they are that column's heading.
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
    """A column beside a form's rows: a heading, and texts by the path of a cell in the row (an empty list if there are none yet)."""

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
