"""Whatever a browser can send: a clear Chinese message, what was typed is shown again, nothing stored is lost or half-written."""

from datetime import timedelta
from html import escape, unescape

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from evaluations.core.basics.values import ROW_LIMIT
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, DETAILS, INDICATORS, REPORT, STEPS, Step
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.core.strategies import hostile_texts
from tests.factories import a_person, a_region, a_unit, an_evaluation
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, FUND, PROJECT, address, fill_in, form_of, post, revision_of, stored, with_rows

pytestmark = pytest.mark.django_db
AMOUNT = f"{PROJECT}.final"
OTHER = f"{PROJECT}.budget"
LONG = "basic_data.thrift_measures"
CHAPTER = "report.chapters.1"
QUANTITY = "self_assessment.indicators.output.quantity"


def page_of(response) -> str:  # type: ignore[no-untyped-def]
    return unescape(response.content.decode())


def assert_shown_again(response, evaluation: SelfEvaluation, typed: str, message: str) -> None:  # type: ignore[no-untyped-def]
    """422; the text stands in its input, its message at the cell, the other text of the form is shown too; nothing is stored."""
    page = page_of(response)
    assert response.status_code == 422
    assert typed in page
    assert message in page
    assert 'value="12.5"' in page
    assert "尚未保存" in page
    assert revision_of(evaluation) == 0
    assert stored(evaluation)[OTHER] == ""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("abc", "填的是“abc”，应为数字"),
        ("1e400", "填的是“1e400”，应为数字"),
        ("NaN", "填的是“NaN”，应为数字"),
        ("9" * 30, "整数部分不能超过 8 位"),
        ("0.1234567", "小数不能超过 6 位"),
        ("1\x002", "应为数字"),
        ("\x1b[31m5", "应为数字"),
        ("=A1+1", "应为数字"),
    ],
    ids=["abc", "1e400", "NaN", "30 digits", "seven decimals", "NUL", "escape", "formula"],
)
def test_an_amount_that_can_not_be_read_stays_on_the_page(
    browser: Client, evaluation: SelfEvaluation, typed: str, message: str
) -> None:
    response = post(browser, evaluation, BASIC_DATA, {AMOUNT: typed, OTHER: "12.5"})
    assert_shown_again(response, evaluation, typed, message)


def test_the_error_is_tied_to_its_input(browser: Client, evaluation: SelfEvaluation) -> None:
    page = page_of(post(browser, evaluation, BASIC_DATA, {AMOUNT: "abc"}))
    assert f'<a href="#{AMOUNT}">' in page
    assert f'aria-describedby="{AMOUNT}.notes" aria-invalid="true"' in page


def test_negative_money_is_a_draft_and_an_error_stands_at_the_cell_right_after_saving(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    response = post(browser, evaluation, BASIC_DATA, {AMOUNT: "-3"})
    assert response.status_code == 303
    assert stored(evaluation)[AMOUNT] == "-3"
    page = page_of(browser.get(address(evaluation, BASIC_DATA)))
    assert 'value="-3"' in page
    assert "填的是 -3，不能为负数，请改正。" in page


@pytest.mark.parametrize("field", [AMOUNT, LONG], ids=["into an amount", "into a long text"])
def test_a_paste_of_two_megabytes_gets_a_message(browser: Client, evaluation: SelfEvaluation, field: str) -> None:
    paste = "五" * 700_000
    response = post(browser, evaluation, BASIC_DATA, {field: paste, OTHER: "12.5"})
    assert_shown_again(response, evaluation, paste, "应为数字" if field == AMOUNT else "不能超过 20000 个字")


def test_a_paste_into_a_chapter_gets_a_message(browser: Client, evaluation: SelfEvaluation) -> None:
    response = post(browser, evaluation, REPORT, {CHAPTER: "五" * 700_000})
    assert response.status_code == 422
    assert "共 700000 个字，不能超过 100000 个字" in page_of(response)


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "a\x7fb", "a\x85b"], ids=["NUL", "escape", "delete", "C1"])
def test_control_characters_in_a_text_get_a_message(browser: Client, evaluation: SelfEvaluation, typed: str) -> None:
    response = post(browser, evaluation, BASIC_DATA, {LONG: typed, OTHER: "12.5"})
    assert_shown_again(response, evaluation, typed, "不可显示的字符")


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF%FE", "%C3"], ids=["lone surrogate", "no UTF-8", "cut short"])
def test_bytes_that_are_no_text_get_a_message(browser: Client, evaluation: SelfEvaluation, raw: str) -> None:
    body = f"revision=0&action=save&{LONG}=a{raw}&{OTHER}=12.5"
    form = "application/x-www-form-urlencoded"
    response = browser.post(address(evaluation, BASIC_DATA), body, content_type=form)
    assert_shown_again(response, evaluation, "a\ufffd", "第 2 个字是不完整的字符")


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (BASIC_DATA, "basic_data.expenditure.unheard_of.final"),
        (BASIC_DATA, "basic_data.expenditure.project.unheard_of"),
        (BASIC_DATA, f"{FUND}.1.final"),
        (BASIC_DATA, "self_assessment.executed"),
        (INDICATORS, "self_assessment.indicators.output.unheard_of"),
        (BUDGET, "self_assessment.by_revenue.unheard_of"),
        (REPORT, "report.chapters.10"),
        (DETAILS, "preparer.password"),
        (CHECK, "basic_data.expenditure.unheard_of.final"),
        (CHECK, "explanation.Z9-99.basic_data.thrift_measures"),
        (CHECK, "explanation.A2-08.nowhere"),
    ],
)
def test_an_unknown_item_or_field_is_refused_and_the_typed_text_given_back(  # type: ignore[no-untyped-def]
    browser: Client, evaluation: SelfEvaluation, step, name: str
) -> None:
    response = post(browser, evaluation, step, {name: "<b>65.8</b>"})
    assert response.status_code == 400
    assert "页面已过期" in page_of(response)
    assert escape("<b>65.8</b>") in response.content.decode()
    assert revision_of(evaluation) == 0


