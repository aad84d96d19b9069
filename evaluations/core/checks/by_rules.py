"""Judges a document by the rules that its edition states.

A rule says nothing where its condition does not, because something is blank; it is off in an edition that lacks what it reads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from operator import attrgetter, itemgetter
from typing import NamedTuple

from evaluations.core import paths
from evaluations.core.checks.case import Case
from evaluations.core.checks.fields import Slots, Values, has
from evaluations.core.checks.lists import Section, section, sections
from evaluations.core.checks.messages import Broken, Words, says_sides, template
from evaluations.core.content.cells import DIRECTIONS
from evaluations.core.findings import sums
from evaluations.core.findings.finding import Finding, Severity
from evaluations.core.form.edition import BLOCKS, Edition
from evaluations.core.form.stated import Rule
from evaluations.core.rules.compiling import Condition, compile_condition
from evaluations.core.rules.kinds import exactly
from evaluations.core.rules.mistake import Mistake, unknown, within
from evaluations.core.rules.parsing import parse
from evaluations.core.rules.syntax import Comparison, Ref, Text, reads, walk
from evaluations.core.text.sentences import stating

_LINES, _FIGURE, _CHAPTER = "basic_data.expenditure", "report.figures.", "report.chapters."
_PRIOR = "prior = true"
_QUOTED = 20
_OWN_LINES = (f"{_LINES}.", "self_assessment.by_revenue.", "self_assessment.by_expenditure.", _FIGURE)
_OWN_COLUMNS = {
    (_LINES, "prior"): _PRIOR,
    (_LINES, "within_budget"): "within_budget = true",
    ("report.figures", "equals"): "equals",
    ("report.chapters", "source"): "only_with",
}
Holds = Callable[[Values], bool | None]
_OWN_TEXTS = {
    (_LINES, "check"): lambda text: f'check = "{text}"',
    ("self_assessment.indicators", "level_direction"): lambda text: f'direction = "{DIRECTIONS.get(text, text)}"',
}
FULL_STOP = "。"
"""A message that does not end with it is about a sum: the gap and what to do are added, and a gap that rounding may explain is only shown."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule, compiled for its edition. `is_sum`: its message is about a sum, so that the gap and what to do are added to it."""

    rule: Rule
    each: Section | None
    when: Condition[Values] | None
    holds: Condition[Values]
    message: Words
    found: Words | None
    expected: Words | None
    is_sum: bool
    says_sides: bool


def read_by(rule: Rule) -> list[str]:
    """The names that a rule's conditions read, in alphabetical order.

    Raises:
        Mistake: a condition is no expression.
    """
    return sorted(frozenset[str]().union(*(reads(parse(text)) for text in (rule.when, rule.holds) if text)))


def needs(rules: Sequence[Rule], last_final: str) -> tuple[str, ...]:
    """What some editions lack and the rules are silent without: paths of cells, or a key as in an edition's file that all of them need.

    `last_final`: the column of last year's final amounts.
    """
    found = [[need for need in _needs(rule, last_final) if need] for rule in rules]
    common = set(found[0]).intersection(*found)
    return tuple(dict.fromkeys(n for each in found for n in each if n in common or n.startswith(_OWN_LINES)))


def _needs(rule: Rule, last_final: str) -> Iterator[str]:
    each = rule.each or ""
    yield from (_PRIOR if (each, name) == (_LINES, last_final) else _need(each, name) for name in read_by(rule))
    for name, text in _compared_with(rule):
        if said := _OWN_TEXTS.get((each, name)):
            yield said(text)


def of_totals(edition: Edition) -> list[str]:
    """The codes of the rules by which a total that names one of them is judged; what is no rule counts for nothing."""
    return sorted({text for rule in edition.rules for name, text in _legible(rule) if name == "check"})


def _legible(rule: Rule) -> Iterator[tuple[str, str]]:
    try:
        yield from _compared_with(rule)
    except Mistake:
        return


def _need(each: str, name: str) -> str:
    if name.startswith(_OWN_LINES):
        return name
    block = next((block for block in BLOCKS if block == each or name.startswith(f"{block}.")), "")
    return _OWN_COLUMNS.get((each, name), block)


def _compared_with(rule: Rule) -> Iterator[tuple[str, str]]:
    """The names of which a condition of the rule says which text they are, and the texts."""
    for condition in filter(None, (rule.when, rule.holds)):
        for part in walk(parse(condition)):
            match part:
                case Comparison("=", Ref(name), Text(value)):
                    yield name, value


