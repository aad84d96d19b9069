"""Last year beside this year, and prior-year cells that came from it: locked, corrected with a reason."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from evaluations.core.form.document import Document
from evaluations.core.form.stated import further_step
from evaluations.dossier.freezing import freeze
from evaluations.dossier.store import documents
from evaluations.filling.last_year import beside, change, objective, refusals
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, REPORT, Step, step_called
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document
from tests.core.form import further
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state
from tests.filling.conftest import SignIn
from tests.filling.forms import EDITION, FUND, address, fill_in, post, revision_of, stored

pytestmark = pytest.mark.django_db
OFFICE = "basic_data.expenditure.office.prior_final"
FUND_PRIOR = f"{FUND}.1.prior_final"
REASON = "审计后调整了上年决算。"


@pytest.fixture
def last_year() -> Document:
    """Last year's approved document of the usual unit."""
    evaluation = fill_in(an_evaluation(fiscal_year=a_year(2022)), document({"government_procurement.final": "4"}))
    freeze(evaluation, None, "confirm")
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.APPROVED))
    return document({"government_procurement.final": "4"})


@pytest.fixture
def evaluation(last_year: Document, browser: Client) -> SelfEvaluation:
    """This year's, begun from it."""
    year = a_year()
    browser.post(f"/years/{year.pk}/units/{a_unit().pk}/begin/")
    return documents().get(fiscal_year=year)


def url(evaluation: SelfEvaluation, path: str = OFFICE) -> str:
    return f"/evaluations/{evaluation.pk}/prior-year/?cell={path}"


def correct(browser: Client, evaluation: SelfEvaluation, path: str = OFFICE, **form: object) -> tuple[int, str]:
    response = browser.post(url(evaluation, path), {"revision": revision_of(evaluation), **form})
    return response.status_code, unescape(response.content.decode())


def shown(browser: Client, evaluation: SelfEvaluation, step: Step) -> str:
    return unescape(browser.get(address(evaluation, step)).content.decode())


def explanations(evaluation: SelfEvaluation) -> Mapping[str, str]:
    return dict(Explanation.objects.filter(evaluation=evaluation, code="P-01").values_list("where", "text"))


def last_years_office(last_year: Document) -> str:
    return str(last_year.basic_data.amount("office", "final"))


# Locked


@pytest.mark.slow
def test_a_cell_from_last_year_is_text_with_a_way_to_correct_it(browser: Client, evaluation: SelfEvaluation) -> None:
    page = shown(browser, evaluation, BASIC_DATA)
    assert f'name="{OFFICE}"' not in page
    assert f'href="{url(evaluation)}"' in page
    assert f'name="{OFFICE.replace("prior_final", "budget")}"' in page


def test_without_last_year_every_cell_takes_its_text(browser: Client) -> None:
    page = shown(browser, an_evaluation(), BASIC_DATA)
    assert f'name="{OFFICE}"' in page
    assert "更正" not in page
    assert "beside" not in page


@pytest.mark.slow
def test_a_locked_cell_that_is_posted_all_the_same_is_refused_by_name(
    browser: Client, evaluation: SelfEvaluation, last_year: Document
) -> None:
    response = post(browser, evaluation, BASIC_DATA, {OFFICE: "99"}, revision=1)
    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert "2022年决算数来自上年的自评" in page
    assert stored(evaluation)[OFFICE] == last_years_office(last_year)
    assert revision_of(evaluation) == 1


@pytest.mark.slow
def test_last_years_own_amount_is_no_change(browser: Client, evaluation: SelfEvaluation, last_year: Document) -> None:
    typed = {OFFICE: last_years_office(last_year), "basic_data.thrift_measures": "节约"}
    assert post(browser, evaluation, BASIC_DATA, typed, revision=1).status_code == 303


@pytest.mark.slow
def test_a_new_row_takes_its_prior_amount(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BASIC_DATA, {}, revision=1, action=f"add:{FUND}")
    typed = {f"{FUND}.3.name": "新增", f"{FUND}.3.prior_final": "9"}
    assert post(browser, evaluation, BASIC_DATA, typed, revision=revision_of(evaluation)).status_code == 303
    assert stored(evaluation)[f"{FUND}.3.prior_final"] == "9"


