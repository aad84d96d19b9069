"""The demo: an evaluation in every state, made the way that people go, on an empty database only."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.roles import Role
from evaluations.auditing.reading import read_log
from evaluations.comments.models import Comment
from evaluations.core.form.document import Document
from evaluations.demo import PASSWORD
from evaluations.dossier.judging import judge
from evaluations.dossier.naming import named
from evaluations.dossier.store import documents, load
from evaluations.fiscal_years.levels import LEVELS, USUAL
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import first_broken_version
from evaluations.records.states import State
from tests.core.builders import REAL_FINDINGS, keys, real_figures
from tests.scenario import Standing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def demo(**options: bool) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def shown(standing: Standing) -> Iterator[str]:
    """The demo is made; what its maker is told."""
    with standing():
        yield demo()


def test_it_shows_every_state_and_who_can_sign_in(shown: str) -> None:
    assert set(SelfEvaluation.objects.values_list("state", flat=True)) == set(State) - (set(LEVELS) - set(USUAL))
    assert set(User.objects.values_list("memberships__role", flat=True)) == set(Role)
    assert Comment.objects.filter(evaluation__state=State.RETURNED).count() == 2
    for person in User.objects.all():
        assert f" {person.username} " in shown
    assert PASSWORD in shown
    assert all(person.check_password(PASSWORD) for person in User.objects.all())


def test_what_was_submitted_is_without_fault_and_its_history_holds() -> None:
    for evaluation in documents():
        judgement = judge(evaluation, load(evaluation))
        assert bool(judgement.errors) == (evaluation.state == State.DRAFTING)
        assert bool(judgement.unexplained) == (evaluation.state == State.DRAFTING)
        assert first_broken_version(evaluation) is None
    assert read_log().broken == []


def test_one_has_the_figures_of_the_real_case() -> None:
    evaluation = named("QH-WENLIAN", 2023)
    content = load(evaluation)
    assert keys(judge(evaluation, content).findings) == REAL_FINDINGS
    assert amounts(content) == amounts(real_figures())


def amounts(content: Document) -> object:
    part = content.self_assessment
    return (content.basic_data.expenditure, part.executed, part.by_revenue, [i.score for i in part.indicators])


def test_sign_ins_are_listed_where_the_demo_is(shown: str) -> None:
    assert demo(signins=True) == shown


def test_no_other_district_is_named() -> None:
    names = {evaluation.edition.edition.name for evaluation in documents()}
    assert names == {"青禾区部门整体支出绩效自评表样", "项目支出绩效自评表样（2022 年度通用样式）"}
    years = FiscalYear.objects.select_related("edition")
    assert {year.edition.code for year in years} == {"qinghe-2023", "project-2022"}
