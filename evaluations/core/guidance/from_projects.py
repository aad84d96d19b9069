"""What a unit's form takes over from the evaluations of its projects: sums of money, means of scores."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evaluations.core.basics.values import rounded, show_amount
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.stated import FromProjects

type Stated = Mapping[str, Decimal]
"""What one project's evaluation states of the concepts, in 万元 or points; a blank one is left out."""


class Offer(NamedTuple):
    """What a cell of the unit's form could take over; `now` and `offered` are texts of the cell, `known` says of how many projects."""

    source: FromProjects
    now: str
    offered: str
    known: int

    @property
    def is_taken(self) -> bool:
        """Whether the cell says the same as the projects."""
        return self.now == self.offered


def offers(edition: Edition, document: Document, projects: Sequence[Stated]) -> Iterator[Offer]:
    """What the cells of a unit's `document` could take over, in the order of the form's list; a cell of which no project says anything is left out."""
    shown = cells(edition, document, {source.cell.partition(".")[0] for source in edition.from_projects})
    for source in edition.from_projects:
        known = [stated[source.concept] for stated in projects if source.concept in stated]
        if known:
            yield Offer(source, shown[source.cell].text, show_amount(_together(source, known)), len(known))


def _together(source: FromProjects, known: Sequence[Decimal]) -> Decimal:
    total = sum(known, Decimal(0))
    return total if source.how == "sum" else rounded(Fraction(total) / len(known))
