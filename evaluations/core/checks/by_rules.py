"""Judges a document by the rules that its edition states.

A rule says nothing where its condition does not, because something is blank; it is off in an edition that lacks what it reads.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding
from evaluations.core.form.edition import BLOCKS, Edition, Rule
from evaluations.core.naming.fields import Place, Section, names, section, sections
from evaluations.core.naming.messages import Words, gap, shown, template
from evaluations.core.rules.compiling import Condition, compile_condition
from evaluations.core.rules.mistake import unknown, within
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import reads
from evaluations.core.text.sentences import stating

_LINES, _FIGURE = "basic_data.expenditure", "report.figures."
_OWN_LINES = (f"{_LINES}.", "self_assessment.by_revenue.", "self_assessment.by_expenditure.", _FIGURE)
_OWN_COLUMNS = {(_LINES, "prior_final"): "prior = true", (_LINES, "within_budget"): "within_budget = true"}
FULL_STOP = "。"
"""A message that does not end with it is about a sum: the gap and what to do are added, and a gap that rounding may explain is only shown."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule, compiled for its edition."""

    rule: Rule
    each: Section | None
    when: Condition[Place] | None
    holds: Condition[Place]
    message: Words
    found: Words | None
    expected: Words | None


def read_by(rule: Rule) -> list[str]:
    """The names that a rule's conditions read, in alphabetical order.

    Raises:
        Mistake: a condition is no expression.
    """
    return sorted(frozenset[str]().union(*(reads(parse(text)) for text in (rule.when, rule.holds) if text)))


def needs(rules: Sequence[Rule]) -> tuple[str, ...]:
    """What some editions lack and the rules are silent without: paths of cells, or a key as in an edition's file."""
    found = (_need(rule.each or "", name) for rule in rules for name in read_by(rule))
    return tuple(dict.fromkeys(need for need in found if need))


def _need(each: str, name: str) -> str:
    if name.startswith(_OWN_LINES):
        return name
    block = next((block for block in BLOCKS if block == each or name.startswith(f"{block}.")), "")
    return _OWN_COLUMNS.get((each, name), block)


def lacks(edition: Edition, rule: Rule) -> bool:
    """Whether the edition lacks something that the rule reads, so that the rule is off."""
    known = names(edition, section(edition, rule.each) if rule.each else None)
    return any(known.find(name) is None for name in read_by(rule))


def ready(edition: Edition, rule: Rule) -> Ready:
    """The rule compiled for an edition.

    Raises:
        Unfit: something in it does not fit the edition.
    """
    each = within("each", lambda: _each(edition, rule.each))
    known = names(edition, each)

    def condition(key: str, text: str) -> Condition[Place]:
        return within(key, lambda: compile_condition(parse(text), known))

    when = condition("when", rule.when) if rule.when else None
    holds = condition("holds", rule.holds)
    within("cell", lambda: _cell(edition, each, rule.cell))

    def words(key: str, text: str) -> Words:
        return within(key, lambda: template(text, holds, known, rule.each or rule.cell))

    found = None if rule.found is None else words("found", rule.found)
    expected = None if rule.expected is None else words("expected", rule.expected)
    return Ready(rule, each, when, holds, words("message", rule.message), found, expected)


def _each(edition: Edition, name: str | None) -> Section | None:
    found = section(edition, name) if name else None
    if name and found is None:
        raise unknown(1, "多行项目", name, sections(edition))
    return found


def _cell(edition: Edition, each: Section | None, name: str) -> None:
    groups = (f"self_assessment.{group}" for group in edition.fundings)
    levels = (paths.category(level.code) for level in edition.attachment3.levels)
    places = each.columns if each else {*edition.cells, *groups, *levels}
    if name not in places:
        raise unknown(1, "单元格", name, places)


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that follow each other for each of the same rows, those under the same condition `when` together."""

    each: Section | None
    under: Sequence[tuple[Condition[Place] | None, Sequence[Ready]]]


def grouped(rules: Iterable[Ready]) -> list[Group]:
    """The rules in their order, so grouped that neither rows nor conditions are gone through more often than needed."""
    return [
        Group(group[0].each, [(under[0].when, under) for under in _runs(group, lambda one: one.rule.when)])
        for group in _runs(rules, lambda one: one.rule.each)
    ]


def _runs(rules: Iterable[Ready], key: Callable[[Ready], str | None]) -> Iterator[list[Ready]]:
    return (list(run) for _, run in groupby(rules, key))


def judged(case: Case, groups: Iterable[Group]) -> Iterator[Finding]:
    """The findings of grouped rules, row by row."""
    for group in groups:
        rows = group.each.rows(case.edition, case.document) if group.each else [(0, None)]
        for number, row in rows:
            place = Place(case.edition, case.document, row, number)
            for when, rules in group.under:
                if when is None or when.holds(place):
                    yield from (_finding(rule, place) for rule in rules if rule.holds.holds(place) is False)


def _finding(broken: Ready, place: Place) -> Finding:
    rule, holds = broken.rule, broken.holds
    where = broken.each.path(place.number, place.row, rule.cell) if broken.each else rule.cell
    is_sum = not rule.message.endswith(FULL_STOP)
    finding = Finding(
        rule.code,
        rule.severity,
        where,
        broken.message(place),
        broken.found(place) if broken.found else _found(holds, place),
        broken.expected(place) if broken.expected else _expected(holds, place, is_plain=is_sum),
        stating(place.edition, place.document, where.removeprefix(_FIGURE)) if where.startswith(_FIGURE) else (),
        missing=rule.missing,
    )
    return _weighed(finding, holds, place) if is_sum else finding


def _weighed(finding: Finding, holds: Condition[Place], place: Place) -> Finding:
    """The finding on a sum with its gap, as all that is added up on both sides may explain it."""
    if holds.left is None or holds.right is None:
        return finding
    terms = len(holds.left.terms(place)) + len(holds.right.terms(place)) - 1
    return sums.weighed(place.edition, finding, gap(holds.left, holds.right, place), terms)


def _found(holds: Condition[Place], place: Place) -> str:
    return shown(holds.left, place) if holds.left else ""


def _expected(holds: Condition[Place], place: Place, *, is_plain: bool) -> str:
    """The right side, after its operator unless the two should be equal or are compared as a sum."""
    if holds.right is None:
        return ""
    bound = shown(holds.right, place)
    return bound if is_plain or holds.operator == "=" else f"{holds.operator} {bound}"
