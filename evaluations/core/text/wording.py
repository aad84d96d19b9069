"""Folds text: removes variations without meaning, such as white space, width, pauses, quotation marks, thousands separators and trailing zeros.

Also splits a sentence's template into words and placeholders.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from string import Formatter

from evaluations.core.basics.values import NARROW, show_amount

NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,8})?"
END_MARKS = "。.．｡"

_PLAIN = NARROW | {ord("｡"): "。"}
_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_STOP = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
_UNMEANT = re.compile(r"(?:[^\S\n]|[,、:;“”\"‘’'「」『』《》\u200b-\u200f\u2060\ufeff\u00ad])+")
_NUMBER = re.compile(NUMBER)
_BEGINS_NUMBER = re.compile(r"-?[0-9]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places` holds, for each character of `text`, its index in the text as `written`."""

    written: str
    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the characters `start`…`end` in the text as written."""
        if start == end:
            place = self.places[start] if start < len(self.places) else (self.places[-1] + 1 if self.places else 0)
            return place, place
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """`text` folded; line ends and full stops stay. Whatever separates two numbers becomes a comma, unless it groups thousands."""
    plain = _STOP.sub("。", text.translate(_PLAIN))
    grouping = {at for number in _GROUPED.finditer(plain) for at in range(*number.span()) if plain[at] == ","}
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for unmeant in _UNMEANT.finditer(plain):
        start, end = unmeant.span()
        kept.append(plain[at:start])
        places.extend(range(at, start))
        if start not in grouping and _is_digit(plain[start - 1 : start]) and _BEGINS_NUMBER.match(plain, end):
            kept.append(",")
            places.append(start)
        at = end
    kept.append(plain[at:])
    places.extend(range(at, len(plain)))
    return Folded(text, "".join(kept), places)


fold_chapter = lru_cache(maxsize=64)(fold)
"""The same for a chapter, which several ask for, one after the other."""


def _is_digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


@lru_cache(maxsize=1024)
def said(words: str) -> str:
    """An edition's words, or a row's name, folded; cached, because they recur with every page."""
    return fold(words).text


def meaning(text: str) -> str:
    """`text` for comparison: folded, and with numbers without trailing zeros."""
    return _NUMBER.sub(lambda number: show_amount(Decimal(number[0])), fold(text).text)


@lru_cache(maxsize=1024)
def pieces(template: str) -> Sequence[tuple[str, str]]:
    """(words, the placeholder after them) pairs of a template; the last placeholder is "" if the template ends with words.

    Raises:
        ValueError: a brace is unmatched, or there is more than a name between two braces.
    """
    found = []
    for words, name, spec, conversion in Formatter().parse(template):
        if spec or conversion or name == "":
            raise ValueError("a placeholder is a name between braces")
        found.append((words, name or ""))
    return tuple(found)