def lacks(edition: Edition, rule: Rule) -> bool:
    """Whether the edition lacks something that the rule reads, so that the rule is off."""
    each = section(edition, rule.each) if rule.each else None
    return not all(has(edition, each, name) for name in read_by(rule))


def ready(edition: Edition, rule: Rule, shared: Slots | None = None) -> Ready:
    """The rule compiled for an edition; `shared` are the slots of the other rules for the same rows.

    Raises:
        Unfit: something in it does not fit the edition.
    """
    each = within("each", lambda: _each(edition, rule.each))
    known = (shared or Slots(each)).names(edition)

    def condition(key: str, text: str) -> Condition[Values]:
        return within(key, lambda: compile_condition(parse(text), known))

    when = condition("when", rule.when) if rule.when else None
    holds = condition("holds", rule.holds)
    within("cell", lambda: _cell(edition, each, rule))

    def words(key: str, text: str) -> Words:
        return within(key, lambda: template(text, holds, known, rule.each or rule.cell))

    found = None if rule.found is None else words("found", rule.found)
    expected = None if rule.expected is None else words("expected", rule.expected)
    is_sum = not rule.message.endswith(FULL_STOP)
    texts = (rule.message, rule.found or "", rule.expected or "")
    named = is_sum or rule.found is None or rule.expected is None or any(map(says_sides, texts))
    return Ready(rule, each, when, holds, words("message", rule.message), found, expected, is_sum, named)


def _each(edition: Edition, name: str | None) -> Section | None:
    found = section(edition, name) if name else None
    if name and found is None:
        raise unknown(1, "多行项目", name, sections(edition))
    return found


def _cell(edition: Edition, each: Section | None, rule: Rule) -> None:
    groups = (f"self_assessment.{group}" for group in edition.fundings)
    levels = (paths.category(level.code) for level in edition.attachment3.levels)
    own = edition.own.get(rule.each or "", {})
    places = {*each.cells, *own} if each else {*edition.cells, *groups, *levels}
    if rule.cell not in places:
        raise unknown(1, "单元格", rule.cell, places)


Rank = tuple[Holds, int, Ready]
"""What must hold by a rule, the rule's rank, the rule."""


class Under(NamedTuple):
    """Rules under one condition; `is_fixed`: the condition asks only for what the edition says of a row's line."""

    when: Holds | None
    rules: Sequence[Rank]
    is_fixed: bool = False


class Pass:
    """The rules for the same rows; `slots` are what they read."""

    def __init__(self, slots: Slots, under: Sequence[Under]) -> None:
        self.slots, self._under = slots, under
        self._of_line: dict[str, Sequence[Under]] = {}

    def under(self, values: Values) -> Sequence[Under]:
        """The rules that the edition may apply to the row of these values; asked once for each line."""
        if self.slots.each is None:
            return self._under
        line = self.slots.each.line(values[0].row)
        if line not in self._of_line:
            self._of_line[line] = list(self._applying(values))
        return self._of_line[line]

    def _applying(self, values: Values) -> Iterator[Under]:
        """Those whose condition is not fixed, or holds; what applies without a condition in one."""
        always = list[Rank]()
        for each in self._under:
            if each.when is None or (each.is_fixed and each.when(values)):
                always += each.rules
            elif not each.is_fixed:
                yield each
        yield Under(None, always)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rules of an edition, compiled. Findings are gathered by the rank of their rule, which is one for rules of a code that follow each other."""

    passes: Sequence[Pass]


def prepared(edition: Edition) -> Prepared:
    """The edition's rules without those that are off."""
    usable = sorted((rule for rule in edition.rules if not lacks(edition, rule)), key=attrgetter("code"))
    ranked = [(rank, rule) for rank, (_, run) in enumerate(groupby(usable, _run)) for rule in run]
    by_rows = _grouped(ranked, lambda one: one[1].each)
    return Prepared([_pass(edition, each, rules) for each, rules in by_rows.items()])


def _run(rule: Rule) -> tuple[str, str | None]:
    return rule.code, rule.each


def _grouped[Key, One](ones: Iterable[One], key: Callable[[One], Key]) -> dict[Key, list[One]]:
    groups: dict[Key, list[One]] = {}
    for one in ones:
        groups.setdefault(key(one), []).append(one)
    return groups


