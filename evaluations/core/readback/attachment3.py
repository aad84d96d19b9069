"""附件3 read by its labels: the unit's name, the year's budget by source and nature, the objective, the indicators."""

import re
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount
from evaluations.core.form.document import Document
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.official import Category, Level
from evaluations.core.readback.found import Found
from evaluations.core.readback.matching import LabelMatch, Labels
from evaluations.core.readback.money import Money
from evaluations.core.readback.source import FileCell
from evaluations.core.readback.table import Headings, Text, View
from evaluations.core.readback.words import bare, clip, fold, stem
from evaluations.core.scores.scoring import total_score, total_weight

_FUNDS = ("initial_budget", "adjusted_budget", "executed")
_OBJECTIVE = ("expected_objective", "actual_completion")
_BUDGET = (*_FUNDS, "weight", "execution_rate", "score")
_PROJECT = "项目名称"
_SAID = ("name", "target", "actual", "deviation_reason")
_LEVELS = ("first_level", "second_level")
_FIELDS = paths.INDICATOR_LABELS
_LABELLED = re.compile(r"([^0-9:]{2,40}):?(-?[\d,.]*(?:[百千万亿]{0,2}元)?)")
_WEIGHTED = re.compile(r"(.*?)(?:\(([\d.]+)分?\))?")


def labels(edition: Edition) -> list[str]:
    """The labels that identify the form."""
    form = edition.attachment3
    words = (text for name, text in form if isinstance(text, str) and name not in ("number", "title"))
    categories = (category.label for category in edition.categories.values())
    return [*words, *categories, *(level.label for level in form.levels)]


def read_self_assessment(found: Found, view: View, before: Sequence[str] = ()) -> None:
    """Put the table's contents into `found`; `before` are the lines above it."""
    form = found.edition.attachment3
    own = found.edition.own[INDICATORS]
    sections = {form.budget: _BUDGET, form.objective: _OBJECTIVE, form.indicators: (*_LEVELS, *_FIELDS, *own)}
    others = {stem(label) for label in labels(found.edition)}
    fields = {section: _labels(found, names) for section, names in sections.items()}
    headings = {section: view.headings(fields[section], section, others) for section in sections}
    indicators = headings[form.indicators]
    if indicators and not {"name", "second_level"} <= indicators.columns.keys():
        headings[form.indicators] = None
    total = view.row_with(form.total, before=indicators.start + 1) if indicators else None
    unread = {section: view.row_with(section) for section, here in headings.items() if here is None}
    if form.indicators in unread and indicators:
        unread[form.indicators] = indicators.row
    marks = {here.row for here in headings.values() if here} | {total, *unread.values(), _foot(found, view)}
    _read_unit(found, view)
    for section, row in unread.items():
        if row is not None:
            found.unread(section, view, row, fields[section].values())
    _read_sections(found, view, headings, marks, before)
    if total is not None and headings[form.indicators] and indicators:
        _read_total(found, view, indicators, total)


def _labels(found: Found, names: Iterable[str]) -> Mapping[str, str]:
    form = found.edition.attachment3
    own = found.edition.own[INDICATORS]
    return {name: own[name].label if name in own else getattr(form, _FIELDS.get(name, name)) for name in names}


def _read_sections(
    found: Found,
    view: View,
    headings: Mapping[str, Headings | None],
    marks: Container[int | None],
    before: Sequence[str],
) -> None:
    form = found.edition.attachment3
    readers = {form.budget: _read_budget, form.objective: _read_objective, form.indicators: _read_indicators}
    for section, here in headings.items():
        if here and found.begins(section, view, here.row):
            readers[section](found, view, here, marks, before)


def _foot(found: Found, view: View) -> int | None:
    begin = fold(found.edition.foot.preparer)
    return next((cell.row for cell in view.cells() if fold(cell.text).startswith(begin)), None)


def _read_unit(found: Found, view: View) -> None:
    """Compare whose sheet it says it is: the first text beside each label counts."""
    checks = {bare(found.edition.attachment3.unit_name): found.check_unit, _PROJECT: found.check_project}
    for row in view.rows.values():
        for cell, right in pairwise(row):
            if check := checks.pop(bare(cell.text), None):
                check(right.text, view.place(right))


def _read_budget(
    found: Found, view: View, headings: Headings, marks: Container[int | None], before: Sequence[str]
) -> None:
    found.strangers(view, headings)
    form = found.edition.attachment3
    money = Money(found, view, headings, {"": form.budget, **_labels(found, _FUNDS)}, before)
    fixed = {stem(form.budget), stem(form.total_funds)}
    total_funds = Labels({"": form.total_funds})
    fundings = _Fundings(found, view, money)
    for row in view.below(headings, marks):
        cells = view.rows[row]
        if any(total_funds.same(cell.text) or total_funds.near(cell.text) for cell in cells):
            found.astray(view, headings, row)
            for field, cell in view.under(headings, row):
                text = view.text(cell)
                _fund(found, field, money.amount(field, text) if field in _FUNDS else text)
        else:
            fundings.read([cell for cell in cells if stem(cell.text) not in fixed])


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
    """Sources and natures: each is a label with its amount in the same cell or in the next one."""

    def __init__(self, found: Found, view: View, money: Money) -> None:
        self.found, self.view, self.money = found, view, money
        self.lines = Labels(
            {
                (group, line.item): line.name
                for group, funding in found.edition.fundings.items()
                for line in funding.lines
            }
        )
        self.sums = {fold(funding.label): group for group, funding in found.edition.fundings.items()}
        self.sides: dict[str, int] = {}
        self.near: dict[tuple[str, str], str] = {}

    def read(self, cells: list[FileCell]) -> None:
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

    def _label(self, cell: FileCell) -> tuple[str, str, str] | None:
        """(group, item, amount): item is "" for a group's sum, amount is "" if the cell holds only the label."""
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
        return min(lines, key=lambda line: self._distance(line[0], cell.column), default=None) or self._alike(cell)

    def _alike(self, cell: FileCell) -> tuple[str, str, str] | None:
        """(group, item, amount) of a label with the same words in other characters, or with similar words, which is reported."""
        parts = _LABELLED.fullmatch(fold(cell.text))
        if not parts:
            return None
        match = self.lines.same(parts[1]) or self.lines.near(parts[1])
        if match is None:
            return None
        if match.degree == "near":
            self.near[match.key] = parts[1]
            self.found.asked_rows.append((Text(parts[1], self.view.place(cell)), match.label))
        return *match.key, parts[2]

    def _distance(self, group: str, column: int) -> int:
        """How far left of the column the group's side begins; a large number if it begins to the right."""
        gap = column - self.sides.get(group, 0)
        return gap if gap >= 0 else 10**6

    def _amount(self, group: str, item: str, text: Text) -> None:
        text = self.money.amount("", text)
        if item:
            name = self.near.get((group, item))
            why = f"文件中这一项叫“{clip(name)}”，请核对是不是同一项。" if name else ""
            self.found.put(paths.funding(group, item), text._replace(asked=why + text.asked))
        else:
            self.found.compare(self.found.edition.fundings[group].label.rstrip("："), text, _sum_of(group))