def save_cells(browser: Client, evaluation: SelfEvaluation, cells: Mapping[str, str], **more: object) -> Any:
    sent = {"revision": revision_of(evaluation), "cells": cells, **more}
    response = browser.post(f"{address(evaluation, BASIC_DATA)}cells/", json.dumps(sent), "application/json")
    return response.json()


@pytest.mark.slow
def test_autosave_does_not_store_a_locked_cell(
    browser: Client, evaluation: SelfEvaluation, last_year: Document
) -> None:
    final = OFFICE.replace("prior_final", "final")
    answer = save_cells(browser, evaluation, {OFFICE: "99", final: "1"})
    assert list(answer["unreadable"]) == [OFFICE]
    assert stored(evaluation)[final] == "1"
    assert answer["computed"][f"{final}.beside"].startswith(("+", "-"))
    answer = save_cells(browser, evaluation, {OFFICE: "99"}, add={"list": FUND, "count": 1})
    assert list(answer["unreadable"]) == [OFFICE]
    assert stored(evaluation)[OFFICE] == last_years_office(last_year)


# Corrected


@pytest.mark.slow
def test_a_correction_stores_value_and_reason_together(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "更正：" in unescape(browser.get(url(evaluation)).content.decode())
    status, _ = correct(browser, evaluation, value="1，234.50", reason=REASON)
    assert status == 303
    assert stored(evaluation)[OFFICE] == "1234.5"
    assert explanations(evaluation) == {OFFICE: REASON}
    assert revision_of(evaluation) == 2
    edited = set(Edit.objects.filter(evaluation=evaluation, revision=2).values_list("where", flat=True))
    assert edited == {OFFICE, f"explanation.P-01.{OFFICE}"}
    page = shown(browser, evaluation, BASIC_DATA)
    assert f'name="{OFFICE}"' not in page
    assert "（已说明）" in page


@pytest.mark.slow
def test_restoring_last_years_amount_removes_the_reason(
    browser: Client, evaluation: SelfEvaluation, last_year: Document
) -> None:
    correct(browser, evaluation, value="99", reason=REASON)
    assert correct(browser, evaluation, value=last_years_office(last_year), reason=REASON)[0] == 303
    assert explanations(evaluation) == {}
    assert stored(evaluation)[OFFICE] == last_years_office(last_year)


@pytest.mark.slow
def test_a_named_row_is_corrected_and_its_reason_moves_with_it(browser: Client, evaluation: SelfEvaluation) -> None:
    assert correct(browser, evaluation, FUND_PRIOR, value="99", reason=REASON)[0] == 303
    post(browser, evaluation, BASIC_DATA, {}, revision=revision_of(evaluation), action=f"down:{FUND}.1")
    assert explanations(evaluation) == {f"{FUND}.2.prior_final": REASON}
    assert f'href="{url(evaluation, f"{FUND}.2.prior_final")}"' in shown(browser, evaluation, BASIC_DATA)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"value": "99", "reason": " "}, "请填写更正原因"),
        ({"value": "", "reason": REASON}, "请填写金额"),
        ({"value": "　", "reason": REASON}, "请填写金额"),
        ({"value": "abc", "reason": REASON}, "应为数字"),
        ({"value": "1e400", "reason": REASON}, "应为数字"),
        ({"value": "9" * 30, "reason": REASON}, "整数部分不能超过"),
        ({"value": "99", "reason": "长" * 2001}, "不能超过 2000 个字"),
        ({"value": "99", "reason": "\x01"}, "不可显示的字符"),
        ({"value": "99", "reason": "\ufffd"}, "不完整的字符"),
        ({"value": "9\ufffd", "reason": REASON}, "不完整的字符"),
    ],
)
def test_what_can_not_be_stored_is_shown_again(
    browser: Client, evaluation: SelfEvaluation, form: dict[str, str], said: str
) -> None:
    status, page = correct(browser, evaluation, **form)
    assert status == 422
    assert said in page
    assert revision_of(evaluation) == 1
    assert not explanations(evaluation)


@pytest.mark.slow
def test_a_nul_is_refused(browser: Client, evaluation: SelfEvaluation) -> None:
    assert correct(browser, evaluation, value="9\x00", reason="\x00")[0] == 422


