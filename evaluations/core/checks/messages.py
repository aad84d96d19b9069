"""The messages of an edition's rules: words with placeholders, which are looked up once and filled in for each finding.

A placeholder is 左 or 右 (a side of the comparison, with what it is added up from), 差 (left minus right), an expression (its value as shown on the
form), or `X的名称` (what the form calls the cell X).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import difference
from evaluations.core.checks.fields import Values
from evaluations.core.checks.lists import Place, Section
from evaluations.core.findings import sums
from evaluations.core.naming import words
from evaluations.core.rules.compiling import Compiled, Condition, Names, Terms, added_up, minus
from evaluations.core.rules.kinds import EXACT_TYPES, Value
from evaluations.core.rules.mistake import Mistake

_NAME_OF = "的名称"


class Broken:
    """A condition that does not hold where these values were read: its sides, each worked out once.

    `left` and `right` are the sides as the form shows them, "" if the condition is no comparison, or without `sides`; `terms` what they are added up
    from.
    """

    def __init__(self, condition: Condition[Values], values: Values, each: Section | None, *, sides: bool) -> None:
        self.condition, self.values, self.each = condition, values, each
        self._left, self.left, left = _worked_out(condition.left if sides else None, values)
        self._right, self.right, right = _worked_out(condition.right if sides else None, values)
        self.terms = left, right

    @property
    def gap(self) -> Decimal:
        """Left minus right; 0 if they are no numbers."""
        one, other = self._left, self._right
        if not isinstance(one, EXACT_TYPES) or not isinstance(other, EXACT_TYPES):
            return Decimal(0)
        return words.as_shown(minus(one, other), "金额")


def _worked_out(side: Compiled[Values] | None, values: Values) -> tuple[Value, str, Terms]:
    """A side of a comparison: its value, how the form shows it, what it is added up from."""
    if side is None:
        return None, "", []
    terms = side.terms(values)
    value = added_up(terms) if terms else side.work(values)
    return value, words.shown(side, value), terms


Words = Callable[[Broken], str]


def says_sides(text: str) -> bool:
    """Whether a message names a side of the comparison."""
    return any(f"{{{name}}}" in text for name in _SIDES)


def template(text: str, condition: Condition[Values], names: Names[Values], cell: str) -> Words:
    """What fills in the message `text` of a rule with this condition and cell.

    Raises:
        Mistake: a brace is unmatched, or a placeholder is none.
    """
    return words.template(text, lambda name, at: _placeholder(name, at, condition, names, cell))


def _placeholder(name: str, at: int, condition: Condition[Values], names: Names[Values], cell: str) -> Words:
    if name in _SIDES:
        if condition.operator is None:
            raise Mistake(at, f"条件不是一次比较，没有{{{name}}}。")
        return _SIDES[name]
    if name.endswith(_NAME_OF):
        return _name_of(name.removesuffix(_NAME_OF), at, names, cell)
    value = words.expression(name, at, names)
    if value.is_constant:
        constant = words.shown(value, value.work([]))
        return lambda _: constant
    return lambda broken: words.shown(value, value.work(broken.values))


def _spelled(shown: str, terms: Terms) -> str:
    """A side of a comparison with what it is added up from: `5（8 − 3）`."""
    if len(terms) < 2:
        return shown
    return shown + sums.spelled([(sign, words.as_shown(term, "金额")) for sign, term in terms[: sums.SPELLED + 1]])


_SIDES: Mapping[str, Words] = {
    "左": lambda broken: _spelled(broken.left, broken.terms[0]),
    "右": lambda broken: _spelled(broken.right, broken.terms[1]),
    "差": lambda broken: difference(broken.gap, Decimal(0)),
}


def _name_of(path: str, at: int, names: Names[Values], cell: str) -> Words:
    """The name of a cell, group or column; the sheet is named if it is another one than that of the rule's own cell."""
    if names.find(path) is None:
        raise Mistake(at, f"没有“{path}”，请核对名称。")
    sheet = cell.partition(".")[0]

    def name(broken: Broken) -> str:
        place: Place = broken.values[0]
        where = broken.each.path(place, path) if broken.each and path in broken.each.cells else path
        known = paths.Names(place.case.edition, place.case.document)
        return known.within_table(where) if where.partition(".")[0] == sheet else known.of(where)

    return name
