"""The report between the core document and its rows; and chapters that other units submitted and that look like its own."""

from collections.abc import Collection, Iterable
from decimal import Decimal

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from evaluations.core.checks.case import Peer
from evaluations.core.form.document import Report
from evaluations.core.form.edition import Edition
from evaluations.core.text.sketch import LEAST_SHARED, sketch
from evaluations.narrative import models
from evaluations.records.content import Columns, Key, Rows, Values, save_rows
from evaluations.records.models import SelfEvaluation

PEERS_PER_CHAPTER = 3
TABLES = (
    Columns(models.ReportFigure, texts=("code",), amounts=("amount",)),
    Columns(models.Chapter, "number", ("text",)),
)


def load(edition: Edition, rows: Rows) -> Report:
    """The report out of `rows` (of TABLES), every figure and chapter named."""
    amounts: dict[str, Decimal] = dict(rows[models.ReportFigure])
    texts: dict[int, str] = dict(rows[models.Chapter])
    return Report.model_construct(
        figures={figure.code: amounts.get(figure.code) for figure in edition.report.figures},
        chapters={str(chapter.number): texts.get(chapter.number, "") for chapter in edition.report.chapters},
    )


def save(evaluation: SelfEvaluation, stored: Report, changed: Report) -> None:
    """Make the rows those of `changed`, writing only what differs from `stored`; at most nine queries."""
    save_rows(models.ReportFigure.objects, evaluation, ("code",), _figures(stored), _figures(changed))
    written = save_rows(models.Chapter.objects, evaluation, ("number",), _chapters(stored), _chapters(changed))
    if written:
        _save_sketches(written)


def _figures(part: Report) -> dict[Key, Values]:
    return {(code,): {"amount": amount} for code, amount in part.figures.items() if amount is not None}


def _chapters(part: Report) -> dict[Key, Values]:
    return {(int(number),): {"text": text} for number, text in part.chapters.items() if text}


def _save_sketches(chapters: Iterable[models.Chapter]) -> None:
    chapters = list(chapters)
    models.ChapterSketch.objects.filter(chapter__in=chapters).delete()
    models.ChapterSketch.objects.bulk_create(
        models.ChapterSketch(chapter=chapter, hash=number)
        for chapter in chapters
        for number in sketch(chapter.text, _among(chapter))
    )


def _among(chapter: models.Chapter) -> str:
    # A fiscal year belongs to one region: equal hashes are the same chapter of the same year in the same region.
    return f"{chapter.evaluation.fiscal_year_id} {chapter.number}"


def peers(evaluation: SelfEvaluation, numbers: Collection[int]) -> tuple[Peer, ...]:
    """What other units of the region submitted, in the same year, that the chapters `numbers` may be copies of; the three likeliest of each, one query."""
    own = models.ChapterSketch.objects.filter(chapter__evaluation=evaluation, chapter__number__in=numbers)
    alike = (
        models.SubmittedChapter.objects.filter(sketch__hash__in=own.values("hash"))
        .exclude(evaluation=evaluation)
        .annotate(shared=Count("sketch"))
        .filter(shared__gte=LEAST_SHARED)
        .annotate(place=Window(RowNumber(), partition_by="number", order_by=("-shared", "pk")))
        .filter(place__lte=PEERS_PER_CHAPTER)
        .order_by("number", "place")
    )
    return tuple(Peer(*row) for row in alike.values_list("number", "text", "evaluation__unit__name"))


def keep_submitted(evaluation: SelfEvaluation, numbers: Collection[int]) -> None:
    """Keep the chapters `numbers` as they are submitted now, for later reports to be compared with; at most five queries.

    Those that stand kept already are not kept twice.
    """
    kept = set(models.SubmittedChapter.objects.filter(evaluation=evaluation).values_list("number", "text"))
    sketched = models.Chapter.objects.filter(evaluation=evaluation, number__in=numbers).prefetch_related("sketch")
    originals = [chapter for chapter in sketched if (chapter.number, chapter.text) not in kept]
    submitted = models.SubmittedChapter.objects.bulk_create(
        models.SubmittedChapter(evaluation=evaluation, number=chapter.number, text=chapter.text)
        for chapter in originals
    )
    models.SubmittedSketch.objects.bulk_create(
        models.SubmittedSketch(chapter=new, hash=one.hash)
        for new, chapter in zip(submitted, originals, strict=True)
        for one in chapter.sketch.all()
    )
