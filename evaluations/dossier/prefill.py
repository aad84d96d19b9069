"""Begins a year with what is already known: who fills it in, and last year's approved evaluation."""

from collections.abc import Mapping

from django.db import transaction

from accounts.actors import Actor
from evaluations.core.content.cells import fill
from evaluations.core.content.rows import with_a_row_each
from evaluations.core.guidance.prefill import starting
from evaluations.dossier.judging import previous_document
from evaluations.dossier.store import documents, edition_of, load, save
from evaluations.fiscal_years.models import FiscalYear
from evaluations.projects.models import Project
from evaluations.records import services
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit


@transaction.atomic
def begin(
    unit: Unit, fiscal_year: FiscalYear, actor: Actor, project: Project | None = None
) -> tuple[SelfEvaluation, bool]:
    """The unit's evaluation of the year, or of its project in the year, and whether it has just been filled from last year's; one with content stays as it is.

    A new evaluation names `actor` as its preparer, and has a blank row in each category of indicators.

    Raises:
        Refused: see `records.services.begin`.
    """
    begun = services.begin(unit, fiscal_year, actor, project)
    # Locked, so that a double click fills it only once.
    evaluation = documents().select_for_update(of=("self",)).get(pk=begun.pk)
    if evaluation.revision:
        return evaluation, False
    edition, blank, last_year = edition_of(evaluation), load(evaluation), previous_document(evaluation)
    start = starting(edition, blank, last_year) if last_year else blank
    named, _ = fill(edition, with_a_row_each(edition, start), _contact(unit, actor))
    save(evaluation, blank, named, revision=evaluation.revision, actor=actor)
    return evaluation, start != blank


def _contact(unit: Unit, actor: Actor) -> Mapping[str, str]:
    """The person's name and telephone number, as in the last evaluation that they submitted for the unit, else from their account."""
    submitted = SelfEvaluation.objects.filter(unit=unit, sent_by=actor.pk).order_by("-fiscal_year__year").first()
    given = (submitted.preparer_name, submitted.preparer_phone) if submitted else ("", "")
    return {"preparer.name": given[0] or actor.name, "preparer.phone": given[1] or actor.person.phone}
