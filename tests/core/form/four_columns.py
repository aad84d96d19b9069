"""A form whose 附件2 has four columns with codes of their own, and a document of it without findings."""

from collections.abc import Mapping
from functools import cache

from evaluations.core.content.rows import add
from evaluations.core.editions.file import read_edition
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import HERE, empty, fill

FILE = HERE / "four_columns.toml"
LINES = "basic_data.expenditure"
SPECIAL = f"{LINES}.special"
BEFORE, APPROVED, ADJUSTED, SETTLED = COLUMNS = ("settled_before", "approved", "adjusted", "settled")
AMOUNTS: Mapping[str, tuple[str, str, str, str]] = {
    "three_public": ("3", "3", "2.8", "2.6"),
    "overseas_travel": ("0", "0", "0", "0"),
    "official_reception": ("3", "3", "2.8", "2.6"),
    "project": ("10", "12", "11.5", "10.5"),
    "special.1": ("10", "12", "11.5", "10.5"),
    "procurement": ("", "5", "4", "4"),
}
TYPED = {
    f"{LINES}.{row}.{column}": amount
    for row, amounts in AMOUNTS.items()
    for column, amount in zip(COLUMNS, amounts, strict=True)
    if amount
} | {f"{SPECIAL}.1.name": "古籍修复", "preparer.name": "周敏", "report.figures.paid": "10.5"}


def text() -> str:
    """The form's file."""
    return FILE.read_text(encoding="utf-8")


@cache
def form() -> Edition:
    """The edition in it."""
    return read_edition(text())


def filled(typed: Mapping[str, str] | None = None) -> Document:
    """Its document, with the `typed` texts in its cells; a path may leave out `basic_data.expenditure`."""
    grown = add(form(), empty(form()), SPECIAL, 1).document
    return fill(form(), grown, TYPED | {_full(path): said for path, said in (typed or {}).items()})


def _full(path: str) -> str:
    return path if path in TYPED or path.startswith("report.") else f"{LINES}.{path}"
