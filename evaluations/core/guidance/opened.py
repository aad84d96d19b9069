"""What may be changed when only the commented places of a hand-in are opened: the places themselves, and what follows from them. Pure.

A cell follows another if a sum or a relation of the checks ties it to that one. A cell that an error names is open as well: it can be wrong only
because an open one was changed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from evaluations.core import checks, paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks import by_rules
from evaluations.core.checks.case import Case
from evaluations.core.content.cells import cells
from evaluations.core.content.places import cells_at
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import WHOLE
from evaluations.core.scores.scoring import EXECUTION_SCORE
from evaluations.core.text.sentences import linked
from evaluations.core.text.slots import AMOUNT
from evaluations.core.text.wording import fold

Tie = tuple[str, str]
_EXPENDITURE = "basic_data.expenditure."
_BUILDINGS = "basic_data.buildings"
_BUDGET = "self_assessment."
_EQUATED, _WORKED_OUT = ("X-01", "X-02"), ("X-04",)
_IN_WAN_YUAN = re.compile(rf"({AMOUNT})万元")


@dataclass(frozen=True, slots=True)
class Opened:
    """The open `cells`, and the `lists` to which rows may be added and whose rows may be moved; a row may go if all its cells are open."""

    cells: frozenset[str]
    lists: frozenset[str]

    def may_go(self, row: Iterable[str]) -> bool:
        """Whether a row with these cells may be deleted."""
        return self.cells.issuperset(row)


def opened(edition: Edition, document: Document, commented: Iterable[str], handed_in: Document | None = None) -> Opened:
    """What is open if only the `commented` places (paths, or WHOLE) and what follows from them are.

    `handed_in` is what the comments were written on: a chapter that quotes an amount of that follows it, although the amount has been changed since.
    """
    listed, wheres = cells(edition, document), list(commented)
    begun = [path for where in wheres for path in cells_at(document, listed, where)]
    begun += [path for where in begun for path in _parts_below(edition, document, where)]
    wrong = [finding.where for finding in checks.run(Case(edition, document)) if finding.severity == "error"]
    begun += [path for where in wrong for path in _to_correct(edition, document, listed, where)]
    follows = defaultdict(set)
    for cell, follower in (*_ties(edition, document), *_quotes(edition, handed_in or document)):
        follows[cell].add(follower)
    return Opened(
        _reached(begun, follows) & listed.keys(), frozenset(_lists(edition, [*wheres, *_lacking(edition, wrong)]))
    )


def _to_correct(edition: Edition, document: Document, listed: Iterable[str], where: str) -> list[str]:
    """The cells by which an error is corrected; of a first level whose weights do not add up, the weights."""
    found = cells_at(document, listed, where)
    levels = {paths.category(level.code) for level in edition.attachment3.levels}
    return [path for path in found if path.endswith(".weight")] if where in levels else found


def _lacking(edition: Edition, wrong: Iterable[str]) -> set[str]:
    """The categories of which an error says that they have no row."""
    return {*map(paths.category, edition.categories)} & {*wrong}


def _reached(begun: Iterable[str], follows: Mapping[str, Iterable[str]]) -> frozenset[str]:
    reached, waiting = set[str](), set(begun)
    while waiting:
        cell = waiting.pop()
        reached.add(cell)
        waiting |= {*follows.get(cell, ())} - reached
    return frozenset(reached)


def _parts_below(edition: Edition, document: Document, total: str) -> Iterator[str]:
    """The parts of a commented total, which can't be corrected without them."""
    item, _, column = total.removeprefix(_EXPENDITURE).partition(".")
    line = edition.line.get(item)
    if line is None or column not in edition.columns or not total.startswith(_EXPENDITURE):
        return
    for part in line.parts:
        for path in _amounts_of(edition, document, part, column):
            yield path
            yield from _parts_below(edition, document, path)


def _amounts_of(edition: Edition, document: Document, item: str, column: str) -> list[str]:
    """The cells of a column on a line, or on each of its rows."""
    if edition.line[item].kind != "rows":
        return [paths.expenditure(item, column)]
    return [paths.expenditure(item, column, number) for number, _ in enumerate(document.basic_data.rows(item), 1)]


