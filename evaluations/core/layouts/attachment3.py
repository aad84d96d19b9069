"""附件3, 部门整体支出绩效自评表, as a grid with the columns A-I."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount
from evaluations.core.form.document import Document, Indicator
from evaluations.core.form.edition import Category, Edition, FundingLine, Level
from evaluations.core.layouts.frame import foot, head, headings
from evaluations.core.layouts.grid import Box, Grid, GridRow, Role
from evaluations.core.scores.scoring import total_score, total_weight

WIDTHS = (9, 11, 11, 16, 11, 11, 7, 7, 18)
_NUMBERED = Sequence[tuple[int, Indicator]]


def grid(edition: Edition, document: Document, *, blank_rows: bool = False) -> Grid:
    """附件3 of `document`; amounts in 万元, weights and scores in points."""
    form = edition.attachment3
    title = edition.words(form.title, document.fiscal_year)
    unit = GridRow((Box(0, "heading", form.unit_name, columns=2), Box(2, "text", document.unit.name, columns=7)))
    rows = (
        *head(form, title, len(WIDTHS)),
        unit,
        *_budget(edition, document),
        *_objective(edition, document),
        *_indicators(edition, document, blank_rows=blank_rows),
        _total(edition, document),
        foot(edition, document, len(WIDTHS)),
    )
    return Grid(form.number, title, WIDTHS, rows)


def _budget(edition: Edition, document: Document) -> Iterator[GridRow]:
    form = edition.attachment3
    funding = list(_funding(edition, document))
    label = Box(0, "heading", form.budget, rows=2 + len(funding))
    columns = (form.initial_budget, form.adjusted_budget, form.executed, form.weight, form.execution_rate, form.score)
    yield GridRow((label, Box(1, "heading", columns=2), *headings(columns, 3)), "budget")
    yield GridRow((Box(1, "heading", form.total_funds, columns=2), *_total_funds(edition, document)), "budget")
    yield from funding


def _total_funds(edition: Edition, document: Document) -> Iterator[Box]:
    part = document.self_assessment
    for column, name in enumerate(("initial_budget", "adjusted_budget", "executed"), 3):
        yield Box(column, "amount", path=f"self_assessment.{name}", value=getattr(part, name))
    yield Box(6, "amount", value=edition.attachment3.execution_weight)
    yield Box(7, "ratio", value=ratio(part.executed, part.adjusted_budget))
    yield Box(8, "amount", path="self_assessment.execution_score", value=part.execution_score)


def _funding(edition: Edition, document: Document) -> Iterator[GridRow]:
    """按收入性质分 beside 按支出性质分: the sums first, then line by line; the shorter list is padded with blanks."""
    sides = (("by_revenue", 1), ("by_expenditure", 5))
    yield GridRow(tuple(_funding_sum(edition, document, group, column) for group, column in sides), "budget")
    for lines in zip_longest(*(edition.fundings[group].lines for group, _ in sides)):
        cells = (
            _funding_line(document, group, column, line) for (group, column), line in zip(sides, lines, strict=True)
        )
        yield GridRow(tuple(cells), "budget")


def _funding_sum(edition: Edition, document: Document, group: str, column: int) -> Box:
    amounts = [amount for amount in getattr(document.self_assessment, group).values() if amount is not None]
    total = sum(amounts) if amounts else None
    return Box(column, "label", edition.fundings[group].label, f"self_assessment.{group}", total, columns=4)


def _funding_line(document: Document, group: str, column: int, line: FundingLine | None) -> Box:
    if line is None:
        return Box(column, "label", columns=4)
    amount = getattr(document.self_assessment, group).get(line.item)
    return Box(column, "label", line.label, paths.funding(group, line.item), amount, columns=4)


def _objective(edition: Edition, document: Document) -> Iterator[GridRow]:
    form, part = edition.attachment3, document.self_assessment
    label = Box(0, "heading", form.objective, rows=2)
    yield GridRow((label, *headings((form.expected_objective, form.actual_completion), 1, 4)), "budget")
    texts = (("expected_objective", 1), ("actual_completion", 5))
    cells = (
        Box(column, "long", path=f"self_assessment.{name}", value=getattr(part, name), columns=4)
        for name, column in texts
    )
    yield GridRow(tuple(cells), "budget")


def _indicators(edition: Edition, document: Document, *, blank_rows: bool) -> Iterator[GridRow]:
    form = edition.attachment3
    rows = list(_indicator_rows(edition, document, blank_rows=blank_rows))
    levels = (form.first_level, form.second_level, form.third_level)
    fields = (form.target, form.actual, form.weight, form.score, form.deviation_reason)
    label = Box(0, "heading", form.indicators, rows=1 + len(rows))
    yield GridRow((label, *headings((*levels, *fields), 1)), "indicators")
    yield from rows


def _indicator_rows(edition: Edition, document: Document, *, blank_rows: bool) -> Iterator[GridRow]:
    numbered: dict[str, list[tuple[int, Indicator]]] = {code: [] for code in edition.categories}
    for number, indicator in enumerate(document.self_assessment.indicators, 1):
        if blank_rows or not indicator.blank:
            numbered[indicator.category].append((number, indicator))
    for level in edition.attachment3.levels:
        start: tuple[Box, ...] = (_level(level, numbered),)
        for category in level.categories:
            yield from _category_rows(category, numbered[category.code], start)
            start = ()


def _level(level: Level, numbered: Mapping[str, _NUMBERED]) -> Box:
    """The level's box (`产出指标（40分）`, broken before the bracket), which spans the rows of its categories."""
    text = f"{level.label}\n（{show_amount(level.weight)}分）"
    rows = sum(max(len(numbered[category.code]), 1) for category in level.categories)
    return Box(1, "heading", text, paths.category(level.code), rows=rows)


def _category_rows(category: Category, indicators: _NUMBERED, start: tuple[Box, ...]) -> Iterator[GridRow]:
    path = paths.category(category.code)
    start = (*start, Box(2, "heading", category.label, path, rows=max(len(indicators), 1)))
    if not indicators:
        yield GridRow((*start, *_BLANK), "indicators", list_path=path)
    for number, indicator in indicators:
        list_path = path if number == indicators[-1][0] else ""
        yield GridRow((*start, *_indicator(number, indicator)), "indicators", paths.category(str(number)), list_path)
        start = ()


_FIELDS: tuple[tuple[str, Role], ...] = (
    ("name", "label"),
    ("target", "text"),
    ("actual", "text"),
    ("weight", "amount"),
    ("score", "amount"),
    ("deviation_reason", "long"),
)
_BLANK = tuple(Box(column, role) for column, (_, role) in enumerate(_FIELDS, 3))


def _indicator(number: int, indicator: Indicator) -> Iterator[Box]:
    for column, (field, role) in enumerate(_FIELDS, 3):
        yield Box(column, role, path=paths.indicator(number, field), value=getattr(indicator, field))


def _total(edition: Edition, document: Document) -> GridRow:
    part = document.self_assessment
    label = Box(0, "heading", edition.attachment3.total, columns=6)
    weight = Box(6, "amount", value=total_weight(edition, part))
    return GridRow((label, weight, Box(7, "amount", value=total_score(part)), Box(8, "long")), "indicators")
