"""What a cell of the workbook may hold: how a value of the edition's data is shown in it, and how a text is read."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evaluations.core.basics.alike import most_like
from evaluations.core.basics.values import clip

BLANK = "{空}"
"""Stands for an empty text where a blank cell would say nothing, or something else."""
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,8})?")
_WIDE_BRACES = re.compile(r"｛([^｛｝]*)｝")
_MARK_NAME = re.compile(r"\{([^{}|]*)(?=[}|])")
_SEPARATORS = re.compile(r"[\s、，,；;]+")
_MOST_RATIO = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of value is read from a cell's text and shown in it; `named` are the only values allowed, with their words, if there are any.

    `read` raises ValueError with what was found and what to do.
    """

    read: Callable[[str], Any]
    show: Callable[[Any], str] = str
    named: Mapping[Any, str] = field(default_factory=dict)
    hint: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of which the cell takes one; none if it takes anything."""
        return tuple(self.named.values())


def plain(text: str) -> str:
    """`text` in half-width characters without spaces around it, as codes, numbers and the words of a list are read."""
    return unicodedata.normalize("NFKC", text).strip()


def is_it(text: str, known: Iterable[str]) -> str:
    """「，是否为…？」 if one of the `known` names is like `text`, otherwise 「。」."""
    name = most_like(text, known)
    return f"，是否为“{name}”？" if name else "。"


def chosen(words: Mapping[Any, str], *, hint: str = "") -> Kind:
    """One of several values, each called by its word."""
    values = {word: value for value, word in words.items()}

    def read(text: str) -> Any:
        word = plain(text)
        for one, value in values.items():
            if plain(one) == word:
                return value
        told = "、".join(values)
        raise ValueError(f"“{clip(text)}”不在可选的词里{is_it(word, values)}应为 {told} 之一。")

    return Kind(read, lambda value: words[value], words, hint)


def _text(text: str) -> str:
    return "" if text.strip() == BLANK else text


def _show_text(text: str) -> str:
    return text or BLANK


def _template(text: str) -> str:
    return _MARK_NAME.sub(lambda found: "{" + found[1].strip(), _WIDE_BRACES.sub(r"{\1}", _text(text)))


def _code(text: str) -> str:
    return plain(text)


def _codes(text: str) -> list[str]:
    return [code for code in _SEPARATORS.split(plain(text)) if code]


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return lines if len(lines) > 1 else [word for word in re.split("[、；;]", text) if word.strip()]


def _whole(text: str) -> int:
    found = _WHOLE.fullmatch(plain(text))
    if not found:
        raise ValueError(f"“{clip(text)}”不是整数，应写 1、2 这样的数字。")
    return int(found[1])


def _number(text: str) -> str:
    number = plain(text).replace(",", "")
    if number.endswith("%"):
        raise ValueError(f"“{clip(text)}”是百分比，这里应写 40 这样的数字，不带百分号。")
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"“{clip(text)}”不是数字，应写 40 这样的数字，不带单位。")
    return number


def _ratio(text: str) -> str:
    written = plain(text)
    number = _number(written.removesuffix("%"))
    ratio = Decimal(number) / 100 if written.endswith("%") else Decimal(number)
    if ratio > _MOST_RATIO:
        raise ValueError(f"“{clip(text)}”太大，这里应写百分比：90% 写作 90% 或 0.9。")
    return f"{ratio:f}"


def _show_ratio(ratio: str) -> str:
    percent = f"{Decimal(ratio) * 100:f}"
    return f"{percent.rstrip('0').rstrip('.') if '.' in percent else percent}%"


TEXT = Kind(_text, _show_text)
TEMPLATE = Kind(_template, _show_text)
CODE = Kind(_code)
CODES = Kind(_codes, "、".join, hint="几个代码用“、”隔开。")
LINES = Kind(_lines, "\n".join, hint="每项一行（Alt+Enter 换行），或用“、”隔开。")
WHOLE = Kind(_whole)
NUMBER = Kind(_number)
RATIO = Kind(_ratio, _show_ratio, hint="写百分比，例如 90%。")
YES = chosen({True: "是", False: "否"})
PAPERS = chosen({"A4": "A4", "A3": "A3"})
WAYS = chosen({"portrait": "纵向", "landscape": "横向"})
NOTE = Kind(lambda _: None)
"""A remark for the reader, which says nothing of the edition."""
