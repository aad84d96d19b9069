"""Saving a step: read what was typed, merge it with what others saved meanwhile, store it; or say what a person must decide first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from evaluations.core.cells import cells
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.dossier import store
from evaluations.filling import editing
from evaluations.filling.editability import refuse_unless_editable
from evaluations.filling.editing import Edited, Posted
from evaluations.filling.merging import Merged, merge
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.services import write_edits
from evaluations.review.comments import reanchor_comments
from evaluations.review.events import locked


class Change(NamedTuple):
    """A line of the edit history as merging reads it."""

    where: str
    old: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """Stored. `focus`: the cell to go on with, "" for none; `others`: how many cells others had changed meanwhile, kept as they are."""

    focus: str
    others: int


@dataclass(frozen=True, slots=True)
class Undecided:
    """Not stored, neither texts nor rows: texts that can't be read (`edited.errors`), or changes that collide with those of others (`merged`).

    `wants_row`: a row was to be changed too; `lost_row`: it can't be told any more, because others changed the rows.
    """

    evaluation: SelfEvaluation
    edited: Edited
    merged: Merged
    wants_row: bool
    lost_row: bool

    @property
    def is_conflict(self) -> bool:
        """Whether others' changes stand in the way."""
        return bool(self.merged.clashes or self.merged.stranded or self.lost_row)


@transaction.atomic
def save_step(evaluation_id: int, step: Step, posted: Posted, actor: User) -> Saved | Undecided:
    """Store what was typed into `step`, together with the row to add, remove or move.

    Raises:
        Outdated: a name, row or revision that this evaluation does not have.
        Refused: the evaluation can't be edited (any more).
    """
    evaluation = locked(evaluation_id)
    refuse_unless_editable(evaluation, actor)
    edition, stored = store.edition_of(evaluation), store.load(evaluation)
    current, is_current = cells(edition, stored, step.parts), posted.revision == evaluation.revision
    editing.refuse_foreign(edition, stored, current, step, posted, is_current=is_current)
    merged = merge(posted.typed, current, changes_since(evaluation, posted.revision, step), _sequences(edition))
    lost_row = posted.changes_rows and editing.sequence_of(posted.target) in merged.moved
    change = replace(posted, typed=merged.typed, action="save" if lost_row else posted.action)
    edited = editing.edited(edition, stored, change)
    if edited.errors or merged.clashes or merged.stranded or lost_row:
        return Undecided(evaluation, edited, merged, posted.changes_rows, lost_row)
    _store(evaluation, stored, edited, posted, actor)
    return Saved(edited.focus, merged.others)


def changes_since(evaluation: SelfEvaluation, revision: int, step: Step | None = None) -> Sequence[Change]:
    """The history of the evaluation after `revision`, oldest first; only of the cells of `step`, if given.

    Raises:
        Outdated: there is no such revision yet.
    """
    if revision > evaluation.revision:
        raise editing.Outdated
    if revision == evaluation.revision:
        return ()
    edits = Edit.objects.filter(evaluation=evaluation, revision__gt=revision).order_by("pk")
    lines = (Change(*line) for line in edits.values_list("where", "old", "by__name", "at"))
    return [line for line in lines if step is None or step_of(line.where) is step]


def _sequences(edition: Edition) -> Iterable[str]:
    lines = (f"basic_data.expenditure.{line.item}" for line in edition.lines if line.kind == "rows")
    return (*lines, "basic_data.buildings", "self_assessment.indicators")


def _store(evaluation: SelfEvaluation, stored: Document, edited: Edited, posted: Posted, actor: User) -> None:
    revision, moves = evaluation.revision, edited.moves
    revision = store.save(evaluation, stored, edited.document, revision=revision, actor=actor, moves=moves)
    if moves or posted.action == "add":
        # So that a stale form finds out that its rows are numbered anew.
        write_edits(evaluation, revision, actor, [(editing.sequence_of(posted.target), posted.target, posted.action)])
    if moves:
        reanchor_comments(evaluation, moves)
