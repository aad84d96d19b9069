"""Every key of an edition has a cell in its workbook: whoever adds a key, adds a column."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from evaluations.core.form.document import FURTHER
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import LayoutCell, LayoutLine, Page
from evaluations.core.workbook.settings import FORM, WORDS
from evaluations.core.workbook.sheets import LISTS


def keys(model: type[BaseModel], place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The places of the edition's values; the items of a list have the place of the list."""
    hints = get_type_hints(model)
    for name in model.model_fields:
        parts = [part for part in leaves(hints[name]) if isinstance(part, type) and issubclass(part, BaseModel)]
        if parts:
            yield from (key for part in parts for key in keys(part, (*place, name)))
        else:
            yield (*place, name)


def leaves(annotation: Any) -> Iterator[Any]:
    """The types in an annotation."""
    inner = get_args(annotation)
    yield from (leaf for each in inner for leaf in leaves(each)) if inner else (annotation,)


def cells() -> Iterator[tuple[str, ...]]:
    """The places that the sheets of the workbook have cells for."""
    for one in (*FORM.values(), *WORDS.values()):
        yield tuple(map(str, one.place))
    for sheet in LISTS:
        for place in sheet.lists.values():
            inner = [(*place, "categories")] if sheet.is_tree else []
            for column in sheet.columns:
                key = column.key or sheet.within
                yield from ((*map(str, at), *([key] if key else [])) for at in (place, *inner))


def test_every_key_of_an_edition_has_a_cell() -> None:
    tables = {("layouts", table, *keys) for table in ("attachment2", "attachment3", FURTHER) for keys in drawn()}
    tables |= {("layouts", FURTHER, "page", key) for key in Page.model_fields}  # in the sheet of further tables
    assert set(keys(Edition)) - {*cells(), *tables} == set()


def drawn() -> Iterator[tuple[str, ...]]:
    """What the sheets of tables hold; `test_round_trip.py` shows that they do."""
    yield ("widths",)
    yield from (("lines", key) for key in LayoutLine.model_fields)
    yield from (("lines", "cells", key) for key in LayoutCell.model_fields)
