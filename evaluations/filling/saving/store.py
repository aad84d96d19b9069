"""Saving a step: read what was typed, merge it with what others saved meanwhile, store it; or say what a person must decide first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from accounts.models import User
from evaluations.comments.services import reanchor_comments
from evaluations.core.content.cells import Cell, cells, fill
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.dossier import store
from evaluations.dossier.judging import previous_document
from evaluations.filling import last_year
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import Edited, apply_posted, sequence_of
from evaluations.filling.saving.library import used_entry
from evaluations.filling.saving.merge import Change, Merged, merge
from evaluations.filling.saving.posted import ADDS, Outdated, Posted, refuse_foreign
from evaluations.filling.steps import Step, step_of
from evaluations.history.events import locked
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.services import write_edits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a posted step means for its evaluation, whose row is locked, and so what becomes of it.

    `stored`: the document as it stood, `before`: the cells of the step's parts in it. `lost_row`: the row to change can't be told any more,
    because others changed the rows.
    """

    evaluation: SelfEvaluation
    stored: Document
    before: Mapping[str, Cell]
    posted: Posted
    edited: Edited
    merged: Merged
    lost_row: bool

    @property
    def is_conflict(self) -> bool:
        """Whether others' changes stand in the way of something."""
        return bool(self.merged.clashes or self.merged.stranded or self.lost_row)

    @property
    def is_undecided(self) -> bool:
        """Whether a person must decide or correct something first."""
        return bool(self.edited.errors) or self.is_conflict


@transaction.atomic
def save_step(evaluation_id: int, step: Step, posted: Posted, actor: User) -> Outcome:
    """Store what was typed into `step`, together with the row to add, remove or move; nothing of it while something is undecided.

    Raises:
        Outdated: a name, row or revision that this evaluation does not have.
        Refused: the evaluation can't be edited (any more).
    """
    outcome = understand(locked(evaluation_id), step, posted, actor)
    if not outcome.is_undecided:
        store_edited(outcome, actor)
    return outcome


def understand(evaluation: SelfEvaluation, step: Step, posted: Posted, actor: User, *, again: bool = False) -> Outcome:
    """What was typed into `step`, not stored yet: merged with what others saved meanwhile; `again`: see `merge`.

    Raises:
        Outdated: a name, row or revision that this evaluation does not have.
        Refused: the evaluation can't be edited (any more).
    """
    refuse_unless_editable(evaluation, actor)
    edition, stored = store.edition_of(evaluation), store.load(evaluation)
    current, is_current = cells(edition, stored, step.parts), posted.revision == evaluation.revision
    refuse_foreign(edition, stored, current, step, posted, is_current=is_current)
    changes = changes_since(evaluation, posted.revision, actor, step)
    read = {} if is_current else as_read(edition, stored, posted.typed)
    merged = merge(posted.typed, current, changes, _sequences(edition), as_read=read, again=again)
    lost_row = posted.changes_rows and sequence_of(posted.target) in merged.moved
    entry = used_entry(evaluation, edition, posted)
    change = replace(posted, typed=merged.typed, action="save" if lost_row else posted.action, entry=entry)
    shut = locked_cells(evaluation, stored, merged.typed)
    edited = apply_posted(edition, stored, change, shut)
    return Outcome(evaluation, stored, current, posted, edited, merged, lost_row)


def locked_cells(evaluation: SelfEvaluation, stored: Document, typed: Iterable[str]) -> Mapping[str, str]:
    """Why nothing is typed into the cells that came from last year; only asked for when a prior-year cell is typed."""
    if not any(path.endswith(".prior_final") for path in typed):
        return {}
    return last_year.refusals(store.edition_of(evaluation), stored, previous_document(evaluation))


def changes_since(evaluation: SelfEvaluation, revision: int, actor: User, step: Step | None = None) -> Sequence[Change]:
    """The history of the evaluation after `revision`, oldest first, as `actor` sees it; only of the cells of `step`, if given.

    Raises:
        Outdated: there is no such revision yet.
    """
    if revision > evaluation.revision:
        raise Outdated
    if revision == evaluation.revision:
        return ()
    edits = Edit.objects.filter(evaluation=evaluation, revision__gt=revision).order_by("pk")
    told = edits.values_list("where", "old", "new", "by", "by__name", "at")
    lines = (Change(where, old, new, by == actor.pk, name, at) for where, old, new, by, name, at in told)
    return [line for line in lines if step is None or step_of(line.where) is step]


def as_read(edition: Edition, document: Document, typed: Mapping[str, str]) -> Mapping[str, str]:
    """How the `typed` texts would stand in their cells once stored (`１，２３４.50` as 1234.5); those that can't be read are left out."""
    filled, unreadable = fill(edition, document, typed)
    read = cells(edition, filled)
    return {path: read[path].text for path in typed if path in read and path not in unreadable}


def _sequences(edition: Edition) -> Iterable[str]:
    lines = (f"basic_data.expenditure.{line.item}" for line in edition.lines if line.kind == "rows")
    return (*lines, "basic_data.buildings", "self_assessment.indicators")


def store_edited(outcome: Outcome, actor: User) -> None:
    """Store what was understood, its rows' new places included; the evaluation gets its new revision."""
    edited, posted = outcome.edited, outcome.posted
    # A stale form finds out by this that its rows are numbered anew.
    renumbers = bool(edited.moves) or posted.action in ADDS
    rows_changed = [(sequence_of(posted.target), posted.target, posted.action)] if renumbers else []
    store_document(
        outcome.evaluation, outcome.stored, edited.document, actor, moves=edited.moves, rows_changed=rows_changed
    )


def store_document(
    evaluation: SelfEvaluation,
    stored: Document,
    changed: Document,
    actor: User | None,
    *,
    moves: Mapping[str, str | None],
    rows_changed: Sequence[tuple[str, str, str]],
) -> None:
    """Store `changed`; `rows_changed` tells the history (sequence, row or list, what was done) which rows are numbered anew."""
    revision = store.write(evaluation, stored, changed, revision=evaluation.revision, actor=actor, moves=moves)
    if rows_changed:
        write_edits(evaluation, revision, actor, rows_changed)
    if moves:
        reanchor_comments(evaluation, moves)
