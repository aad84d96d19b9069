"""Writes many evaluations whole at once, as filled in elsewhere; with as many queries for hundreds as for two."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from evaluations.contents import store as contents
from evaluations.core.content.cells import changes
from evaluations.core.form.document import Document
from evaluations.dossier.store import blank, edition_of
from evaluations.narrative import store as narrative
from evaluations.records.fillable import refuse_unless_fillable
from evaluations.records.in_bulk import Explained, add_explanations, claim_first_revision
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import Changed, refuse_stranger, write_all_edits

_BATCH = 100


class Written(NamedTuple):
    """An evaluation from `documents()` that nobody has saved yet, what it is to hold, and who writes it."""

    evaluation: SelfEvaluation
    content: Document
    actor: Actor | None


@transaction.atomic
def write_all(written: Sequence[Written]) -> None:
    """Save each evaluation for the first time, with its history, as `store.write` does it for one.

    Raises:
        Refused: the actor is not a preparer of the unit, the year is not open for it, it was saved before, or an explanation is too long.
    """
    now = timezone.now()
    for one in written:
        refuse_stranger(one.evaluation.unit_id, one.actor)
        if one.actor is not None:
            refuse_unless_fillable(one.evaluation, now)
    before = [blank(one.evaluation) for one in written]
    claim_first_revision([one.evaluation for one in written])
    _add_content(written)
    write_all_edits(_changed(one, stored) for one, stored in zip(written, before, strict=True))
    add_explanations(Explained(one.evaluation, one.actor, _explanations(one.content)) for one in written)


def _add_content(written: Sequence[Written]) -> None:
    for one in written:
        evaluation, preparer = one.evaluation, one.content.preparer
        evaluation.preparer_name, evaluation.preparer_phone = preparer.name, preparer.phone
        evaluation.filing_date = one.content.filing_date
    SelfEvaluation.objects.bulk_update(
        [one.evaluation for one in written], ("preparer_name", "preparer_phone", "filing_date"), batch_size=_BATCH
    )
    contents.add([(one.evaluation, edition_of(one.evaluation), one.content) for one in written])
    narrative.add([(one.evaluation, one.content.report) for one in written])


def _changed(written: Written, stored: Document) -> Changed:
    evaluation = written.evaluation
    cells = changes(edition_of(evaluation), stored, written.content)
    return Changed(evaluation, evaluation.revision, written.actor, cells)


def _explanations(content: Document) -> dict[tuple[str, str], str]:
    return {(one.code, one.where): one.text for one in content.explanations}
