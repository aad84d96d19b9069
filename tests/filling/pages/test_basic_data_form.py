"""The pages of a form of basic data alone: no step, column or filter for scores; its foot is not printed; its one sheet is imported."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from evaluations.dossier.store import documents, edition_of, load
from evaluations.files.export import content
from evaluations.filling.steps import BASIC_DATA, BUDGET, DETAILS, INDICATORS, REPORT, Step, steps_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.models import SelfEvaluation
from tests.factories import a_person, a_year, an_evaluation
from tests.filling.forms import address, post

pytestmark = pytest.mark.django_db
FINAL = "basic_data.expenditure.official_reception.final"


@pytest.fixture
def evaluation() -> SelfEvaluation:
    return an_evaluation(fiscal_year=a_year(edition=FormEdition.objects.get(code="hunan-2018")))


def page(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_steps_are_those_of_its_table(evaluation: SelfEvaluation, browser: Client) -> None:
    assert [step.code for step in steps_of(edition_of(evaluation))] == ["details", "basic-data", "check"]
    tasks = page(browser, address(evaluation))
    assert "要填写的共 2 步" in tasks
    assert "附件3 基础数据" in tasks
    assert "人员、三公经费、项目支出和公用经费。" in tasks


@pytest.mark.parametrize("step", [BUDGET, INDICATORS, REPORT])
def test_a_step_that_it_has_not_does_not_exist(evaluation: SelfEvaluation, browser: Client, step: Step) -> None:
    assert browser.get(address(evaluation, step)).status_code == 404
    assert post(browser, evaluation, step, {}).status_code == 404


def test_the_details_say_that_the_table_does_not_print_them(evaluation: SelfEvaluation, browser: Client) -> None:
    assert page(browser, address(evaluation, DETAILS)).count("表上不印，只供审核时查看。") == 2


def test_its_cells_are_saved_and_its_document_shows_no_report(evaluation: SelfEvaluation, browser: Client) -> None:
    assert post(browser, evaluation, BASIC_DATA, {FINAL: "4.99"}).status_code == 303
    shown = page(browser, f"/evaluations/{evaluation.pk}/document/")
    assert "4.99" in shown
    assert "报告中的金额" not in shown


@pytest.mark.slow
def test_its_sheet_is_imported(evaluation: SelfEvaluation, browser: Client) -> None:
    post(browser, evaluation, BASIC_DATA, {FINAL: "4.99"})
    document = load(documents().get(pk=evaluation.pk))
    sheet = content(document, edition_of(evaluation), "attachment2", author="局")
    post(browser, evaluation, BASIC_DATA, {FINAL: "5"})
    file = SimpleUploadedFile("附件3.xlsx", sheet)
    compared = browser.post(f"/evaluations/{evaluation.pk}/upload/", {"files": [file]}).content.decode()
    assert "附件3 经费控制情况" in compared
    assert "4.99" in compared


def test_the_home_page_shows_no_scores(evaluation: SelfEvaluation, browser: Client) -> None:
    assert "总分" not in page(browser, "/")


def test_the_bureaus_list_shows_no_scores_and_asks_for_none(evaluation: SelfEvaluation, client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    listed = page(client, f"{reverse('desk:list')}?state=")
    assert evaluation.unit.name in listed
    for words in ("得分", "等级", "预算执行率", "满分"):
        assert words not in listed
