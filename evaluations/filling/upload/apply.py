"""Saves what was read from a person's file into an evaluation, as one edit by that person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from accounts.actors import Actor
from accounts.audit import record
from evaluations.core.form.document import Document
from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.taking import Placed, Proposal, place, preview
from evaluations.dossier import store
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.edited import REPLACEMENT, apply_posted, broken, sequence_of
from evaluations.filling.saving.posted import Posted
from evaluations.filling.saving.store import locked_cells, store_document
from evaluations.filling.upload.files import Uploaded
from evaluations.history.events import locked
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import Conflict


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The saved evaluation, with its new revision. `errors`: why chosen texts were left out, by path in the file."""

    evaluation: SelfEvaluation
    errors: Mapping[str, str]


@transaction.atomic
def take_over(
    evaluation_id: int, read: ReadBack, chosen: Collection[str], *, revision: int, actor: Actor | None
) -> TakenOver:
    """Save the `chosen` texts of a file (keys of `read.texts`) as if they were typed: totals follow, last year's amounts stay.

    `revision` is the one that the person saw; `actor` is None for the operator at the console. Texts that can't be read are left out.

    Raises:
        Conflict: somebody has saved since `revision`.
        Refused: the evaluation can't be edited (any more), or there is none.
    """
    evaluation = locked(evaluation_id)
    if actor is not None:
        refuse_unless_editable(evaluation, actor)
    if evaluation.revision != revision:
        raise Conflict(evaluation.revision)
    edition, stored = store.edition_of(evaluation), store.load(evaluation)
    placed = place(edition, stored, read, chosen)
    shut = _shut(evaluation, placed, preview(edition, read, placed))
    edited = apply_posted(edition, placed.document, Posted(revision, "save", "", placed.typed), shut)
    added = [(sequence_of(list_path), list_path, "add") for list_path in placed.grown]
    store_document(evaluation, stored, edited.document, actor, moves=placed.moves, rows_changed=added)
    errors = {path: edited.errors[target] for path, target in placed.paths.items() if target in edited.errors}
    return TakenOver(evaluation, {**errors, **placed.errors})


@transaction.atomic
def import_uploaded(
    evaluation_id: int, uploaded: Uploaded, chosen: Collection[str], *, revision: int, actor: Actor
) -> TakenOver:
    """`take_over` for files that somebody uploaded and confirmed; the audit log names the files.

    Raises:
        Conflict, Refused: see `take_over`.
    """
    taken = take_over(evaluation_id, uploaded.read, chosen, revision=revision, actor=actor)
    files = [file._asdict() for file in uploaded.files]
    detail = {"files": files, "cells": len(chosen) - len(taken.errors)}
    record("import_sheets", actor, subject=str(evaluation_id), detail=detail)
    return taken


def lines(evaluation: SelfEvaluation, document: Document, read: ReadBack) -> list[Proposal]:
    """Every text of a file beside `document`'s text; one that `take_over` would leave out says why."""
    edition = store.edition_of(evaluation)
    placed = place(edition, document, read, read.texts)
    listed = preview(edition, read, placed)
    unsound = {line.cell: broken(line.found) for line in listed if REPLACEMENT in line.found}
    errors = {**_shut(evaluation, placed, listed), **unsound}
    return [replace(line, error=line.error or errors.get(line.cell, "")) for line in listed]


def _shut(evaluation: SelfEvaluation, placed: Placed, listed: Sequence[Proposal]) -> Mapping[str, str]:
    """Why cells copied from last year are left as they are, for those where the file differs."""
    shut = locked_cells(evaluation, placed.document, placed.typed)
    return {line.cell: shut[line.cell] for line in listed if line.cell in shut and not line.is_same}
