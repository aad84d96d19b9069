"""One evaluation as a whole: the core document out of its rows and back into them."""

from collections.abc import Mapping
from functools import cache

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from evaluations.basic_data import store as basic_data
from evaluations.common.refusal import Refused
from evaluations.core.content.cells import changes
from evaluations.core.form.document import FORMAT, Document, Explanation, Preparer, Region, Unit
from evaluations.core.form.edition import Edition
from evaluations.fiscal_years.deadlines import effective_deadline
from evaluations.narrative import store as narrative
from evaluations.records import models
from evaluations.records.content import Columns, Reader, Rows
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import claim_revision, reanchor_explanations, save_explanations, write_edits
from evaluations.self_assessment import store as self_assessment
from evaluations.units import models as units

YEAR_DIGITS = 4
_READER = Reader(
    *basic_data.TABLES,
    *self_assessment.TABLES,
    *narrative.TABLES,
    Columns(models.Explanation, texts=("code", "where", "text")),
)


def documents() -> QuerySet[SelfEvaluation]:
    """Evaluations with what `load` needs in the same row, and `effective_deadline` (with the unit's extension)."""
    return _documents().all()


@cache
def _documents() -> QuerySet[SelfEvaluation]:
    """Put together once, which takes longer than the query; never evaluated itself."""
    return SelfEvaluation.objects.select_related(
        "unit__region", "fiscal_year__region", "edition", "basic_data", "self_assessment"
    ).annotate(effective_deadline=effective_deadline())


def named(unit_code: str, year: int | str) -> SelfEvaluation:
    """The evaluation that a command names, out of `documents()`; the year may be as typed.

    Raises:
        Refused: no such unit, no such year, or no evaluation of it.
    """
    typed = str(year)
    if not (typed.isascii() and typed.isdigit() and len(typed) == YEAR_DIGITS):
        raise Refused(f"年度填的是“{typed[:20]}”，应为四位数字，例如 2023。")
    evaluation = documents().filter(unit__code=unit_code, fiscal_year__year=int(typed)).first()
    if evaluation:
        return evaluation
    if not units.Unit.objects.filter(code=unit_code).exists():
        raise Refused(f"没有代码为“{unit_code}”的单位。")
    raise Refused(f"单位“{unit_code}”没有 {year} 年度的自评。")


def edition_of(evaluation: SelfEvaluation) -> Edition:
    """The edition that the evaluation began with."""
    return evaluation.edition.edition


def load(evaluation: SelfEvaluation) -> Document:
    """The document of an evaluation out of `documents()`; one query, whatever the number of rows."""
    edition, rows = edition_of(evaluation), _READER.rows(evaluation.pk)
    unit, region = evaluation.unit, evaluation.unit.region
    return Document.model_construct(
        format=FORMAT,
        edition=edition.code,
        fiscal_year=evaluation.fiscal_year.year,
        unit=Unit.model_construct(
            code=unit.code, name=unit.name, region=Region.model_construct(code=region.code, name=region.name)
        ),
        preparer=Preparer.model_construct(name=evaluation.preparer_name, phone=evaluation.preparer_phone),
        filing_date=evaluation.filing_date,
        basic_data=basic_data.load(edition, evaluation, rows),
        self_assessment=self_assessment.load(edition, evaluation, rows),
        report=narrative.load(edition, rows),
        explanations=_explanations(rows),
    )


def _explanations(rows: Rows) -> tuple[Explanation, ...]:
    given = sorted(rows[models.Explanation])
    return tuple(Explanation.model_construct(code=code, where=where, text=text) for code, where, text in given)


def write(
    evaluation: SelfEvaluation,
    stored: Document,
    changed: Document,
    *,
    revision: int,
    actor: User | None,
    moves: Mapping[str, str | None] | None = None,
) -> int:
    """Save `changed` within the caller's transaction, writing only what differs from `stored`, which was read at `revision`; return the new revision.

    Every changed cell leaves a line of history. `moves` is that of a change of rows: explanations follow their rows.
    The number of queries does not depend on the number of rows. Nothing changed: nothing written, the same revision.

    Raises:
        Conflict: another save came in between.
        Refused: not by a preparer of the unit, in a state that allows no editing, after the deadline, an explanation too long.
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
    return claimed


save = transaction.atomic(write)
"""`write` that stands or falls as a whole, in a transaction of its own or a savepoint of the caller's."""


def _save_content(evaluation: SelfEvaluation, stored: Document, changed: Document) -> None:
    if (stored.preparer, stored.filing_date) != (changed.preparer, changed.filing_date):
        evaluation.preparer_name, evaluation.preparer_phone = changed.preparer.name, changed.preparer.phone
        evaluation.filing_date = changed.filing_date
        evaluation.save(update_fields=("preparer_name", "preparer_phone", "filing_date"))
    basic_data.save(evaluation, stored.basic_data, changed.basic_data)
    self_assessment.save(evaluation, stored.self_assessment, changed.self_assessment)
    narrative.save(evaluation, stored.report, changed.report)


def _changed_explanations(stored: Document, changed: Document) -> Mapping[tuple[str, str], str]:
    before = {(e.code, e.where): e.text for e in stored.explanations}
    after = {(e.code, e.where): e.text for e in changed.explanations}
    return {key: after.get(key, "") for key in {**before, **after} if before.get(key) != after.get(key)}
