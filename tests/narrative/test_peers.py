"""Chapters that other units submitted and that may have been copied: the same chapter, year and region, in one query."""

from importlib import import_module

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from evaluations.core.checks.case import Peer
from evaluations.dossier.freezing import freeze
from evaluations.narrative.models import ChapterSketch, SubmittedChapter, SubmittedSketch
from evaluations.narrative.store import PEERS_PER_CHAPTER, keep_submitted, peers
from evaluations.records.models import SelfEvaluation
from tests.core.builders import document, edition, fill
from tests.dossier.filled import fetched, put
from tests.factories import a_region, a_unit, a_year, an_evaluation

pytestmark = pytest.mark.django_db

TEXT = "全年举办书法、美术、摄影展览十二场，参观群众约三万人次；组织文艺志愿者下乡演出四十三场，覆盖全部乡镇，服务对象普遍满意。"
OTHER = "本单位核定编制四名，实有在职人员四名，内设办公室一个，主要负责联络协调服务工作，承办区委、区政府交办的其他事项，全年无变化。"


def report(chapter: int, text: str, code: str = "U1", *, year: int = 2023, region: str = "430203") -> SelfEvaluation:
    """An evaluation whose report says `text` in one chapter and nothing of its own elsewhere."""
    place = a_region(region)
    evaluation = an_evaluation(a_unit(code, place), a_year(year, place))
    blank = {f"report.chapters.{number}": "" for number in range(1, 10)}
    put(evaluation, fill(edition(), document(), blank | {f"report.chapters.{chapter}": text}))
    return evaluation


def submitted(chapter: int, text: str, code: str = "U2", *, year: int = 2023, region: str = "430203") -> SelfEvaluation:
    """The same, with its chapters kept as submitted."""
    evaluation = report(chapter, text, code, year=year, region=region)
    keep_submitted(evaluation, range(1, 10))
    return evaluation


def test_a_near_copy_is_a_peer() -> None:
    copied = TEXT.replace("四十三场", "四十五场")
    submitted(6, copied)
    assert peers(report(6, TEXT), [6]) == (Peer(6, copied, "测试单位U2"),)


def test_a_draft_is_none() -> None:
    report(6, TEXT, "U2")
    assert peers(report(6, TEXT), [6]) == ()


@pytest.mark.parametrize(
    "elsewhere",
    [{"year": 2022}, {"region": "430204"}, {"chapter": 7}, {"text": OTHER}],
    ids=["year", "region", "chapter", "text"],
)
def test_other_years_regions_chapters_and_texts_are_none(elsewhere: dict[str, object]) -> None:
    submitted(**{"chapter": 6, "text": TEXT, **elsewhere})  # type: ignore[arg-type]
    assert peers(report(6, TEXT), [6]) == ()


def test_only_the_chapters_asked_for_are_compared() -> None:
    submitted(6, TEXT)
    assert peers(report(6, TEXT), [5, 7]) == ()


def test_a_chapter_rewritten_since_is_a_peer_as_it_was_submitted() -> None:
    other, own = submitted(6, TEXT), report(6, TEXT)
    put(other, fill(edition(), document(), {"report.chapters.6": OTHER}))
    assert [peer.text for peer in peers(own, [6])] == [TEXT]


def test_what_stands_kept_is_not_kept_twice() -> None:
    evaluation = submitted(6, TEXT)
    keep_submitted(evaluation, [6])
    assert SubmittedChapter.objects.count() == 1
    assert SubmittedSketch.objects.count() == ChapterSketch.objects.count() > 0


def test_a_save_of_other_cells_leaves_the_sketches_alone() -> None:
    evaluation = report(6, TEXT)
    before = list(ChapterSketch.objects.values_list("pk", flat=True))
    put(
        evaluation,
        fill(
            edition(),
            document(),
            {f"report.chapters.{n}": "" for n in range(1, 10)} | {"report.chapters.6": TEXT, "preparer.name": "李四"},
        ),
    )
    assert list(ChapterSketch.objects.values_list("pk", flat=True)) == before != []


@pytest.mark.slow
def test_one_query_whatever_the_number_of_units(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    own = report(6, TEXT)
    for count in (1, 30):
        for number in range(count):
            submitted(6, TEXT, f"P{number}") if not SelfEvaluation.objects.filter(
                unit__code=f"P{number}"
            ).exists() else None
        with django_assert_num_queries(1):
            assert len(peers(own, [6])) == min(count, PEERS_PER_CHAPTER)


@pytest.mark.slow
def test_what_was_submitted_before_chapters_were_kept_is_kept_by_the_migration_once() -> None:
    keep = import_module("evaluations.narrative.migrations.0003_chapters_of_earlier_submissions").keep
    first, copier, draft = report(6, TEXT, "U2"), report(6, TEXT, "U3"), report(6, TEXT, "U4")
    for evaluation, transition in ((first, "submit"), (copier, "submit"), (first, "confirm"), (draft, "import")):
        freeze(fetched(evaluation), None, transition)
    keep(apps, None)
    assert list(SubmittedChapter.objects.values_list("evaluation", "number", "text")) == [(first.pk, 6, TEXT)]
    assert peers(report(6, TEXT), [6]) == (Peer(6, TEXT, "测试单位U2"),)
