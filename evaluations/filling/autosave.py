"""Saving by itself while a person types: the changed cells of one step are stored, and the answer tells the page what else changed with them.

The rules are those of the form (`saving`), with one difference: what can be stored is stored, and only what can't be read or collides with
somebody else's change is left for the person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from accounts.models import User
from evaluations.core import rows
from evaluations.core.cells import cells
from evaluations.core.document import Document
from evaluations.core.paths import Names
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of, load
from evaluations.dossier.table import Table
from evaluations.filling import amounts, editing, pages
from evaluations.filling.contents import Field as FormField
from evaluations.filling.contents import Shown, content
from evaluations.filling.editability import refuse_unless_editable
from evaluations.filling.editing import Edited, Outdated, Posted
from evaluations.filling.indicators import extras
from evaluations.filling.merging import Clash, Merged
from evaluations.filling.saving import locked_cells, store_edited, understand
from evaluations.filling.steps import Step, step_of
from evaluations.records.models import SelfEvaluation
from evaluations.review.events import locked

BODY_LIMIT = 4 * 1024 * 1024
_CELL_LIMIT = 5_000
_PATH_LIMIT = 200

_Path = Annotated[str, Field(max_length=_PATH_LIMIT)]


class Add(BaseModel):
    """Rows to be added to a list before the cells are filled in."""

    model_config = ConfigDict(strict=True, extra="forbid")

    list: _Path
    count: Annotated[int, Field(ge=1, le=rows.ROW_LIMIT)]


class Sent(BaseModel):
    """What a page sends: the revision that the texts rest on, and the texts by path.

    `again`: sent before, without an answer. With `add`, the paths are those of the table with its new rows.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    revision: Annotated[int, Field(ge=0, lt=10**9)]
    cells: Annotated[dict[_Path, str], Field(max_length=_CELL_LIMIT)]
    again: bool = False
    add: Add | None = None

    @property
    def posted(self) -> Posted:
        """The same as a posted step."""
        return Posted(self.revision, "save", "", self.cells)


def read(body: bytes) -> Sent:
    """What was sent.

    Raises:
        Outdated: too large, not JSON, or not of this shape.
    """
    if len(body) > BODY_LIMIT:
        raise Outdated
    try:
        return Sent.model_validate_json(body)
    except ValidationError as fault:
        raise Outdated from fault


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the sent cells; `document` as it stands now, `before` as it stood."""

    evaluation: SelfEvaluation
    before: Document
    document: Document
    edited: Edited
    merged: Merged
    typed: Mapping[str, str]

    @property
    def is_conflict(self) -> bool:
        """Whether others' changes stand in the way of some cells."""
        return bool(self.merged.clashes or self.merged.stranded)


@transaction.atomic
def save_cells(evaluation_id: int, step: Step, sent: Sent, actor: User) -> Kept:
    """Store the cells that can be read and that nobody else changed since.

    Raises:
        Outdated: a name or revision that this evaluation does not have.
        Refused: the evaluation can't be edited (any more).
    """
    meant = understand(locked(evaluation_id), step, sent.posted, actor, again=sent.again)
    store_edited(meant.evaluation, meant.stored, meant.edited, sent.posted, actor)
    return Kept(meant.evaluation, meant.stored, meant.edited.document, meant.edited, meant.merged, meant.merged.typed)


@transaction.atomic
def add_rows(evaluation_id: int, step: Step, sent: Sent, add: Add, actor: User) -> Mapping[str, str]:
    """Add rows to a list and fill in the sent cells, all or nothing; gives why texts can't be read, by path (nothing is stored then).

    Raises:
        Outdated: no such list or cell, or the page does not show the evaluation as it stands.
        Refused: the evaluation can't be edited (any more).
    """
    evaluation = locked(evaluation_id)
    refuse_unless_editable(evaluation, actor)
    if sent.revision != evaluation.revision or step_of(add.list) is not step:
        raise Outdated
    edition, stored = edition_of(evaluation), load(evaluation)
    try:
        grown = rows.add(edition, stored, add.list, add.count)
    except rows.NoSuchRow as gone:
        raise Outdated from gone
    except rows.TooManyRows as full:
        return {add.list: str(full)}
    editing.refuse_foreign(edition, grown.document, cells(edition, grown.document), step, sent.posted, is_current=True)
    edited = editing.edited(edition, grown.document, sent.posted, locked_cells(evaluation, grown.document, sent.cells))
    if not edited.errors:
        row_added = replace(sent.posted, action="add", target=add.list)
        store_edited(evaluation, stored, replace(edited, moves=grown.moves), row_added, actor)
    return edited.errors


