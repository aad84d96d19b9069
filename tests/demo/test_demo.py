"""The demo: an evaluation in every state, made the way that people go, on an empty database only."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from evaluations.auditing.reading import read_log
from evaluations.comments.models import Comment
from evaluations.core.form.document import Document
from evaluations.demo import PASSWORD
from evaluations.dossier.judging import judge
from evaluations.dossier.store import documents, load, named
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import first_broken_version
from evaluations.records.states import State
from evaluations.units.models import Region
from tests.core.builders import REAL_FINDINGS, keys, real_figures

pytestmark = pytest.mark.django_db


def demo(**options: bool) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def test_it_shows_every_state_and_who_can_sign_in() -> None:
    shown = demo()
    assert set(SelfEvaluation.objects.values_list("state", flat=True)) == set(State)
    assert set(User.objects.values_list("membership__role", flat=True)) == set(Role)
    assert Comment.objects.filter(evaluation__state=State.RETURNED).count() == 2
    for person in User.objects.all():
        assert f" {person.username} " in shown
    assert PASSWORD in shown
    assert all(person.check_password(PASSWORD) for person in User.objects.all())


def test_what_was_submitted_is_without_fault_and_its_history_holds() -> None:
    demo()
    for evaluation in documents():
        judgement = judge(evaluation, load(evaluation))
        assert bool(judgement.errors) == (evaluation.state == State.DRAFTING)
        assert bool(judgement.unexplained) == (evaluation.state == State.DRAFTING)
        assert first_broken_version(evaluation) is None
    assert read_log().broken == []


def test_one_has_the_figures_of_the_real_case() -> None:
    demo()
    evaluation = named("QH-WENLIAN", 2023)
    content = load(evaluation)
    assert keys(judge(evaluation, content).findings) == REAL_FINDINGS
    assert amounts(content) == amounts(real_figures())


def amounts(content: Document) -> object:
    part = content.self_assessment
    return (content.basic_data.expenditure, part.executed, part.by_revenue, [i.score for i in part.indicators])


def test_a_database_that_is_not_empty_is_left_alone() -> None:
    Region.objects.create(code="R", name="某区", bureau_name="某区财政局")
    with pytest.raises(CommandError, match="已经有数据"):
        demo()
    assert not User.objects.exists()


def test_sign_ins_are_listed_only_where_the_demo_is() -> None:
    assert demo(signins=True) == ""
    made = demo()
    assert demo(signins=True) == made


def test_it_is_the_same_each_time() -> None:
    assert contents() == contents()


def contents() -> list[Document]:
    with transaction.atomic():
        demo()
        made = [load(evaluation) for evaluation in documents().order_by("fiscal_year__year", "unit__code")]
        transaction.set_rollback(True)
    return made


def test_no_other_district_is_named() -> None:
    demo()
    names = {evaluation.edition.edition.name for evaluation in documents()}
    assert names == {"青禾区部门整体支出绩效自评表样"}
    assert all(year.edition.code == "qinghe-2023" for year in FiscalYear.objects.select_related("edition"))


def test_the_shipped_edition_stays_as_it_was() -> None:
    before = FormEdition.objects.get(code="lusong-2023").sha256
    demo()
    assert FormEdition.objects.get(code="lusong-2023").sha256 == before
