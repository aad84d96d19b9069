"""Keeps what a hand-in amounts to when it arrives, and the quartiles of its kind up to date."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from accounts.actors import Actor
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.dossier.freezing import handed_in
from evaluations.dossier.judging import handed_in as judged
from evaluations.dossier.store import edition_of
from evaluations.hand_ins.figures import comparable, quartiles, summary
from evaluations.hand_ins.models import HandIn, KindFigures
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import SEEN_BY_BUREAU

_HANDING_IN = "confirm"
STALE_SHARE = 20
"""Quartiles are computed again once one in so many hand-ins is new to them."""


class Arrived(NamedTuple):
    """A locked evaluation as it is handed in to the bureau."""

    evaluation: SelfEvaluation
    document: Document
    findings: Sequence[Finding]


def keep_all(arrived: Sequence[Arrived]) -> None:
    """Keep what these hand-ins, now in the bureau's hands, amount to, and compute the quartiles of their kinds where enough is new.

    Two queries, however many, and three for each kind.
    """
    _store(arrived)
    counts = Counter((each.evaluation.fiscal_year_id, each.evaluation.unit.kind) for each in arrived)
    for (year, kind), number in sorted(counts.items()):  # in one order everywhere, so that no two wait for each other
        _arrive(year, kind, number)


def forget(evaluation: SelfEvaluation, _: Actor) -> None:
    """Nothing is kept of an evaluation that its unit has taken back."""
    HandIn.objects.filter(evaluation=evaluation).delete()


def recompute(evaluations: Iterable[SelfEvaluation]) -> int:
    """Keep again what was handed in of `evaluations` (of `store.documents()`), and the quartiles of all kinds; how many there were.

    For rows that an earlier release did not keep, and after a rule has changed. Several queries each.
    """
    several = [each for each in map(_arrived, evaluations) if each]
    _store(several)
    for year, kind in sorted({(each.evaluation.fiscal_year_id, each.evaluation.unit.kind) for each in several}):
        _compute(_locked(year, kind))
    return len(several)


def _arrived(evaluation: SelfEvaluation) -> Arrived | None:
    papers = handed_in(evaluation) if evaluation.state in SEEN_BY_BUREAU else None
    if papers is None:
        return None
    return Arrived(evaluation, papers.document, judged(evaluation, papers.document).findings)


def _row(each: Arrived, number: int) -> HandIn:
    edition = edition_of(each.evaluation)
    return HandIn(
        evaluation=each.evaluation,
        fiscal_year_id=each.evaluation.fiscal_year_id,
        number=number,
        figures=comparable(edition, each.document),
        **summary(edition, each.document, each.findings)._asdict(),
    )


_KEPT = [field.name for field in HandIn._meta.concrete_fields if not field.primary_key]


def _store(arrived: Sequence[Arrived]) -> None:
    confirmed = Version.objects.filter(evaluation__in=[each.evaluation for each in arrived], transition=_HANDING_IN)
    times = Counter(confirmed.values_list("evaluation", flat=True))
    rows = [_row(each, times[each.evaluation.pk]) for each in arrived]
    HandIn.objects.bulk_create(rows, update_conflicts=True, unique_fields=["evaluation"], update_fields=_KEPT)


def _arrive(year: int, kind: str, number: int) -> None:
    kept = _locked(year, kind)
    kept.arrived += number
    if kept.arrived * STALE_SHARE >= kept.count:
        _compute(kept)
    else:
        kept.save(update_fields=("arrived",))


def _locked(year: int, kind: str) -> KindFigures:
    KindFigures.objects.bulk_create([KindFigures(fiscal_year_id=year, kind=kind)], ignore_conflicts=True)
    return KindFigures.objects.select_for_update().get(fiscal_year=year, kind=kind)


def _compute(kept: KindFigures) -> None:
    figures = HandIn.objects.filter(fiscal_year=kept.fiscal_year_id, evaluation__unit__kind=kept.kind)
    several = list(figures.values_list("figures", flat=True))
    kept.count, kept.arrived, kept.quartiles = len(several), 0, dict(quartiles(several))
    kept.save()