@pytest.mark.parametrize(
    ("step", "action"),
    [
        (BASIC_DATA, f"remove:{FUND}.7"),
        (BASIC_DATA, f"up:{FUND}.1"),
        (BASIC_DATA, "add:basic_data.expenditure.project"),
        (BASIC_DATA, "explode"),
        (INDICATORS, "add:self_assessment.indicators.output.unheard_of"),
        (INDICATORS, "down:self_assessment.indicators.1"),
    ],
)
def test_a_row_or_category_that_does_not_exist_is_refused(  # type: ignore[no-untyped-def]
    browser: Client, evaluation: SelfEvaluation, step, action: str
) -> None:
    response = post(browser, evaluation, step, {}, action=action)
    assert response.status_code == 400
    assert "页面已过期" in page_of(response)


def test_a_row_of_another_step_is_not_changed_here(browser: Client, evaluation: SelfEvaluation) -> None:
    assert post(browser, evaluation, DETAILS, {}, action=f"add:{FUND}").status_code == 400
    assert f"{FUND}.1.name" not in stored(evaluation)


def test_weights_that_do_not_sum_are_a_draft_and_named_by_the_checks(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    post(browser, evaluation, INDICATORS, {}, action="add:self_assessment.indicators.output.quantity")
    typed = {"self_assessment.indicators.1.weight": "55", "self_assessment.indicators.1.name": "画册"}
    assert post(browser, evaluation, INDICATORS, typed, revision=1).status_code == 303
    assert "A3-05" in page_of(browser.get(address(evaluation, CHECK)))


@pytest.mark.parametrize("revision", ["", "abc", "-1", "1.5", "9" * 40, "7"])
def test_a_form_of_no_known_revision_is_refused_and_given_back(
    browser: Client, evaluation: SelfEvaluation, revision: str
) -> None:
    response = post(browser, evaluation, BASIC_DATA, {AMOUNT: "65.8"}, revision=revision)
    assert response.status_code == 400
    assert "65.8" in page_of(response)
    assert stored(evaluation)[AMOUNT] == ""


def test_only_what_is_not_stored_anyway_is_given_back(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BASIC_DATA, {AMOUNT: "65.8"})
    response = post(browser, evaluation, BASIC_DATA, {AMOUNT: "65.8", OTHER: "12.5"}, revision="abc")
    assert "<dd>12.5</dd>" in page_of(response)
    assert "<dd>65.8</dd>" not in page_of(response)


def test_an_explanation_is_given_back_by_the_name_of_its_cell(browser: Client, evaluation: SelfEvaluation) -> None:
    response = post(browser, evaluation, CHECK, {f"explanation.A2-08.{AMOUNT}": "年中追加"}, revision="abc")
    assert "<dt>附件2 项目支出 2023年决算数（A2-08）</dt><dd>年中追加</dd>" in page_of(response)


def test_a_form_without_revision_is_refused(browser: Client, evaluation: SelfEvaluation) -> None:
    response = browser.post(address(evaluation, BASIC_DATA), {AMOUNT: "65.8"})
    assert response.status_code == 400


def test_a_save_pressed_twice_stores_once_and_loses_nothing(browser: Client, evaluation: SelfEvaluation) -> None:
    assert [post(browser, evaluation, BASIC_DATA, {AMOUNT: "8"}).status_code for _ in range(2)] == [303, 303]
    assert (revision_of(evaluation), stored(evaluation)[AMOUNT]) == (1, "8")


def test_adding_a_row_pressed_twice_adds_one(browser: Client, evaluation: SelfEvaluation) -> None:
    first, second = (post(browser, evaluation, BASIC_DATA, {}, action=f"add:{FUND}") for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 409)
    assert f"{FUND}.2.name" not in stored(evaluation)


@pytest.mark.slow
def test_the_201st_row_is_refused_in_words_and_nothing_typed_is_lost(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    full = BLANK
    for _ in range(ROW_LIMIT):
        full = with_rows(full, FUND)
    fill_in(evaluation, full)
    response = post(browser, evaluation, BASIC_DATA, {OTHER: "12.5"}, revision=1, action=f"add:{FUND}")
    assert response.status_code == 422
    assert "已有 200 行，不能再添加" in page_of(response)
    assert 'value="12.5"' in page_of(response)


@pytest.mark.parametrize("action", [f"add:{FUND}", f"remove:{FUND}.1"])
def test_no_row_changes_while_a_text_can_not_be_read(browser: Client, evaluation: SelfEvaluation, action: str) -> None:
    fill_in(evaluation, with_rows(BLANK, FUND))
    response = post(browser, evaluation, BASIC_DATA, {f"{FUND}.1.final": "abc"}, revision=1, action=action)
    assert response.status_code == 422
    assert "没有增删或移动行" in page_of(response)
    assert {f"{FUND}.1.name"} == {
        path for path in stored(evaluation) if path.startswith(FUND) and path.endswith("name")
    }


# Too late, not mine, not there


def test_a_form_after_the_deadline_is_refused_and_what_was_typed_is_given_back(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    FiscalYear.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    response = post(browser, evaluation, BASIC_DATA, {AMOUNT: "65.8", LONG: "控制办公用品"})
    page = page_of(response)
    assert response.status_code == 409
    assert "截止" in page
    assert "申请延期" in page
    assert "65.8" in page
    assert "控制办公用品" in page
    assert stored(evaluation)[AMOUNT] == ""


@pytest.mark.parametrize("state", [State.UNIT_CHECK, State.SUBMITTED, State.APPROVED, State.PUBLISHED])
@pytest.mark.parametrize("step", [BASIC_DATA, CHECK])
def test_a_form_after_submission_is_refused_and_what_was_typed_is_given_back(  # type: ignore[no-untyped-def]
    browser: Client, evaluation: SelfEvaluation, submitted, state: State, step
) -> None:
    submitted(evaluation, state)
    name = AMOUNT if step is BASIC_DATA else f"explanation.A2-08.{AMOUNT}"
    response = post(browser, evaluation, step, {name: "65.8"})
    assert response.status_code == 409
    assert "65.8" in page_of(response)
    assert stored(evaluation)[AMOUNT] == ""


@pytest.mark.slow
def test_another_units_evaluation_does_not_exist_for_this_preparer(browser: Client, evaluation: SelfEvaluation) -> None:
    other = an_evaluation(a_unit("U2"))
    for step in STEPS:
        assert browser.get(address(other, step)).status_code == 404
        assert post(browser, other, step, {}).status_code == 404
    assert browser.get(address(other)).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 19, "9" * 60, "-1", "abc", "1.0", "%00"])
def test_an_id_that_nobody_has_is_404(browser: Client, evaluation: SelfEvaluation, number: str) -> None:
    for address_ in (f"/evaluations/{number}/", f"/evaluations/{number}/budget/"):
        assert browser.get(address_).status_code == 404


@pytest.mark.parametrize("step", ["unheard-of", "Budget", "budget2", "basic_data", "details.html"])
def test_a_step_that_does_not_exist_is_404(browser: Client, evaluation: SelfEvaluation, step: str) -> None:
    assert browser.get(f"/evaluations/{evaluation.pk}/{step}/").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_wrong_method_is_405(browser: Client, evaluation: SelfEvaluation, method: str) -> None:
    for step in STEPS:
        assert getattr(browser, method)(address(evaluation, step)).status_code == 405


def test_the_lists_take_no_post_and_beginning_takes_no_get(browser: Client, evaluation: SelfEvaluation) -> None:
    assert browser.post("/").status_code == 405
    assert browser.post(address(evaluation)).status_code == 405
    assert browser.get(f"/years/{evaluation.fiscal_year_id}/units/{evaluation.unit_id}/begin/").status_code == 405


@pytest.mark.slow
def test_only_the_preparer_writes(signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation) -> None:
    manager = a_person(Role.MANAGER)
    for person in (unit_head, manager, a_person(Role.AUDITOR), a_person(Role.ADMINISTRATOR)):
        for step in STEPS:
            assert post(signed_in(person), evaluation, step, {AMOUNT: "1"}).status_code == 404
    assert stored(evaluation)[AMOUNT] == ""


def test_a_visitor_is_led_to_the_sign_in(evaluation: SelfEvaluation) -> None:
    for url in ("/", address(evaluation), address(evaluation, BASIC_DATA)):
        assert Client().get(url)["Location"].startswith("/sign-in/")


def test_another_region_is_out_of_reach(signed_in: SignIn, evaluation: SelfEvaluation) -> None:
    stranger = a_person(Role.PREPARER, unit=a_unit("U9", a_region("430204")))
    assert signed_in(stranger).get(address(evaluation)).status_code == 404


def test_a_body_past_the_limit_gets_a_chinese_page(browser: Client, evaluation: SelfEvaluation) -> None:
    body = f"revision=0&action=save&{LONG}=" + "a" * (17 * 1024 * 1024)
    form = "application/x-www-form-urlencoded"
    response = browser.post(address(evaluation, BASIC_DATA), body, content_type=form)
    assert response.status_code in (400, 413)
    assert "太大" in page_of(response) or "太多" in page_of(response)


@pytest.mark.slow
def test_too_many_fields_get_a_chinese_page(browser: Client, evaluation: SelfEvaluation) -> None:
    response = post(browser, evaluation, BASIC_DATA, {f"x{number}": "" for number in range(20_001)})
    assert response.status_code in (400, 413)
    assert "太大" in page_of(response) or "太多" in page_of(response)


@pytest.mark.slow
def test_what_is_typed_never_becomes_markup(browser: Client, evaluation: SelfEvaluation) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    post(browser, evaluation, BASIC_DATA, {LONG: hostile})
    post(browser, evaluation, REPORT, {CHAPTER: hostile}, revision=1)
    for step in (BASIC_DATA, REPORT, CHECK):
        assert "<script>alert" not in browser.get(address(evaluation, step)).content.decode()
    again = post(browser, evaluation, BASIC_DATA, {AMOUNT: '"><script>alert(1)</script>'}, revision=2)
    assert "<script>alert" not in again.content.decode()


FULL = with_rows(BLANK, FUND, FUND, QUANTITY)
BUTTONS = {
    BASIC_DATA: [f"add:{FUND}", f"remove:{FUND}.1", f"down:{FUND}.1"],
    INDICATORS: [f"add:{QUANTITY}"],
    REPORT: ["write:report.chapters.2", "renew:report.chapters.2", "write:report.chapters.6:overall_basic"],
}
CHOSEN = ".direction"  # from a list, which shows what it offers only
SENDABLE = (hostile_texts() | st.text(max_size=30)).filter(
    lambda text: not any("\ud800" <= c <= "\udfff" for c in text)
)


@st.composite
def posts(draw: st.DrawFn) -> tuple[Step, str, dict[str, str]]:
    """A step, a button of it, and hostile texts in some of its cells."""
    step = draw(st.sampled_from([DETAILS, BASIC_DATA, BUDGET, INDICATORS, REPORT]))
    action = draw(st.sampled_from(["save", "save_next", *BUTTONS.get(step, [])]))
    return step, action, draw(st.dictionaries(st.sampled_from(sorted(form_of(step, FULL))), SENDABLE, max_size=4))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(posted=posts())
def test_whatever_is_typed_is_stored_or_shown_again(
    browser: Client, evaluation: SelfEvaluation, posted: tuple[Step, str, dict[str, str]]
) -> None:
    step, action, typed = posted
    with transaction.atomic():
        fill_in(evaluation, FULL)
        before = stored(evaluation)
        response = post(browser, evaluation, step, typed, revision=revision_of(evaluation), action=action)
        assert response.status_code in (303, 422)
        if response.status_code == 422:
            assert stored(evaluation) == before
            shown = {path: text for path, text in typed.items() if text.isprintable() and not path.endswith(CHOSEN)}
            assert all(text in page_of(response) for text in shown.values())
        transaction.set_rollback(True)
