"""Which place of a chapter is whose: names stand within other names, rows are named alike, and then several sentences are recognised at one place.

A place that says a sentence with its present figures is one of that sentence, unless it lies within such a place of another. Each sentence takes
one, one that lies within no place at all if there is one; those that say the same take different ones; what was taken is no other sentence's to change.
Of the rest, too, a place within another's is the other's; who finds none, shares. So what was just composed, which stands on a line of its own, is always found again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A text of a chapter, at `start`…`end`, that the tables say differently now."""

    old: str
    new: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a chapter that a sentence was recognised at, with what it has otherwise now; `years` counts the years among that."""

    start: int
    end: int
    years: int = 0
    changes: tuple[Change, ...] = ()


def paired(candidates: Mapping[str, Sequence[Place]]) -> dict[str, list[Place]]:
    """Of the places of each sentence of a chapter those that are its own; the only one, where it stands with its present figures."""
    exact = _outermost({key: [place for place in places if not place.changes] for key, places in candidates.items()})
    taken = _taken(exact, _outermost(candidates))
    free = _outermost(
        {
            key: [place for place in places if place.changes and not _meets(place, taken.values())]
            for key, places in candidates.items()
            if key not in taken
        }
    )
    shared = {key: exact[key][:1] for key, places in free.items() if not places}
    return free | shared | {key: [place] for key, place in taken.items()}


def _taken(exact: Mapping[str, Sequence[Place]], outermost: Mapping[str, Sequence[Place]]) -> dict[str, Place]:
    """A place for each sentence that stands with its present figures, each another one, of the outermost first; none where they do not suffice."""
    taken: dict[str, Place] = {}
    used: set[Place] = set()
    for key, places in exact.items():
        free = (place for place in places if place not in used)
        place = min(free, key=lambda place: place not in outermost[key], default=None)
        if place:
            taken[key] = place
            used.add(place)
    return taken


def _outermost(candidates: Mapping[str, Sequence[Place]]) -> dict[str, list[Place]]:
    """Those of the places that lie within no other."""
    spans = {(place.start, -place.end) for places in candidates.values() for place in places}
    outer, reached = set(), -1
    for start, end in sorted(spans):
        if -end > reached:
            outer.add((start, end))
            reached = -end
    return {
        key: [place for place in places if (place.start, -place.end) in outer] for key, places in candidates.items()
    }


def _meets(place: Place, others: Iterable[Place]) -> bool:
    return any(other.start < place.end and place.start < other.end for other in others)
