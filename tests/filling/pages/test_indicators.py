"""What stands beside the indicators: weights, what was understood, suggested scores and how they are taken over, copies, moves, the library."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from evaluations.core.content.library import OfferedIndicator
from evaluations.core.form.document import Document
from evaluations.filling.pages.indicators import extras, meters
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, REPORT
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state
from tests.filling.conftest import SignIn
from tests.filling.forms import (
    EDITION,
    FUND,
    QUANTITY,
    address,
    blank_with,
    fill_in,
    form_of,
    post,
    revision_of,
    stored,
    typed_into,
)
from tests.filling.forms import INDICATORS as INDICATOR

pytestmark = pytest.mark.django_db
COST = f"{INDICATOR}.cost.economic"


def document() -> Document:
    """Three indicators of output and one of cost."""
    typed = {f"{INDICATOR}.{n}.name": name for n, name in enumerate(("甲", "乙", "丙", "整体支出"), 1)}
    typed |= {f"{INDICATOR}.{n}.weight": "8" for n in (1, 2, 3)}
    typed |= {f"{INDICATOR}.1.target": "≥95%", f"{INDICATOR}.1.actual": "96%", f"{INDICATOR}.1.score": "8"}
    typed |= {f"{INDICATOR}.4.{f}": t for f, t in {"target": "65.8", "actual": "74.56", "weight": "20"}.items()}
    return blank_with(typed | {f"{INDICATOR}.4.score": "18"}, QUANTITY, QUANTITY, QUANTITY, COST)


@pytest.fixture
def filled(evaluation: SelfEvaluation) -> SelfEvaluation:
    """The evaluation with the indicators of `document`."""
    return fill_in(evaluation, document())


def library(browser: Client, evaluation: SelfEvaluation) -> str:
    return browser.get(f"/evaluations/{evaluation.pk}/indicators/library/").content.decode()


def last_years(target: str = "≥3场", category: str = "output.quantity") -> SelfEvaluation:
    """The usual unit's evaluation of 2022, with one indicator."""
    year = a_year(2022, opens_at="2000-01-01T00:00Z", deadline="2001-01-01T00:00Z")
    typed = {f"{INDICATOR}.1.name": "展览", f"{INDICATOR}.1.target": target, f"{INDICATOR}.1.direction": "正向"}
    return fill_in(an_evaluation(fiscal_year=year), blank_with(typed, f"{INDICATOR}.{category}"))


def use(target: str = "≥3场") -> str:
    return f"use:{QUANTITY}:{OfferedIndicator('output.quantity', '展览', target, 'positive').key}"


# Weights, understanding, scores


@pytest.mark.parametrize(
    ("weight", "words", "state"),
    [("24", "还差 8 分", "short"), ("32", "已满", "full"), ("34.5", "超出 2.5 分", "over")],
)
def test_a_meter_says_what_is_left(weight: str, words: str, state: str) -> None:
    changed = typed_into(
        document(), {f"{INDICATOR}.1.weight": weight, f"{INDICATOR}.2.weight": "8", f"{INDICATOR}.3.weight": ""}
    )
    output = meters(EDITION, changed)[0]
    assert (output.label, output.limit, output.words, output.state) == ("产出指标", "40", words, state)


def test_the_page_shows_weights_understanding_and_the_suggested_score_with_its_reason(
    browser: Client, filled: SelfEvaluation
) -> None:
    page = browser.get(address(filled, INDICATORS)).content.decode()
    assert "产出指标 <b>24</b>/40" in page
    assert f'id="{INDICATOR}.1.target.hint">≥ 95 % · 正向<' in page
    assert f'value="take:{INDICATOR}.4.score" data-score="17.34">建议 17.34</button>' in page
    assert "建议 17.34：超出 13.31%，按超支比例扣分" in page
    assert f"take:{INDICATOR}.1.score" not in page


