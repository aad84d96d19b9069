"""A document on another edition of its form: what has a place there comes along, the rest is named."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evaluations.core import paths
from evaluations.core.content.cells import cells, fill
from evaluations.core.content.grown import grown, row_paths
from evaluations.core.form.document import Document, own_rows
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.fields import BUILDINGS, columns


class Moved(NamedTuple):
    """The document on the other edition, and the paths of its filled cells, on its old one, that found no place or can't be read there."""

    document: Document
    lost: Sequence[str]


def moved(old: Edition, document: Document, new: Edition) -> Moved:
    """`document` of the edition `old` on the edition `new`; explanations stay as they are."""
    listed, lists = dict(_rows(old, document)), _lists(new)
    rows = {path: len(found) for path, found in listed.items() if path in lists}
    there = row_paths(new, rows)
    renamed = dict(pair for path in rows for pair in zip(listed[path], there[path], strict=True))
    texts = {path: cell.text for path, cell in cells(old, document).items() if cell.text}
    places = {path: _renamed(path, renamed) for path in texts}
    blank = grown(new, document.fiscal_year, rows)
    filled, unreadable = fill(new, blank, {place: texts[path] for path, place in places.items()})
    known = cells(new, filled)
    lost = [path for path, place in places.items() if place not in known or place in unreadable]
    said = {name: getattr(document, name) for name in ("unit", "project", "explanations")}
    return Moved(filled.model_copy(update=said), lost)


def _rows(edition: Edition, document: Document) -> Iterator[tuple[str, Sequence[str]]]:
    """The paths of the rows of each list."""
    for line in edition.lines:
        if line.kind == "rows":
            path = f"basic_data.expenditure.{line.item}"
            yield path, _numbered(path, len(document.basic_data.rows(line.item)))
    yield BUILDINGS, _numbered(BUILDINGS, len(document.basic_data.buildings))
    yield from ((path, _numbered(path, len(own_rows(document, path)))) for path in edition.row_lists)
    of_category: dict[str, list[str]] = {}
    for number, row in enumerate(document.self_assessment.indicators, 1):
        of_category.setdefault(paths.category(row.category), []).append(f"{INDICATORS}.{number}")
    yield from of_category.items()


def _numbered(path: str, count: int) -> Sequence[str]:
    return [f"{path}.{number}" for number in range(1, count + 1)]


def _lists(edition: Edition) -> Mapping[str, object]:
    """The lists of an edition, those of indicators by category."""
    return {**columns(edition), **dict.fromkeys(map(paths.category, edition.categories))}


def _renamed(path: str, renamed: Mapping[str, str]) -> str:
    row, _, field = path.rpartition(".")
    return f"{renamed[row]}.{field}" if row in renamed else path
