"""How alike two texts are, leaving out what the form itself makes every unit write. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from evaluations.core.form.edition import Edition

_STATED = re.compile(r"\{[^{}]*\}")
_SENTENCES = re.compile(r"[^。；\n]*[。；\n]?")
_FIGURE = ".{0,60}?"
RUN = 6
"""So many characters in a row make a part that two texts have in common."""


class Part(NamedTuple):
    """A part of a text, and whether the other text has it, too."""

    text: str
    is_shared: bool


def own(edition: Edition, text: str) -> str:
    """What a unit has written itself: the text without white space and without the edition's set sentences, whatever figures these state."""
    set_sentence = _set_sentence(tuple(sentence.template for sentence in edition.report.sentences))
    squeezed = ("".join(sentence.split()) for sentence in _SENTENCES.findall(text))
    return "".join(sentence for sentence in squeezed if not set_sentence.fullmatch(sentence))


@lru_cache(maxsize=16)
def _set_sentence(templates: tuple[str, ...]) -> re.Pattern[str]:
    """Matches every sentence that is made from one of the templates."""
    made = (_FIGURE.join(re.escape("".join(words.split())) for words in _STATED.split(each)) for each in templates)
    return re.compile("|".join(made))


def likeness(one: str, other: str, at_least: float = 0) -> float:
    """The share of characters that both texts have in the same order (2 × the longest common subsequence ÷ the sum of both lengths).

    0 if it is below `at_least`, which takes a fraction of the time.
    """
    return Indel.normalized_similarity(one, other, score_cutoff=at_least)


def parts(text: str, other: str) -> list[Part]:
    """`text` cut into parts that `other` has, too (at least `RUN` characters in a row, ignoring white space), and parts that it has not."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    squeezed, runs = "".join(text[at] for at in places), _runs("".join(other.split()))
    shared = bytearray(len(text))
    for start in range(len(places) - RUN + 1):
        if squeezed[start : start + RUN] in runs:
            shared[places[start] : places[start + RUN - 1] + 1] = b"\1" * (places[start + RUN - 1] + 1 - places[start])
    return list(_cut(text, shared))


def _runs(text: str) -> set[str]:
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


def _cut(text: str, shared: bytearray) -> Iterator[Part]:
    for is_shared, places in groupby(range(len(text)), key=shared.__getitem__):
        taken = list(places)
        yield Part(text[taken[0] : taken[-1] + 1], bool(is_shared))