def test_the_answer_to_a_save_says_what_the_page_would(browser: Client, filled: SelfEvaluation) -> None:
    said = extras(EDITION, document())
    assert said["take"] == {f"{INDICATOR}.4.score": "17.34"}
    assert said["understood"][f"{INDICATOR}.4.target"] == "65.8 · 反向"  # type: ignore[index]
    page = browser.get(address(filled, INDICATORS)).content.decode()
    for path, text in said["understood"].items():  # type: ignore[attr-defined]
        assert f'id="{path}.hint"' in page
        assert text in page


def test_a_suggested_score_is_taken_over(browser: Client, filled: SelfEvaluation) -> None:
    form = form_of(INDICATORS, document())
    response = post(browser, filled, INDICATORS, form, revision=1, action=f"take:{INDICATOR}.4.score")
    assert response.status_code == 303
    assert response["Location"].endswith(f"#{INDICATOR}.4.score")
    assert stored(filled)[f"{INDICATOR}.4.score"] == "17.34"


def test_what_was_typed_with_it_counts(browser: Client, filled: SelfEvaluation) -> None:
    form = {f"{INDICATOR}.4.actual": "65.8"}
    post(browser, filled, INDICATORS, form, revision=1, action=f"take:{INDICATOR}.4.score")
    assert stored(filled)[f"{INDICATOR}.4.score"] == "20"


def test_where_nothing_is_suggested_any_more_nothing_is_taken_over(browser: Client, filled: SelfEvaluation) -> None:
    form = {f"{INDICATOR}.4.target": "下降"}
    post(browser, filled, INDICATORS, form, revision=1, action=f"take:{INDICATOR}.4.score")
    assert stored(filled)[f"{INDICATOR}.4.score"] == "18"


def test_the_execution_score_is_taken_over_too(browser: Client, evaluation: SelfEvaluation) -> None:
    score = "self_assessment.execution_score"
    form = {"self_assessment.adjusted_budget": "80", "self_assessment.executed": "76.08"}
    assert post(browser, evaluation, BUDGET, form, action=f"take:{score}").status_code == 303
    assert stored(evaluation)[score] == "9.51"


# Rows


def test_a_row_is_copied(browser: Client, filled: SelfEvaluation) -> None:
    response = post(browser, filled, INDICATORS, {}, revision=1, action=f"copy:{INDICATOR}.1")
    assert response["Location"].endswith(f"#{INDICATOR}.2.name")
    now = stored(filled)
    assert [now[f"{INDICATOR}.{n}.name"] for n in range(1, 6)] == ["甲", "甲", "乙", "丙", "整体支出"]
    assert now[f"{INDICATOR}.2.target"] == "≥95%"


def test_a_fund_is_copied(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, blank_with({f"{FUND}.1.name": "文化", f"{FUND}.1.final": "8"}, FUND))
    post(browser, evaluation, BASIC_DATA, {}, revision=1, action=f"copy:{FUND}.1")
    assert stored(evaluation)[f"{FUND}.2.final"] == "8"


@pytest.mark.parametrize(("by", "order"), [("2", "乙丙甲"), ("1", "乙甲丙"), ("99", "乙丙甲"), ("-1", "甲乙丙")])
def test_a_row_moves_several_places_within_its_category(
    browser: Client, filled: SelfEvaluation, by: str, order: str
) -> None:
    response = post(browser, filled, INDICATORS, {}, revision=1, action=f"move:{INDICATOR}.1:{by}")
    assert response["Location"].endswith(f"#{INDICATOR}.{order.index('甲') + 1}.name")
    now = stored(filled)
    assert [now[f"{INDICATOR}.{n}.name"] for n in range(1, 5)] == [*order, "整体支出"]


