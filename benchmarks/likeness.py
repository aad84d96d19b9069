"""Copies among the chapters of 40,000 units of one region and year: how many are found, how many others are held for copies, time and memory.

The texts are made of phrases of one stock, so that unrelated ones have some of them in common, as real ones have.
"""

import random
import resource
import time
from collections.abc import Iterator
from itertools import batched
from statistics import median
from typing import NamedTuple

from evaluations.core.checks import n_19
from evaluations.core.checks.case import Case
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.sketch import sketch
from evaluations.dossier import store
from evaluations.narrative.models import SubmittedChapter, SubmittedSketch
from evaluations.narrative.store import peers
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit

UNITS, TRIALS = 40_000, 300
PHRASES, LETTERS = 3000, [chr(point) for point in range(0x4E00, 0x4E00 + 2500)]
TEXT_PHRASES = 90
CHANGED = 0.05
SEED = 20230401
CHAPTER = 1
_BATCH = 1000


class Judged(NamedTuple):
    """How many of the trial's texts were held for copies, and the milliseconds that each took."""

    found: int
    milliseconds: list[float]


class Likeness(NamedTuple):
    """What the trial found: copies with 5 % of their characters changed, texts of a unit's own, and texts of the form's own sentences."""

    copies: Judged
    others: Judged
    set_sentences: Judged
    megabytes: float
    """The most memory that the process has held."""


def likeness(evaluation: SelfEvaluation) -> Likeness:
    """Judge chapters of this evaluation among those that 40,000 other units have submitted."""
    chance = random.Random(SEED)  # noqa: S311 - the same texts in every run
    stock = ["".join(chance.choices(LETTERS, k=chance.randint(5, 14))) for _ in range(PHRASES)]
    originals = [_written(chance, stock) for _ in range(UNITS)]
    edition = store.edition_of(evaluation)
    set_sentences = "".join(each.template for each in edition.report.sentences if each.chapter == CHAPTER) * 3
    _submit(evaluation, originals)
    _submit(evaluation, [set_sentences])
    return Likeness(
        _judge(evaluation, edition, [_changed(chance, text) for text in chance.sample(originals, TRIALS)]),
        _judge(evaluation, edition, [_written(chance, stock) for _ in range(TRIALS)]),
        _judge(evaluation, edition, [set_sentences]),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _written(chance: random.Random, stock: list[str]) -> str:
    return "，".join(chance.choices(stock, k=TEXT_PHRASES)) + "。"


def _changed(chance: random.Random, text: str) -> str:
    return "".join(chance.choice(LETTERS) if chance.random() < CHANGED else one for one in text)


def _submit(evaluation: SelfEvaluation, texts: list[str]) -> None:
    """Each text as the chapter of another unit."""
    year = evaluation.fiscal_year
    first = Unit.objects.count()
    for part in batched(enumerate(texts, first), _BATCH, strict=False):
        units = Unit.objects.bulk_create(
            Unit(region=year.region, code=f"L{at:06d}", name=f"测试单位{at}") for at, _ in part
        )
        others = SelfEvaluation.objects.bulk_create(
            SelfEvaluation(unit=unit, fiscal_year=year, edition=year.edition) for unit in units
        )
        chapters = SubmittedChapter.objects.bulk_create(
            SubmittedChapter(evaluation=other, number=CHAPTER, text=text)
            for other, (_, text) in zip(others, part, strict=True)
        )
        SubmittedSketch.objects.bulk_create(
            SubmittedSketch(chapter=chapter, hash=number)
            for chapter in chapters
            for number in sketch(chapter.text, f"{year.pk} {CHAPTER}")
        )


def _judge(evaluation: SelfEvaluation, edition: Edition, texts: list[str]) -> Judged:
    took = list(_each(evaluation, edition, texts))
    return Judged(sum(is_copy for is_copy, _ in took), [1000 * seconds for _, seconds in took])


def _each(evaluation: SelfEvaluation, edition: Edition, texts: list[str]) -> Iterator[tuple[bool, float]]:
    """Whether each text is held for a copy, and the seconds that it took to look for others like it and to compare them."""
    for text in texts:
        evaluation = store.documents().get(pk=evaluation.pk)
        document = store.load(evaluation)
        changed = _with_chapter(document, text)
        store.save(evaluation, document, changed, revision=evaluation.revision, actor=None)
        start = time.perf_counter()
        near = peers(evaluation, n_19.compared(edition, changed))
        found = list(n_19.check(Case(edition, changed, peers=near)))
        yield any(finding.where.endswith(f".{CHAPTER}") for finding in found), time.perf_counter() - start


def _with_chapter(document: Document, text: str) -> Document:
    chapters = {**dict.fromkeys(document.report.chapters, ""), str(CHAPTER): text}
    return document.model_copy(update={"report": document.report.model_copy(update={"chapters": chapters})})


def show(found: Likeness) -> None:
    """Print a line for each kind of text, and the memory."""
    for name, judged, of in (
        ("copies, 5 % changed", found.copies, TRIALS),
        ("texts of their own", found.others, TRIALS),
        ("the form's sentences", found.set_sentences, 1),
    ):
        times = judged.milliseconds
        print(
            f"{name:28}  {judged.found:4} of {of} flagged  {median(times):6.1f} ms (median)  {max(times):6.1f} (most)"
        )
    print(f"memory of the process {found.megabytes:.0f} MB, {UNITS} units")
