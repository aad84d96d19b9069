"""Two versions of a text as one, with what was removed and what was added. Pure.

Sentences are compared first; of two that are much alike, their words. So a text written anew reads as two whole sentences, not as scattered characters.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import compress, count, groupby, zip_longest
from operator import ne
from typing import Literal, NamedTuple

Change = Literal["", "removed", "added"]

_SENTENCES = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
# A number or a Latin word is one word, and so is each other character.
_WORDS = re.compile(r"[\d.,%]+|[A-Za-z]+|[\s\S]")
_CHANGES: Sequence[Change] = ("removed", "added")
_ALIKE = 0.5
# Comparing takes the product of both lengths; a longer part is shown as replaced.
_MOST_SENTENCES, _MOST_WORDS = 300, 400


class Run(NamedTuple):
    """A stretch of text that both versions have, or that was removed or added."""

    text: str
    change: Change = ""


def word_changes(before: str, after: str) -> list[Run]:
    """Both texts as one: the runs without those added are `before`, the runs without those removed are `after`."""
    return _joined(_of_sentences(before, after))


def lines(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of each line."""
    drawn: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        drawn[-1].append(Run(first, run.change))
        drawn += ([Run(text, run.change)] for text in rest)
    return [[run for run in line if run.text] for line in drawn]


def _of_sentences(before: str, after: str) -> Iterator[Run]:
    old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    for is_same, was, now in _blocks(old, new, _MOST_SENTENCES):
        if is_same:
            yield Run("".join(was))
        else:
            for one, other in zip_longest(was, now, fillvalue=""):
                yield from _of_words(one, other)


def _of_words(before: str, after: str) -> Iterator[Run]:
    if not (before and after):
        yield from (Run(before, "removed"), Run(after, "added"))
        return
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for is_same, was, now in _blocks(old, new, _MOST_WORDS if _are_alike(old, new) else 0):
        if is_same:
            yield Run("".join(was))
        else:
            yield from (Run("".join(was), "removed"), Run("".join(now), "added"))


def _are_alike(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether they have enough words in common; most do already in their beginnings, which takes less to find out."""
    enough = _ALIKE * (len(old) + len(new))
    return _same(old, new) * 2 >= enough or (Counter(old) & Counter(new)).total() * 2 >= enough


def _blocks(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """(whether they are the same, part of the old, part of the new) …; where they differ over more than `most`, one block."""
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    yield True, old[:start], new[:start]
    if max(len(was), len(now)) > most or set(was).isdisjoint(now):
        yield False, was, now
    else:
        for tag, at, to, now_at, now_to in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            yield tag == "equal", was[at:to], now[now_at:now_to]
    yield True, old[len(old) - end :], new[len(new) - end :]


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many items both begin with."""
    return next(compress(count(), map(ne, old, new)), min(len(old), len(new)))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one kind as one; within a stretch of changes, what was removed comes first."""
    joined: list[Run] = []
    for is_same, stretch in groupby((run for run in runs if run.text), key=_is_kept):
        here = list(stretch)
        if is_same:
            joined.append(Run("".join([run.text for run in here])))
        else:
            texts = [(kind, "".join([text for text, change in here if change == kind])) for kind in _CHANGES]
            joined += [Run(text, kind) for kind, text in texts if text]
    return joined


def _is_kept(run: Run) -> bool:
    return not run.change
