"""The placeholders of a sentence's template: each one's current text in the document, and a pattern that recognises any such text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.basics.years import MENTIONED
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import OVERSPENT, Edition
from evaluations.core.form.report import AdjustmentWords, SentenceTemplate
from evaluations.core.scores import scoring
from evaluations.core.text.wording import NUMBER, said

AMOUNT = rf"(?<![0-9.])-?{NUMBER}"
YEAR = rf"(?<![0-9]){MENTIONED}"
_RATIO = rf"(?<![0-9.])-?{NUMBER}%"
_OPEN_ENDED = r"[^。\n]{1,60}?"
NO_FIGURES = frozenset({"year", "prior_year", "unit", "name"})
"""The placeholders that say whose figures, and of when; the others are taken over from the tables."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder's text, or else (`text` "") the path of the cell that is blank; `pattern` recognises any such text in folded text."""

    text: str
    pattern: str
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of a list with one sentence per row; `number` is its number in the path."""

    number: int
    path: str
    content: ExpenditureRow | Indicator


def rows(edition: Edition, document: Document, template: SentenceTemplate) -> Iterator[Subject]:
    """The rows of the template's list that are not blank."""
    each = template.each or ""
    for number, row in enumerate(document.basic_data.rows(each.removeprefix("basic_data.expenditure.")), 1):
        if row.name or not row.blank:
            yield Subject(number, f"{each}.{number}", row)
    categories = edition.categories_of(each)
    for number, indicator in enumerate(document.self_assessment.indicators, 1):
        is_used = indicator.name or indicator.target or indicator.actual
        if indicator.category in categories and is_used and not indicator.not_applicable:
            yield Subject(number, paths.category(str(number)), indicator)


def amount_at(edition: Edition, document: Document, row: Subject | None, name: str) -> tuple[Decimal | int | None, str]:
    """The amount that a placeholder names (a field of the row, a figure's code or a path), and the path of its cell."""
    if row is not None and _is_in(edition, row, name):
        held = row.content.amounts.get(name) if isinstance(row.content, ExpenditureRow) else getattr(row.content, name)
        return held, f"{row.path}.{name}"
    if name in {figure.code for figure in edition.report.figures}:
        return document.report.figures.get(name), paths.figure(name)
    value = paths.value_at(document, name)
    assert value is None or isinstance(value, Decimal | int)
    return value, name


def _is_in(edition: Edition, row: Subject, name: str) -> bool:
    """Whether the row has a cell of this name."""
    if isinstance(row.content, ExpenditureRow):
        return name == "name" or name in edition.columns
    return name in type(row.content).model_fields


_COMPUTED_FROM: Mapping[str, tuple[str, ...]] = {
    "adjustment": ("self_assessment.initial_budget", "self_assessment.adjusted_budget"),
    "execution_rate": ("self_assessment.executed", "self_assessment.adjusted_budget"),
}
_TOTALS = ("total_score", "grade")


def stated_cells(edition: Edition, document: Document, row: Subject | None, name: str) -> Sequence[str]:
    """The cells whose content the placeholder `name` states, or from which it is computed."""
    if row is not None and name in OVERSPENT and isinstance(row.content, ExpenditureRow):
        return [f"{row.path}.{column}" for column in _compared(edition)]
    if row is not None and _is_in(edition, row, name):
        return [f"{row.path}.{name}"]
    if name in _TOTALS:
        numbers = range(1, len(document.self_assessment.indicators) + 1)
        return [scoring.EXECUTION_SCORE, *(paths.indicator(number, "score") for number in numbers)]
    if name in ("year", "prior_year", "unit"):
        return ()
    return _COMPUTED_FROM.get(name) or (amount_at(edition, document, row, name)[1],)


def slot(edition: Edition, document: Document, row: Subject | None, name: str) -> Slot:
    """The slot of the placeholder `name`, which the edition's validation has accepted."""
    if name == "adjustment":
        return _adjustment(edition, document, row)
    computed = {"execution_rate": _execution_rate, "total_score": _total_score, "grade": _grade}.get(name)
    if computed:
        return computed(edition, document)
    years = {"year": document.fiscal_year, "prior_year": document.fiscal_year - 1}
    if name in years:
        return Slot(str(years[name]), YEAR)
    if name == "unit":
        return _named(document.unit.name, "")
    return (_of_row(edition, row, name) if row else None) or _amount(*amount_at(edition, document, row, name))


