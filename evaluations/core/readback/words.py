"""Texts of a file compared with the labels of an edition: white space, width and what nobody can see aside; numbering counts."""

import re
import unicodedata
from functools import lru_cache

from evaluations.core.basics.values import plain_width

LABEL_LIMIT = 500
# Radicals that a PDF gives for the characters, and that Unicode's own folding leaves.
_RADICALS = str.maketrans(
    "⺁⺆⺌⺍⺎⺟⺠⺧⺫⺬⺮⺯⺶⺷⻁⻄⻅⻆⻉⻋⻌⻎⻏⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻞⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "厂冂小小兀母民牛目示竹糸羊羊虎西见角贝车辶辶阝长长长门青韦页风飞食食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_CIRCLED = {
    start + n: f"{n + 1}、"
    for start, count in ((0x2460, 20), (0x2776, 10), (0x24F5, 10), (0x2488, 20))
    for n in range(count)
}
_ORDINAL = re.compile(
    r"^(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.,:)])+(?=\D)"
)
_UNIT = re.compile(
    r"[(\[](?:[^()\[\]]{0,8}单位[:为是]?)?(?:人民币)?(?:[百千十万亿]{0,2}元|万|亿|m2|平方米|平米|人|名|分|%|个|单位)[)\]]"
)
_SIGNS = re.compile(r"[^\w]+")
_STEM_LIMIT = 60
_DASHES = frozenset("-—–－─/")
_DOTS = frozenset("….·。")
_NUMBERED = re.compile(r"^(\d{1,2})[.、](?=\D)")


def fold(text: str) -> str:
    """`text` without any white space or invisible mark, its characters in their usual form: width, radicals out of a PDF, ㎡.

    No label is longer than 500 characters; of a longer text only the beginning is looked at.
    """
    return _fold(text[:LABEL_LIMIT])


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    return "".join(plain_width(unicodedata.normalize("NFKC", text.translate(_RADICALS))).split())


def bare(text: str) -> str:
    """What two spellings of one label have in common: `fold` without a colon at the end, `1.` as `1、`."""
    return _NUMBERED.sub(r"\1、", fold(text).rstrip(":"))


@lru_cache(maxsize=4096)
def stem(text: str) -> str:
    """The words of a label alone: without its number, 其中, quotation marks, brackets, points and the unit in brackets."""
    words = _ORDINAL.sub("", fold(text[:LABEL_LIMIT].translate(_CIRCLED)).removeprefix("其中").lstrip(":"))
    words = _ORDINAL.sub("", words.removeprefix("其中").lstrip(":"))
    return _SIGNS.sub("", _UNIT.sub("", words))[:_STEM_LIMIT]


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
