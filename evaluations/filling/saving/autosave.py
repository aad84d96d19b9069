"""Autosave: stores the changed cells of one step while somebody types, and tells the page what else has changed with them.

The rules are those of the form (`store`), with one difference: everything that can be stored is stored; only texts that can't be read, or that
collide with somebody else's change, are left for the person.
"""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from accounts.actors import Actor
from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.content import rows
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.dossier.store import edition_of, load
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import apply_posted, sequence_of
from evaluations.filling.saving.posted import Outdated, Posted, refuse_foreign
from evaluations.filling.saving.store import (
    Outcome,
    as_read,
    locked_cells,
    store_document,
    store_edited,
    understand,
)
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import Edit, SelfEvaluation

BODY_LIMIT = 4 * 1024 * 1024
_CELL_LIMIT = 5_000
_PATH_LIMIT = 200

_Path = Annotated[str, Field(max_length=_PATH_LIMIT)]


class Rows(BaseModel):
    """Rows at the end of a list, to be added before the cells are filled in or to be taken back."""

    model_config = ConfigDict(strict=True, extra="forbid")

    list: _Path
    count: Annotated[int, Field(ge=1, le=ROW_LIMIT)]


class Sent(BaseModel):
    """What a page sends: the revision on which the texts are based, and the texts by path.

    `again`: the page has sent this before and got no readable answer. With `add`, the paths are those of the table including the new rows. With
    `take_back`, the revision is the one that added those rows.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    revision: Annotated[int, Field(ge=0, lt=10**9)]
    cells: Annotated[dict[_Path, str], Field(max_length=_CELL_LIMIT)]
    again: bool = False
    add: Rows | None = None
    take_back: Rows | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if self.add and self.take_back:
            raise ValueError("rows are added or taken back")
        return self

    @property
    def posted(self) -> Posted:
        """The same as a posted step."""
        return Posted(self.revision, "save", "", self.cells)


def read_sent(body: bytes) -> Sent:
    """The request as sent.

    Raises:
        Outdated: it is too large, not JSON, or does not have this shape.
    """
    if len(body) > BODY_LIMIT:
        raise Outdated
    try:
        return Sent.model_validate_json(body)
    except ValidationError as fault:
        raise Outdated from fault


def save_cells(evaluation: SelfEvaluation, step: Step, sent: Sent, actor: Actor) -> Outcome:
    """Store the cells that can be read and that nobody else has changed since; the caller has locked the evaluation's row.

    Raises:
        Outdated: the evaluation has no such name or revision.
        Refused: the evaluation can't be edited (any more).
    """
    outcome = understand(evaluation, step, sent.posted, actor, again=sent.again)
    store_edited(outcome, actor)
    return outcome


def seen_since(evaluation: SelfEvaluation, step: Step, revision: int, actor: Actor) -> Outcome:
    """What others have saved since `revision`, which the page shows; nothing is stored.

    Raises:
        Outdated: the evaluation has no such revision.
        Refused: the evaluation can't be edited (any more).
    """
    return understand(evaluation, step, Posted(revision, "save", "", {}), actor)


def add_rows(evaluation: SelfEvaluation, step: Step, sent: Sent, add: Rows, actor: Actor) -> Mapping[str, str]:
    """Add rows to a list and fill in the sent cells, all or nothing; return why texts can't be read, by path (then nothing is stored).

    The caller has locked the evaluation's row.

    Raises:
        Outdated: there is no such list or cell, or the page does not show the evaluation's current state.
        Refused: the evaluation can't be edited (any more).
    """
    refuse_unless_editable(evaluation, actor)
    edition, stored = edition_of(evaluation), load(evaluation)
    if sent.again and _has_added(evaluation, stored, sent, add, actor):
        return {}
    if sent.revision != evaluation.revision or step_of(edition, add.list) is not step:
        raise Outdated
    try:
        grown = rows.add(edition, stored, add.list, add.count)
    except rows.NoSuchRow as gone:
        raise Outdated from gone
    except rows.TooManyRows as full:
        return {add.list: str(full)}
    refuse_foreign(edition, grown.document, cells(edition, grown.document), step, sent.posted, is_current=True)
    edited = apply_posted(edition, grown.document, sent.posted, locked_cells(evaluation, grown.document, sent.cells))
    if not edited.errors:
        added = [(sequence_of(add.list), add.list, "add")]
        store_document(evaluation, stored, edited.document, actor, moves=grown.moves, rows_changed=added)
    return edited.errors


def _has_added(evaluation: SelfEvaluation, stored: Document, sent: Sent, add: Rows, actor: Actor) -> bool:
    """Whether the last save was this one, whose answer the page did not receive."""
    if not rows_were_changed(evaluation, sent.revision, add.list, "add", actor):
        return False
    edition = edition_of(evaluation)
    now, read = cells(edition, stored), as_read(edition, stored, sent.cells)
    return all(path in now and now[path].text == read.get(path) for path in sent.cells)


def rows_were_changed(evaluation: SelfEvaluation, revision: int, list_path: str, act: str, actor: Actor) -> bool:
    """Whether `actor` did `act` to the list in the save after `revision`, and nobody has saved since then."""
    if evaluation.revision != revision + 1:
        return False
    told = Edit.objects.filter(evaluation=evaluation, revision=evaluation.revision, by=actor.pk, old=list_path, new=act)
    return told.filter(where=sequence_of(list_path)).exists()