def answer(kept: Kept, step: Step) -> dict[str, Any]:
    """What the page is told: all texts by the ids of their cells; never a new text for an input that somebody types into."""
    evaluation, edition = kept.evaluation, edition_of(kept.evaluation)
    judgement = judge(evaluation, kept.document, with_peers=False)
    shown = Shown(evaluation.pk, edition, kept.document, step, True, judgement, {}, {}, {})
    drawn = content(shown)
    before = cells(edition, kept.before)
    names = Names(edition, kept.document)
    followed = {
        path: cell.text
        for path, cell in shown.cells.items()
        if step_of(path) is step
        and path not in kept.typed
        and cell.text != (before[path].text if path in before else "")
    }
    notes = dict(_notes(drawn))
    return {
        "revision": evaluation.revision,
        "saved_at": pages.moment(evaluation.updated_at if evaluation.revision else timezone.now()),
        "unreadable": dict(kept.edited.errors),
        "computed": {**followed, **dict(_computed(drawn))},
        "notes": notes,
        "counts": {
            "errors": sum(finding.severity == "error" for finding in shown.findings),
            "unexplained": sum(step_of(finding.where) is step for finding in judgement.unexplained),
        },
        "extras": extras(edition, kept.document) | amounts.extras(edition, kept.document),
        "others": {
            path: _change(shown, path, change.by_name, change.at) for path, change in kept.merged.others.items()
        },
        "moved": sorted(kept.merged.moved),
        "clashes": [_clash(names, path, clash) for path, clash in kept.merged.clashes.items()],
        "stranded": [
            {"path": path, "name": name, "text": text}
            for path, (name, text) in zip(
                kept.merged.stranded, pages.stranded(edition, kept.document, kept.merged), strict=True
            )
        ],
    }


def _change(shown: Shown, path: str, by_name: str, at: Any) -> dict[str, str]:
    return {"text": shown.cells[path].text if path in shown.cells else "", "by": by_name, "at": pages.moment(at)}


def _clash(names: Names, path: str, clash: Clash) -> dict[str, str]:
    return {
        "path": path,
        "name": names.of(path),
        "mine": clash.mine,
        "theirs": clash.theirs,
        "by": clash.by_name or "数据导入",
        "at": pages.moment(clash.at),
    }


def _notes(drawn: Mapping[str, Any]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    table: Table | None = drawn.get("table")
    cells_of_table = (cell for row in table.rows for cell in row.cells) if table else ()
    for cell in cells_of_table:
        if cell.anchor and cell.notes:
            yield cell.anchor, list(cell.notes)
    for field in _fields(drawn):
        if field.notes:
            yield field.path, list(field.notes)


def _computed(drawn: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands in cells that nobody types, by id."""
    table: Table | None = drawn.get("table")
    cells_of_table = (cell for row in table.rows for cell in row.cells) if table else ()
    for cell in cells_of_table:
        if cell.anchor and not cell.input and cell.tag == "td":
            yield cell.anchor, cell.prefix + cell.text
    for row in table.rows if table else ():
        if row.beside_id:
            yield row.beside_id, "\n".join(row.beside)
    for field in _fields(drawn):
        if field.beside:
            yield f"{field.path}.beside", field.beside


def _fields(drawn: Mapping[str, Any]) -> list[FormField]:
    return [field for name in ("fields", "figures", "chapters") for field in drawn.get(name, ())]
