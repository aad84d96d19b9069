"""One evaluation as a whole: loads the core document from its rows, and saves it to them."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor
from evaluations.contents import store as contents
from evaluations.core.content.cells import cells, changes
from evaluations.core.content.moving import Moved
from evaluations.core.form.document import FORMAT, Document, Explanation, Preparer, Project, Region, Unit
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import Recent
from evaluations.fiscal_years.deadlines import effective_deadline
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.names import naming_day
from evaluations.narrative import store as narrative
from evaluations.records import models
from evaluations.records.content import Columns, Reader, Rows
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import claim_revision, reanchor_explanations, save_explanations, write_edits
from evaluations.units.names import department_on

_READER = Reader(
    *contents.TABLES,
    *narrative.TABLES,
    Columns(models.Explanation, texts=("code", "where", "text")),
)
_IN_ROWS = (*contents.Tables._fields, "report", "explanations")
type _Content = Mapping[str, Any]


class _Kept(NamedTuple):
    """An evaluation's content, and the `_stamp` with which it was read."""

    stamp: tuple[object, ...]
    content: _Content


_KEPT: Recent[int, _Kept] = Recent()


def documents() -> QuerySet[SelfEvaluation]:
    """Evaluations joined with what `load` needs, and with `effective_deadline` (including the unit's extension)."""
    return _documents().all()


@cache
def _documents() -> QuerySet[SelfEvaluation]:
    """Built only once, because that takes longer than the query; never evaluated itself."""
    return SelfEvaluation.objects.select_related("unit__region", "fiscal_year__region", "project", "edition").annotate(
        effective_deadline=effective_deadline()
    )


def edition_of(evaluation: SelfEvaluation) -> Edition:
    """The edition with which the evaluation began."""
    return evaluation.edition.edition


def load(evaluation: SelfEvaluation) -> Document:
    """The document of an evaluation from `documents()`; one query, however many rows there are, and one more if the unit was renamed since.

    No query for the rows while they are those that this process read or wrote last: each save gives the evaluation a new revision and time.
    """
    known = _KEPT.get(evaluation.pk)
    if known is None or known.stamp != _stamp(evaluation):
        known = _Kept(_stamp(evaluation), _content(edition_of(evaluation), _READER.rows(evaluation.pk)))
        _KEPT.put(evaluation.pk, known)
    return _document(evaluation, known.content)


def load_all(evaluations: Collection[SelfEvaluation]) -> Iterator[tuple[SelfEvaluation, Document]]:
    """Several evaluations from `documents()`, each with its document; a few queries, and one more for each unit that was renamed since."""
    rows = _READER.rows_of_all([each.pk for each in evaluations])
    yield from ((each, _document(each, _content(edition_of(each), rows[each.pk]))) for each in evaluations)


def blank(evaluation: SelfEvaluation) -> Document:
    """The document of an evaluation from `documents()` that nobody has saved yet; no query, unless the unit was renamed since."""
    return _document(evaluation, _content(edition_of(evaluation), _READER.no_rows()))


def _content(edition: Edition, rows: Rows) -> _Content:
    """The parts of the document that stand in rows of their own."""
    return {
        **contents.load(edition, rows)._asdict(),
        "report": narrative.load(edition, rows),
        "explanations": _explanations(rows),
    }


def _stamp(evaluation: SelfEvaluation) -> tuple[object, ...]:
    """What is another after each save of the content."""
    return evaluation.revision, evaluation.updated_at, evaluation.edition_id


def _keep(evaluation: SelfEvaluation, saved: Document) -> None:
    """Let `load` give what was just saved, in the evaluation's new revision."""
    _KEPT.put(evaluation.pk, _Kept(_stamp(evaluation), {part: getattr(saved, part) for part in _IN_ROWS}))


def _document(evaluation: SelfEvaluation, content: _Content) -> Document:
    unit, region = evaluation.unit, evaluation.unit.region
    return Document.model_construct(
        format=FORMAT,
        edition=edition_of(evaluation).code,
        fiscal_year=evaluation.fiscal_year.year,
        unit=Unit.model_construct(
            code=unit.code, name=evaluation.unit_name, region=Region.model_construct(code=region.code, name=region.name)
        ),
        project=_project(evaluation),
        preparer=Preparer.model_construct(name=evaluation.preparer_name, phone=evaluation.preparer_phone),
        filing_date=evaluation.filing_date,
        **content,
    )


