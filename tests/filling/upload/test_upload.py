"""Importing files: what is chosen is compared cell by cell with what is stored, and nothing is written before the confirmation."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from accounts.actors import actor_of
from accounts.audit import record
from accounts.models import AuditEvent, User
from accounts.roles import Role
from evaluations.core.form.document import Document
from evaluations.filling.steps import BASIC_DATA, BUDGET, INDICATORS, REPORT, Step
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document
from tests.factories import a_person, a_unit, an_evaluation
from tests.filling.conftest import SignIn
from tests.filling.files import sheets, with_cell
from tests.filling.forms import (
    BUILDINGS,
    EDITION,
    FUND,
    QUANTITY,
    address,
    blank_with,
    fill_in,
    revision_of,
    stored,
)
from tests.filling.uploads import OFFICE, POSTS, Files, confirm, messages_of, offered, preview_of, upload, url
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# Choosing files


def test_the_page_says_what_can_be_brought_in_and_gives_the_units_own_sheets(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    page = Page(browser.get(url(evaluation)))
    assert "附件2、附件3 Excel 表（.xlsx）和自评报告 Word 文件（.docx" in page.text
    assert "不超过 10 MB" in page.text
    for which in ("attachment2", "attachment3"):
        action = f"/evaluations/{evaluation.pk}/files/{which}/"
        assert action in page.buttons
        sheet = browser.post(action)
        assert sheet.status_code == 200
        assert sheet["Content-Disposition"].startswith("attachment")


def test_the_task_list_and_the_steps_lead_to_it_while_it_can_be_filled_in(
    browser: Client, signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation
) -> None:
    steps: list[Step | None] = [None, BASIC_DATA, BUDGET, INDICATORS, REPORT]
    link = url(evaluation)
    for step in steps:
        assert link in Page(browser.get(address(evaluation, step))).addresses
        assert link not in Page(signed_in(unit_head).get(address(evaluation, step))).addresses


def test_a_units_own_blank_sheets_hold_nothing_to_import(browser: Client, evaluation: SelfEvaluation) -> None:
    files = {
        f"{which}.xlsx": browser.post(f"/evaluations/{evaluation.pk}/files/{which}/").content
        for which in ("attachment2", "attachment3")
    }
    page = preview_of(browser, evaluation, files)
    assert not offered(page)
    assert "确认导入" not in page.text
    assert "没有可以导入的内容" in page.text


# Comparing


def test_every_cell_of_both_sheets_is_shown_and_nothing_is_written_before_the_confirmation(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    before = stored(evaluation)
    page = preview_of(browser, evaluation, both)
    shown = offered(page)
    assert len(shown) > 100
    assert all(shown.values())
    for title in (
        "附件2 财政供养人员情况",
        "附件2 经费控制情况",
        "附件2 厉行节约保障措施",
        "附件3 年度预算申请",
        "附件3 年度总体目标",
        "附件3 绩效指标",
        "填表人",
    ):
        assert any(heading.startswith(title) for heading in page.headings), title
    assert "文件1 附件2 B4" in page.text
    assert "文件1：附件2.xlsx" in page.text
    assert stored(evaluation) == before
    assert revision_of(evaluation) == 0
    assert not AuditEvent.objects.filter(action="import_sheets").exists()
    assert not Edit.objects.exists()


def test_what_is_stored_already_is_folded_away_and_what_would_be_replaced_is_marked(
    browser: Client, evaluation: SelfEvaluation, filled: Document, both: Files
) -> None:
    fill_in(evaluation, filled)
    page = preview_of(browser, evaluation, both)
    assert not offered(page)
    assert "文件与现在填的完全相同" in page.text
    other = document({OFFICE: "1.25"})
    fill_in(evaluation, other)
    page = preview_of(browser, evaluation, both)
    assert list(offered(page)) == [OFFICE]
    assert "将被替换" in page.text
    assert re.search(r"另有 \d+ 处与现在相同", page.text)


def test_a_cell_that_can_not_be_read_can_not_be_ticked_and_says_why(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    spoilt = with_cell(both["附件2.xlsx"], 10, "十人")
    page = preview_of(browser, evaluation, {"a.xlsx": spoilt})
    assert POSTS not in offered(page)
    assert "不能导入" in page.text
    assert "填的是“十人”" in page.text
    done = confirm(browser, evaluation, page, [*offered(page), POSTS])
    assert done.status_code == 303
    assert "1 处未导入" in messages_of(browser, done)
    assert stored(evaluation)[POSTS] == ""


def test_what_the_form_has_not_is_listed_with_its_place_and_a_sum_that_differs_is_a_hint(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    odd = with_cell(both["附件2.xlsx"], "编制数", "人数")
    odd = with_cell(odd, 0.9, 5)
    page = preview_of(browser, evaluation, {"a.xlsx": odd})
    assert "没有看懂的内容" in page.text
    assert "人数" in page.text
    assert "核对提示" in page.text


def test_a_table_of_something_else_holds_nothing_and_says_so(browser: Client, evaluation: SelfEvaluation) -> None:
    book, saved = Workbook(), BytesIO()
    assert book.active
    book.active["A1"] = "工资表"
    book.save(saved)
    response = upload(browser, evaluation, {"工资.xlsx": saved.getvalue()})
    assert response.status_code == 422
    page = Page(response)
    assert "没有导入，内容没有改动" in page.text
    assert "工资.xlsx" in page.text
    assert "文件里没有附件2、附件3的内容" in page.text
    assert "sealed" not in page.fields


# Who may


def test_only_the_units_preparer_reaches_it(
    signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation, both: Files
) -> None:
    strangers = [
        unit_head,
        a_person(Role.PREPARER, unit=a_unit("U9")),
        a_person(Role.REVIEWER),
        a_person(Role.MANAGER),
        a_person(Role.AUDITOR),
    ]
    for stranger in strangers:
        other = signed_in(stranger)
        assert other.get(url(evaluation)).status_code == 404
        assert upload(other, evaluation, both).status_code == 404
    assert Client().get(url(evaluation))["Location"].startswith("/sign-in/")


def test_it_takes_a_token(preparer: User, evaluation: SelfEvaluation, both: Files) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(preparer)
    assert upload(strict, evaluation, both).status_code == 403


def test_what_can_not_be_filled_in_now_says_why(
    browser: Client,
    evaluation: SelfEvaluation,
    both: Files,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
) -> None:
    page = preview_of(browser, evaluation, both)
    submitted(evaluation, State.UNIT_CHECK)
    told = browser.get(url(evaluation))
    assert told.status_code == 200
    assert "已提交单位审核" in Page(told).text
    assert not Page(told).takes("file")
    for refused in (upload(browser, evaluation, both), confirm(browser, evaluation, page, [POSTS])):
        assert refused.status_code == 409
        assert "已提交单位审核" in Page(refused).text
    assert revision_of(evaluation) == 0


def test_it_takes_as_many_queries_with_thirty_rows_as_with_one(signed_in: SignIn) -> None:
    taken: dict[int, list[int]] = {}
    for number in (1, 30):
        typed = {f"{FUND}.{row}.name": f"专项{row}" for row in range(1, number + 1)}
        typed |= {f"{FUND}.{row}.prior_final": "1" for row in range(1, number + 1)}
        typed |= {f"self_assessment.indicators.{row}.name": f"指标{row}" for row in range(1, number + 1)}
        one, other = sheets(EDITION, blank_with(typed, *[FUND, BUILDINGS, QUANTITY] * number))
        evaluation = an_evaluation(a_unit(f"Q{number}"))
        preparer = a_person(Role.PREPARER, unit=evaluation.unit)
        browser = signed_in(preparer)
        record("work", actor_of(preparer))  # the first event of a chain takes more
        with CaptureQueriesContext(connection) as shown:
            page = preview_of(browser, evaluation, {"2.xlsx": one, "3.xlsx": other})
        with CaptureQueriesContext(connection) as saved:
            assert confirm(browser, evaluation, page, list(offered(page))).status_code == 303
        taken[number] = [len(shown), len(saved)]
    assert taken[1] == taken[30]
    assert taken[1][0] <= 14