@pytest.mark.parametrize(
    "action",
    [
        f"move:{INDICATOR}.1",
        f"move:{INDICATOR}.1:",
        f"move:{INDICATOR}.1:0",
        f"move:{INDICATOR}.1:１",
        f"move:{INDICATOR}.1:1000",
        f"move:{INDICATOR}.1:1:1",
        f"move:{INDICATOR}.99:1",
        f"copy:{INDICATOR}.99",
        f"copy:{INDICATOR}.1:1",
        f"copy:{FUND}.1",
        "copy",
        f"take:{INDICATOR}.99.score",
        f"take:{INDICATOR}.1.weight",
        "take:self_assessment.execution_score",
        f"use:{QUANTITY}",
        f"use:{QUANTITY}:0000000000000000",
        f"use:{QUANTITY}:展览",
        f"use:{INDICATOR}.output:0000000000000000",
    ],
)
def test_a_button_that_the_form_has_not_is_refused(browser: Client, filled: SelfEvaluation, action: str) -> None:
    response = post(browser, filled, INDICATORS, {}, revision=1, action=action)
    assert response.status_code == 400
    assert revision_of(filled) == 1


def test_rows_that_moved_meanwhile_stop_a_score_from_being_taken_into_another_row(
    browser: Client, filled: SelfEvaluation
) -> None:
    post(browser, filled, INDICATORS, {}, revision=1, action=f"remove:{INDICATOR}.1")
    response = post(browser, filled, INDICATORS, {}, revision=1, action=f"take:{INDICATOR}.4.score")
    assert response.status_code == 409
    assert stored(filled)[f"{INDICATOR}.3.score"] == "18"


def test_a_copy_counts_as_a_change_of_rows_for_a_stale_form(browser: Client, filled: SelfEvaluation) -> None:
    post(browser, filled, INDICATORS, {}, revision=1, action=f"copy:{INDICATOR}.4")
    response = post(browser, filled, INDICATORS, {f"{INDICATOR}.2.actual": "5"}, revision=1)
    assert response.status_code == 409


# The library


def test_the_library_lists_earlier_and_common_indicators_without_those_in_the_table(
    browser: Client, filled: SelfEvaluation
) -> None:
    last_years()
    page = library(browser, filled)
    assert "展览" in page
    assert "2022年度用过" in page
    assert "服务对象满意度" in page
    post(browser, filled, INDICATORS, {f"{INDICATOR}.3.name": "展览"}, revision=1)
    assert "展览" not in library(browser, filled)


def test_an_indicator_of_the_library_becomes_a_row(browser: Client, filled: SelfEvaluation) -> None:
    last_years()
    assert use() in library(browser, filled)
    response = post(browser, filled, INDICATORS, {}, revision=1, action=use())
    assert response["Location"].endswith(f"#{INDICATOR}.4.target")
    now = stored(filled)
    row = [now[f"{INDICATOR}.4.{field}"] for field in ("name", "target", "direction", "weight")]
    assert row == ["展览", "≥3场", "正向", ""]
    assert now[f"{INDICATOR}.5.name"] == "整体支出"


def test_a_blank_row_is_filled_first(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, blank_with({}, QUANTITY))
    last_years()
    post(browser, evaluation, INDICATORS, {}, revision=revision_of(evaluation), action=use())
    now = stored(evaluation)
    assert now[f"{INDICATOR}.1.name"] == "展览"
    assert f"{INDICATOR}.2.name" not in now


def test_what_another_unit_used_is_not_in_the_library(browser: Client, filled: SelfEvaluation) -> None:
    other = a_unit("其他单位")
    year = a_year(2022, opens_at="2000-01-01T00:00Z", deadline="2001-01-01T00:00Z")
    rows = blank_with({f"{INDICATOR}.1.name": "展览", f"{INDICATOR}.1.target": "≥3场"}, QUANTITY)
    fill_in(an_evaluation(other, year), rows)
    assert "展览" not in library(browser, filled)
    assert post(browser, filled, INDICATORS, {}, revision=1, action=use()).status_code == 400


def test_an_entry_that_has_changed_since_is_refused(browser: Client, filled: SelfEvaluation) -> None:
    last_years(target="≥4场")
    assert post(browser, filled, INDICATORS, {}, revision=1, action=use("≥3场")).status_code == 400