def _sum_of(group: str) -> Callable[[Document], Decimal | None]:
    def computed(document: Document) -> Decimal | None:
        amounts = [amount for amount in getattr(document.self_assessment, group).values() if amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    return computed


def _read_objective(
    found: Found, view: View, headings: Headings, marks: Container[int | None], before: Sequence[str]
) -> None:
    found.strangers(view, headings)
    texts: dict[str, list[Text]] = {}
    label = stem(found.edition.attachment3.objective)
    for row in view.below(headings, marks):
        under = list(view.under(headings, row))
        for cell in view.rows[row]:
            if stem(cell.text) != label and not any(cell == taken for _, taken in under):
                found.stray(view, cell)
        for field, cell in under:
            texts.setdefault(field, []).append(view.text(cell))
    for field, parts in texts.items():
        text = Text("\n".join(part.text for part in parts), parts[0].place)
        found.text_expected(text, f"self_assessment.{field}")
        found.put(f"self_assessment.{field}", text)


def _read_indicators(
    found: Found, view: View, headings: Headings, marks: Container[int | None], before: Sequence[str]
) -> None:
    found.strangers(view, headings)
    indicators = Indicators(found)
    for row in view.below(headings, marks):
        indicators.read(found.fields(view, headings, row), view.place_of(row))
    indicators.tell_missing(view, headings.row)


class Indicators:
    """The rows of indicators: each belongs to the level and category last named above or beside it.

    A row of points alone is a sum, as in sheets that others made, unless `has_no_sums`.
    """

    def __init__(self, found: Found, *, has_no_sums: bool = False) -> None:
        self.found, self.has_no_sums = found, has_no_sums
        levels = found.edition.attachment3.levels
        self.levels = Labels({level: level.label for level in levels})
        self.categories = Labels({category: category.label for level in levels for category in level.categories})
        self.level: Level | None = None
        self.category: Category | None = None
        self.entered: set[str] = set()

    def read(self, texts: Mapping[str, Text], place: str) -> None:
        """Keep one row, given its texts by field."""
        if "first_level" in texts:
            self._enter_level(texts["first_level"])
        if "second_level" in texts:
            self._enter_category(texts["second_level"])
        fields = {field: text for field, text in texts.items() if field not in _LEVELS}
        if fields:
            self._indicator(fields, place)

    def tell_missing(self, view: View, row: int) -> None:
        """Report the categories that no row named, if any was."""
        if self.entered:
            absent = [one.label for code, one in self.found.edition.categories.items() if code not in self.entered]
            self.found.missing(view, row, absent)

    def _enter_level(self, text: Text) -> None:
        match = _WEIGHTED.fullmatch(fold(text.text))
        assert match
        named = self._paired(self.levels, text._replace(text=match[1]))
        level = named.key if named else None
        if level is None:
            self.found.problem(text.place, text.text, "本年度的表样没有这个一级指标。")
        elif level is self.level:
            return
        elif match[2] and level.weight is not None and match[2] != show_amount(level.weight):
            message = f"本年度的表样中“{level.label}”是 {show_amount(level.weight)} 分。"
            self.found.problem(text.place, text.text, message, "info")
        self.level = level
        only = level and len(level.categories) == 1
        self._enter(level.categories[0] if level and only else None)

    def _enter_category(self, text: Text) -> None:
        named = self._paired(self.categories, text)
        is_here = named and (self.level is None or named.key in self.level.categories)
        self._enter(named.key if named and is_here else None)
        if self.category is None:
            self.found.problem(text.place, text.text, "本年度的表样在这里没有这个二级指标。")

    def _enter(self, category: Category | None) -> None:
        self.category = category
        if category:
            self.entered.add(category.code)

    def _paired[K: Hashable](self, labels: Labels[K], text: Text) -> LabelMatch[K] | None:
        match = labels.same(text.text) or labels.near(text.text)
        if match and match.degree == "near" and (text, match.label) not in self.found.alike:
            self.found.alike.append((text, match.label))
        return match

    def _indicator(self, fields: Mapping[str, Text], place: str) -> None:
        if not self.has_no_sums and fields.keys().isdisjoint(_SAID):
            found = next(iter(fields.values())).text
            self.found.problem(place, found, "这一行没有三级指标的名称，也没有指标值，没有读取。")
            return
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
