"""Corrects a prior-year amount copied from last year's approved evaluation: the new value and its reason are stored together."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.actors import Actor
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import show_amount
from evaluations.core.content.cells import cells, fill
from evaluations.core.form.document import Document
from evaluations.core.guidance import prefill
from evaluations.dossier import store
from evaluations.dossier.judging import previous_document
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import sequence_of
from evaluations.filling.saving.explanations import explained, name_of
from evaluations.filling.saving.store import changes_since, store_document
from evaluations.history.events import locked
from evaluations.records.models import SelfEvaluation


@dataclass(frozen=True, slots=True)
class PriorYearCell:
    """A locked cell: last year's amount (万元), the text in the cell, and the reason if they differ."""

    path: str
    document: Document
    last_year: Decimal
    text: str
    reason: str


def prior_year_cell(evaluation: SelfEvaluation, path: str) -> PriorYearCell | None:
    """The prior-year cell at `path`; None unless it was copied from last year."""
    edition, document, previous = store.edition_of(evaluation), store.load(evaluation), previous_document(evaluation)
    last_year = prefill.carried_over(edition, document, previous).get(path) if previous else None
    if last_year is None:
        return None
    reasons = {(each.code, each.where): each.text for each in document.explanations}
    text = cells(edition, document)[path].text
    return PriorYearCell(path, document, last_year, text, reasons.get((prefill.OTHER_THAN_LAST_YEARS, path), ""))


@transaction.atomic
def correct(evaluation_id: int, path: str, value: Decimal, reason: str, *, revision: int, actor: Actor) -> None:
    """Set the locked cell at `path` to `value` and store the `reason`; last year's own amount needs no reason and removes it.

    Totals that contain the cell stay as they are: they were copied from last year, too.

    Raises:
        Outdated: there is no such revision.
        Refused: the evaluation can't be edited, the cell was not copied from last year or has changed since `revision`, or the reason is missing.
    """
    evaluation = locked(evaluation_id)
    refuse_unless_editable(evaluation, actor)
    cell = prior_year_cell(evaluation, path)
    if cell is None:
        raise Refused("这一格不是从上年带入的，可以在表中直接填写。")
    changed = {change.where for change in changes_since(evaluation, revision, actor)}
    if changed & {path, sequence_of(path), name_of((prefill.OTHER_THAN_LAST_YEARS, path))}:
        raise Refused("这一格或它所在的行在您打开这一页之后有改动，没有保存。请核对后重新填写。")
    is_restored = value == cell.last_year
    if not (reason or is_restored):
        raise Refused("与上年自评的数不同，请填写更正原因。")
    filled, _ = fill(store.edition_of(evaluation), cell.document, {path: show_amount(value)})
    corrected = explained(filled, {(prefill.OTHER_THAN_LAST_YEARS, path): "" if is_restored else reason})
    store_document(evaluation, cell.document, corrected, actor)
