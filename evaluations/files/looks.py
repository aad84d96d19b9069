"""The look of the official tables, the same in Excel and in Word: fonts, sizes and alignment by the role of a cell."""

import re

from evaluations.core.form.layout import Role

FULL_SIZE = 10.5
INDENT_PER_LEVEL = 2  # characters
FONT = "宋体"

_FONTS = {"number": "黑体", "title": "方正小标宋简体"}
_SIZES = {"number": 16.0, "title": 18.0}
_OUTSIDE_TABLE = ("number", "title", "note", "foot")
_LEFT = ("number", "label", "long", "note", "foot")
_UNSAFE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def font(role: Role) -> str:
    """The name of the font."""
    return _FONTS.get(role, FONT)


def size(role: Role) -> float:
    """The size of the text in points."""
    return _SIZES.get(role, FULL_SIZE)


def is_bold(role: Role) -> bool:
    """Whether the text is bold, in case its font is missing and 宋体 replaces it."""
    return role == "title"


def is_left(role: Role) -> bool:
    """Whether the text is left-aligned; otherwise it is centred."""
    return role in _LEFT


def is_outside_table(role: Role) -> bool:
    """Whether the text is above or below the table, without borders."""
    return role in _OUTSIDE_TABLE


def safe(text: str) -> str:
    """`text` without the characters that XML can't contain."""
    return _UNSAFE.sub("", text)
