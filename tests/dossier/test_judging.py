"""What the checks say of a stored evaluation, with last year and other units, and what counts as explained."""

import pytest
from pytest_django import DjangoAssertNumQueries

from evaluations.dossier.freezing import freeze, handed_in
from evaluations.dossier.judging import judge, peers, previous_document
from evaluations.dossier.store import load
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.services import save_explanations
from evaluations.records.states import State
from evaluations.units.models import Unit
from tests.core.builders import REAL_FINDINGS, document, edition, fill, keys, real_figures
from tests.dossier.filled import fetched, filled, put, with_rows
from tests.factories import a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.django_db

TEXT = "全年举办书法、美术、摄影展览十二场，参观群众约三万人次；组织文艺志愿者下乡演出四十三场，覆盖全部乡镇，服务对象普遍满意。"


def last_years(state: State, executed: str = "50") -> SelfEvaluation:
    """Last year's evaluation of the same unit, frozen with this amount on 项目支出, in `state`."""
    evaluation = an_evaluation(fiscal_year=a_year(2022))
    put(evaluation, fill(edition(), document(), {"project.final": executed}))
    freeze(fetched(evaluation), None, "confirm")
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(state))
    return evaluation


def test_the_findings_of_the_real_figures_are_known() -> None:
    evaluation = filled(real_figures())
    assert keys(judge(evaluation, load(evaluation)).findings) == REAL_FINDINGS


def test_findings_are_told_apart_by_severity_and_explanation() -> None:
    evaluation = filled(real_figures())
    judgement = judge(evaluation, load(evaluation))
    counts = (len(judgement.errors), len(judgement.warnings), len(judgement.infos), len(judgement.unexplained))
    assert counts == (1, 19, 1, 19)
    finding = judgement.warnings[0]
    save_explanations(evaluation, {finding.key: "年中追加。"}, None)
    judgement = judge(evaluation, load(fetched(evaluation)))
    assert judgement.explanation(finding) == "年中追加。"
    assert finding not in judgement.unexplained
    assert len(judgement.unexplained) == 18


@pytest.mark.parametrize(
    ("state", "counts"), [(State.APPROVED, True), (State.PUBLISHED, True), (State.SUBMITTED, False)]
)
def test_last_year_counts_once_it_is_approved(state: State, counts: bool) -> None:  # noqa: FBT001 - a parameter
    evaluation = filled()
    last_years(state)
    assert (previous_document(evaluation) is not None) == counts
    codes = {finding.code for finding in judge(evaluation, load(evaluation)).findings}
    assert ("P-01" in codes) == counts


def test_another_units_last_year_does_not_count() -> None:
    last_years(State.APPROVED)
    assert previous_document(fetched(an_evaluation(a_unit("U2")))) is None


def test_a_copied_chapter_is_found_without_naming_the_other_unit() -> None:
    other = an_evaluation(a_unit("U2"))
    long = fill(edition(), document(), {"report.chapters.6": TEXT})
    put(other, long)
    freeze(fetched(other), None, "submit", [])
    evaluation = filled(long)
    content = load(evaluation)
    assert [peer.chapter for peer in peers(evaluation, content)] == [6]
    copied = [finding for finding in judge(evaluation, content).findings if finding.code == "N-19"]
    assert copied
    assert all("U2" not in finding.message for finding in copied)
    assert {finding.units for finding in copied} == {("测试单位U2",)}
    assert not [finding for finding in judge(evaluation, content, with_peers=False).findings if finding.code == "N-19"]


def test_short_chapters_are_not_looked_up(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    evaluation = filled(fill(edition(), document(), {f"report.chapters.{n}": "无。" for n in range(1, 10)}))
    content = load(evaluation)
    with django_assert_num_queries(0):
        assert peers(evaluation, content) == ()


@pytest.mark.slow
def test_judging_takes_two_queries_with_one_row_and_with_thirty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    evaluation = filled()
    last_years(State.APPROVED)
    for count in (1, 30):
        put(evaluation, fill(edition(), with_rows(document(), count), {"report.chapters.6": TEXT}))
        fresh = fetched(evaluation)
        content = load(fresh)
        with django_assert_num_queries(2):
            judge(fresh, content)


# Freezing


def test_a_frozen_version_is_the_document_as_it_stood() -> None:
    evaluation = filled()
    assert handed_in(evaluation) is None
    frozen = load(evaluation)
    freeze(evaluation, None, "submit")
    put(evaluation, fill(edition(), frozen, {"self_assessment.executed": "1"}))
    papers = handed_in(evaluation)
    assert papers is not None
    assert papers.document == frozen != load(fetched(evaluation))


def test_what_was_handed_in_is_judged_for_good_as_it_was_then() -> None:
    evaluation = filled(real_figures())
    findings = judge(evaluation, load(evaluation)).findings[:2]
    freeze(evaluation, None, "submit", findings)
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.UNIT_CHECK))
    Unit.objects.update(name="改名以后的单位")
    evaluation = fetched(evaluation)
    assert judge(evaluation, load(evaluation)).findings == tuple(findings)


def test_a_text_that_is_not_the_one_handed_in_is_judged_anew() -> None:
    evaluation = filled(real_figures())
    freeze(evaluation, None, "submit", [])
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.UNIT_CHECK))
    changed = fill(edition(), load(evaluation), {"self_assessment.executed": "1"})
    assert judge(fetched(evaluation), changed).errors


def test_the_latest_version_counts() -> None:
    evaluation = filled()
    freeze(evaluation, None, "submit")
    changed = put(evaluation, fill(edition(), document(), {"self_assessment.executed": "1"}))
    version = freeze(fetched(evaluation), None, "confirm")
    papers = handed_in(evaluation)
    assert papers is not None
    assert papers.document == changed
    assert (version.number, version.previous_sha256) == (2, Version.objects.get(number=1).sha256)
