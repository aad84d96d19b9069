"""附件3 read by its labels: the unit's name, the year's budget by source and nature, the objective, the indicators."""

import re
from collections.abc import Callable, Container, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from evaluations.core import paths
from evaluations.core.document import Document
from evaluations.core.edition import Category, Edition, Level
from evaluations.core.readback.found import Found
from evaluations.core.readback.source import Cell
from evaluations.core.readback.table import Headings, Text, View
from evaluations.core.readback.words import bare, fold
from evaluations.core.scoring import total_score, total_weight
from evaluations.core.values import ratio, show_amount

_FUNDS = ("initial_budget", "adjusted_budget", "executed")
_OBJECTIVE = ("expected_objective", "actual_completion")
_LEVELS = ("first_level", "second_level")
_FIELDS = paths.INDICATOR_LABELS
_WEIGHTED = re.compile(r"(.*?)(?:\(([\d.]+)分?\))?")


def labels(edition: Edition) -> list[str]:
    """The labels by which the form is told from others."""
    form = edition.attachment3
    words = (text for name, text in form if isinstance(text, str) and name not in ("number", "title"))
    categories = (category.label for category in edition.categories.values())
    return [*words, *categories, *(level.label for level in form.levels)]


def read(found: Found, view: View) -> None:
    """Put what stands in the table into `found`."""
    form = found.edition.attachment3
    budget = view.headings(
        {name: getattr(form, name) for name in (*_FUNDS, "weight", "execution_rate", "score")}, {bare(form.budget)}
    )
    objective = view.headings({name: getattr(form, name) for name in _OBJECTIVE}, {bare(form.objective)})
    named = {field: getattr(form, label) for field, label in _FIELDS.items()}
    indicators = view.headings({name: getattr(form, name) for name in _LEVELS} | named, {bare(form.indicators)})
    total = view.row_with(form.total, before=indicators.columns["name"][0]) if indicators else None
    marks = {headings.row for headings in (budget, objective, indicators) if headings} | {total, _foot(found, view)}
    _read_unit(found, view)
    if budget and found.begins(form.budget, view, budget.row):
        _read_budget(found, view, budget, marks)
    if objective and found.begins(form.objective, view, objective.row):
        _read_objective(found, view, objective, marks)
    if indicators and found.begins(form.indicators, view, indicators.row):
        found.strangers(view, indicators)
        _Indicators(found, view, indicators).read(marks)
        if total is not None:
            _read_total(found, view, indicators, total)


def _foot(found: Found, view: View) -> int | None:
    begin = fold(found.edition.foot.preparer)
    return next((cell.row for cell in view.cells() if fold(cell.text).startswith(begin)), None)


def _read_unit(found: Found, view: View) -> None:
    label = bare(found.edition.attachment3.unit_name)
    for row in view.rows.values():
        for cell, right in pairwise(row):
            if bare(cell.text) == label:
                found.check_unit(right.text, view.place(right))
                return


def _read_budget(found: Found, view: View, headings: Headings, marks: Container[int | None]) -> None:
    found.strangers(view, headings)
    form = found.edition.attachment3
    fixed = {bare(form.budget), bare(form.total_funds)}
    fundings = _Fundings(found, view)
    for row in view.below(headings, marks):
        cells = view.rows[row]
        if any(bare(cell.text) == bare(form.total_funds) for cell in cells):
            for field, cell in view.under(headings, row):
                _fund(found, field, view.text(cell))
        else:
            fundings.read([cell for cell in cells if bare(cell.text) not in fixed])


def _fund(found: Found, field: str, text: Text) -> None:
    form = found.edition.attachment3
    if field in _FUNDS:
        found.put(f"self_assessment.{field}", text)
    elif field == "score":
        found.put("self_assessment.execution_score", text)
    elif field == "weight":
        found.compare(form.weight, text, lambda _: form.execution_weight)
    else:
        found.compare(form.execution_rate, text, _execution_rate)


def _execution_rate(document: Document) -> Fraction | None:
    return ratio(document.self_assessment.executed, document.self_assessment.adjusted_budget)


