"""Where values are: functions that read one field of a document, or one column of a list's row."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from evaluations.core.basics.values import ratio, show_day
from evaluations.core.checks.formulas import worked_out
from evaluations.core.content.cells import own_value
from evaluations.core.form.document import Document, held
from evaluations.core.form.edition import Edition
from evaluations.core.form.fields import OF_PROJECT, RATES
from evaluations.core.layouts.grid import Value
from evaluations.core.scores.scoring import total_of, total_score, total_weight

type Read = Callable[[Document], Value]


def said(name: str) -> Callable[[Document], str]:
    """Reads what the document says of itself under `name`, one of `fields.SAID`."""
    if name == "filing_date":
        return lambda document: show_day(document.filing_date)
    read = attrgetter(name)
    return (lambda document: read(document) if document.project else "") if name in OF_PROJECT else read


def field(edition: Edition, path: str) -> Read:
    """Reads the field at `path`, typed or computed."""
    group, _, item = path.partition(".")[2].partition(".")
    own = edition.own_field(path)
    if own:
        texts = held(own.part)
        return lambda document: _shown(own_value(own, texts(document)))
    if path in edition.computed:
        return worked_out(edition, edition.computed[path])
    if path in _COMPUTED:
        return _COMPUTED[path](edition)
    if group == "expenditure":
        return _amount(*item.split("."))
    if group in edition.fundings:
        return _funding(path, item)
    return attrgetter(path)


def column(edition: Edition, section: str, name: str) -> Callable[[Any], Value]:
    """Reads the column `name` of a row of a list; a building has rates beside its fields, other rows the form's own columns."""
    own = edition.own.get(section, {}).get(name)
    if own:
        return lambda row: _shown(own_value(own, row.fields))
    if section.startswith("basic_data.expenditure.") and name != "name":
        return lambda row: row.amounts.get(name)
    return _rate(*RATES[name]) if name in RATES else attrgetter(name)


def _shown(value: Any) -> Value:
    return show_day(value) if isinstance(value, date) else value


def _amount(item: str, name: str) -> Read:
    return lambda document: document.basic_data.amount(item, name)


def _funding(path: str, item: str) -> Read:
    amounts: Callable[[Document], Mapping[str, Decimal | None]] = attrgetter(path.removesuffix(f".{item}"))
    return lambda document: amounts(document).get(item) if item else total_of(amounts(document).values())


def _rate(planned: str, actual: str) -> Callable[[Any], Value]:
    return lambda row: ratio(getattr(row, actual), getattr(row, planned))


def _share(part: str, whole: str) -> Callable[[Edition], Read]:
    top, bottom = attrgetter(part), attrgetter(whole)
    return lambda _edition: lambda document: ratio(top(document), bottom(document))


_COMPUTED: Mapping[str, Callable[[Edition], Read]] = {
    "basic_data.staffing.control_rate": _share(
        "basic_data.staffing.staff_in_post", "basic_data.staffing.authorized_posts"
    ),
    "self_assessment.execution_weight": lambda edition: lambda _document: edition.attachment3.execution_weight,
    "self_assessment.execution_rate": _share("self_assessment.executed", "self_assessment.adjusted_budget"),
    "self_assessment.total_weight": lambda edition: lambda document: total_weight(edition, document.self_assessment),
    "self_assessment.total_score": lambda _edition: lambda document: total_score(document.self_assessment),
}