def _pass(edition: Edition, each: str | None, ranked: Sequence[tuple[int, Rule]]) -> Pass:
    slots = Slots(section(edition, each) if each else None)
    compiled = [(rank, ready(edition, rule, slots)) for rank, rule in ranked]
    groups = _grouped(compiled, lambda one: one[1].rule.when).values()
    return Pass(slots, [_under(slots.each, group) for group in groups])


def _under(each: Section | None, group: Sequence[tuple[int, Ready]]) -> Under:
    when = group[0][1].when
    rules = [(rule.holds.holds, rank, rule) for rank, rule in group]
    is_fixed = when is not None and each is not None and when.reads <= each.fixed.keys()
    return Under(when.holds if when else None, rules, is_fixed)


class OfPass(NamedTuple):
    """What the rules for the same rows found: what they could see of the document besides the rows, and for each row, by its number, the row with
    its values, and the findings with the ranks of their rules."""

    seen: object
    rows: Mapping[int, tuple[object, Sequence[tuple[int, Finding]]]]


Judged = Sequence[OfPass]
"""What all rules found on a document."""


def judged(case: Case, rules: Prepared, before: Judged = ()) -> Judged:
    """What the rules find; rows that read as they did in `before`, of another document of the same edition, are not judged again."""
    with exactly():
        return [_of_pass(case, each, then) for each, then in zip_longest(rules.passes, before)]


def _of_pass(case: Case, each: Pass, before: OfPass | None) -> OfPass:
    seen = each.slots.seen(case)
    known = before.rows if before and before.seen == seen else {}
    rows = {}
    for values in each.slots.read(case):
        place, read = values[0], (values[0].row, values[1:])
        then = known.get(place.number)
        found = then[1] if then and then[0] == read else _found(each, values)
        rows[place.number] = (read, found)
    return OfPass(seen, rows)


def _found(each: Pass, values: Values) -> Sequence[tuple[int, Finding]]:
    return [(rank, _finding(broken, values)) for rank, broken in _broken(each.under(values), values)]


def findings(judged: Judged) -> list[Finding]:
    """The findings by all rules, in the order of their codes; those of one code row by row."""
    ranked = [one for of_pass in judged for _, found in of_pass.rows.values() for one in found]
    return [finding for _, finding in sorted(ranked, key=itemgetter(0))]


def _broken(rules: Sequence[Under], values: Values) -> Iterator[tuple[int, Ready]]:
    for when, under, _ in rules:
        if when is None or when(values):
            for holds, rank, rule in under:
                if holds(values) is False:
                    yield rank, rule


def _finding(broken: Ready, values: Values) -> Finding:
    rule, is_sum, place = broken.rule, broken.is_sum, values[0]
    where = broken.each.path(place, rule.cell) if broken.each else rule.cell
    why = Broken(broken.holds, values, broken.each, sides=broken.says_sides)
    severity, end = _weighed(why, rule.severity) if is_sum else (rule.severity, "")
    return Finding(
        rule.code,
        severity,
        where,
        broken.message(why) + end,
        broken.found(why) if broken.found else why.left,
        broken.expected(why) if broken.expected else _expected(why, is_plain=is_sum),
        _quotes(place.case, where),
        missing=rule.missing,
    )


def _quotes(case: Case, where: str) -> tuple[str, ...]:
    """The sentence that states a figure of the report, or the beginning of a chapter."""
    if where.startswith(_FIGURE):
        return stating(case.edition, case.document, where.removeprefix(_FIGURE))
    if where.startswith(_CHAPTER):
        begun = case.document.report.chapters.get(where.removeprefix(_CHAPTER), "").split("\n")[0][:_QUOTED]
        return (begun,) if begun else ()
    return ()


def _weighed(broken: Broken, severity: Severity) -> tuple[Severity, str]:
    """The severity and the end of the message on a sum, as all that is added up on both sides may explain its gap."""
    left, right = broken.terms
    return sums.weighed(broken.values[0].case.edition, broken.gap, len(left) + len(right) - 1, severity)


def _expected(broken: Broken, *, is_plain: bool) -> str:
    """The right side, after its operator unless the two should be equal or are compared as a sum."""
    operator = broken.condition.operator
    return broken.right if is_plain or operator in (None, "=") else f"{operator} {broken.right}"
