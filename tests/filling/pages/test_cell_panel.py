"""The panel beside a sheet: all about one cell, and the reason for what the checks found in it."""

from html import unescape
from typing import cast

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from evaluations.dossier.freezing import freeze
from evaluations.filling.steps import BASIC_DATA, DETAILS, Step
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document
from tests.factories import a_person, a_year, an_evaluation, in_state
from tests.filling.conftest import SignIn
from tests.filling.forms import address, fill_in, post, revision_of

pytestmark = pytest.mark.django_db
OPERATING = "basic_data.expenditure.operating.final"
BUDGET = "basic_data.expenditure.operating.budget"


@pytest.fixture
def evaluation(db: None) -> SelfEvaluation:
    """Over its budget on one line, which has to be explained."""
    return fill_in(an_evaluation(), document({BUDGET.removeprefix("basic_data.expenditure."): "5"}))


def url(evaluation: SelfEvaluation, path: str = OPERATING, step: Step = BASIC_DATA) -> str:
    return f"{address(evaluation, step)}cell/?path={path}"


def shown(browser: Client, evaluation: SelfEvaluation, path: str = OPERATING) -> str:
    return unescape(browser.get(url(evaluation, path)).content.decode())


def explain(browser: Client, evaluation: SelfEvaluation, text: str, revision: str = "") -> HttpResponse:
    sent = {
        "revision": revision or revision_of(evaluation),
        "action": "save",
        f"explanation.A2-08.{OPERATING}": text,
    }
    return cast("HttpResponse", browser.post(url(evaluation), sent))


def test_it_says_what_the_cell_counts_and_where_its_figure_comes_from(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    page = shown(browser, evaluation)
    assert "附件2 公用经费 2023年决算数" in page
    assert "取本年度部门决算。" in page
    assert "基本支出中的一般商品和服务支出。" in page


def test_it_shows_what_the_checks_found_with_a_box_for_the_reason(browser: Client, evaluation: SelfEvaluation) -> None:
    page = shown(browser, evaluation)
    assert "<b>需说明</b>" in page
    assert f'name="explanation.A2-08.{OPERATING}"' in page


def test_a_cell_without_findings_has_no_box(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "<textarea" not in shown(browser, evaluation, "basic_data.staffing.authorized_posts")


def test_a_reason_given_there_is_stored(browser: Client, evaluation: SelfEvaluation) -> None:
    response = explain(browser, evaluation, "年中追加了水电费。")
    assert response.status_code == 200
    assert "年中追加了水电费。" in unescape(response.content.decode())
    assert "年中追加了水电费。" in Explanation.objects.filter(evaluation=evaluation).values_list("text", flat=True)


def test_a_reason_that_is_too_long_stays_in_the_box_and_is_told(browser: Client, evaluation: SelfEvaluation) -> None:
    response = explain(browser, evaluation, "长" * 3000)
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert "长" * 3000 in page
    assert 'class="field-error"' in page
    assert not Explanation.objects.filter(evaluation=evaluation)


def test_a_reason_on_a_form_that_is_none_of_ours_is_refused(browser: Client, evaluation: SelfEvaluation) -> None:
    response = explain(browser, evaluation, "原因", revision="x")
    assert response.status_code == 409
    assert "没有保存" in unescape(response.content.decode())


def test_last_years_figure_can_be_taken(browser: Client, evaluation: SelfEvaluation) -> None:
    before = fill_in(an_evaluation(fiscal_year=a_year(2022)), document({"operating.final": "6.25"}))
    freeze(before, None, "confirm")
    SelfEvaluation.objects.filter(pk=before.pk).update(**in_state(State.APPROVED))
    page = shown(browser, evaluation)
    assert '<dt>2022年</dt><dd class="amount">6.25</dd>' in page
    assert 'data-text="6.25"' in page


def test_it_tells_who_changed_the_cell_from_what_to_what(
    browser: Client, evaluation: SelfEvaluation, preparer: User
) -> None:
    post(browser, evaluation, BASIC_DATA, {OPERATING: "9.5"}, revision=revision_of(evaluation))
    page = shown(browser, evaluation)
    assert preparer.name in page
    assert "→ 9.5" in page
    assert Edit.objects.filter(evaluation=evaluation, where=OPERATING).exists()


@pytest.mark.parametrize("path", ["", "nonsense", "basic_data.expenditure.nothing.final", "preparer.name"])
def test_a_cell_that_the_step_does_not_have_is_not_found(
    browser: Client, evaluation: SelfEvaluation, path: str
) -> None:
    assert browser.get(url(evaluation, path)).status_code == 404
    assert browser.post(url(evaluation, path), {"revision": "0", "action": "save"}).status_code == 404


def test_the_head_reads_it_and_has_no_box(evaluation: SelfEvaluation, unit_head: User, signed_in: SignIn) -> None:
    head = signed_in(unit_head)
    assert "需说明" in shown(head, evaluation)
    assert "<textarea" not in shown(head, evaluation)


def test_the_bureau_and_strangers_do_not_reach_it(evaluation: SelfEvaluation, signed_in: SignIn) -> None:
    assert signed_in(a_person(Role.REVIEWER)).get(url(evaluation)).status_code == 404
    assert Client().get(url(evaluation)).status_code == 302


def test_the_details_have_a_panel_too(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "填表人" in unescape(browser.get(url(evaluation, "preparer.name", DETAILS)).content.decode())


def test_it_takes_as_many_queries_with_many_changes_as_with_one(browser: Client, evaluation: SelfEvaluation) -> None:
    counts = []
    for amounts in (range(1), range(1, 30)):
        for amount in amounts:
            post(browser, evaluation, BASIC_DATA, {OPERATING: f"{amount}.5"}, revision=revision_of(evaluation))
        with CaptureQueriesContext(connection) as queries:
            browser.get(url(evaluation))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13