class _Fundings:
    """Sources and natures, each a label with its amount in one cell, or the amount in the cell beside it."""

    def __init__(self, found: Found, view: View) -> None:
        self.found, self.view = found, view
        self.sums = {fold(funding.label): group for group, funding in found.edition.fundings.items()}
        self.sides: dict[str, int] = {}

    def read(self, cells: list[Cell]) -> None:
        waiting: tuple[str, str] | None = None
        for cell in cells:
            told = self._label(cell)
            if told:
                group, item, amount = told
                waiting = (group, item)
                if amount:
                    self._amount(group, item, Text(amount, self.view.place(cell)))
            elif waiting:
                self._amount(*waiting, self.view.text(cell))
                waiting = None
            else:
                self.found.problem(self.view.place(cell), cell.text, "本年度的表样没有这一项，没有读取。")

    def _label(self, cell: Cell) -> tuple[str, str, str] | None:
        """(group, item, amount): the item "" for the sum of a group, the amount "" when the cell holds the label alone."""
        text = fold(cell.text)
        for label, group in self.sums.items():
            if text.startswith(label) or text == label.rstrip(":"):
                self.sides[group] = cell.column
                return group, "", text.removeprefix(label.rstrip(":")).removeprefix(":")
        lines = [
            (group, line.item, text.removeprefix(label.rstrip(":")).removeprefix(":"))
            for group, funding in self.found.edition.fundings.items()
            for line in funding.lines
            for label in (fold(line.label), fold(line.name) + ":")
            if text.startswith(label) or text == label.rstrip(":")
        ]
        return min(lines, key=lambda line: self._distance(line[0], cell.column), default=None)

    def _distance(self, group: str, column: int) -> int:
        """How far left of the column the side of the group begins; far when it begins right of it."""
        gap = column - self.sides.get(group, 0)
        return gap if gap >= 0 else 10**6

    def _amount(self, group: str, item: str, text: Text) -> None:
        if item:
            self.found.put(paths.funding(group, item), text)
        else:
            self.found.compare(self.found.edition.fundings[group].label.rstrip("："), text, _sum_of(group))


def _sum_of(group: str) -> Callable[[Document], Decimal | None]:
    def computed(document: Document) -> Decimal | None:
        amounts = [amount for amount in getattr(document.self_assessment, group).values() if amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    return computed


def _read_objective(found: Found, view: View, headings: Headings, marks: Container[int | None]) -> None:
    texts: dict[str, list[Text]] = {}
    for row in view.below(headings, marks):
        for field, cell in view.under(headings, row):
            texts.setdefault(field, []).append(view.text(cell))
    for field, parts in texts.items():
        text = Text("\n".join(part.text for part in parts), parts[0].place)
        found.text_expected(text, f"self_assessment.{field}")
        found.put(f"self_assessment.{field}", text)


class _Indicators:
    """The rows of indicators: each belongs to the last level and category named above or beside it."""

    def __init__(self, found: Found, view: View, headings: Headings) -> None:
        self.found, self.view, self.headings = found, view, headings
        self.levels = {bare(level.label): level for level in found.edition.attachment3.levels}
        self.level: Level | None = None
        self.category: Category | None = None

    def read(self, marks: Container[int | None]) -> None:
        for row in self.view.below(self.headings, marks):
            texts = self.found.fields(self.view, self.headings, row)
            if "first_level" in texts:
                self._enter_level(texts["first_level"])
            if "second_level" in texts:
                self._enter_category(texts["second_level"])
            fields = {field: text for field, text in texts.items() if field in _FIELDS}
            if fields:
                self._indicator(fields, self.view.place_of(row))

    def _enter_level(self, text: Text) -> None:
        match = _WEIGHTED.fullmatch(fold(text.text))
        assert match
        level = self.levels.get(bare(text.text)) or self.levels.get(match[1].rstrip(":"))
        if level is None:
            self.found.problem(text.place, text.text, "本年度的表样没有这个一级指标。")
        elif level is self.level:
            return
        elif match[2] and match[2] != show_amount(level.weight):
            message = f"本年度的表样中“{level.label}”是 {show_amount(level.weight)} 分。"
            self.found.problem(text.place, text.text, message, "info")
        self.level = level
        only = level and len(level.categories) == 1
        self.category = level.categories[0] if level and only else None

    def _enter_category(self, text: Text) -> None:
        everywhere = [self.level] if self.level else self.found.edition.attachment3.levels
        label = bare(text.text)
        self.category = next(
            (category for level in everywhere for category in level.categories if bare(category.label) == label), None
        )
        if self.category is None:
            self.found.problem(text.place, text.text, "本年度的表样在这里没有这个二级指标。")

    def _indicator(self, fields: Mapping[str, Text], place: str) -> None:
        if self.category is None:
            found = fields.get("name", Text("", place)).text
            self.found.problem(place, found, "看不出这一行属于哪个二级指标，没有读取。")
            return
        if "name" in fields:
            self.found.text_expected(fields["name"])
        self.found.add_row(paths.category(self.category.code), fields, place)


def _read_total(found: Found, view: View, headings: Headings, row: int) -> None:
    form, edition = found.edition.attachment3, found.edition
    expected: Mapping[str, Callable[[Document], Decimal | None]] = {
        "weight": lambda document: total_weight(edition, document.self_assessment),
        "score": lambda document: total_score(document.self_assessment),
    }
    for field, cell in view.under(headings, row):
        if field in expected:
            found.compare(f"{form.total}（{getattr(form, field)}）", view.text(cell), expected[field])
