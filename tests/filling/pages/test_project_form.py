"""The pages of a form for a project: no step for 附件2 and the report, cells of its own on the sheet, and its files."""

from decimal import Decimal

import pytest
from django.test import Client

from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.dossier.store import documents, edition_of, load
from evaluations.files.formats import formats_of
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, REPORT, STEPS, steps_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.models import SelfEvaluation
from tests.factories import a_year, an_evaluation
from tests.filling.forms import EDITION, address, post

pytestmark = pytest.mark.django_db
FUNDS = "self_assessment.fiscal_executed"


@pytest.fixture
def evaluation() -> SelfEvaluation:
    return an_evaluation(fiscal_year=a_year(edition=FormEdition.objects.get(code="project-2022")))


def stored(evaluation: SelfEvaluation) -> Document:
    return load(documents().get(pk=evaluation.pk))


def test_each_of_its_steps_opens(evaluation: SelfEvaluation, browser: Client) -> None:
    for step in steps_of(edition_of(evaluation)):
        assert browser.get(address(evaluation, step)).status_code == 200
    page = browser.get(address(evaluation)).content.decode()
    assert "要填写的共 3 步" in page
    assert "自评报告" not in page


@pytest.mark.parametrize("step", [BASIC_DATA, REPORT])
def test_a_step_that_it_has_not_does_not_exist(evaluation: SelfEvaluation, browser: Client, step: object) -> None:
    [left_out] = [one for one in STEPS if one is step]
    assert browser.get(address(evaluation, left_out)).status_code == 404
    assert post(browser, evaluation, left_out, {}).status_code == 404


def test_the_step_before_the_last_leads_to_the_last(evaluation: SelfEvaluation, browser: Client) -> None:
    steps = steps_of(edition_of(evaluation))
    answer = post(browser, evaluation, steps[-2], {}, action="save_next")
    assert answer.headers["Location"].endswith(f"/{CHECK.code}/")


def test_its_own_cells_are_saved_and_shown(evaluation: SelfEvaluation, browser: Client) -> None:
    page = browser.get(address(evaluation, BUDGET)).content.decode()
    assert "免费开放" in page
    assert f'inputmode="decimal" id="{FUNDS}"' in page
    assert post(browser, evaluation, BUDGET, {FUNDS: "1,234.50"}).status_code == 303
    assert stored(evaluation).self_assessment.fields == {"fiscal_executed": "1234.5"}
    assert cells(edition_of(evaluation), stored(evaluation))[FUNDS].text == "1234.5"
    assert 'value="1234.5"' in browser.get(address(evaluation, BUDGET)).content.decode()


def test_a_mistyped_amount_is_told_with_its_name(evaluation: SelfEvaluation, browser: Client) -> None:
    page = post(browser, evaluation, BUDGET, {FUNDS: "十二万"})
    assert page.status_code == 422
    assert "本年财政拨款 全年执行数" in page.content.decode()


def test_its_files_are_made_without_attachment_2(evaluation: SelfEvaluation, browser: Client) -> None:
    post(browser, evaluation, BUDGET, {"self_assessment.executed": "3"})
    assert stored(evaluation).self_assessment.executed == Decimal(3)
    for which in formats_of(EDITION):
        answer = browser.post(f"/evaluations/{evaluation.pk}/files/{which}/")
        assert answer.status_code == (404 if which == "attachment2" else 200)
    assert "附件2" not in browser.get(f"/evaluations/{evaluation.pk}/document/").content.decode()
