"""The suggested score of a cell by the edition's score rules: the first that applies says the points and the reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from evaluations.core import paths
from evaluations.core.basics.values import rounded
from evaluations.core.content.cells import DIRECTION
from evaluations.core.content.targets import comparable, direction
from evaluations.core.form.document import Document, Indicator
from evaluations.core.form.edition import INDICATORS, Edition, ScoreRule
from evaluations.core.form.once import once_an_edition
from evaluations.core.naming.fields import CONSTANTS, Column, Place, constant, names, own_named
from evaluations.core.naming.messages import NAME_OF, Words, template
from evaluations.core.rules.compiling import Compiled, Condition, Named, Names, compile_condition, compile_value
from evaluations.core.rules.kinds import NUMBER, Exact, Kind, Value
from evaluations.core.rules.mistake import Mistake, within
from evaluations.core.rules.parsing import parse

ROWS = INDICATORS
_COLUMNS: Mapping[str, Column] = {
    **{name: Column("文字", attrgetter(f"row.{name}")) for name in ("name", "target", "actual", "direction")},
    "weight": Column("分", attrgetter("row.weight")),
    **{name: Column("数", attrgetter(f"row.{name}")) for name in ("target_number", "actual_number")},
}
"""What the rules for each indicator may name: its columns, the direction in which it improves, and its two values as numbers, if they can be compared."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested score, in points, and what gives the reason in words."""

    points: Decimal
    _reason: Callable[[], str]

    @property
    def reason(self) -> str:
        """Why so many points: `超出 13.31%，按超支比例扣分`."""
        return self._reason()


_ALONE: tuple[Any, Any] = (None, None)
"""Instead of edition and document: rules for rows read nothing outside their row, so that what they suggest can be kept."""


class _Row(NamedTuple):
    name: str | None
    target: str | None
    actual: str | None
    direction: str | None
    weight: Decimal | None
    target_number: Decimal | None
    actual_number: Decimal | None
    own: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A score rule, compiled for its edition."""

    weight: Compiled[Place]
    when: Condition[Place] | None
    value: Compiled[Place]
    reason: Words


def suggestions(edition: Edition, document: Document) -> Mapping[str, Suggestion | None]:
    """What is suggested for each cell that has score rules, by path; None where none of them applies, or its value is blank."""
    found: dict[str, Suggestion | None] = {}
    scored = _scored(edition)
    for cell, rules in scored.cells.items():
        found[cell] = _first(rules, Place(edition, document))
    for cell, of_row in scored.columns.items():
        for number, indicator in enumerate(document.self_assessment.indicators, 1):
            found[paths.indicator(number, cell)] = of_row(_row(edition, indicator))
    return found


def _row(edition: Edition, indicator: Indicator) -> _Row:
    which, pair = direction(edition, indicator), comparable(indicator)
    target, actual = (pair[0].number, pair[1].number) if pair else (None, None)
    return _Row(
        indicator.name or None,
        indicator.target or None,
        indicator.actual or None,
        DIRECTION.show(which) or None,
        indicator.weight,
        target,
        actual,
        tuple(indicator.fields.items()),
    )


def _first(rules: Sequence[Ready], place: Place) -> Suggestion | None:
    rule = next((rule for rule in rules if rule.when is None or rule.when.holds(place)), None)
    points = _points(rule.value.work(place), rule.weight.work(place)) if rule else None
    return None if rule is None or points is None else Suggestion(points, lambda: rule.reason(place))


def _points(value: Value, weight: Value) -> Decimal | None:
    """Rounded half up to two decimals, within 0…weight; full marks are the weight itself, with all its decimals."""
    if not isinstance(value, Exact) or not isinstance(weight, Decimal) or weight < 0:
        return None
    return weight if value >= weight else min(rounded(Fraction(max(value, 0))), weight)


class _Scored(NamedTuple):
    """The rules of each cell outside lists, and what suggests the score of an indicator, by column."""

    cells: Mapping[str, Sequence[Ready]]
    columns: Mapping[str, Callable[[_Row], Suggestion | None]]


@once_an_edition
def _scored(edition: Edition) -> _Scored:
    in_order = sorted(edition.scores, key=_stands)
    grouped = {stands: [ready(edition, rule) for rule in rules] for stands, rules in groupby(in_order, _stands)}
    return _Scored(
        {cell: rules for (each, cell), rules in grouped.items() if not each},
        {cell: _of_row(rules) for (each, cell), rules in grouped.items() if each},
    )


def _stands(rule: ScoreRule) -> tuple[str, str]:
    return rule.each or "", rule.cell


def _of_row(rules: Sequence[Ready]) -> Callable[[_Row], Suggestion | None]:
    """Kept for what was typed lately, because every save and every page asks again for all indicators."""

    @lru_cache(maxsize=4096)
    def suggest(row: _Row) -> Suggestion | None:
        return _first(rules, Place(*_ALONE, row))

    return suggest


def ready(edition: Edition, rule: ScoreRule) -> Ready:
    """The rule compiled for an edition.

    Raises:
        Unfit: something in it does not fit the edition.
    """
    known = _names(edition) if rule.each else names(edition, None)

    def points(key: str, text: str) -> Compiled[Place]:
        return within(key, lambda: _of_points(compile_value(parse(text), known)))

    when = within("when", lambda: compile_condition(parse(rule.when), known)) if rule.when else None
    reason = within("reason", lambda: _reason(rule, when, known))
    return Ready(points("weight", rule.weight), when, points("value", rule.value), reason)


def _reason(rule: ScoreRule, when: Condition[Place] | None, known: Names[Place]) -> Words:
    if rule.each and NAME_OF in rule.reason:
        raise Mistake(rule.reason.index(NAME_OF) + 1, f"每行的评分规则不能用“{NAME_OF}”，请直接写名称。")
    return template(rule.reason, when, known, rule.cell)


def _of_points(value: Compiled[Place]) -> Compiled[Place]:
    if value.kind not in (Kind("分"), NUMBER):
        raise Mistake(value.tree.at, f"这里应为分数，例如 weight × 75%，现在是{value.kind}。")
    return value


def _names(edition: Edition) -> Names[Place]:
    """What a rule for each indicator may name: its columns, and the form's bounds and weights."""
    bounds = [name for name, type_ in CONSTANTS.items() if type_ != "文字"]
    own = {name: own_named(field, lambda place: dict(place.row.own)) for name, field in edition.own[ROWS].items()}

    def find(name: str) -> Named[Place] | None:
        column = _COLUMNS.get(name)
        if column:
            return Named(Kind(column.type), column.read)
        return own.get(name) or (constant(edition, name) if name in bounds else None)

    return Names(find, lambda: [*_COLUMNS, *own, *bounds])
