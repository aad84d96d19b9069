"""Words with placeholders in braces, which are looked up once and filled in as often as needed; and how values are shown in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from evaluations.core.basics.values import rounded, show_amount, show_ratio
from evaluations.core.rules.compiling import Compiled, Names, compile_value
from evaluations.core.rules.kinds import EXACT_TYPES, RATIO, Exact, Kind, Type, Value
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import Number, Ref

_BRACED = re.compile(r"\{([^{}]*)\}")
_PLACES: Mapping[Type, int] = {"金额": 6, "分": 6}
_WHOLE, _TYPED = (Decimal, int), (Ref, Number)
_LAST_DIGITS = {2: Decimal("0.01"), 6: Decimal("0.000001")}


def template[From](text: str, placeholder: Callable[[str, int], Callable[[From], str]]) -> Callable[[From], str]:
    """What fills in `text`; `placeholder` gives what fills in a name in braces, which begins at a column from 1.

    Raises:
        Mistake: a brace is unmatched, or `placeholder` does.
    """
    pieces = [piece for piece in _pieces(text, placeholder) if piece]
    if not any(callable(piece) for piece in pieces):
        return lambda _: text
    return lambda values: "".join([piece if isinstance(piece, str) else piece(values) for piece in pieces])


def _pieces[From](
    text: str, placeholder: Callable[[str, int], Callable[[From], str]]
) -> Iterator[str | Callable[[From], str]]:
    at = 0
    for match in _BRACED.finditer(text):
        yield _plain(text[at : match.start()], at)
        yield placeholder(match[1], match.start(1) + 1)
        at = match.end()
    yield _plain(text[at:], at)


def _plain(words: str, at: int) -> str:
    if brace := re.search(r"[{}]", words):
        raise Mistake(at + brace.start() + 1, "花括号应成对。")
    return words


def expression[From](text: str, at: int, names: Names[From]) -> Compiled[From]:
    """The value of an expression that begins at a column of a longer text.

    Raises:
        Mistake: it is none; with its column in the longer text.
    """
    try:
        return compile_value(parse(text), names)
    except Mistake as mistake:
        raise Mistake(at - 1 + mistake.column, mistake.message) from mistake


def shown[From](value: Compiled[From], found: Value) -> str:
    """A value as the form shows it: what was typed as typed, what was worked out rounded half up; "" for a blank."""
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, _WHOLE) and isinstance(value.tree, _TYPED):
        return _as_typed(found, value.kind)
    if isinstance(found, EXACT_TYPES):
        return _shown_rounded(found, value.kind)
    return found.isoformat() if isinstance(found, date) else str(found or "")


def _as_typed(value: Decimal | int, kind: Kind) -> str:
    return f"{show_amount(Decimal(100) * value)}%" if kind == RATIO else show_amount(value)


def _shown_rounded(value: Exact, kind: Kind) -> str:
    return show_ratio(Fraction(value)) if kind == RATIO else show_amount(as_shown(value, kind.type))


def as_shown(value: Exact, type_: Type) -> Decimal:
    """A value that was worked out, rounded half up as it is shown."""
    places = _PLACES.get(type_, 2)
    if isinstance(value, _WHOLE):
        return Decimal(value).quantize(_LAST_DIGITS[places], ROUND_HALF_UP)
    return rounded(value, places)
