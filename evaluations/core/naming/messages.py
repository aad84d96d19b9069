"""The messages of an edition's rules: words with placeholders, which are looked up once and filled in for each finding.

A placeholder is 左 or 右 (a side of the comparison, with what it is added up from), 差 (left minus right), an expression (its value as shown on the
form), or `X的名称` (what the form calls the cell X).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evaluations.core import paths
from evaluations.core.basics.values import difference, rounded, show_amount, show_ratio
from evaluations.core.findings import sums
from evaluations.core.naming.fields import Place
from evaluations.core.rules.compiling import Compiled, Condition, Names, compile_value
from evaluations.core.rules.kinds import Exact
from evaluations.core.rules.mistake import Mistake
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import Number, Ref

_BRACED = re.compile(r"\{([^{}]*)\}")
NAME_OF = "的名称"
_PLACES = {"金额": 6, "分": 6}
Words = Callable[[Place], str]


def template(text: str, condition: Condition[Place] | None, names: Names[Place], cell: str) -> Words:
    """What fills in the message `text` of a rule with this condition, if any, and cell.

    Raises:
        Mistake: a brace is unmatched, or a placeholder is none.
    """
    pieces = list(_pieces(text, condition, names, cell))
    return lambda place: "".join(piece if isinstance(piece, str) else piece(place) for piece in pieces)


def _pieces(text: str, condition: Condition[Place] | None, names: Names[Place], cell: str) -> Iterator[str | Words]:
    at = 0
    for match in _BRACED.finditer(text):
        yield _plain(text[at : match.start()], at)
        yield _placeholder(match[1], match.start(1) + 1, condition, names, cell)
        at = match.end()
    yield _plain(text[at:], at)


def _plain(words: str, at: int) -> str:
    if brace := re.search(r"[{}]", words):
        raise Mistake(at + brace.start() + 1, "花括号应成对。")
    return words


def _placeholder(name: str, at: int, condition: Condition[Place] | None, names: Names[Place], cell: str) -> Words:
    left, right = (condition.left, condition.right) if condition else (None, None)
    if name in ("左", "右", "差"):
        if left is None or right is None:
            raise Mistake(at, f"条件不是一次比较，没有{{{name}}}。")
        sides = {"左": lambda place: side(left, place), "右": lambda place: side(right, place)}
        return sides.get(name) or (lambda place: difference(gap(left, right, place), Decimal(0)))
    if name.endswith(NAME_OF):
        return _name_of(name.removesuffix(NAME_OF), at, names, cell)
    try:
        value = compile_value(parse(name), names)
    except Mistake as mistake:
        raise Mistake(at - 1 + mistake.column, mistake.message) from mistake
    return lambda place: shown(value, place)


def _name_of(path: str, at: int, names: Names[Place], cell: str) -> Words:
    """The name of a cell or group; the sheet is named if it is another one than that of the rule's own cell."""
    if names.find(path) is None:
        raise Mistake(at, f"没有“{path}”，请核对名称。")
    is_same_sheet = path.partition(".")[0] == cell.partition(".")[0]

    def name(place: Place) -> str:
        known = paths.Names(place.edition, place.document)
        return known.within_table(path) if is_same_sheet else known.of(path)

    return name


def shown(value: Compiled[Place], place: Place) -> str:
    """A value as the form shows it: what was typed as typed, what was worked out rounded half up; "" for a blank."""
    found = value.work(place)
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, Exact):
        return _number(found, value.kind.type, is_typed=isinstance(value.tree, Ref | Number))
    return found.isoformat() if isinstance(found, date) else str(found or "")


def _number(value: Exact, type_: str, *, is_typed: bool) -> str:
    if type_ == "比率":
        return f"{show_amount(Decimal(100) * _decimal(value, 8))}%" if is_typed else show_ratio(Fraction(value))
    return show_amount(_decimal(value, _PLACES.get(type_, 2)))


def _decimal(value: Exact, places: int) -> Decimal:
    return rounded(value, places) if isinstance(value, Fraction) else Decimal(value)


def side(value: Compiled[Place], place: Place) -> str:
    """A side of a comparison with what it is added up from: `5（8 − 3）`."""
    terms = [(sign, _decimal(term, _PLACES["金额"])) for sign, term in value.terms(place)]
    return shown(value, place) + sums.spelled(terms)


def gap(left: Compiled[Place], right: Compiled[Place], place: Place) -> Decimal:
    """Left minus right; 0 if they are no numbers."""
    one, other = left.work(place), right.work(place)
    if not isinstance(one, Exact) or not isinstance(other, Exact):
        return Decimal(0)
    return rounded(Fraction(one) - Fraction(other), _PLACES["金额"])
