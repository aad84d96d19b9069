"""Texts of a file compared with the labels of an edition: white space, width and what nobody can see aside; numbering counts."""

import re
from functools import lru_cache

from evaluations.core.values import plain_width

LABEL_LIMIT = 500
_DASHES = frozenset("-—–－─/")
_DOTS = frozenset("….·。")
_NUMBERED = re.compile(r"^(\d{1,2})[.、](?=\D)")


def fold(text: str) -> str:
    """`text` without any white space or invisible mark, its brackets, colons, digits and letters of one width.

    No label is longer than 500 characters; of a longer text only the beginning is looked at.
    """
    return _fold(text[:LABEL_LIMIT])


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    return "".join(plain_width(text).split())


def bare(text: str) -> str:
    """What two spellings of one label have in common: `fold` without a colon at the end, `1.` as `1、`."""
    return _NUMBERED.sub(r"\1、", fold(text).rstrip(":"))


def is_dash(text: str) -> bool:
    """Whether `text` only strikes a cell out: `——`, `—`, `/`."""
    return set(fold(text)) <= _DASHES


def is_dots(text: str) -> bool:
    """Whether `text` only stands for more of its kind: `……`, `...`."""
    return bool(text) and set(fold(text)) <= _DOTS


@lru_cache(maxsize=256)
def pattern(label: str) -> str:
    """A regular expression that finds `label` in a text, whatever its white space and width."""
    return r"\s*".join(f"[{re.escape(c)}{re.escape(_wide(c))}]" for c in fold(label))


def _wide(character: str) -> str:
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character


def clip(text: str, length: int = 20) -> str:
    """The beginning of a found text, on one line, for a message."""
    line = " ".join(text.split())
    return line[:length] + ("…" if len(line) > length else "")