@pytest.mark.slow
def test_a_correction_on_top_of_anothers_is_refused(browser: Client, evaluation: SelfEvaluation) -> None:
    correct(browser, evaluation, value="99", reason=REASON)
    status, page = correct(browser, evaluation, value="98", reason=REASON, revision=1)
    assert status == 409
    assert "有改动" in page
    assert stored(evaluation)[OFFICE] == "99"


@pytest.mark.slow
def test_a_row_that_has_moved_since_is_not_corrected(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BASIC_DATA, {}, revision=1, action=f"down:{FUND}.1")
    assert correct(browser, evaluation, FUND_PRIOR, value="99", reason=REASON, revision=1)[0] == 409


@pytest.mark.slow
@pytest.mark.parametrize("revision", ["", "x", "7"])
def test_an_unknown_revision_is_refused(browser: Client, evaluation: SelfEvaluation, revision: str) -> None:
    assert correct(browser, evaluation, value="99", reason=REASON, revision=revision)[0] == 400


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["", "x", OFFICE.replace("prior_final", "final"), f"{FUND}.9.prior_final", "\x00", "²"]
)
def test_only_cells_from_last_year_are_corrected_here(browser: Client, evaluation: SelfEvaluation, path: str) -> None:
    assert browser.get(url(evaluation, path)).status_code == 404
    assert correct(browser, evaluation, path, value="99", reason=REASON)[0] == 404


@pytest.mark.slow
def test_other_units_and_other_roles_do_not_get_here(
    signed_in: SignIn, evaluation: SelfEvaluation, unit_head: User
) -> None:
    stranger = a_person(Role.PREPARER, unit=a_unit("U2"))
    for person in (stranger, unit_head, a_person(Role.REVIEWER)):
        assert signed_in(person).get(url(evaluation)).status_code == 404
        assert correct(signed_in(person), evaluation, value="99", reason=REASON)[0] == 404


@pytest.mark.slow
def test_after_submission_nothing_is_corrected(browser: Client, evaluation: SelfEvaluation) -> None:
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.UNIT_CHECK))
    assert browser.get(url(evaluation)).status_code == 303
    status, page = correct(browser, evaluation, value="99", reason=REASON)
    assert status == 409
    assert "已提交单位审核" in page


# Beside


@pytest.mark.parametrize(
    ("value", "last", "said"),
    [("110", "100", "+10%"), ("95.5", "100", "-4.5%"), ("5", "5", "持平"), ("5", "0", ""), ("0", "0", "持平")],
)
def test_the_change_is_said_in_percent(value: str, last: str, said: str) -> None:
    assert change(Decimal(value), Decimal(last)) == said
    assert change(None, Decimal(last)) == change(Decimal(value), None) == ""


def texts(step: Step, now: Document, then: Document | None) -> Mapping[str, list[str]]:
    told = beside(step, EDITION, now, then)
    return {path: list(lines) for path, lines in told.texts.items()} if told else {}


def test_without_last_year_nothing_stands_beside() -> None:
    assert [beside(step, EDITION, document(), None) for step in (BASIC_DATA, BUDGET, INDICATORS)] == [None] * 3
    assert refusals(EDITION, document(), None) == {}


def test_beside_a_line_stands_the_change_and_last_years_amount_where_the_form_has_no_column_for_it() -> None:
    then = document({"office.final": "2", "government_procurement.final": "4"})
    now = document({"office.final": "3", "government_procurement.final": "5"})
    told = texts(BASIC_DATA, now, then)
    assert told["basic_data.expenditure.office.final"] == ["+50%"]
    assert told["basic_data.expenditure.government_procurement.final"] == ["4", "+25%"]


def test_beside_the_budget_stand_last_years_amounts_by_name() -> None:
    then = document({"executed": "50", "by_expenditure.basic": "40"})
    now = document({"executed": "60", "by_expenditure.basic": "40"})
    told = texts(BUDGET, now, then)
    assert "全年执行数 50 +20%" in told["self_assessment.initial_budget"]
    assert "基本支出 40 持平" in told["self_assessment.by_expenditure.basic"]
    assert told["self_assessment.by_expenditure.basic"] == told["self_assessment.by_revenue.general_public_budget"]


