"""What a hand-in amounts to, and the quartiles of several: pure functions of documents and findings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import quantiles
from typing import NamedTuple

from evaluations.core.basics.values import ratio, read_plain_amount, rounded, show_amount
from evaluations.core.checks import n_19
from evaluations.core.content.cells import cells
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import FURTHER, Document
from evaluations.core.form.edition import Edition
from evaluations.core.scores import scoring

RATE_PLACES = 6
_COMPARED = ("basic_data", "self_assessment", FURTHER)
_SWING = "P-02"


class Summary(NamedTuple):
    """Score in points and its grade ("" without a score), execution rate (ratio), and numbers of findings: all that had to be explained, those about a
    swing against last year (P-02), and chapters like another's (N-19).
    """

    score: Decimal | None
    grade: str
    execution_rate: Decimal | None
    explained: int
    swings: int
    alike: int


def summary(edition: Edition, document: Document, findings: Sequence[Finding]) -> Summary:
    """What a document amounts to."""
    part = document.self_assessment
    score = scoring.total_score(part)
    rate: Fraction | None = ratio(part.executed, part.adjusted_budget)
    codes = [finding.code for finding in findings]
    return Summary(
        score,
        scoring.grade(edition, score),
        None if rate is None else rounded(rate, RATE_PLACES),
        sum(finding.severity == "warning" for finding in findings),
        codes.count(_SWING),
        codes.count(n_19.CODE),
    )


def comparable(edition: Edition, document: Document) -> Mapping[str, str]:
    """The figures of a document that every unit has: by path, as plain decimals. Rows that a unit adds or names itself have no counterpart elsewhere."""
    return {
        path: cell.text
        for path, cell in cells(edition, document, _COMPARED).items()
        if cell.is_number and cell.text and not any(part.isdigit() for part in path.split("."))
    }


def quartiles(several: Iterable[Mapping[str, str]]) -> Mapping[str, Sequence[str]]:
    """(lower quartile, median, upper quartile) of each figure of which there are at least two, by path, as plain decimals."""
    figures: dict[str, list[Decimal]] = defaultdict(list)
    for one in several:
        for path, text in one.items():
            figures[path].append(read_plain_amount(text))
    return {
        path: [show_amount(rounded(value)) for value in quantiles(values, n=4, method="inclusive")]
        for path, values in figures.items()
        if len(values) > 1
    }
