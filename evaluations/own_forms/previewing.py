"""A form as it would look: filled with the values of a sample, as the clerk's tables, and its scoring tried by typing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.content.blank import blank_document
from evaluations.core.content.cells import cells, fill
from evaluations.core.content.grown import grown
from evaluations.core.content.rows import with_a_row_each
from evaluations.core.editions.samples import sample_document
from evaluations.core.form.document import Document, Region, Unit
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import table as drawn_table
from evaluations.core.paths import Names
from evaluations.core.scores.suggested import suggestions
from evaluations.fiscal_years.self_use import usual_year
from evaluations.tables.official_table import Marks, table
from evaluations.tables.shapes import OfficialTable

SAMPLE_UNIT = "某某单位"
TRIED = ("category", "target", "actual", "weight", "adjusted_budget", "executed")
"""What can be typed to try the scoring."""


def filled(edition: Edition, sample: str) -> Document:
    """The document of the edition's sample of this number (from 0), of nobody's; a blank one for any other."""
    if sample.isascii() and sample.isdigit() and int(sample[:4]) < len(edition.samples):
        document, _ = sample_document(edition, edition.samples[int(sample[:4])])
        nowhere = Region.model_construct(code="", name="")
        return document.model_copy(update={"unit": Unit.model_construct(code="", name=SAMPLE_UNIT, region=nowhere)})
    return blank_document(edition, usual_year(), SAMPLE_UNIT)


def shown_tables(edition: Edition, document: Document) -> Sequence[OfficialTable]:
    """The tables as the clerk would see them."""
    ready = with_a_row_each(edition, document) if edition.has_scores else document
    names, inputs = Names(edition, ready), cells(edition, ready)
    drawn = (drawn_table(edition, name, ready, blank_rows=True) for name in edition.tables)
    return [table(grid, caption=grid.name, names=names, cells=inputs, marks=Marks()) for grid in drawn]


class Scored(NamedTuple):
    """A score that was tried: what it is of, the suggested points, and why; or why there are none."""

    name: str
    points: str
    reason: str


def scored(edition: Edition, typed: Mapping[str, str]) -> Sequence[Scored]:
    """What the edition's score rules suggest for the typed values, by the names of TRIED; nothing if nothing was typed."""
    if not edition.has_scores or not any(typed.get(name) for name in TRIED):
        return ()
    category = typed.get("category", "")
    rows = {paths.category(category): 1} if category in edition.categories else {}
    texts = {f"self_assessment.{name}": typed.get(name, "") for name in ("adjusted_budget", "executed")}
    if rows:
        of_row = {"name": "试算", **{name: typed.get(name, "") for name in ("target", "actual", "weight")}}
        texts |= {paths.indicator(1, name): text for name, text in of_row.items()}
    document, wrong = fill(edition, grown(edition, usual_year(), rows), texts)
    if wrong:
        names = Names(edition, document)
        return [Scored(names.of(path), "", message) for path, message in wrong.items()]
    found = suggestions(edition, document)
    names = Names(edition, document)
    return [
        Scored(names.of(path), show_amount(one.points), one.reason)
        if one
        else Scored(names.of(path), "", "填的数还算不出得分。")
        for path, one in found.items()
    ]
