"""What a draft of a form would do with what a region's units have handed in lately, and with what they are filling in now."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from evaluations.core.content import interchange
from evaluations.core.editions.trial import Tried, tried
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.dossier import store
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import State
from evaluations.units.models import Region

MOST = 300
"""On so many a form is tried, those with the lowest codes."""


class Trial(NamedTuple):
    """The year whose hand-ins a form was tried on (None: drafts), these by their keys, and what came of it."""

    year: FiscalYear | None
    evaluations: dict[int, SelfEvaluation]
    tried: Tried


def trial(edition: Edition, region: Region) -> Trial | None:
    """A trial run on the latest year with hand-ins that evaluates the same subject; None without one. Three queries."""
    year = _latest_year(edition, region)
    if year is None:
        return None
    evaluations = {each.pk: each for each in _handed_in(year)}
    return Trial(year, evaluations, tried(edition, _documents(evaluations)))


def trial_on_drafts(edition: Edition, region: Region) -> Trial | None:
    """A trial run on what units are filling in on a lower version of the same form, to whom it may be offered; None if nobody is."""
    on_it = SelfEvaluation.objects.filter(edition__code=edition.code, edition__version__lt=edition.version)
    open_ones = on_it.filter(fiscal_year__region=region, state=State.DRAFTING, excused_at=None, versions=None)
    found = store.documents().filter(pk__in=open_ones).order_by("unit__code", "project__number")[:MOST]
    evaluations = {each.pk: each for each in found}
    documents = store.load_all(evaluations.values())
    on_drafts = tried(edition, ((each.pk, each.edition.edition, document) for each, document in documents))
    return Trial(None, evaluations, on_drafts) if evaluations else None


def _latest_year(edition: Edition, region: Region) -> FiscalYear | None:
    years = FiscalYear.objects.filter(region=region, edition__subject=edition.subject).select_related("edition")
    return years.filter(evaluations__versions__isnull=False).order_by("-year", "kind").first()


def _handed_in(year: FiscalYear) -> list[SelfEvaluation]:
    latest = Version.objects.filter(evaluation=OuterRef("pk")).order_by("-number").values("document")[:1]
    frozen = SelfEvaluation.objects.filter(fiscal_year=year).annotate(frozen=Subquery(latest))
    known = frozen.exclude(frozen=None).select_related("unit", "project", "edition").defer("edition__content")
    return list(known.order_by("unit__code", "project__number")[:MOST])


def _documents(evaluations: dict[int, SelfEvaluation]) -> Iterator[tuple[int, Edition, Document]]:
    for key, evaluation in evaluations.items():
        text: str = evaluation.frozen  # type: ignore[attr-defined]  # annotated above
        yield key, evaluation.edition.edition, interchange.stored_document(text)
