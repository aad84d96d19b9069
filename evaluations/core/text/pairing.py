"""Assigns the places of a chapter to sentences: names contain other names and rows have similar names, so one place may match several sentences.

A place that states a sentence with its current figures belongs to that sentence, unless it lies within such a place of another sentence. Each sentence
takes one place, preferably one that lies within no other place; identical sentences take different places; a place that is taken can't be changed for
another sentence. Among the remaining places, too, an inner place belongs to the outer one's sentence; a sentence left without a place shares one.
So a sentence that has just been composed on a line of its own is always found again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StaleText:
    """A text of a chapter, at `start`…`end`, for which the tables now have another value."""

    old: str
    new: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a chapter where a sentence was recognised, with its outdated texts; `years` counts the years among them.

    `figures` are the places, (start, end), of what it takes over from the tables.
    """

    start: int
    end: int
    years: int = 0
    changes: tuple[StaleText, ...] = ()
    figures: tuple[tuple[int, int], ...] = field(default=(), compare=False)


def paired(candidates: Mapping[str, Sequence[Span]]) -> dict[str, list[Span]]:
    """Each sentence's own places in a chapter; only one if the sentence has its current figures there."""
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


def _taken(exact: Mapping[str, Sequence[Span]], outermost: Mapping[str, Sequence[Span]]) -> dict[str, Span]:
    """A different place for each sentence that occurs with its current figures, preferably an outermost one; none if there are not enough."""
    taken: dict[str, Span] = {}
    used: set[Span] = set()
    for key, places in exact.items():
        free = (place for place in places if place not in used)
        place = min(free, key=lambda place: place not in outermost[key], default=None)
        if place:
            taken[key] = place
            used.add(place)
    return taken


def _outermost(candidates: Mapping[str, Sequence[Span]]) -> dict[str, list[Span]]:
    """The places that lie within no other place."""
    spans = {(place.start, -place.end) for places in candidates.values() for place in places}
    outer, reached = set(), -1
    for start, end in sorted(spans):
        if -end > reached:
            outer.add((start, end))
            reached = -end
    return {
        key: [place for place in places if (place.start, -place.end) in outer] for key, places in candidates.items()
    }


def _meets(place: Span, others: Iterable[Span]) -> bool:
    return any(other.start < place.end and place.start < other.end for other in others)
