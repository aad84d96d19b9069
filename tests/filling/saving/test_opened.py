"""A return that opens only the commented places: no way of saving changes anything else, and what follows from them can be changed."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from accounts.actors import actor_of
from evaluations.comments.models import CommentState
from evaluations.comments.services import answer_comment, close_comment, open_comment
from evaluations.common.refusal import Refused
from evaluations.core.content.cells import cells
from evaluations.core.paths import WHOLE
from evaluations.core.readback.reading import ReadBack
from evaluations.dossier.store import edition_of, load
from evaluations.filling.saving.explanations import save_explanations
from evaluations.filling.saving.opened import opened_in
from evaluations.filling.saving.posted import Posted
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, INDICATORS, REPORT, Step
from evaluations.filling.upload.apply import lines, take_over
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.filling.forms import address
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OFFICE = "basic_data.expenditure.office.final"
OPERATING = "basic_data.expenditure.operating.final"
VEHICLES = "basic_data.expenditure.vehicle_operation.final"
FUND = "basic_data.expenditure.earmarked_fund"
INDICATOR = "self_assessment.indicators"
WHY = "退回时只开放了批注所在的单元格"


def returned(*wheres: str, only_commented: bool = True) -> Scenario:
    scenario = Scenario().at(State.SUBMITTED)
    for where in wheres:
        open_comment(scenario.pk, actor_of(scenario.reviewer), where, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请改。", only_commented=only_commented)
    return scenario


def now(scenario: Scenario) -> Mapping[str, str]:
    evaluation = scenario.evaluation
    return {path: cell.text for path, cell in cells(edition_of(evaluation), load(evaluation)).items()}


def browser(scenario: Scenario) -> Client:
    client = Client()
    client.force_login(scenario.preparer)
    return client


def post(scenario: Scenario, step: Step, action: str = "save", **typed: str) -> Any:
    form = {"revision": str(scenario.evaluation.revision), "action": action, **typed}
    return browser(scenario).post(address(scenario.evaluation, step), form)


def send(scenario: Scenario, step: Step, **body: Any) -> Any:
    sent = {"revision": scenario.evaluation.revision, "cells": {}, **body}
    return browser(scenario).post(f"{address(scenario.evaluation, step)}cells/", json.dumps(sent), "application/json")


def test_open_cells_are_saved_with_what_follows_and_shut_ones_refused_by_name() -> None:
    scenario = returned(OFFICE)
    before = now(scenario)
    refused = post(scenario, BASIC_DATA, **{OFFICE: "0.7", VEHICLES: "0.1"})
    assert refused.status_code == 422
    assert f"附件2 公务用车运行维护 2023年决算数：{WHY}" in refused.text or WHY in refused.text
    assert now(scenario) == before
    assert (
        post(
            scenario, BASIC_DATA, **{OFFICE: "0.7", OPERATING: before[OPERATING], VEHICLES: before[VEHICLES]}
        ).status_code
        == 303
    )
    assert now(scenario)[OFFICE] == "0.7"


def test_autosave_answers_cell_by_cell() -> None:
    scenario = returned(OFFICE)
    before = now(scenario)
    answer = send(scenario, BASIC_DATA, cells={OFFICE: "0.7", VEHICLES: "0.1"})
    assert answer.status_code == 200
    assert WHY in json.dumps(answer.json(), ensure_ascii=False)
    assert (now(scenario)[OFFICE], now(scenario)[VEHICLES]) == ("0.7", before[VEHICLES])


ROW = f"{INDICATOR}.2"
QUANTITY = f"{INDICATOR}.output.quantity"


@pytest.mark.parametrize(
    ("step", "action"),
    [
        (BASIC_DATA, f"add:{FUND}"),
        (BASIC_DATA, f"remove:{FUND}.1"),
        (BASIC_DATA, f"copy:{FUND}.1"),
        (INDICATORS, f"add:{QUANTITY}"),
        (INDICATORS, f"down:{INDICATOR}.1"),
        (INDICATORS, f"move:{INDICATOR}.1:1"),
        (INDICATORS, f"remove:{INDICATOR}.1"),
        (INDICATORS, f"put:{INDICATOR}.1.name:无"),
        (BUDGET, "put:self_assessment.initial_budget:1"),
        (REPORT, "put:report.chapters.3:没有"),
    ],
)
def test_no_button_changes_what_is_shut(step: Step, action: str) -> None:
    scenario = returned(OFFICE)
    before = now(scenario)
    response = post(scenario, step, action)
    assert response.status_code in (409, 422)
    assert WHY in response.text
    assert now(scenario) == before


def test_no_paste_adds_rows_and_none_is_taken_back_where_it_is_shut() -> None:
    scenario = returned(OFFICE)
    before = now(scenario)
    answer = send(scenario, BASIC_DATA, cells={f"{FUND}.2.name": "新专项"}, add={"list": FUND, "count": 1})
    assert answer.status_code in (403, 422)
    assert WHY in json.dumps(answer.json(), ensure_ascii=False)
    assert now(scenario) == before


def read(texts: Mapping[str, str], rows: Mapping[str, int]) -> ReadBack:
    return ReadBack(texts, rows, dict.fromkeys(texts, "第 1 行"), ())


def test_an_uploaded_file_leaves_shut_cells_as_they_are_and_says_why() -> None:
    scenario = returned(OFFICE)
    before = now(scenario)
    found = read({OFFICE: "0.7", VEHICLES: "0.1"}, {})
    listed = {line.path: line.error for line in lines(scenario.evaluation, load(scenario.evaluation), found)}
    assert WHY in listed[VEHICLES]
    assert not listed[OFFICE]
    taken = take_over(
        scenario.pk, found, found.texts, revision=scenario.evaluation.revision, actor=actor_of(scenario.preparer)
    )
    assert WHY in taken.errors[VEHICLES]
    assert (now(scenario)[OFFICE], now(scenario)[VEHICLES]) == ("0.7", before[VEHICLES])


def test_the_operators_import_adds_no_row_where_it_is_shut() -> None:
    scenario = returned(OFFICE)
    found = read({f"{FUND}.2.name": "新专项"}, {FUND: 2})
    with pytest.raises(Refused, match=WHY):
        take_over(scenario.pk, found, found.texts, revision=scenario.evaluation.revision, actor=None)


def test_a_commented_row_may_be_changed_and_deleted_but_its_list_stays_shut() -> None:
    scenario = returned(ROW)
    assert post(scenario, INDICATORS, f"copy:{ROW}").status_code == 409
    assert post(scenario, INDICATORS, **{f"{ROW}.name": "新指标"}).status_code == 303
    assert post(scenario, INDICATORS, f"remove:{ROW}").status_code == 303
    shut = post(scenario, INDICATORS, **{f"{INDICATOR}.1.name": "另一个"})
    assert WHY in shut.text


def test_a_commented_category_takes_rows_and_lets_them_move() -> None:
    scenario = returned(QUANTITY)
    assert post(scenario, INDICATORS, f"down:{INDICATOR}.1").status_code == 303
    assert post(scenario, INDICATORS, f"add:{QUANTITY}").status_code == 303
    assert post(scenario, INDICATORS, f"add:{INDICATOR}.output.quality").status_code == 409


def test_a_comment_on_the_whole_evaluation_opens_all_of_it() -> None:
    scenario = returned(WHOLE)
    assert post(scenario, BASIC_DATA, f"add:{FUND}").status_code == 303
    assert post(scenario, BASIC_DATA, **{VEHICLES: "0.1"}).status_code == 303


def test_explanations_and_answers_are_always_allowed() -> None:
    scenario = returned(OFFICE)
    post(scenario, BASIC_DATA, **{OFFICE: "9"})
    evaluation = scenario.evaluation
    comment = evaluation.comments.get()
    assert answer_comment(comment, actor_of(scenario.preparer), "", CommentState.FIXED).answer.endswith("→ 9")
    name = f"explanation.A2-08.{OFFICE}"
    posted = Posted(evaluation.revision, "save", "", {name: "物价上涨。"})
    save_explanations(scenario.pk, posted, actor_of(scenario.preparer))
    assert "物价上涨。" in {one.text for one in load(scenario.evaluation).explanations}
    assert browser(scenario).get(address(scenario.evaluation, CHECK)).status_code == 200


def test_what_is_in_error_is_open_until_it_is_corrected() -> None:
    scenario = returned(OFFICE)
    post(scenario, BASIC_DATA, **{OFFICE: "999"})
    stands = opened_in(scenario.evaluation, load(scenario.evaluation))
    assert stands
    assert OPERATING in stands.cells


def test_it_lasts_through_the_round_and_ends_with_the_next_return_or_the_approval() -> None:
    scenario = returned(OFFICE)
    answer_comment(scenario.evaluation.comments.get(), actor_of(scenario.preparer), "属实。")
    scenario.submit()
    perform("send_back", scenario.pk, actor_of(scenario.head), "再看。")
    assert WHY in post(scenario, BASIC_DATA, **{VEHICLES: "0.1"}).text
    scenario.submit().confirm()
    perform("withdraw", scenario.pk, actor_of(scenario.head))
    assert WHY in post(scenario, BASIC_DATA, **{VEHICLES: "0.1"}).text
    scenario.submit().confirm()
    close_comment(scenario.evaluation.comments.get(), actor_of(scenario.reviewer))
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    perform("reopen", scenario.pk, actor_of(scenario.manager), "有误。")
    assert post(scenario, BASIC_DATA, **{VEHICLES: "0.1"}).status_code == 303


def test_without_a_comment_on_a_place_there_is_nothing_to_open() -> None:
    with pytest.raises(Refused, match="不能只开放批注处"):
        returned()


def test_a_return_that_opens_everything_shuts_nothing() -> None:
    scenario = returned(OFFICE, only_commented=False)
    assert opened_in(scenario.evaluation, load(scenario.evaluation)) is None
