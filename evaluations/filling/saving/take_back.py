"""Undoes a paste that added rows: the rows are removed, and every cell that the paste changed gets its former text back."""

from collections.abc import Collection, Mapping

from accounts.actors import Actor
from evaluations.common.refusal import Refused
from evaluations.core.content import rows
from evaluations.core.content.cells import cells, fill
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.dossier.store import edition_of, load
from evaluations.filling.saving.autosave import Rows, rows_were_changed
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import sequence_of
from evaluations.filling.saving.posted import Outdated
from evaluations.filling.saving.store import changes_since, store_document
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import Edit, SelfEvaluation


def take_back(
    evaluation: SelfEvaluation, step: Step, revision: int, added: Rows, actor: Actor, *, again: bool = False
) -> None:
    """Undo the paste that made `revision` and added these rows; the evaluation, which the caller has locked, gets its new revision.

    `again`: the page has asked before and got no readable answer.

    Raises:
        Outdated: `revision`, if it is this person's, added no such rows.
        Refused: the evaluation can't be edited (any more), or part of the paste has been changed since.
    """
    refuse_unless_editable(evaluation, actor)
    if again and rows_were_changed(evaluation, revision, added.list, "remove", actor):
        return
    edition, stored = edition_of(evaluation), load(evaluation)
    before = _before(evaluation, step, added.list, revision, actor)
    try:
        shrunk = rows.remove_last(edition, stored, added.list, added.count)
    except rows.NoSuchRow as gone:
        raise Outdated from gone
    new = [f"{row}." for row, place in shrunk.moves.items() if place is None]
    if any(
        path in before or path.startswith(tuple(new)) for path in _changed_since(evaluation, stored, revision, actor)
    ):
        raise Refused("粘贴之后，有关的行又有改动，不能整块撤销。请逐行删除，逐格改回。")
    restored = _restored(edition, shrunk.document, before)
    removed = [(sequence_of(added.list), added.list, "remove")]
    store_document(evaluation, stored, restored, actor, moves=shrunk.moves, rows_changed=removed)


def _before(evaluation: SelfEvaluation, step: Step, list_path: str, revision: int, actor: Actor) -> Mapping[str, str]:
    """The text before `revision` of each cell that it changed, and the entry of the sequence whose rows it changed."""
    paste = Edit.objects.filter(evaluation=evaluation, revision=revision, by=actor.pk)
    edits = {where: (old, new) for where, old, new in paste.values_list("where", "old", "new")}
    if step_of(edition_of(evaluation), list_path) is not step or edits.get(sequence_of(list_path)) != (
        list_path,
        "add",
    ):
        raise Outdated
    return {where: old for where, (old, _) in edits.items()}


def _changed_since(evaluation: SelfEvaluation, stored: Document, revision: int, actor: Actor) -> Collection[str]:
    """The cells whose text differs from the one `revision` left, and the sequences whose rows have been changed since."""
    now = cells(edition_of(evaluation), stored)
    left = {change.where: change.old for change in reversed(changes_since(evaluation, revision, actor))}
    return [path for path, text in left.items() if path not in now or now[path].text != text]


def _restored(edition: Edition, document: Document, texts: Mapping[str, str]) -> Document:
    there = cells(edition, document)
    return fill(edition, document, {path: text for path, text in texts.items() if path in there})[0]
