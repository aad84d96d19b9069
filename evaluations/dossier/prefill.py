"""Beginning a year with what last year's approved evaluation says already."""

from django.db import transaction

from accounts.models import User
from evaluations.core.prefill import starting
from evaluations.dossier.judging import previous_document
from evaluations.dossier.store import documents, edition_of, load, save
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records import services
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit


@transaction.atomic
def begin(unit: Unit, fiscal_year: FiscalYear, actor: User) -> tuple[SelfEvaluation, bool]:
    """The unit's evaluation of the year, and whether it was filled just now from last year's; one with content stays as it is.

    Raises:
        Refused: as `records.services.begin`.
    """
    begun = services.begin(unit, fiscal_year, actor)
    # Locked, so that a button pressed twice fills it once.
    evaluation = documents().select_for_update(of=("self",)).get(pk=begun.pk)
    last_year = previous_document(evaluation)
    if evaluation.revision or last_year is None:
        return evaluation, False
    blank = load(evaluation)
    start = starting(edition_of(evaluation), blank, last_year)
    return evaluation, save(evaluation, blank, start, revision=evaluation.revision, actor=actor) > 0
