"""Correcting a prior-year amount that came from last year's approved evaluation: another value and its reason, stored together."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.p_01 import CODE
from evaluations.core.content.cells import cells, fill
from evaluations.core.form.document import Document
from evaluations.core.guidance import prefill
from evaluations.dossier import store
from evaluations.dossier.judging import previous_document
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import sequence_of
from evaluations.filling.saving.explanations import explained, name_of
from evaluations.filling.saving.store import changes_since
from evaluations.history.events import locked
from evaluations.records.models import SelfEvaluation


@dataclass(frozen=True, slots=True)
class Given:
    """A locked cell as it stands: last year's amount (万元), the text in the cell and the reason why that is another one."""

    path: str
    document: Document
    last_year: Decimal
    text: str
    reason: str


def given(evaluation: SelfEvaluation, path: str) -> Given | None:
    """The prior-year cell at `path`; None unless it came from last year."""
    edition, document, previous = store.edition_of(evaluation), store.load(evaluation), previous_document(evaluation)
    last_year = prefill.locked(edition, document, previous).get(path) if previous else None
    if last_year is None:
        return None
    reasons = {(each.code, each.where): each.text for each in document.explanations}
    text = cells(edition, document)[path].text
    return Given(path, document, last_year, text, reasons.get((CODE, path), ""))


@transaction.atomic
def correct(evaluation_id: int, path: str, value: Decimal, reason: str, *, revision: int, actor: User) -> None:
    """Set the locked cell at `path` to `value` and store the `reason`; last year's own amount needs none and removes it.

    Totals that the cell is part of stay: they came from last year as well.

    Raises:
        Outdated: there is no such revision.
        Refused: the evaluation can't be edited, the cell did not come from last year, has changed since `revision`, or the reason is missing.
    """
    evaluation = locked(evaluation_id)
    refuse_unless_editable(evaluation, actor)
    cell = given(evaluation, path)
    if cell is None:
        raise Refused("这一格不是从上年带入的，可以在表中直接填写。")
    changed = {change.where for change in changes_since(evaluation, revision, actor)}
    if changed & {path, sequence_of(path), name_of((CODE, path))}:
        raise Refused("这一格或它所在的行在您打开这一页之后有改动，没有保存。请核对后重新填写。")
    is_restored = value == cell.last_year
    if not (reason or is_restored):
        raise Refused("与上年审核通过的数不同，请填写更正原因。")
    filled, _ = fill(store.edition_of(evaluation), cell.document, {path: show_amount(value)})
    corrected = explained(filled, {(CODE, path): "" if is_restored else reason})
    store.save(evaluation, cell.document, corrected, revision=evaluation.revision, actor=actor)