def _of_row(edition: Edition, row: Subject, name: str) -> Slot | None:
    content, cell = row.content, f"{row.path}.{name}"
    if name == "name":
        return _named(content.name or "", cell)
    if isinstance(content, Indicator) and name in ("target", "actual"):
        return _open_ended(getattr(content, name), cell)
    if isinstance(content, ExpenditureRow) and name == "balance":
        spent, blank = _difference(edition, row, content)
        return Slot(blank=blank, pattern=AMOUNT, text="" if spent is None else show_amount(max(-spent, Decimal(0))))
    return None


def _amount(value: Decimal | int | None, cell: str) -> Slot:
    return Slot(show_amount(value), AMOUNT, cell if value is None else "")


def _named(name: str, cell: str) -> Slot:
    """The slot of a name, which is recognised only as it is."""
    return Slot(name, f"(?:{re.escape(said(name))})", "") if name else Slot("", "(?!)", cell)


def _open_ended(text: str, cell: str) -> Slot:
    itself = re.escape(said(text))
    return Slot(text, f"(?:{itself}|{_OPEN_ENDED})" if text else _OPEN_ENDED, "" if text else cell)


def _execution_rate(_: Edition, document: Document) -> Slot:
    part = document.self_assessment
    cells: Mapping[str, Decimal | None] = {"executed": part.executed, "adjusted_budget": part.adjusted_budget}
    rate: Fraction | None = ratio(part.executed, part.adjusted_budget)
    if rate is None:
        blank = next((name for name, amount in cells.items() if amount is None), "adjusted_budget")
        return Slot("", _RATIO, f"self_assessment.{blank}")
    return Slot(show_ratio(rate), _RATIO)


def _unscored(document: Document) -> str:
    """The path of the first blank score; "" if the total is complete."""
    part = document.self_assessment
    numbered = [(number, one) for number, one in enumerate(part.indicators, 1) if not one.blank]
    if part.execution_score is None or not numbered:
        return scoring.EXECUTION_SCORE
    return next((paths.indicator(n, "score") for n, i in numbered if i.score is None and not i.not_applicable), "")


def _total_score(_: Edition, document: Document) -> Slot:
    blank = _unscored(document)
    return Slot("" if blank else show_amount(scoring.total_score(document.self_assessment)), AMOUNT, blank)


def _grade(edition: Edition, document: Document) -> Slot:
    labels = "|".join(re.escape(said(grade.label)) for grade in edition.scoring.grades)
    blank = _unscored(document)
    earned = "" if blank else scoring.grade(edition, scoring.total_score(document.self_assessment))
    return Slot(earned, f"(?:{labels})", blank)


def _compared(edition: Edition) -> tuple[str, str]:
    """The columns of a row's budget and final amount, which a form has that states how they differ."""
    return edition.meant["budget"], edition.meant["final"]


def _difference(edition: Edition, row: Subject, content: ExpenditureRow) -> tuple[Decimal | None, str]:
    """The amount that a row spent beyond its budget, and the path of the blank cell, if any."""
    budget, final = (content.amounts.get(column) for column in _compared(edition))
    if budget is None or final is None:
        return None, f"{row.path}.{_compared(edition)[0 if budget is None else 1]}"
    return final - budget, ""


def _adjustment(edition: Edition, document: Document, row: Subject | None) -> Slot:
    """How the budget changed during the year; for a row, the amount spent beyond its budget, since 附件2 has no column for adjustments."""
    words = edition.report.adjustment
    assert words is not None
    if row is not None and isinstance(row.content, ExpenditureRow):
        spent, blank = _difference(edition, row, row.content)
        change = None if spent is None else max(spent, Decimal(0))
    else:
        change, blank = _budget_change(document)
    return Slot("" if change is None else _in_words(words, change), _adjustment_pattern(words), blank)


def _budget_change(document: Document) -> tuple[Decimal | None, str]:
    part = document.self_assessment
    if part.initial_budget is None:
        return None, "self_assessment.initial_budget"
    if part.adjusted_budget is None:
        return None, "self_assessment.adjusted_budget"
    return part.adjusted_budget - part.initial_budget, ""


def _in_words(words: AdjustmentWords, change: Decimal) -> str:
    template = words.raised if change > 0 else words.lowered if change < 0 else words.unchanged
    return template.replace("{amount}", show_amount(abs(change)))


def _adjustment_pattern(words: AdjustmentWords) -> str:
    forms = (words.raised, words.lowered, words.unchanged)
    parts = ((re.escape(said(part)) for part in form.split("{amount}")) for form in forms)
    return f"(?:{'|'.join(NUMBER.join(form) for form in parts)})"
