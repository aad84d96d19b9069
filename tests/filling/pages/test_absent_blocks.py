"""The pages of a form without staffing, buildings and thrift measures: what it leaves out is nowhere asked for."""

from decimal import Decimal

import pytest
from django.test import Client

from evaluations.core.form.edition import BLOCKS
from evaluations.dossier.store import documents, load
from evaluations.filling.steps import BASIC_DATA, STEPS
from evaluations.fiscal_years.loading import load_edition
from evaluations.records.models import SelfEvaluation
from tests.core.builders import lean_text
from tests.factories import a_year, an_evaluation
from tests.filling.forms import address, post

pytestmark = pytest.mark.django_db
OFFICE = "basic_data.expenditure.office.final"


@pytest.fixture
def evaluation() -> SelfEvaluation:
    edition = load_edition(lean_text().replace('code = "lusong-2023"', 'code = "lean-2023"', 1))
    return an_evaluation(fiscal_year=a_year(edition=edition))


def test_every_step_opens_and_asks_for_nothing_that_is_left_out(evaluation: SelfEvaluation, browser: Client) -> None:
    for step in STEPS:
        page = browser.get(address(evaluation, step))
        assert page.status_code == 200
        assert not any(f'name="{block}' in page.content.decode() for block in BLOCKS)
    assert browser.get(address(evaluation)).status_code == 200


def test_an_amount_is_saved_and_the_sheets_are_exported(evaluation: SelfEvaluation, browser: Client) -> None:
    assert post(browser, evaluation, BASIC_DATA, {OFFICE: "3.5"}).status_code == 303
    stored = load(documents().get(pk=evaluation.pk))
    assert stored.basic_data.amount("office", "final") == Decimal("3.5")
    for which in ("attachment2", "attachment3", "docx"):
        assert browser.post(f"/evaluations/{evaluation.pk}/files/{which}/").status_code == 200


@pytest.mark.parametrize("path", ["basic_data.thrift_measures", "basic_data.staffing.staff_in_post"])
def test_a_cell_that_is_left_out_is_not_taken(evaluation: SelfEvaluation, browser: Client, path: str) -> None:
    post(browser, evaluation, BASIC_DATA, {path: "3"})
    stored = load(documents().get(pk=evaluation.pk)).basic_data
    assert (stored.thrift_measures, stored.staffing.staff_in_post) == ("", None)
