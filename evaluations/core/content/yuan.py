"""Amounts that seem to be typed in 元 instead of 万元: at least `wrong_unit` (1,000) times last year's, unless that is 0 or blank."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from evaluations.core.basics.amounts import YUAN
from evaluations.core.basics.values import MONEY_PLACES, rounded, show_amount
from evaluations.core.content.lines import compared_years
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition


class Suspect(NamedTuple):
    """An amount that seems to be typed in 元, with its path and last year's amount, in 万元."""

    path: str
    amount: Decimal
    last_year: Decimal


def suspects(edition: Edition, document: Document) -> Iterator[Suspect]:
    """This year's amounts that seem to be typed in 元, row by row."""
    bound, last_final = edition.thresholds.wrong_unit, edition.meant.get("last_final", "")
    for entry in compared_years(edition, document):
        last_year = entry.amount(last_final)
        if last_year is None or last_year <= 0:
            continue
        for column in edition.this_year:
            amount = entry.amount(column)
            if amount is not None and amount >= bound * last_year:
                yield Suspect(entry.path(column), amount, last_year)


def converted(edition: Edition, document: Document) -> Mapping[str, str]:
    """Each such amount converted from 元 to 万元, by path."""
    return {path: show_amount(rounded(amount / YUAN, MONEY_PLACES)) for path, amount, _ in suspects(edition, document)}
