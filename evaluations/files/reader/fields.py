"""The fields of a Word file: their results are text, their codes are not; some have no result, only an appearance."""

import re
from dataclasses import dataclass

from evaluations.files.reader.numerals import numeral

# 带圈字符, 拼音指南 and 合并字符 from older programs: `EQ \o\ac(○,1)`, `EQ \* jc2 \o\ad(\s\up 9(yǎn),䶮)`.
_LAID_OVER = re.compile(r"\s*eq\b.*\\o.*[,，;]\s*([^,，;()\\]*)\)\s*", re.IGNORECASE | re.DOTALL)
_CIRCLED = re.compile(r"[○〇◯]\s*[,，;]\s*(\d{1,2})\)\s*$")
_AUTO_NUMBER = re.compile(r"\s*autonum(?:lgl|out)?\b", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    code: str = ""
    is_result: bool = False
    has_result: bool = False


class Fields:
    """The fields that are open at the current place in the file."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._codes = self._numbers = 0

    @property
    def is_code(self) -> bool:
        """Whether the current place is part of a field's code."""
        return self._codes > 0

    def code(self, text: str) -> None:
        """Note part of a code, or the text of a field within one."""
        if self._open:
            self._open[-1].code += text[:200]

    def result(self) -> None:
        """Note that all open fields have a result; those outside a field that has one already do, too."""
        for field in reversed(self._open):
            if field.has_result:
                return
            field.has_result = True

    def mark(self, kind: str) -> str:
        """Note that a field begins, that its result begins, or that it ends; return the appearance of a field that ends without a result."""
        if kind == "begin":
            self._open.append(_Field())
            self._codes += 1
        elif self._open and kind == "separate":
            self._codes -= not self._open[-1].is_result
            self._open[-1].is_result = True
        elif self._open and kind == "end":
            field = self._open.pop()
            self._codes -= not field.is_result
            return "" if field.has_result else self._look(field.code)
        return ""

    def _look(self, code: str) -> str:
        if _AUTO_NUMBER.match(code):
            self._numbers += 1
            return f"{self._numbers}."
        circled, laid_over = _CIRCLED.search(code), _LAID_OVER.fullmatch(code)
        if circled and laid_over:
            return numeral(int(circled[1]), "decimalEnclosedCircle")
        return laid_over[1].strip() if laid_over else ""
