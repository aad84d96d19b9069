"""Findings in the order in which people go through them: by cell, in form order, with those grouped that one sentence explains. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from evaluations.core import paths
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition

Card = Sequence[Finding]
FormOrder = tuple[int, int, int]


def cards(edition: Edition, document: Document, findings: Iterable[Finding], in_order: Iterable[str]) -> list[Card]:
    """The findings grouped by cell, in form order; `in_order`: the paths of the document's cells.

    A total with a single filled part would raise the same question twice, so that part's findings are grouped with the total's.
    """
    by_cell: dict[str, list[Finding]] = {}
    for finding in findings:
        by_cell.setdefault(finding.where, []).append(finding)
    for total, part in _only_parts(edition, document):
        if part in by_cell and _codes(by_cell[part]) <= _codes(by_cell.get(total, ())):
            by_cell[total] += by_cell.pop(part)
    place = _places(edition, document, in_order)
    return [by_cell[where] for where in sorted(by_cell, key=place)]


def _codes(found: Iterable[Finding]) -> set[str]:
    return {finding.code for finding in found}


def _only_parts(edition: Edition, document: Document) -> Iterator[tuple[str, str]]:
    """(path of a total's cell, path of the same column in its only filled part), innermost first."""
    for line in reversed(edition.lines):
        if line.kind != "total":
            continue
        filled = [(item, number) for item in line.parts for number in _filled_rows(edition, document, item)]
        if len(filled) == 1:
            item, number = filled[0]
            for column in edition.columns:
                yield paths.expenditure(line.item, column), paths.expenditure(item, column, number)


def _filled_rows(edition: Edition, document: Document, item: str) -> list[int | None]:
    is_list = edition.line[item].kind == "rows"
    rows = document.basic_data.rows(item)
    return [number if is_list else None for number, row in enumerate(rows, 1) if not row.blank]


def _places(edition: Edition, document: Document, in_order: Iterable[str]) -> Callable[[str], FormOrder]:
    """A sort key for the place of a cell, a group of cells or a category on the form."""
    order = {path: number for number, path in enumerate(in_order)}
    ranks = _ranks(edition)
    rows = [(edition.category_order[i.category], n) for n, i in enumerate(document.self_assessment.indicators, 1)]

    def place(where: str) -> FormOrder:
        if where in order:
            return order[where], 0, 0
        if where in ranks:
            rank, is_category = ranks[where]
            row = next((number for category, number in rows if category >= rank), None)
            return (order[paths.indicator(row, "name")] if row else _after(order), rank - len(ranks), is_category)
        return min((at for path, at in order.items() if path.startswith(f"{where}.")), default=len(order)), -1, 0

    return place


def _ranks(edition: Edition) -> Mapping[str, tuple[int, int]]:
    """The rank of each first level and category; a level comes before its first category."""
    levels = {level.code: level.categories[0].code for level in edition.attachment3.levels}
    order = edition.category_order
    return {paths.category(code): (order[first], 0) for code, first in levels.items()} | {
        paths.category(code): (rank, 1) for code, rank in order.items()
    }


def _after(order: Mapping[str, int]) -> int:
    """The rank after the last cell of the tables."""
    return next((at for path, at in order.items() if path.startswith("report.")), len(order))
