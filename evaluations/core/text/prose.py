"""A chapter's text as the paragraphs of an official document: each line is a paragraph; a numbered line without a full stop is a heading.

No markup is stored: `（一）基本支出情况` on a line of its own is a heading in every official document (GB/T 9704), so it is one here too.
"""

import re
from typing import NamedTuple

HEADING_LIMIT = 40
_HEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；]+(?<![。；，、：:])")


class Paragraph(NamedTuple):
    """One paragraph, without its indent."""

    text: str
    is_heading: bool


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a chapter, one per line, including blank lines; joined by line ends, their texts give a clean `text` again."""
    return tuple(Paragraph(line, is_heading(line)) for line in text.split("\n")) if text else ()


def is_heading(line: str) -> bool:
    """Whether a line is a second-level heading: it begins with （一）, is short, and is not a sentence."""
    return len(line) <= HEADING_LIMIT and bool(_HEADING.fullmatch(line.strip()))
