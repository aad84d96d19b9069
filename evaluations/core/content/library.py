"""The library of indicators: those that the unit used in earlier years, and common ones of the edition. Pure."""

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
"""How many indicators a category offers at most; a longer list would be searched, not read."""


class Used(NamedTuple):
    """An indicator of an earlier year."""

    year: int
    category: str
    name: str
    target: str
    direction: Direction | None


@dataclass(frozen=True)
class Entry:
    """An indicator to start from; `year` None: a common one."""

    category: str
    name: str
    target: str
    direction: Direction | None = None
    year: int | None = None

    @cached_property
    def key(self) -> str:
        """Names the entry in a form: the same content has the same key, whatever else the library holds."""
        said = "\n".join((self.category, self.name, self.target, self.direction or ""))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def texts(self) -> Mapping[str, str]:
        """What a new row begins with, by field."""
        return {"name": self.name, "target": self.target, "direction": DIRECTION.show(self.direction)}


def entries(edition: Edition, used: Iterable[Used]) -> Mapping[str, tuple[Entry, ...]]:
    """The entries by category, at most `OFFERED` each: `used` ones in their order, then common ones; of one name the first."""
    earlier = (Entry(row.category, row.name, row.target, row.direction, row.year) for row in used)
    common = (Entry(one.category, one.name, one.target) for one in edition.attachment3.library)
    found: dict[str, dict[str, Entry]] = {code: {} for code in edition.categories}
    for entry in (*earlier, *common):
        listed = found.get(entry.category)
        if listed is not None and entry.name not in ("", NOT_APPLICABLE) and len(listed) < OFFERED:
            listed.setdefault(entry.name, entry)
    return {code: tuple(listed.values()) for code, listed in found.items()}


def offered(listed: Iterable[Entry], names: Iterable[str]) -> list[Entry]:
    """The entries of a category whose name none of its rows has yet."""
    there = list(names)
    return [entry for entry in listed if not any(same_text(entry.name, name) for name in there)]
