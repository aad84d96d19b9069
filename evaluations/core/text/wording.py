"""Text without what people vary and do not mean: white space, width, pauses, quotation marks, thousands separators, zeros after the point.

Also how a sentence's template falls into words and placeholders.
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
    """What a text says; `places` holds for each character of `text` its place in the text as `written`."""

    written: str
    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start`…`end` stand in the text as written."""
        if start == end:
            place = self.places[start] if start < len(self.places) else (self.places[-1] + 1 if self.places else 0)
            return place, place
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """`text` reduced to what it says; line ends and full stops stay. What stands between two numbers leaves a comma, unless it groups thousands."""
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


def _is_digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


@lru_cache(maxsize=1024)
def said(words: str) -> str:
    """What words of an edition, or the name of a row, say: folded, and kept, for they come again with every page."""
    return fold(words).text


def meaning(text: str) -> str:
    """What `text` says, to be compared: folded, each number without trailing zeros."""
    return _NUMBER.sub(lambda number: show_amount(Decimal(number[0])), fold(text).text)


@lru_cache(maxsize=1024)
def pieces(template: str) -> Sequence[tuple[str, str]]:
    """(words, placeholder after them) of a template; the last placeholder is "" when it ends in words.

    Raises:
        ValueError: a brace without its partner, or more than a name between two.
    """
    found = []
    for words, name, spec, conversion in Formatter().parse(template):
        if spec or conversion or name == "":
            raise ValueError("a placeholder is a name between braces")
        found.append((words, name or ""))
    return tuple(found)