def test_hostile_texts_of_earlier_years_stay_texts(browser: Client, filled: SelfEvaluation) -> None:
    last_years(target="<script>alert(1)</script>")
    assert "<script>alert" not in library(browser, filled)


def test_the_library_leads_back_where_nothing_can_be_added(
    browser: Client, filled: SelfEvaluation, signed_in: SignIn, unit_head: object
) -> None:
    url = f"/evaluations/{filled.pk}/indicators/library/"
    SelfEvaluation.objects.filter(pk=filled.pk).update(**in_state(State.UNIT_CHECK))
    assert browser.get(url)["Location"] == address(filled, INDICATORS)
    assert browser.post(url).status_code == 405
    stranger = signed_in(a_person(Role.PREPARER, unit=a_unit("其他单位")))
    assert stranger.get(url).status_code == 404


@pytest.mark.slow
def test_the_library_takes_as_many_queries_with_twenty_years_as_with_one(
    browser: Client, filled: SelfEvaluation, count: Callable[[], int]
) -> None:
    last_years()
    taken = count()
    for row in range(20):
        year = a_year(2000 + row, opens_at="1980-01-01T00:00Z", deadline="1981-01-01T00:00Z")
        rows = blank_with({f"{INDICATOR}.1.name": f"演出{row}"}, QUANTITY)
        fill_in(an_evaluation(fiscal_year=year), rows)
    assert count() == taken <= 12


@pytest.fixture
def count(browser: Client, filled: SelfEvaluation) -> Callable[[], int]:
    """How many queries the library's page takes."""

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            library(browser, filled)
        return len(queries)

    return counted


def test_sums_that_nobody_types_look_computed_where_one_types(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BUDGET, {"self_assessment.by_revenue.general_public_budget": "74.56"})
    page = browser.get(address(evaluation, BUDGET)).content.decode()
    assert '<td class="text computed" id="self_assessment.by_revenue" colspan="4">按收入性质分：74.56' in page


def test_what_a_level_lacks_is_shared_out_by_one_press(browser: Client, evaluation: SelfEvaluation) -> None:
    typed = {f"{INDICATOR}.{n}.name": name for n, name in enumerate(("甲", "乙", "丙"), 1)}
    fill_in(evaluation, blank_with(typed | {f"{INDICATOR}.1.weight": "25"}, QUANTITY, QUANTITY, QUANTITY, COST))
    page = browser.get(address(evaluation, INDICATORS)).content.decode()
    assert f'value="share:{INDICATOR}.output"' in page
    button = f"share:{INDICATOR}.output"
    response = post(browser, evaluation, INDICATORS, {}, revision=revision_of(evaluation), action=button)
    assert response["Location"].endswith(f"#{INDICATOR}.2.weight")
    assert [stored(evaluation)[f"{INDICATOR}.{n}.weight"] for n in (1, 2, 3, 4)] == ["25", "7", "8", ""]


@pytest.mark.parametrize("action", [f"share:{INDICATOR}.unheard_of", f"share:{INDICATOR}.1", "share:output", "share:"])
def test_only_a_level_is_shared_out(browser: Client, filled: SelfEvaluation, action: str) -> None:
    response = post(browser, filled, INDICATORS, {}, revision=revision_of(filled), action=action)
    assert response.status_code == 400


def test_none_is_one_press_where_it_is_the_customary_answer(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, blank_with({f"{INDICATOR}.2.name": "甲"}, QUANTITY, COST))
    page = browser.get(address(evaluation, INDICATORS)).content.decode()
    assert f'value="put:{INDICATOR}.1.name:无"' in page
    assert f'value="put:{INDICATOR}.2.name:无"' not in page
    post(browser, evaluation, INDICATORS, {}, revision=revision_of(evaluation), action=f"put:{INDICATOR}.1.name:无")
    assert stored(evaluation)[f"{INDICATOR}.1.name"] == "无"
    report = browser.get(address(evaluation, REPORT)).content.decode()
    assert [n for n in range(1, 10) if f'value="put:report.chapters.{n}:无。"' in report] == [3, 4, 5]
