"""Codes that a spreadsheet has turned into numbers: what they may have been is asked, never guessed.

`010101` becomes 10101 when somebody types it into a cell that is not formatted as text; other programs and formats turn 101001 into `101001.0`,
`101,001` or `1.01E+05`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from evaluations.core.basics.values import Unreadable, plain_width

_DIGITS = re.compile(r"[0-9]+")
_AS_NUMBER = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?P<rest>\.0+)?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,2}")
_DIGITS_OF_A_NUMBER = 15
_ZEROS_LOST = 2  # at most, if only the length of the other codes suggests it


class Doubt(NamedTuple):
    """What a code may have been before it became a number; `zeros`: how many leading zeros it lost; `was_number`: it is written as an amount."""

    suggestion: str
    zeros: int
    was_number: bool

    @property
    def reason(self) -> str:
        """A key that is the same for codes that raise the same question."""
        return f"{'number' if self.was_number else 'zeros'}-{self.zeros}"


class Codes:
    """The codes of one column: the known ones, and those listed in a file."""

    def __init__(self, known: Collection[str], listed: Iterable[str]) -> None:
        self._known = frozenset(known) - {""}
        digits = [code for code in self._known if _DIGITS.fullmatch(code)]
        self._lengths_known = {len(code) for code in digits}
        digits += [code for code in map(plain_width, listed) if code not in self._known and _DIGITS.fullmatch(code)]
        self._lengths = Counter(map(len, digits))
        self._lengths_with_zeros = {len(code) for code in digits if code.startswith("0")}

    def __contains__(self, code: str) -> bool:
        """Whether the code is known."""
        return code in self._known

    def doubt(self, code: str, held: str = "") -> Doubt | None:
        """The doubt about a code, if there is one; `held`: the cell's number, "" if it holds a text.

        Raises:
            Unreadable: the original code can't be determined.
        """
        if code in self._known:
            return None
        plain = _plain(code, held)
        if not _DIGITS.fullmatch(plain):
            return None
        restored = self._restored(plain)
        if restored == code:
            return None
        return Doubt(restored, len(restored) - len(plain), was_number=plain != code)

    def _restored(self, plain: str) -> str:
        """The code with the zeros that it has probably lost, if any."""
        if plain in self._known:
            return plain
        longer = sorted(length for length in self._lengths if length > len(plain))
        known = next((plain.zfill(length) for length in longer if plain.zfill(length) in self._known), "")
        if known or len(plain) in self._lengths_known:
            return known or plain
        likely = [length for length in longer if self._is_likely(len(plain), length)]
        return plain.zfill(max(likely, key=lambda length: self._lengths[length])) if likely else plain

    def _is_likely(self, short: int, length: int) -> bool:
        """Whether codes of the length `short` may be codes of `length` that have lost zeros."""
        if length - short > _ZEROS_LOST:
            return False
        least = self._lengths[short] + (length not in self._lengths_with_zeros)
        return self._lengths[length] >= least


def _plain(code: str, held: str) -> str:
    """The digits of a code that is written as a number; other codes unchanged.

    Raises:
        Unreadable: the last digits are lost.
    """
    if held and len(held.partition(".")[0]) > _DIGITS_OF_A_NUMBER:
        raise Unreadable(
            f"表格把它存成了数字，第 {_DIGITS_OF_A_NUMBER} 位之后的数字已经丢失。请把这一列设为文本格式，重新填写完整的代码。"
        )
    if _SCIENTIFIC.fullmatch(code):
        if held and _DIGITS.fullmatch(held):
            return held
        raise Unreadable("写成了科学计数，看不出原来的代码。请把这一列设为文本格式，重新填写完整的代码。")
    number = _AS_NUMBER.fullmatch(code)
    return number["whole"].replace(",", "") if number else code
