"""Compares texts of a file with an edition's labels, ignoring white space, width and invisible marks, but not numbering."""

import re
import unicodedata
from functools import lru_cache

from evaluations.core.basics.values import plain_width

LABEL_LIMIT = 500
# Radicals that PDFs use for characters, and that Unicode's own folding leaves as they are.
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
    """`text` without white space and invisible marks, with its characters in their usual form (width, radicals from PDFs, ㎡).

    No label is longer than 500 characters, so only the beginning of a longer text is read.
    """
    return _fold(text[:LABEL_LIMIT])


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    return "".join(plain_width(unicodedata.normalize("NFKC", text.translate(_RADICALS))).split())


def bare(text: str) -> str:
    """The common form of a label's spellings: `fold`, without a final colon and with `1.` as `1、`."""
    return _NUMBERED.sub(r"\1、", fold(text).rstrip(":"))


@lru_cache(maxsize=4096)
def stem(text: str) -> str:
    """Only the words of a label: without its number, 其中, quotation marks, brackets, points, and the unit in brackets."""
    words = _ORDINAL.sub("", fold(text[:LABEL_LIMIT].translate(_CIRCLED)).removeprefix("其中").lstrip(":"))
    words = _ORDINAL.sub("", words.removeprefix("其中").lstrip(":"))
    return _SIGNS.sub("", _UNIT.sub("", words))[:_STEM_LIMIT]


def is_dash(text: str) -> bool:
    """Whether `text` only crosses out a cell: `——`, `—`, `/`."""
    return set(fold(text)) <= _DASHES


def is_dots(text: str) -> bool:
    """Whether `text` only stands for further items: `……`, `...`."""
    return bool(text) and set(fold(text)) <= _DOTS


@lru_cache(maxsize=256)
def pattern(label: str) -> str:
    """A regular expression that finds `label` whatever its white space and width."""
    return r"\s*".join(f"[{re.escape(c)}{re.escape(_wide(c))}]" for c in fold(label))


def _wide(character: str) -> str:
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character


def clip(text: str, length: int = 20) -> str:
    """The beginning of a text from a file, on one line, for a message."""
    line = " ".join(text.split())
    return line[:length] + ("…" if len(line) > length else "")
