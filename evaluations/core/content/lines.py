"""The filled-in rows of 附件2, each with its line and its number."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from evaluations.core import paths
from evaluations.core.form.document import Document, ExpenditureRow
from evaluations.core.form.edition import Edition
from evaluations.core.form.official import Line


class FilledRow(NamedTuple):
    """One row of 附件2: its line, its amounts, and its number (from 1) if the line takes any number of rows, else None."""

    line: Line
    number: int | None
    row: ExpenditureRow

    def path(self, column: str) -> str:
        """The path of the row's amount in `column`; for `name`, of its name."""
        return paths.expenditure(self.line.item, column, self.number)

    def amount(self, column: str) -> Decimal | None:
        """The row's amount in `column`, in 万元."""
        return self.row.amounts.get(column)


def entries(edition: Edition, document: Document) -> Iterator[FilledRow]:
    """Every row of the document, in form order."""
    for line in edition.lines:
        several = line.kind == "rows"
        for number, row in enumerate(document.basic_data.rows(line.item), 1):
            yield FilledRow(line, number if several else None, row)


def entries_and_blanks(edition: Edition, document: Document) -> Iterator[FilledRow]:
    """As `entries`, with a blank row for each line of amounts on which nothing is filled in."""
    for line in edition.lines:
        rows = document.basic_data.rows(line.item)
        if line.kind == "rows":
            yield from (FilledRow(line, number, row) for number, row in enumerate(rows, 1))
        elif line.kind != "heading":
            yield FilledRow(line, None, rows[0] if rows else _BLANK)


_BLANK = ExpenditureRow(item="none")


def compared_years(edition: Edition, document: Document) -> Iterator[FilledRow]:
    """The rows of `entries` whose line asks for last year's amount."""
    return (entry for entry in entries(edition, document) if entry.line.prior)


def with_last_year(
    edition: Edition, document: Document, previous: Document
) -> Iterator[tuple[FilledRow, Decimal | None]]:
    """Each row with last year's final amount on the same line. Named rows are matched by name; of several with one name, the first with the first."""
    of_last_year = last_finals(previous, edition.meant.get("final", ""))
    for entry in entries(edition, document):
        yield entry, of_last_year(entry.row)


def last_finals(previous: Document | None, final: str) -> Callable[[ExpenditureRow], Decimal | None]:
    """What gives each row's final amount of last year, which stood in the column `final` then, too; asked in the order of the rows. See `with_last_year`."""
    finals: dict[tuple[str, str | None], list[Decimal | None]] = {}
    for row in previous.basic_data.expenditure if previous else ():
        finals.setdefault((row.item, row.name), []).append(row.amounts.get(final))

    def of(row: ExpenditureRow) -> Decimal | None:
        of_this_row = finals.get((row.item, row.name)) if finals else None
        return of_this_row.pop(0) if of_this_row else None

    return of
