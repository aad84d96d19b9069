"""Facts: what the rows of an evaluation say of the concepts, for sums over many evaluations. They follow from the rows alone."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from evaluations.core.content.stored import Cells, Place
from evaluations.core.form.concepts import CONCEPTS

type Facts = Mapping[tuple[str, str], Decimal]


def facts(stored: Mapping[Place, Cells]) -> Facts:
    """The sum of the filled cells of each concept, in 万元 or points; by the concept, and the line of 附件2 of which it is, else ""."""
    found: dict[tuple[str, str], Decimal] = {}
    for (section, _), cells in stored.items():
        for code, text in cells.items():
            named = _concept(section, code)
            if named:
                found[named] = found.get(named, Decimal(0)) + Decimal(text)
    return found


@lru_cache(maxsize=4096)
def _concept(section: str, code: str) -> tuple[str, str] | None:
    """The concept of a cell with its line; None of most. Cached, because every save asks it of every cell."""
    path = f"{section}.{code}" if section else code
    if path in CONCEPTS:
        return CONCEPTS[path], ""
    row, _, column = path.rpartition(".")
    head, _, line = row.rpartition(".")
    concept = CONCEPTS.get(f"{head}.*.{column}")
    return (concept, line) if concept else None
