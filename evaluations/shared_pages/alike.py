"""A chapter beside the texts that it resembles, with the parts that both have."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from django.urls import reverse

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks import n_19
from evaluations.core.findings.finding import Finding
from evaluations.core.text.likeness import Part, likeness, own, parts
from evaluations.dossier.judging import Judgement
from evaluations.narrative import store as narrative
from evaluations.records.models import SelfEvaluation


class Resembling(NamedTuple):
    """Whose the other text is, how alike both are (such as `96%`), and both texts in parts."""

    whose: str
    percent: str
    text: Sequence[Part]
    other: Sequence[Part]


def resembling(evaluation: SelfEvaluation, judgement: Judgement, number: int, *, names_units: bool) -> list[Resembling]:
    """The texts that the chapter was found to resemble (N-19): last year's, and, for the bureau, those of the units named in the finding. One query."""
    document, edition = judgement.document, judgement.edition
    text = document.report.chapter(number)
    found = []
    for whose, other in _others(evaluation, judgement, number, names_units=names_units):
        alike = likeness(own(edition, text), own(edition, other))
        if alike >= edition.thresholds.similarity:
            percent = f"{show_amount(int(alike * 100))}%"
            found.append(Resembling(whose, percent, parts(text, other), parts(other, text)))
    return found


def _others(
    evaluation: SelfEvaluation, judgement: Judgement, number: int, *, names_units: bool
) -> Iterator[tuple[str, str]]:
    if judgement.previous:
        yield f"{evaluation.fiscal_year.year - 1}年度本单位", judgement.previous.report.chapter(number)
    where = paths.chapter(number)
    units = {unit for finding in judgement.findings if finding.where == where for unit in finding.units}
    if names_units and units:
        yield from ((peer.unit, peer.text) for peer in narrative.peers(evaluation, [number]) if peer.unit in units)


def alike_url(evaluation_id: int, finding: Finding) -> str:
    """Where both texts of a finding about likeness stand side by side; "" for any other finding."""
    if finding.code != n_19.CODE:
        return ""
    page = reverse("shared_pages:alike", args=(evaluation_id,))
    return f"{page}?chapter={quote(finding.where)}"
