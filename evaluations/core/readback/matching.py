"""Labels of a file paired with those of the form: the same, the same in other signs, or nearly the same words.

Nearly the same is never taken as the same without a word: whoever hands the file in is asked.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from evaluations.core.readback.words import bare, stem

Degree = Literal["same", "signs", "near"]

_ALIKE = 0.7
_CLEARLY = 0.04
_LEAST_PART = 4
_YEARS = re.compile(r"\d+")


class Match[K](NamedTuple):
    """A label of the form, and how like it the one of the file is."""

    key: K
    label: str
    degree: Degree
    likeness: float


class Labels[K: Hashable]:
    """The labels of a form, or of a part of it, by what they stand for."""

    def __init__(self, labels: Mapping[K, str]) -> None:
        self.labels = labels
        self._bare = {bare(label): key for key, label in reversed(tuple(labels.items()))}
        stems = [stem(label) for label in labels.values()]
        self._stems = {at: key for at, key in zip(stems, labels, strict=True) if at and stems.count(at) == 1}

    def same(self, text: str) -> Match[K] | None:
        """The label that says what `text` says, in whatever signs."""
        key, degree = self._bare.get(bare(text)), "same"
        if key is None:
            key, degree = self._stems.get(stem(text)), "signs"
        return None if key is None else Match(key, self.labels[key], "same" if degree == "same" else "signs", 1.0)

    def near(self, text: str) -> Match[K] | None:
        """The one label that says nearly what `text` says; None where there is none or several are as near."""
        found = stem(text)
        ranked = sorted(
            ((_likeness(found, known), key) for known, key in self._stems.items()), key=lambda pair: -pair[0]
        )
        if not ranked or ranked[0][0] < _ALIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY):
            return self._containing(found)
        return Match(ranked[0][1], self.labels[ranked[0][1]], "near", ranked[0][0])

    def _containing(self, found: str) -> Match[K] | None:
        if len(found) < _LEAST_PART or found.isdigit():
            return None
        holding = [(known, key) for known, key in self._stems.items() if found in known]
        return Match(holding[0][1], self.labels[holding[0][1]], "near", _ALIKE) if len(holding) == 1 else None

    def pairs(self, texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Match[K]]]:
        """(number, match) of each numbered text that is paired; of several near ones the nearest, and none where the label itself stands."""
        rest, taken = [], set()
        for number, text in texts:
            if match := self.same(text):
                taken.add(match.key)
                yield number, match
            else:
                rest.append((number, self.near(text)))
        best: dict[K, tuple[int, Match[K]]] = {}
        for number, near in rest:
            if near and near.key not in taken and (near.key not in best or near.likeness > best[near.key][1].likeness):
                best[near.key] = number, near
        yield from best.values()


@lru_cache(maxsize=8192)
def _likeness(one: str, other: str) -> float:
    """How much two stems have in common, 0 to 1; 0 where they name different years."""
    if 2 * min(len(one), len(other)) < _ALIKE * (len(one) + len(other)):
        return 0
    if not set(_YEARS.findall(one)) <= set(_YEARS.findall(other)):
        return 0
    return 2 * _common(one, other) / (len(one) + len(other))


def _common(one: str, other: str) -> int:
    """The length of the longest common subsequence, by the bits of a number."""
    places: dict[str, int] = {}
    for at, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << at
    everything = (1 << len(one)) - 1
    row = everything
    for character in other:
        held = row & places.get(character, 0)
        row = ((row + held) | (row - held)) & everything
    return len(one) - row.bit_count()
