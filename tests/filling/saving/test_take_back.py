"""Taking back a pasted block that added rows: everything stands as before it, or nothing is touched and the person is told."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from evaluations.core.form.document import Document
from evaluations.dossier.store import load
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, Step
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from tests.core.builders import document
from tests.dossier.filled import fetched
from tests.factories import a_person, an_evaluation
from tests.filling.conftest import SignIn
from tests.filling.forms import FUND, address, fill_in, post, revision_of, stored

pytestmark = pytest.mark.django_db
QUANTITY = "self_assessment.indicators.output.quantity"
LATER = "self_assessment.indicators.9"
BLOCK = {f"{FUND}.2.name": "古籍数字化", f"{FUND}.2.final": "3", f"{FUND}.3.name": "文化惠民", f"{FUND}.3.final": "4"}


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """A filled-in evaluation, two funds in its 附件2."""
    return fill_in(an_evaluation(), document())


def content(evaluation: SelfEvaluation) -> Document:
    return load(fetched(evaluation))


def send(browser: Client, evaluation: SelfEvaluation, step: Step = BASIC_DATA, **body: Any) -> Any:
    sent = {"revision": revision_of(evaluation), "cells": {}, **body}
    return browser.post(f"{address(evaluation, step)}cells/", json.dumps(sent), "application/json")


def paste(browser: Client, evaluation: SelfEvaluation, cells: Mapping[str, str] = BLOCK, count: int = 1) -> int:
    """Paste a block into 附件2 that adds rows; gives the revision."""
    response = send(browser, evaluation, cells=cells, add={"list": FUND, "count": count})
    assert response.status_code == 200
    return int(response.json()["revision"])


def take_back(browser: Client, evaluation: SelfEvaluation, revision: int, count: int = 1) -> Any:
    return send(browser, evaluation, revision=revision, take_back={"list": FUND, "count": count})


def assert_refused(response: Any, evaluation: SelfEvaluation) -> None:
    assert response.status_code == 403
    assert "不能整块撤销" in response.json()["message"]
    assert f"{FUND}.3.name" in stored(evaluation)


def test_the_answer_to_a_paste_names_its_revision(browser: Client, evaluation: SelfEvaluation) -> None:
    assert paste(browser, evaluation) == revision_of(evaluation)


def test_rows_values_and_totals_stand_as_before(browser: Client, evaluation: SelfEvaluation) -> None:
    before = content(evaluation)
    revision = paste(browser, evaluation)
    assert stored(evaluation)[f"{FUND}.3.name"] == "文化惠民"
    assert content(evaluation).basic_data.amount("project", "final") != before.basic_data.amount("project", "final")
    response = take_back(browser, evaluation, revision)
    assert response.json() == {"kind": "rows", "revision": revision_of(evaluation)}
    assert content(evaluation) == before


@pytest.mark.slow
def test_indicators_in_the_middle_go_and_what_was_explained_below_stays_explained(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    Explanation.objects.create(evaluation=evaluation, code="A3-09", where=f"{LATER}.score", text="一次性工作。")
    before = content(evaluation)
    cells = {
        f"{row}.name": f"指标{row[-1]}" for row in ("self_assessment.indicators.2", "self_assessment.indicators.3")
    }
    response = send(browser, evaluation, INDICATORS, cells=cells, add={"list": QUANTITY, "count": 2})
    assert response.status_code == 200
    assert content(evaluation) != before
    rows = {"list": QUANTITY, "count": 2}
    send(browser, evaluation, INDICATORS, revision=response.json()["revision"], take_back=rows)
    assert content(evaluation) == before


def test_it_leaves_its_own_history(browser: Client, evaluation: SelfEvaluation) -> None:
    take_back(browser, evaluation, paste(browser, evaluation))
    told = set(Edit.objects.filter(revision=revision_of(evaluation)).values_list("where", "old", "new"))
    assert (FUND, FUND, "remove") in told
    assert (f"{FUND}.3.name", "文化惠民", "") in told


@pytest.mark.slow
def test_a_change_elsewhere_stays(signed_in: SignIn, browser: Client, evaluation: SelfEvaluation) -> None:
    revision = paste(browser, evaluation)
    send(signed_in(a_person(Role.PREPARER)), evaluation, cells={"basic_data.thrift_measures": "节约用电。"})
    assert take_back(browser, evaluation, revision).status_code == 200
    assert stored(evaluation)["basic_data.thrift_measures"] == "节约用电。"


@pytest.mark.slow
@pytest.mark.parametrize("cell", [f"{FUND}.3.budget", f"{FUND}.2.final"], ids=["in a new row", "in a pasted cell"])
def test_after_somebody_changed_something_of_it_nothing_is_taken_back(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation, cell: str
) -> None:
    revision = paste(browser, evaluation)
    send(signed_in(a_person(Role.PREPARER)), evaluation, cells={cell: "9"})
    assert_refused(take_back(browser, evaluation, revision), evaluation)
    assert stored(evaluation)[cell] == "9"
    send(browser, evaluation, cells={cell: BLOCK.get(cell, "")})
    assert take_back(browser, evaluation, revision).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("action", [f"add:{FUND}", f"up:{FUND}.2", f"remove:{FUND}.1"])
def test_after_somebody_changed_the_rows_nothing_is_taken_back(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation, action: str
) -> None:
    revision = paste(browser, evaluation, {**BLOCK, f"{FUND}.4.name": "第四项"}, 2)
    colleague = signed_in(a_person(Role.PREPARER))
    assert post(colleague, evaluation, BASIC_DATA, {}, revision=revision, action=action).status_code == 303
    assert_refused(take_back(browser, evaluation, revision, 2), evaluation)


@pytest.mark.slow
def test_a_paste_is_taken_back_once(browser: Client, evaluation: SelfEvaluation) -> None:
    revision = paste(browser, evaluation, {**BLOCK, f"{FUND}.4.name": "第四项"}, 2)
    take_back(browser, evaluation, revision, 2)
    assert take_back(browser, evaluation, revision, 1).status_code == 403
    assert f"{FUND}.2.name" in stored(evaluation)


@pytest.mark.slow
def test_only_ones_own_paste_of_these_rows_is_taken_back(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    revision = paste(browser, evaluation)
    colleague = signed_in(a_person(Role.PREPARER))
    other_rows = {"list": "basic_data.buildings", "count": 1}
    unheard_of = [
        take_back(colleague, evaluation, revision),
        take_back(browser, evaluation, revision - 1),
        take_back(browser, evaluation, 99),
        take_back(browser, evaluation, revision, 200),
        send(browser, evaluation, revision=revision, take_back=other_rows),
        send(browser, evaluation, BUDGET, revision=revision, take_back={"list": FUND, "count": 1}),
        send(browser, evaluation, revision=revision, take_back={"list": FUND, "count": 0}),
    ]
    assert {response.status_code for response in unheard_of} == {400}
    assert revision_of(evaluation) == revision


def test_after_the_deadline_nothing_is_taken_back(browser: Client, evaluation: SelfEvaluation) -> None:
    revision = paste(browser, evaluation)
    FiscalYear.objects.update(opens_at="2020-01-01T00:00Z", deadline="2021-01-01T00:00Z")
    assert take_back(browser, evaluation, revision).status_code == 403
    assert revision_of(evaluation) == revision
