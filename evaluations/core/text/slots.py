"""What stands at each placeholder of a sentence's template: the text as the document has it now, and how any such text is recognised."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.core import paths
from evaluations.core.basics.values import ratio, show_amount, show_ratio
from evaluations.core.basics.years import MENTIONED
from evaluations.core.form.document import COLUMNS, Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import AdjustmentWords, Edition, SentenceTemplate
from evaluations.core.scores import scoring
from evaluations.core.text.wording import NUMBER, said

AMOUNT = rf"(?<![0-9.])-?{NUMBER}"
YEAR = rf"(?<![0-9]){MENTIONED}"
_RATIO = rf"(?<![0-9.])-?{NUMBER}%"
_OPEN_ENDED = r"[^。\n]{1,60}?"


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder's text, or (`text` "") the cell that is blank; `pattern` recognises any such text in a folded one."""

    text: str
    pattern: str
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list that has one sentence a row; `number` counts as in its path."""

    number: int
    path: str
    content: ExpenditureRow | Indicator


def rows(edition: Edition, document: Document, template: SentenceTemplate) -> Iterator[Row]:
    """The rows of the template's list that say something."""
    each = template.each or ""
    for number, row in enumerate(document.basic_data.rows(each.removeprefix("basic_data.expenditure.")), 1):
        if row.name or not row.blank:
            yield Row(number, f"{each}.{number}", row)
    categories = edition.categories_of(each)
    for number, indicator in enumerate(document.self_assessment.indicators, 1):
        is_used = indicator.name or indicator.target or indicator.actual
        if indicator.category in categories and is_used and not indicator.not_applicable:
            yield Row(number, paths.category(str(number)), indicator)


def amount_at(edition: Edition, document: Document, row: Row | None, name: str) -> tuple[Decimal | int | None, str]:
    """The amount that a placeholder names (of the row, a figure's code or a path), and the path of its cell."""
    if row is not None and name in type(row.content).model_fields:
        return getattr(row.content, name), f"{row.path}.{name}"
    if name in {figure.code for figure in edition.report.figures}:
        return document.report.figures.get(name), paths.figure(name)
    value = paths.value_at(document, name)
    assert value is None or isinstance(value, Decimal | int)
    return value, name


def slot(edition: Edition, document: Document, row: Row | None, name: str) -> Slot:
    """What stands at the placeholder `name`, one that the edition's validation let pass."""
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
    return (_of_row(row, name) if row else None) or _amount(*amount_at(edition, document, row, name))


def _of_row(row: Row, name: str) -> Slot | None:
    content, cell = row.content, f"{row.path}.{name}"
    if name == "name":
        return _named(content.name or "", cell)
    if isinstance(content, Indicator) and name in ("target", "actual"):
        return _open_ended(getattr(content, name), cell)
    if isinstance(content, ExpenditureRow) and name == "balance":
        spent, blank = _difference(row)
        return Slot(blank=blank, pattern=AMOUNT, text="" if spent is None else show_amount(max(-spent, Decimal(0))))
    return None


def _amount(value: Decimal | int | None, cell: str) -> Slot:
    return Slot(show_amount(value), AMOUNT, cell if value is None else "")


def _named(name: str, cell: str) -> Slot:
    """A name is recognised as itself only."""
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
    """The first score that is blank yet; "" when the total is complete."""
    part = document.self_assessment
    if part.execution_score is None or not part.indicators:
        return scoring.EXECUTION_SCORE
    numbered = enumerate(part.indicators, 1)
    return next((paths.indicator(n, "score") for n, i in numbered if i.score is None and not i.not_applicable), "")


def _total_score(_: Edition, document: Document) -> Slot:
    blank = _unscored(document)
    return Slot("" if blank else show_amount(scoring.total_score(document.self_assessment)), AMOUNT, blank)


def _grade(edition: Edition, document: Document) -> Slot:
    labels = "|".join(re.escape(said(grade.label)) for grade in edition.scoring.grades)
    blank = _unscored(document)
    earned = "" if blank else scoring.grade(edition, scoring.total_score(document.self_assessment))
    return Slot(earned, f"(?:{labels})", blank)


def _difference(row: Row) -> tuple[Decimal | None, str]:
    """What a row spent beyond its budget, and the path of the cell that is blank."""
    amounts = {name: getattr(row.content, name) for name in COLUMNS[1:]}
    blank = next((f"{row.path}.{name}" for name, amount in amounts.items() if amount is None), "")
    return (None if blank else amounts["final"] - amounts["budget"]), blank


def _adjustment(edition: Edition, document: Document, row: Row | None) -> Slot:
    """How the budget changed within the year: of a row what it spent beyond its budget, as 附件2 has no column for it."""
    words = edition.report.adjustment
    assert words is not None
    if row is not None and isinstance(row.content, ExpenditureRow):
        spent, blank = _difference(row)
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
