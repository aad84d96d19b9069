"""The suggested score of a cell by the edition's score rules: the first that applies says the points and the reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from evaluations.core import paths
from evaluations.core.basics.values import rounded
from evaluations.core.content.cells import DIRECTION
from evaluations.core.content.targets import comparable, direction
from evaluations.core.form.document import Document, Indicator
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.once import once_each
from evaluations.core.form.stated import ScoreRule
from evaluations.core.naming import words
from evaluations.core.naming.cells import cell, constant, constants, own_cell
from evaluations.core.rules.compiling import Compiled, Condition, Named, Names, compile_condition, compile_value
from evaluations.core.rules.kinds import NUMBER, TEXT, Exact, Kind, Value, exactly
from evaluations.core.rules.mistake import Mistake, within
from evaluations.core.rules.parsing import parse

POINTS = Kind("分")
_COLUMNS: Mapping[str, Kind] = {
    **dict.fromkeys(("name", "target", "actual", "direction"), TEXT),
    "weight": POINTS,
    **dict.fromkeys(("target_number", "actual_number"), NUMBER),
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


class Row(NamedTuple):
    """What the rules for each indicator read of one; they read nothing else, so that what they suggest can be kept."""

    name: str | None
    target: str | None
    actual: str | None
    direction: str | None
    weight: Decimal | None
    target_number: Decimal | None
    actual_number: Decimal | None
    own: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ready[From]:
    """A score rule, compiled for its edition."""

    weight: Compiled[From]
    when: Condition[From] | None
    value: Compiled[From]
    reason: Callable[[From], str]


def suggestions(edition: Edition, document: Document) -> Mapping[str, Suggestion | None]:
    """What is suggested for each cell that has score rules, by path; None where none of them applies, or its value is blank."""
    found = of_cells(edition, document)
    for number, indicator in enumerate(document.self_assessment.indicators, 1):
        found |= {paths.indicator(number, column): one for column, one in of_indicator(edition, indicator).items()}
    return found


def of_cells(edition: Edition, document: Document) -> dict[str, Suggestion | None]:
    """What is suggested for each cell outside lists that has score rules, by path."""
    return {where: _first(rules, document) for where, rules in _scored(edition).cells.items()}


def of_indicator(edition: Edition, indicator: Indicator) -> Mapping[str, Suggestion | None]:
    """What is suggested for each cell of an indicator that has score rules, by column; it depends on nothing but the indicator."""
    columns = _scored(edition).columns
    if not columns:
        return {}
    row = _row(edition, indicator)
    return {column: of_row(row) for column, of_row in columns.items()}


def points(edition: Edition, document: Document, where: str) -> Decimal | None:
    """The points that are suggested for a cell outside lists."""
    found = _first(_scored(edition).cells.get(where, ()), document)
    return found.points if found else None


def points_of(edition: Edition, indicator: Indicator) -> Decimal | None:
    """The points that are suggested for an indicator's score."""
    of_row = _scored(edition).columns.get("score")
    found = of_row(_row(edition, indicator)) if of_row else None
    return found.points if found else None


def _row(edition: Edition, indicator: Indicator) -> Row:
    which, pair = direction(edition, indicator), comparable(indicator)
    target, actual = (pair[0].number, pair[1].number) if pair else (None, None)
    return Row(
        indicator.name or None,
        indicator.target or None,
        indicator.actual or None,
        DIRECTION.show(which) or None,
        indicator.weight,
        target,
        actual,
        tuple(indicator.fields.items()),
    )


def _first[From](rules: Sequence[Ready[From]], values: From) -> Suggestion | None:
    with exactly():
        rule = next((rule for rule in rules if rule.when is None or rule.when.holds(values)), None)
        earned = _points(rule.value.work(values), rule.weight.work(values)) if rule else None
    return None if rule is None or earned is None else Suggestion(earned, lambda: _said(rule, values))


def _said[From](rule: Ready[From], values: From) -> str:
    with exactly():
        return rule.reason(values)


def _points(value: Value, weight: Value) -> Decimal | None:
    """Rounded half up to two decimals, within 0…weight; full marks are the weight itself, with all its decimals."""
    if not isinstance(value, Exact) or not isinstance(weight, Decimal) or weight < 0:
        return None
    return weight if value >= weight else min(rounded(Fraction(max(value, 0))), weight)


class _Scored(NamedTuple):
    """The rules of each cell outside lists, and what suggests the score of an indicator, by column."""

    cells: Mapping[str, Sequence[Ready[Document]]]
    columns: Mapping[str, Callable[[Row], Suggestion | None]]


@once_each
def _scored(edition: Edition) -> _Scored:
    grouped = [(stands, list(rules)) for stands, rules in groupby(sorted(edition.scores, key=_stands), _stands)]
    return _Scored(
        {where: [of_cell(edition, rule) for rule in rules] for (each, where), rules in grouped if not each},
        {column: _of_row([of_row(edition, rule) for rule in rules]) for (each, column), rules in grouped if each},
    )


def _stands(rule: ScoreRule) -> tuple[str, str]:
    return rule.each or "", rule.cell


def _of_row(rules: Sequence[Ready[Row]]) -> Callable[[Row], Suggestion | None]:
    """Kept for what was typed lately, because every save and every page asks again for all indicators."""

    @lru_cache(maxsize=4096)
    def suggest(row: Row) -> Suggestion | None:
        return _first(rules, row)

    return suggest


def of_cell(edition: Edition, rule: ScoreRule) -> Ready[Document]:
    """The rule for a cell of every document, compiled for an edition.

    Raises:
        Unfit: something in it does not fit the edition.
    """
    bounds = _bounds(edition)
    known = Names(lambda name: bounds(name) or cell(edition, name), lambda: [*edition.cells, *constants(edition)])
    return _ready(rule, known)


def of_row(edition: Edition, rule: ScoreRule) -> Ready[Row]:
    """The rule for each indicator, compiled for an edition.

    Raises:
        Unfit: something in it does not fit the edition.
    """
    columns = {name: Named[Row](kind, attrgetter(name)) for name, kind in _COLUMNS.items()}
    columns |= {name: own_cell(field, lambda row: dict(row.own)) for name, field in edition.own[INDICATORS].items()}
    bounds = _bounds(edition)
    return _ready(rule, Names(lambda name: columns.get(name) or bounds(name), lambda: [*columns, *constants(edition)]))


def _bounds(edition: Edition) -> Callable[[str], Named[object] | None]:
    """What gives the form's bounds, weights and labels."""

    def find(name: str) -> Named[object] | None:
        found = constant(edition, name)
        if found is None or found.has_year:
            return None
        value = found.value
        return Named(Kind(found.type), lambda _: value, is_constant=True)

    return find


def _ready[From](rule: ScoreRule, known: Names[From]) -> Ready[From]:
    def scored(key: str, text: str) -> Compiled[From]:
        return within(key, lambda: _in_points(compile_value(parse(text), known)))

    when = within("when", lambda: compile_condition(parse(rule.when), known)) if rule.when else None
    reason = within("reason", lambda: words.template(rule.reason, lambda text, at: _filled_in(text, at, known)))
    return Ready(scored("weight", rule.weight), when, scored("value", rule.value), reason)


def _in_points[From](value: Compiled[From]) -> Compiled[From]:
    if value.kind not in (POINTS, NUMBER):
        raise Mistake(value.tree.at, f"这里应为分数，例如 weight × 75%，现在是{value.kind}。")
    return value


def _filled_in[From](text: str, at: int, known: Names[From]) -> Callable[[From], str]:
    value = words.expression(text, at, known)
    return lambda values: words.shown(value, value.work(values))
