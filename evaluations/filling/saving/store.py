"""Saving a step: read what was typed, merge it with what others have saved, and store it; or report what a person must decide first."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.db import transaction

from accounts.actors import Actor
from evaluations.comments.services import reanchor_comments
from evaluations.core.content.cells import Cell, all_cells, cells, fill
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.dossier import store
from evaluations.dossier.judging import previous_document
from evaluations.filling import last_year
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import Edited, apply_posted, sequence_of
from evaluations.filling.saving.library import used_entry
from evaluations.filling.saving.merge import Change, Merged, merge
from evaluations.filling.saving.opened import refuse_shut, shut_cells
from evaluations.filling.saving.posted import ADDS, Outdated, Posted, refuse_foreign
from evaluations.filling.steps import Step, step_of
from evaluations.history.events import locked
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.services import write_edits


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a posted step for its evaluation, whose row is locked.

    `stored`: the document before, `before`: the cells of the step's parts in it. `lost_row`: the row to be changed can no longer be
    identified, because others have changed the rows.
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
        """Whether others' changes prevent something from being stored."""
        return bool(self.merged.clashes or self.merged.stranded or self.lost_row)

    @property
    def is_undecided(self) -> bool:
        """Whether a person must decide or correct something first."""
        return bool(self.edited.errors) or self.is_conflict


@transaction.atomic
def save_step(evaluation_id: int, step: Step, posted: Posted, actor: Actor) -> Outcome:
    """Store what was typed into `step`, and add, remove or move a row; nothing is stored while something is undecided.

    Raises:
        Outdated: the evaluation has no such name, row or revision.
        Refused: the evaluation can't be edited (any more).
    """
    outcome = understand(locked(evaluation_id), step, posted, actor)
    if not outcome.is_undecided:
        store_edited(outcome, actor)
    return outcome


def understand(evaluation: SelfEvaluation, step: Step, posted: Posted, actor: Actor, *, again: bool = False) -> Outcome:
    """What was typed into `step`, merged with what others have saved, but not stored yet; `again`: see `merge`.

    Raises:
        Outdated: the evaluation has no such name, row or revision.
        Refused: the evaluation can't be edited (any more).
    """
    refuse_unless_editable(evaluation, actor)
    edition, stored = store.edition_of(evaluation), store.load(evaluation)
    current = _of_parts(step.parts, all_cells(edition, stored))
    is_current = posted.revision == evaluation.revision
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


def _of_parts(parts: Container[str], listed: Mapping[str, Cell]) -> Mapping[str, Cell]:
    return {path: cell for path, cell in listed.items() if path.partition(".")[0] in parts}


def locked_cells(evaluation: SelfEvaluation, stored: Document, typed: Iterable[str]) -> Mapping[str, str]:
    """Why cells can't be typed into, by path: those that the return left shut, and those copied from last year.

    The latter are only looked up if a prior-year cell was typed.
    """
    shut = shut_cells(evaluation, stored)
    edition = store.edition_of(evaluation)
    last_final = edition.meant.get("last_final")
    if not any(path.endswith(f".{last_final}") for path in typed):
        return shut
    return {**last_year.refusals(edition, stored, previous_document(evaluation)), **shut}


def changes_since(
    evaluation: SelfEvaluation, revision: int, actor: Actor, step: Step | None = None
) -> Sequence[Change]:
    """The evaluation's history after `revision`, oldest first, as `actor` sees it; only for the cells of `step`, if given.

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
    edition = store.edition_of(evaluation)
    return [line for line in lines if step is None or step_of(edition, line.where) is step]


def as_read(edition: Edition, document: Document, typed: Mapping[str, str]) -> Mapping[str, str]:
    """The `typed` texts as they would be stored (`１，２３４.50` as 1234.5), by path; texts that can't be read are left out."""
    filled, unreadable = fill(edition, document, typed)
    read = cells(edition, filled)
    return {path: read[path].text for path in typed if path in read and path not in unreadable}


def _sequences(edition: Edition) -> Iterable[str]:
    lines = (f"basic_data.expenditure.{line.item}" for line in edition.lines if line.kind == "rows")
    return (*lines, "basic_data.buildings", "self_assessment.indicators", *edition.row_lists)


def store_edited(outcome: Outcome, actor: Actor) -> None:
    """Store the outcome, including the rows' new places; the evaluation gets its new revision."""
    edited, posted = outcome.edited, outcome.posted
    # This tells stale forms that their rows have been renumbered.
    renumbers = bool(edited.moves) or posted.action in ADDS
    rows_changed = [(sequence_of(posted.target), posted.target, posted.action)] if renumbers else []
    store_document(
        outcome.evaluation, outcome.stored, edited.document, actor, moves=edited.moves, rows_changed=rows_changed
    )


def store_document(
    evaluation: SelfEvaluation,
    stored: Document,
    changed: Document,
    actor: Actor | None,
    *,
    moves: Mapping[str, str | None] = MappingProxyType({}),
    rows_changed: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Store `changed`; `rows_changed` (sequence, row or list, what was done) records in the history which rows are renumbered.

    Raises:
        Refused: it changes what the return left shut.
    """
    refuse_shut(evaluation, stored, changed, moves)
    revision = store.write(evaluation, stored, changed, revision=evaluation.revision, actor=actor, moves=moves)
    if rows_changed:
        write_edits(evaluation, revision, actor, rows_changed)
    if moves:
        reanchor_comments(evaluation, moves)
