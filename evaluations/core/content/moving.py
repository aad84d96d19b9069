"""A document on another edition of its form: what has a place there comes along, the rest is named."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evaluations.core import paths
from evaluations.core.content import anchors
from evaluations.core.content.cells import cells, fill
from evaluations.core.content.grown import grown, row_paths
from evaluations.core.form.document import Document, own_rows
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.fields import BUILDINGS, columns


class Moved(NamedTuple):
    """The document on the other edition; the texts of its filled cells, by their paths on its old one, that found no place or can't be read there;
    and the new path of each row that has another one there, None for one that has no place."""

    document: Document
    lost: Mapping[str, str]
    moves: Mapping[str, str | None]


def moved(old: Edition, document: Document, new: Edition) -> Moved:
    """`document` of the edition `old` on the edition `new`; explanations stay as they are."""
    listed, lists = dict(_rows(old, document)), _lists(new)
    rows = {path: len(found) for path, found in listed.items() if path in lists}
    there = row_paths(new, rows)
    images: dict[str, str | None] = dict.fromkeys(row for found in listed.values() for row in found)
    images |= (pair for path in rows for pair in zip(listed[path], there[path], strict=True))
    texts = {path: cell.text for path, cell in cells(old, document).items() if cell.text}
    places = {path: anchors.moved(path, images) for path in texts}
    blank = grown(new, document.fiscal_year, rows)
    filled, unreadable = fill(new, blank, {place: texts[path] for path, place in places.items() if place})
    known = cells(new, filled)
    lost = {path: texts[path] for path, place in places.items() if place not in known or place in unreadable}
    said = {name: getattr(document, name) for name in ("unit", "project", "explanations")}
    moves = {row: image for row, image in images.items() if row != image}
    return Moved(filled.model_copy(update=said), lost, moves)


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
