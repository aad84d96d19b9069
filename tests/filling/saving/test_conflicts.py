"""Two tabs, two people: nothing is overwritten silently, nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from evaluations.filling.steps import BASIC_DATA, CHECK, INDICATORS
from evaluations.records.models import SelfEvaluation
from tests.factories import a_person
from tests.filling.conftest import SignIn
from tests.filling.forms import (
    BLANK,
    FUND,
    PROJECT,
    address,
    fill_in,
    form_of,
    post,
    revision_of,
    stored,
    typed_into,
    with_rows,
)
from tests.filling.forms import (
    INDICATORS as INDICATOR,
)

pytestmark = pytest.mark.django_db
FINAL, BUDGET = f"{PROJECT}.final", f"{PROJECT}.budget"


@pytest.fixture
def colleague(signed_in: SignIn) -> Client:
    """Another preparer of the unit, at another desk."""
    return signed_in(a_person(Role.PREPARER, name="王芳"))


def page_of(response) -> str:  # type: ignore[no-untyped-def]
    return unescape(response.content.decode())


def test_cells_that_do_not_overlap_merge_and_the_second_is_told(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    blank = form_of(BASIC_DATA, BLANK)
    post(colleague, evaluation, BASIC_DATA, {**blank, BUDGET: "3"})
    response = post(browser, evaluation, BASIC_DATA, {**blank, FINAL: "8"})
    assert response.status_code == 303
    assert (stored(evaluation)[BUDGET], stored(evaluation)[FINAL]) == ("3", "8")
    assert "这一步在您打开之后另有 1 处改动，也都保留了" in page_of(browser.get(response["Location"]))


def test_a_cell_that_both_changed_shows_both_values_and_the_next_save_decides(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    post(colleague, evaluation, BASIC_DATA, {FINAL: "7.5"})
    response = post(browser, evaluation, BASIC_DATA, {FINAL: "8", BUDGET: "3"})
    page = page_of(response)
    assert response.status_code == 409
    assert "您填的是“8”；王芳" in page
    assert "保存的是“7.5”" in page
    assert (
        f'name="{FINAL}" value="8"' in page.replace(' aria-label="附件2 项目支出 2023年决算数"', "")
        or 'value="8"' in page
    )
    assert 'value="3"' in page
    assert 'name="revision" value="1"' in page
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGET]) == ("7.5", "")
    assert post(browser, evaluation, BASIC_DATA, {FINAL: "8", BUDGET: "3"}, revision=1).status_code == 303
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGET]) == ("8", "3")


def test_a_cell_cleared_here_and_changed_there_is_to_be_decided(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    post(browser, evaluation, BASIC_DATA, {FINAL: "8"})
    post(colleague, evaluation, BASIC_DATA, {FINAL: "7.5"}, revision=1)
    response = post(browser, evaluation, BASIC_DATA, {FINAL: ""}, revision=1)
    assert response.status_code == 409
    assert "您填的是空白" in page_of(response)
    assert stored(evaluation)[FINAL] == "7.5"


def test_two_tabs_of_one_person_are_held_apart_too(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BASIC_DATA, {FINAL: "7.5"})
    assert post(browser, evaluation, BASIC_DATA, {FINAL: "8"}).status_code == 409


def test_a_save_of_another_step_does_not_stand_in_the_way(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    post(colleague, evaluation, INDICATORS, {}, action=f"add:{INDICATOR}.output.quantity")
    assert post(browser, evaluation, BASIC_DATA, {FINAL: "8"}).status_code == 303
    assert revision_of(evaluation) == 2


def test_texts_typed_into_rows_that_moved_are_given_back_and_put_nowhere(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    names = {f"{FUND}.1.name": "甲", f"{FUND}.2.name": "乙"}
    document = typed_into(with_rows(BLANK, FUND, FUND), names)
    fill_in(evaluation, document)
    post(colleague, evaluation, BASIC_DATA, {}, revision=1, action=f"up:{FUND}.2")
    form = form_of(BASIC_DATA, document)
    response = post(browser, evaluation, BASIC_DATA, {**form, f"{FUND}.1.final": "77.7", FINAL: "8"}, revision=1)
    page = page_of(response)
    assert response.status_code == 409
    assert "没有填入表中的内容" in page
    assert "<dt>附件2 专项资金第 1 行 2023年决算数（甲）</dt><dd>77.7</dd>" in page
    assert 'value="77.7"' not in page
    assert 'value="8"' in page
    assert stored(evaluation)[f"{FUND}.1.final"] == ""


def test_rows_that_moved_do_not_disturb_who_typed_elsewhere(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    names = {f"{FUND}.1.name": "甲", f"{FUND}.2.name": "乙"}
    document = typed_into(with_rows(BLANK, FUND, FUND), names)
    fill_in(evaluation, document)
    post(colleague, evaluation, BASIC_DATA, {}, revision=1, action=f"remove:{FUND}.1")
    form = {**form_of(BASIC_DATA, document), FINAL: "8"}
    assert post(browser, evaluation, BASIC_DATA, form, revision=1).status_code == 303
    assert (stored(evaluation)[f"{FUND}.1.name"], stored(evaluation)[FINAL]) == ("乙", "8")


def test_a_blank_row_added_by_another_is_noticed(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    document = typed_into(with_rows(BLANK, f"{INDICATOR}.output.quality"), {f"{INDICATOR}.1.name": "丙"})
    fill_in(evaluation, document)
    post(colleague, evaluation, INDICATORS, {}, revision=1, action=f"add:{INDICATOR}.output.quantity")
    response = post(browser, evaluation, INDICATORS, {f"{INDICATOR}.1.target": "90%"}, revision=1)
    assert response.status_code == 409
    assert "90%" in page_of(response)
    assert stored(evaluation)[f"{INDICATOR}.1.target"] == stored(evaluation)[f"{INDICATOR}.2.target"] == ""


def test_a_row_to_remove_that_is_another_by_now_is_not_removed(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    names = {f"{FUND}.1.name": "甲", f"{FUND}.2.name": "乙"}
    fill_in(evaluation, typed_into(with_rows(BLANK, FUND, FUND), names))
    post(colleague, evaluation, BASIC_DATA, {}, revision=1, action=f"up:{FUND}.2")
    response = post(browser, evaluation, BASIC_DATA, {FINAL: "8"}, revision=1, action=f"remove:{FUND}.1")
    assert response.status_code == 409
    assert "没有增删或移动行" in page_of(response)
    assert 'value="8"' in page_of(response)
    assert stored(evaluation)[f"{FUND}.1.name"] == "乙"


def test_an_unreadable_text_in_a_stale_form_is_shown_again_beside_what_others_saved(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    post(colleague, evaluation, BASIC_DATA, {BUDGET: "3"})
    response = post(browser, evaluation, BASIC_DATA, {FINAL: "abc", BUDGET: ""})
    page = page_of(response)
    assert response.status_code == 422
    assert 'value="abc"' in page
    assert 'value="3"' in page
    assert 'name="revision" value="1"' in page


def test_two_explanations_of_one_warning_are_to_be_decided(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, typed_into(BLANK, {FINAL: "8", BUDGET: "3"}))
    box = f"explanation.A2-08.{FINAL}"
    assert post(colleague, evaluation, CHECK, {box: "年中追加"}, revision=1).status_code == 303
    response = post(browser, evaluation, CHECK, {box: "另有原因"}, revision=1)
    page = page_of(response)
    assert response.status_code == 409
    assert "另有原因" in page
    assert "保存的是“年中追加”" in page
    assert post(browser, evaluation, CHECK, {box: "另有原因"}, revision=2).status_code == 303


def test_an_explanation_of_a_warning_that_is_gone_is_given_back(
    browser: Client, colleague: Client, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, typed_into(BLANK, {FINAL: "8", BUDGET: "3"}))
    post(colleague, evaluation, BASIC_DATA, {BUDGET: "9"}, revision=1)
    response = post(browser, evaluation, CHECK, {f"explanation.A2-08.{FINAL}": "年中追加"}, revision=1)
    assert response.status_code == 409
    assert "检查结果已经变化" in page_of(response)
    assert "年中追加" in page_of(response)


def test_the_colleagues_name_is_text(signed_in: SignIn, browser: Client, evaluation: SelfEvaluation) -> None:
    hostile = signed_in(a_person(Role.PREPARER, name="<b>王</b>"))
    post(hostile, evaluation, BASIC_DATA, {FINAL: "7"})
    assert "<b>王</b>" not in post(browser, evaluation, BASIC_DATA, {FINAL: "8"}).content.decode()


def test_the_head_of_the_unit_reads_what_is_stored(
    signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, typed_into(BLANK, {FINAL: "8"}))
    page = page_of(signed_in(unit_head).get(address(evaluation, BASIC_DATA)))
    assert "内容由填报人填写" in page
    assert "<input" not in page.split("<main", 1)[1]


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_stored_and_the_other_is_told(
    signed_in: SignIn, evaluation: SelfEvaluation
) -> None:
    browsers = [signed_in(a_person(Role.PREPARER)) for _ in range(2)]
    start = Barrier(2)

    def save(browser: Client, amount: str) -> int:
        start.wait()
        try:
            return post(browser, evaluation, BASIC_DATA, {FINAL: amount}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, browsers, ["7", "8"]))
    assert sorted(answers) == [303, 409]
    assert stored(evaluation)[FINAL] == ["7", "8"][answers.index(303)]
    assert revision_of(evaluation) == 1
