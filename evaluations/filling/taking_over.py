"""What was read out of a person's file, saved into an evaluation as one edit of theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from evaluations.core.cells import cells
from evaluations.core.document import Document
from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.taking import place
from evaluations.dossier import store
from evaluations.filling import editing
from evaluations.filling.editability import refuse_unless_editable
from evaluations.filling.editing import Posted
from evaluations.filling.saving import as_read, locked_cells, store_document
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import Conflict
from evaluations.review.events import locked


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Saved (the evaluation with its new revision). `errors`: why a chosen text was left out, by its path in the file."""

    evaluation: SelfEvaluation
    errors: Mapping[str, str]


@transaction.atomic
def take_over(
    evaluation_id: int, read: ReadBack, chosen: Collection[str], *, revision: int, actor: User | None
) -> TakenOver:
    """Save the `chosen` texts of a file (paths of `read.texts`), as if they were typed: totals follow, last year's amounts stay.

    `revision` is the one that the person saw; an `actor` of None is the operator at the console. Texts that can't be read are left out.

    Raises:
        Conflict: somebody saved since `revision`.
        Refused: the evaluation can't be edited (any more), or there is none.
    """
    evaluation = locked(evaluation_id)
    if actor is not None:
        refuse_unless_editable(evaluation, actor)
    if evaluation.revision != revision:
        raise Conflict(evaluation.revision)
    edition, stored = store.edition_of(evaluation), store.load(evaluation)
    placed = place(edition, stored, read, chosen)
    typed = {target: read.texts[path] for path, target in placed.paths.items()}
    posted = Posted(revision, "save", "", typed)
    edited = editing.edited(edition, placed.document, posted, _shut(evaluation, placed.document, typed))
    added = [(editing.sequence_of(list_path), list_path, "add") for list_path in placed.grown]
    store_document(evaluation, stored, edited.document, actor, moves=placed.moves, rows_changed=added)
    errors = {path: edited.errors[target] for path, target in placed.paths.items() if target in edited.errors}
    return TakenOver(evaluation, {**errors, **placed.errors})


def _shut(evaluation: SelfEvaluation, document: Document, typed: Mapping[str, str]) -> Mapping[str, str]:
    """Why cells that came from last year are left as they are, for those where the file says otherwise."""
    edition = store.edition_of(evaluation)
    read, stored = as_read(edition, document, typed), cells(edition, document)
    shut = locked_cells(evaluation, document, typed)
    return {path: why for path, why in shut.items() if path in typed and read.get(path) != stored[path].text}