def test_beside_an_indicator_stand_the_values_of_its_namesake() -> None:
    then = document({"indicators.2.actual": "40场", "indicators.2.score": "9"})
    now = document({"indicators.1.name": "新指标"})
    told = texts(INDICATORS, now, then)
    assert told["self_assessment.indicators.1.name"] == []
    assert told["self_assessment.indicators.2.name"][1:] == ["实际完成值 40场", "得分 9"]


def test_beside_a_row_of_a_further_table_stands_what_its_cells_had() -> None:
    now = further.with_houses({**further.SHOP, "area": "100.25"}, document=further.filled(net="132"))
    then = further.with_houses(further.OFFICE, further.SHOP)
    assert beside_further(now, then) == {
        further.AREA: ["上年房屋面积 1200.5 持平", "盘点日期 2024-01-05"],
        further.COST: ["上年资产原值 300 持平", "资产净值 120 +10%"],
        f"{further.LIST}.1.name": ["面积 200.5 -50%", "用途 出租"],
    }


def test_a_text_that_last_years_form_had_in_a_cell_of_that_name_is_told_as_it_was() -> None:
    table = further.filled().further["assets"]
    then = further.filled().model_copy(
        update={"further": {"assets": table.model_copy(update={"fields": {"net": "约 120"}})}}
    )
    assert beside_further(further.filled(), then) == {further.COST: ["上年资产净值 约 120"]}
    assert beside_further(further.filled(), further.filled().model_copy(update={"further": {}})) == {}


def beside_further(now: Document, then: Document) -> Mapping[str, list[str]]:
    step = step_called(further.form(), further_step(further.TABLE))
    assert step is not None
    told = beside(step, further.form(), now, then)
    return {path: list(lines) for path, lines in told.texts.items()} if told else {}


def test_last_years_objective_is_told_text_by_text() -> None:
    then = document({"expected_objective": "办好十场活动。", "actual_completion": ""})
    assert objective(EDITION, then) == [("年度总体目标：预期目标", "办好十场活动。")]
    assert objective(EDITION, None) == []


@pytest.mark.slow
def test_the_budget_step_shows_last_years_objective_and_no_other_step_does(
    browser: Client, evaluation: SelfEvaluation, last_year: Document
) -> None:
    page = shown(browser, evaluation, BUDGET)
    assert page.count('<details class="last-year"') == 2
    assert "上年（2022年度）的年度总体目标：预期目标" in page
    assert "上年（2022年度）的年度总体目标：实际完成情况" in page
    for text in (last_year.self_assessment.expected_objective, last_year.self_assessment.actual_completion):
        assert f'<p class="said">{text}</p>' in page
    for step in (BASIC_DATA, INDICATORS):
        assert '<details class="last-year"' not in shown(browser, evaluation, step)


@pytest.mark.slow
def test_each_step_shows_last_year(browser: Client, evaluation: SelfEvaluation, last_year: Document) -> None:
    for step in (BASIC_DATA, INDICATORS, BUDGET):
        page = shown(browser, evaluation, step)
        assert '<th class="beside">上年</th>' in page, step
    assert re.search(r"全年执行数 [\d.]+", shown(browser, evaluation, BUDGET))
    report = shown(browser, evaluation, REPORT)
    assert report.count('<details class="last-year"') == sum(bool(text) for text in last_year.report.chapters.values())
    assert last_year.report.chapter(6).splitlines()[0] in report
    assert "上年（万元）" in report


@pytest.mark.slow
def test_the_unit_head_reads_the_same(signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation) -> None:
    page = shown(signed_in(unit_head), evaluation, BASIC_DATA)
    assert '<th class="beside">上年</th>' in page
    assert "prior-year" not in page


@pytest.mark.slow
@pytest.mark.parametrize("step", [BASIC_DATA, BUDGET, INDICATORS, REPORT], ids=lambda step: step.code)
def test_last_year_is_read_once_a_page(browser: Client, evaluation: SelfEvaluation, step: Step) -> None:
    with CaptureQueriesContext(connection) as queries:
        browser.get(address(evaluation, step))
    assert sum('FROM "records_version"' in query["sql"] for query in queries) == 1
