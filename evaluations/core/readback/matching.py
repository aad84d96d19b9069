"""Matches the labels in a file with the form's: the same, the same words in other characters, or similar words.

A similar label is never accepted silently: the person who uploads the file is asked.
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


class LabelMatch[K](NamedTuple):
    """A label of the form, and how similar the file's label is to it."""

    key: K
    label: str
    degree: Degree
    likeness: float


class Labels[K: Hashable]:
    """The labels of a form, or of a part of it, by their meaning."""

    def __init__(self, labels: Mapping[K, str]) -> None:
        self.labels = labels
        self._bare = {bare(label): key for key, label in reversed(tuple(labels.items()))}
        stems = [stem(label) for label in labels.values()]
        self._stems = {at: key for at, key in zip(stems, labels, strict=True) if at and stems.count(at) == 1}

    def same(self, text: str) -> LabelMatch[K] | None:
        """The label with the same words as `text`, in whatever characters."""
        key, degree = self._bare.get(bare(text)), "same"
        if key is None:
            key, degree = self._stems.get(stem(text)), "signs"
        return None if key is None else LabelMatch(key, self.labels[key], "same" if degree == "same" else "signs", 1.0)

    def near(self, text: str) -> LabelMatch[K] | None:
        """The label most similar to `text`; None if there is none, or if several are equally similar."""
        found = stem(text)
        ranked = sorted(
            ((_likeness(found, known), key) for known, key in self._stems.items()), key=lambda pair: -pair[0]
        )
        if not ranked or ranked[0][0] < _ALIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY):
            return self._containing(found)
        return LabelMatch(ranked[0][1], self.labels[ranked[0][1]], "near", ranked[0][0])

    def _containing(self, found: str) -> LabelMatch[K] | None:
        if len(found) < _LEAST_PART or found.isdigit():
            return None
        holding = [(known, key) for known, key in self._stems.items() if found in known]
        return LabelMatch(holding[0][1], self.labels[holding[0][1]], "near", _ALIKE) if len(holding) == 1 else None

    def pairs(self, texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, LabelMatch[K]]]:
        """(number, match) of each numbered text that has a match; a label goes to an equal text, or else to the most similar one."""
        rest, taken = [], set()
        for number, text in texts:
            if match := self.same(text):
                taken.add(match.key)
                yield number, match
            else:
                rest.append((number, self.near(text)))
        best: dict[K, tuple[int, LabelMatch[K]]] = {}
        for number, near in rest:
            if near and near.key not in taken and (near.key not in best or near.likeness > best[near.key][1].likeness):
                best[near.key] = number, near
        yield from best.values()


@lru_cache(maxsize=8192)
def _likeness(one: str, other: str) -> float:
    """The similarity of two stems, 0 to 1; 0 if they name different years."""
    if 2 * min(len(one), len(other)) < _ALIKE * (len(one) + len(other)):
        return 0
    if not set(_YEARS.findall(one)) <= set(_YEARS.findall(other)):
        return 0
    return 2 * _common(one, other) / (len(one) + len(other))


def _common(one: str, other: str) -> int:
    """The length of the longest common subsequence, computed on the bits of an integer."""
    places: dict[str, int] = {}
    for at, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << at
    everything = (1 << len(one)) - 1
    row = everything
    for character in other:
        held = row & places.get(character, 0)
        row = ((row + held) | (row - held)) & everything
    return len(one) - row.bit_count()
