"""What people put their name to when they submit, confirm, pass or approve: the most important figures."""

from collections.abc import Iterator
from decimal import Decimal

from evaluations.core import paths
from evaluations.core.basics.values import NO_VALUE, ratio, show_amount, show_ratio
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.core.scores import scoring

SIGNED = (
    "submit",
    "submit_directly",
    "submit_to_department",
    "confirm",
    "confirm_to_department",
    "endorse",
    "pass",
    "approve",
    "approve_again",
)


def signed(edition: Edition, document: Document) -> list[tuple[str, str]]:
    """(name, value) of the total score and its grade and the year's amounts, or on a form without scores of the final totals, and of the number of
    explained warnings.
    """
    figures = _scored(edition, document) if edition.has_scores else _totals(edition, document)
    return [*figures, ("已说明原因", f"{len(document.explanations)} 条")]


def _scored(edition: Edition, document: Document) -> Iterator[tuple[str, str]]:
    part, words = document.self_assessment, edition.attachment3
    total = scoring.total_score(part)
    yield "总分", show_amount(total) or NO_VALUE
    yield "评价等级", scoring.grade(edition, total) or NO_VALUE
    yield words.adjusted_budget, _money(part.adjusted_budget)
    yield words.executed, _money(part.executed)
    yield words.execution_rate, show_ratio(ratio(part.executed, part.adjusted_budget))


def _totals(edition: Edition, document: Document) -> Iterator[tuple[str, str]]:
    names, final = Names(edition, document), edition.meant.get("final")
    if final is None:
        return
    for line in edition.main_lines:
        name = names.within_table(paths.expenditure(line.item, final))
        yield name, _money(document.basic_data.amount(line.item, final))


def _money(amount: Decimal | None) -> str:
    return "未填" if amount is None else f"{show_amount(amount)} 万元"
