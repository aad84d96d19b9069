"""The PDF's fonts, and the characters that they contain."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont
from typst import FontInfo, Fonts

from evaluations.common.refusal import Refused

BODY = ("Noto Serif CJK SC", 400)
NEEDED = frozenset({BODY, ("Noto Serif CJK SC", 700), ("Noto Sans CJK SC", 400)})
MISSING = "无法生成 PDF：服务器没有安装中文字体 Noto Serif CJK SC 和 Noto Sans CJK SC。管理员请安装 fonts-noto-cjk。"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A machine's fonts, and the characters that ours contain."""

    fonts: Fonts
    characters: frozenset[str]

    def printable(self, text: str) -> str:
        """`text` as it can be printed: without invisible characters, and with the number of each character that has no glyph (`〔U+1F600〕`)."""
        if self.characters.issuperset(text):
            return text
        return "".join(c if c in self.characters else _stand_in(c) for c in text)


@cache
def system_typeface() -> Typeface:
    """The fonts of this machine; they are searched for only once.

    Raises:
        Refused: our fonts are not installed.
    """
    return typeface(Fonts(include_embedded_fonts=False))


def typeface(fonts: Fonts) -> Typeface:
    """Our fonts among `fonts`.

    Raises:
        Refused: one of our fonts is missing.
    """
    found = {(font.family, font.weight): font for font in fonts.fonts() if font.style == "normal" and font.path}
    if not found.keys() >= NEEDED:
        raise Refused(MISSING)
    return Typeface(fonts, _characters(found[BODY]))


def _stand_in(character: str) -> str:
    if character.isspace():
        return " "
    return "" if _invisible(character) else f"〔U+{ord(character):04X}〕"


def _invisible(character: str) -> bool:
    """Whether it is a control character, a direction mark, a lone surrogate or a variation selector."""
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return selector or unicodedata.category(character) in ("Cc", "Cf", "Cs")


def _characters(font: FontInfo) -> frozenset[str]:
    """The characters for which `font` has a glyph."""
    assert font.path is not None
    with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))
