"""Files that were chosen, and what was ticked of them, outlive what a form outlives."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import press_named, sign_in
from tests.core.builders import document
from tests.factories import PASSWORD
from tests.filling.files import sheets
from tests.filling.forms import EDITION, address, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POSTS = "basic_data.staffing.authorized_posts"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose(page: Page, evaluation: SelfEvaluation, person: User) -> None:
    sign_in(page, person)
    page.goto(f"{address(evaluation)}upload/")
    file = FilePayload(name="附件2.xlsx", mimeType=SHEET, buffer=sheets(EDITION, document())[0])
    page.get_by_label("选择文件").set_input_files([file])


def read(page: Page) -> None:
    press_named(page, "读取文件")


def refuse_posts(page: Page) -> None:
    page.route(
        "**/upload/",
        lambda route: (
            route.continue_()
            if route.request.method == "GET"
            else route.fulfill(status=502, content_type="text/html", body="<title>refused</title>")
        ),
    )


def test_a_session_that_ended_is_renewed_and_the_file_is_still_chosen(
    page: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    choose(page, evaluation, preparer)
    page.context.clear_cookies()
    page.get_by_role("button", name="读取文件").click()
    page.get_by_role("dialog").get_by_label("密码").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对导入的内容")


def test_a_file_that_a_proxy_refused_is_still_chosen(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    choose(page, evaluation, preparer)
    refuse_posts(page)
    read(page)
    expect(page).to_have_title("refused")
    page.unroute("**/upload/")
    page.goto("/help/")
    page.goto(f"{address(evaluation)}upload/")
    expect(page.locator(".kept-note")).to_contain_text("附件2.xlsx")
    read(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("核对导入的内容")
    page.goto("/help/")
    page.goto(f"{address(evaluation)}upload/")
    expect(page.get_by_role("button", name="继续核对")).to_be_visible()
    expect(page.locator(".kept-note")).to_have_count(0)


def test_what_was_ticked_is_gone_on_with(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    choose(page, evaluation, preparer)
    read(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("核对导入的内容")
    for box in page.locator('input[name="take"]').all():
        box.uncheck()
    page.locator(f'input[value="{POSTS}"]').check()
    refuse_posts(page)
    page.get_by_role("button", name="确认导入").click()
    expect(page).to_have_title("refused")
    page.unroute("**/upload/")
    page.goto(f"{address(evaluation)}upload/")
    press_named(page, "继续核对")
    expect(page.locator('input[name="take"]:checked')).to_have_count(1)
    assert not stored(evaluation)[POSTS]
    press_named(page, "确认导入")
    expect(page.locator(".message.success")).to_contain_text("已导入 1 处")
    assert stored(evaluation)[POSTS] == "10"
    page.goto(f"{address(evaluation)}upload/")
    expect(page.get_by_role("button", name="继续核对")).to_be_hidden()


def test_what_was_cancelled_is_not_offered(page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    choose(page, evaluation, preparer)
    read(page)
    page.get_by_role("link", name="取消").click()
    page.goto(f"{address(evaluation)}upload/")
    expect(page.get_by_role("button", name="继续核对")).to_be_hidden()