def _project(evaluation: SelfEvaluation) -> Project | None:
    known = evaluation.project
    if known is None:
        return None
    return Project.model_construct(
        name=known.name,
        code=known.code,
        department=known.department or _department_name(evaluation),
        implementer=known.implementer or evaluation.unit_name,
    )


def _department_name(evaluation: SelfEvaluation) -> str:
    above = department_on(evaluation.unit, naming_day(evaluation.fiscal_year))
    return above.name if above else evaluation.unit_name


def _explanations(rows: Rows) -> tuple[Explanation, ...]:
    given = sorted(rows[models.Explanation])
    return tuple(Explanation.model_construct(code=code, where=where, text=text) for code, where, text in given)


def write(
    evaluation: SelfEvaluation,
    stored: Document,
    changed: Document,
    *,
    revision: int,
    actor: Actor | None,
    moves: Mapping[str, str | None] | None = None,
) -> int:
    """Save `changed` within the caller's transaction, writing only what differs from `stored`, which was read at `revision`; return the new revision.

    Every changed cell leaves an entry in the history. `moves` comes from a change of rows, so that explanations follow their rows.
    The number of queries does not depend on the number of rows. If nothing has changed, nothing is written and the revision stays.

    Raises:
        Conflict: somebody else has saved in between.
        Refused: the actor is not a preparer of the unit, the state or the deadline allows no editing, or an explanation is too long.
    """
    if stored == changed and not moves:
        return revision
    claimed = claim_revision(evaluation, revision, actor)
    _save_content(evaluation, stored, changed)
    write_edits(evaluation, claimed, actor, changes(edition_of(evaluation), stored, changed))
    if changed.explanations != stored.explanations:
        save_explanations(evaluation, _changed_explanations(stored, changed), actor)
    elif moves:
        reanchor_explanations(evaluation, moves)
    else:
        _keep(evaluation, changed)
    return claimed


save = transaction.atomic(write)
"""`write` as an atomic unit: in its own transaction, or in a savepoint of the caller's."""


@transaction.atomic
def change_edition(
    evaluation: SelfEvaluation, edition: FormEdition, stored: Document, moved: Moved, *, actor: Actor | None
) -> int:
    """Put the evaluation, whose row is locked, on another edition of its form, on which its content is `moved`; return the new revision.

    Every cell whose text is another one leaves an entry in the history; explanations follow their rows.

    Raises:
        Refused: the actor is not a preparer of the unit, or the state or the deadline allows no editing.
    """
    before = {path: cell.text for path, cell in cells(edition_of(evaluation), stored).items()}
    claimed = claim_revision(evaluation, evaluation.revision, actor)
    evaluation.edition = edition
    evaluation.save(update_fields=("edition",))
    contents.replace(evaluation, edition.edition, moved.document)
    narrative.save(evaluation, stored.report, moved.document.report)
    after = {path: cell.text for path, cell in cells(edition.edition, moved.document).items()}
    edits = ((path, before.get(path, ""), after.get(path, "")) for path in {**before, **after})
    write_edits(evaluation, claimed, actor, edits)
    if moved.moves:
        reanchor_explanations(evaluation, moved.moves)
    return claimed


def _save_content(evaluation: SelfEvaluation, stored: Document, changed: Document) -> None:
    if (stored.preparer, stored.filing_date) != (changed.preparer, changed.filing_date):
        evaluation.preparer_name, evaluation.preparer_phone = changed.preparer.name, changed.preparer.phone
        evaluation.filing_date = changed.filing_date
        evaluation.save(update_fields=("preparer_name", "preparer_phone", "filing_date"))
    contents.save(evaluation, edition_of(evaluation), stored, changed)
    narrative.save(evaluation, stored.report, changed.report)


def _changed_explanations(stored: Document, changed: Document) -> Mapping[tuple[str, str], str]:
    before = {(e.code, e.where): e.text for e in stored.explanations}
    after = {(e.code, e.where): e.text for e in changed.explanations}
    return {key: after.get(key, "") for key in {**before, **after} if before.get(key) != after.get(key)}
