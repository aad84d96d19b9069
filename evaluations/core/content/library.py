"""The library of indicators: those the unit used in earlier years, and the edition's common ones. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from evaluations.core.basics.values import NOT_APPLICABLE, same_text
from evaluations.core.content.cells import DIRECTION
from evaluations.core.form.document import Direction
from evaluations.core.form.edition import Edition

OFFERED = 12
"""The most indicators that a category offers; nobody would read a longer list."""


class Used(NamedTuple):
    """An indicator from an earlier year."""

    year: int
    category: str
    name: str
    target: str
    direction: Direction | None


@dataclass(frozen=True)
class OfferedIndicator:
    """An indicator to start from; `year` is None for a common one."""

    category: str
    name: str
    target: str
    direction: Direction | None = None
    year: int | None = None

    @cached_property
    def key(self) -> str:
        """Identifies the entry in a form; it depends on the entry's content alone."""
        said = "\n".join((self.category, self.name, self.target, self.direction or ""))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of a new row, by field."""
        return {"name": self.name, "target": self.target, "direction": DIRECTION.show(self.direction)}


def entries(edition: Edition, used: Iterable[Used]) -> Mapping[str, tuple[OfferedIndicator, ...]]:
    """The entries by category, at most `OFFERED` each: `used` ones in their order, then common ones; of several with one name only the first."""
    earlier = (OfferedIndicator(row.category, row.name, row.target, row.direction, row.year) for row in used)
    common = (OfferedIndicator(one.category, one.name, one.target) for one in edition.attachment3.library)
    found: dict[str, dict[str, OfferedIndicator]] = {code: {} for code in edition.categories}
    for entry in (*earlier, *common):
        listed = found.get(entry.category)
        if listed is not None and entry.name not in ("", NOT_APPLICABLE) and len(listed) < OFFERED:
            listed.setdefault(entry.name, entry)
    return {code: tuple(listed.values()) for code, listed in found.items()}


def offered(listed: Iterable[OfferedIndicator], names: Iterable[str]) -> list[OfferedIndicator]:
    """The entries of a category whose names its rows do not use yet."""
    there = list(names)
    return [entry for entry in listed if not any(same_text(entry.name, name) for name in there)]
