"""Beginning a year with what is known already: who fills it in, and what last year's approved evaluation says."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from evaluations.core.content.cells import fill
from evaluations.core.guidance.prefill import starting
from evaluations.dossier.judging import previous_document
from evaluations.dossier.store import documents, edition_of, load, save
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records import services
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit


@transaction.atomic
def begin(unit: Unit, fiscal_year: FiscalYear, actor: User) -> tuple[SelfEvaluation, bool]:
    """The unit's evaluation of the year, and whether it was filled just now from last year's; one with content stays as it is.

    A new one names `actor` as its preparer.

    Raises:
        Refused: as `records.services.begin`.
    """
    begun = services.begin(unit, fiscal_year, actor)
    # Locked, so that a button pressed twice fills it once.
    evaluation = documents().select_for_update(of=("self",)).get(pk=begun.pk)
    if evaluation.revision:
        return evaluation, False
    edition, blank, last_year = edition_of(evaluation), load(evaluation), previous_document(evaluation)
    start = starting(edition, blank, last_year) if last_year else blank
    named, _ = fill(edition, start, _contact(unit, actor))
    save(evaluation, blank, named, revision=evaluation.revision, actor=actor)
    return evaluation, start != blank


def _contact(unit: Unit, actor: User) -> Mapping[str, str]:
    """Name and telephone as this person gave them in what they submitted last for the unit, else as their account has them."""
    submitted = SelfEvaluation.objects.filter(unit=unit, sent_by=actor).order_by("-fiscal_year__year").first()
    given = (submitted.preparer_name, submitted.preparer_phone) if submitted else ("", "")
    return {"preparer.name": given[0] or actor.name, "preparer.phone": given[1] or actor.phone}
