"""Loads and saves the report between the core document and its rows, and finds similar chapters that other units submitted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from evaluations.core.checks.case import Peer
from evaluations.core.form.document import Report
from evaluations.core.form.edition import Edition
from evaluations.core.text.likeness import own
from evaluations.core.text.sketch import LEAST_SHARED, sketch
from evaluations.narrative import models
from evaluations.records.content import Columns, Key, Rows, Values, add_rows, save_rows
from evaluations.records.models import SelfEvaluation

PEERS_PER_CHAPTER = 3
TABLES = (
    Columns(models.ReportFigure, texts=("code",), amounts=("amount",)),
    Columns(models.Chapter, "number", ("text",)),
)


def load(edition: Edition, rows: Rows) -> Report:
    """The report from `rows` (of TABLES), with every figure and chapter present."""
    amounts: dict[str, Decimal] = dict(rows[models.ReportFigure])
    texts: dict[int, str] = dict(rows[models.Chapter])
    return Report.model_construct(
        figures={figure.code: amounts.get(figure.code) for figure in edition.report.figures},
        chapters={str(chapter.number): texts.get(chapter.number, "") for chapter in edition.report.chapters},
    )


def save(evaluation: SelfEvaluation, stored: Report, changed: Report) -> None:
    """Turn the rows into those of `changed`, writing only what differs from `stored`; at most nine queries."""
    save_rows(models.ReportFigure.objects, evaluation, ("code",), _figures(stored), _figures(changed))
    written = save_rows(models.Chapter.objects, evaluation, ("number",), _chapters(stored), _chapters(changed))
    if written:
        _save_sketches(written)


def add(added: Sequence[tuple[SelfEvaluation, Report]]) -> None:
    """The rows of evaluations that have none yet, three queries however many."""
    add_rows(models.ReportFigure.objects, ("code",), [(one, _figures(part)) for one, part in added])
    _add_sketches(add_rows(models.Chapter.objects, ("number",), [(one, _chapters(part)) for one, part in added]))


def _figures(part: Report) -> dict[Key, Values]:
    return {(code,): {"amount": amount} for code, amount in part.figures.items() if amount is not None}


def _chapters(part: Report) -> dict[Key, Values]:
    return {(int(number),): {"text": text} for number, text in part.chapters.items() if text}


def _save_sketches(chapters: Iterable[models.Chapter]) -> None:
    chapters = list(chapters)
    models.ChapterSketch.objects.filter(chapter__in=chapters).delete()
    _add_sketches(chapters)


def _add_sketches(chapters: Iterable[models.Chapter]) -> None:
    models.ChapterSketch.objects.bulk_create(
        models.ChapterSketch(chapter=chapter, hash=number)
        for chapter in chapters
        for number in sketch(own(chapter.evaluation.edition.edition, chapter.text), _among(chapter))
    )


def _among(chapter: models.Chapter) -> str:
    # A fiscal year belongs to one region, so hashes are only compared for the same chapter, year and region.
    return f"{chapter.evaluation.fiscal_year_id} {chapter.number}"


def peers(evaluation: SelfEvaluation, numbers: Collection[int]) -> tuple[Peer, ...]:
    """Chapters of the region's other units in the same year of which the chapters `numbers` may be copies: the three most likely of each; one query."""
    own = models.ChapterSketch.objects.filter(chapter__evaluation=evaluation, chapter__number__in=numbers)
    alike = (
        models.SubmittedChapter.objects.filter(sketch__hash__in=own.values("hash"))
        .exclude(evaluation__unit=evaluation.unit_id)
        .annotate(shared=Count("sketch"))
        .filter(shared__gte=LEAST_SHARED)
        .annotate(place=Window(RowNumber(), partition_by="number", order_by=("-shared", "pk")))
        .filter(place__lte=PEERS_PER_CHAPTER)
        .order_by("number", "place")
    )
    return tuple(Peer(*row) for row in alike.values_list("number", "text", "evaluation__unit__name"))


def keep_submitted(evaluation: SelfEvaluation, numbers: Collection[int]) -> None:
    """`keep_all_submitted` of one evaluation."""
    keep_all_submitted({evaluation.pk: numbers})


def keep_all_submitted(numbers: Mapping[int, Collection[int]]) -> None:
    """Keep chapters as they are submitted now, for later reports to be compared with: their numbers by evaluation. At most five queries, however many.

    Chapters that are already kept are not kept twice.
    """
    kept = set(
        models.SubmittedChapter.objects.filter(evaluation__in=list(numbers)).values_list("evaluation", "number", "text")
    )
    wanted = {(pk, number) for pk, chosen in numbers.items() for number in chosen}
    chapters = models.Chapter.objects.filter(evaluation__in=list(numbers), number__in={number for _, number in wanted})
    originals = [
        chapter
        for chapter in chapters.prefetch_related("sketch")
        if (chapter.evaluation_id, chapter.number) in wanted
        and (chapter.evaluation_id, chapter.number, chapter.text) not in kept
    ]
    submitted = models.SubmittedChapter.objects.bulk_create(
        models.SubmittedChapter(evaluation_id=chapter.evaluation_id, number=chapter.number, text=chapter.text)
        for chapter in originals
    )
    models.SubmittedSketch.objects.bulk_create(
        models.SubmittedSketch(chapter=new, hash=one.hash)
        for new, chapter in zip(submitted, originals, strict=True)
        for one in chapter.sketch.all()
    )