def _lists(edition: Edition, wheres: Iterable[str]) -> Iterator[str]:
    lines = [_EXPENDITURE + line.item for line in edition.lines if line.kind == "rows"]
    for where in wheres:
        for one in (*lines, _BUILDINGS, *edition.row_lists, *map(paths.category, edition.categories)):
            if one not in edition.absent and (where in (WHOLE, one) or one.startswith(f"{where}.")):
                yield one


def _ties(edition: Edition, document: Document) -> Iterator[Tie]:
    """(cell, cell that follows it) of every sum and relation."""
    yield from _sums(edition, document)
    yield from _budget(edition)
    yield from _indicators(edition, document)
    yield from _report(edition, document)
    yield from _rules(edition)


def _rules(edition: Edition) -> Iterator[Tie]:
    """The cells that are to be equal follow each other; a cell that is worked out from others follows them."""
    for rule in edition.rules:
        if rule.code in _EQUATED:
            yield from permutations(by_rules.read_by(rule), 2)
        elif rule.code in _WORKED_OUT:
            yield from ((cell, rule.cell) for cell in by_rules.read_by(rule) if cell != rule.cell)


def _sums(edition: Edition, document: Document) -> Iterator[Tie]:
    for line in edition.lines:
        for column in edition.columns:
            total = paths.expenditure(line.item, column)
            yield from ((cell, total) for part in line.parts for cell in _amounts_of(edition, document, part, column))


def _budget(edition: Edition) -> Iterator[Tie]:
    executed = f"{_BUDGET}executed"
    yield from ((f"{_BUDGET}adjusted_budget", EXECUTION_SCORE), (executed, EXECUTION_SCORE))
    for group, funding in edition.fundings.items():
        for line in funding.lines:
            yield from permutations((paths.funding(group, line.item), executed), 2)


def _indicators(edition: Edition, document: Document) -> Iterator[Tie]:
    numbered = list(enumerate(document.self_assessment.indicators, 1))
    for number, _ in numbered:
        for field in ("name", "target", "actual", "direction", "weight", "score", "deviation_reason"):
            cell = paths.indicator(number, field)
            yield from ((cell, paths.indicator(number, after)) for after in ("score", "deviation_reason"))
    for number, row in numbered:
        # The weights of a first level are tied by their sum.
        total = paths.category(edition.level_of[row.category].code)
        yield from permutations((paths.indicator(number, "weight"), total), 2)
    for number, row in numbered:
        if row.name == edition.overall_cost_indicator and edition.level_of[row.category].direction == "reverse":
            yield f"{_BUDGET}initial_budget", paths.indicator(number, "target")
            yield f"{_BUDGET}executed", paths.indicator(number, "actual")


def _report(edition: Edition, document: Document) -> Iterator[Tie]:
    figures = edition.report.figures
    yield from ((figure.equals, paths.figure(figure.code)) for figure in figures if figure.equals)
    # They add up to one another in sentences of the report.
    yield from permutations([paths.figure(figure.code) for figure in figures], 2)
    for sentence in linked(edition, document):
        if sentence.found:
            chapter = paths.chapter(sentence.chapter)
            yield from ((cell, chapter) for cell in sentence.cells)


def _quotes(edition: Edition, document: Document) -> Iterator[Tie]:
    """(cell, chapter) of each amount that a chapter states in free wording."""
    listed = cells(edition, document)
    for chapter in edition.report.chapters:
        text = fold(document.report.chapter(chapter.number)).text
        stated = {show_amount(Decimal(amount)) for amount in _IN_WAN_YUAN.findall(text)}
        for path, cell in listed.items():
            if cell.kind == "amount" and cell.text in stated and cell.text != "0":
                yield path, paths.chapter(chapter.number)


def list_of(document: Document, row: str) -> str:
    """The path of the list in which the row at `row` stands; "" if rows of its kind can't be added."""
    head, _, number = row.rpartition(".")
    if not number.isdigit():
        return ""
    if head == "self_assessment.indicators":
        return paths.category(document.self_assessment.indicators[int(number) - 1].category)
    return head
