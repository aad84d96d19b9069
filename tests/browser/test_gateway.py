"""A device on the way answers in the server's place, in every way that such devices have and at every moment of a save. Whatever it answers,
each typed text stands stored once and as it was typed, as soon as the device lets it pass."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import Session, User
from evaluations.filling.steps import BASIC_DATA, REPORT
from evaluations.records.models import Edit, SelfEvaluation
from tests.browser.acting import button, cell, is_saved, open_step, quick, sign_in, status
from tests.browser.gateway import ANSWERS, Gateway, html
from tests.browser.test_keys import block, paste
from tests.factories import PASSWORD
from tests.filling.forms import BLANK, FUND, address, fill_in, stored, typed_into, with_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "basic_data.expenditure.office"
THRIFT = "basic_data.thrift_measures"
TYPED = {
    f"{OFFICE}.final": "1,234.50",
    f"{OFFICE}.budget": "3",
    THRIFT: "节约 union select 用电",
    f"{FUND}.1.name": "文化惠民",
}
STORED = {**TYPED, f"{OFFICE}.final": "1234.5"}
CUT, FOREIGN, REFUSED, OFTEN, BUSY = (
    f"未保存：{why}，将自动重试"
    for why in (
        "网络中断",
        "收到的不是本系统的回答，可能要重新登录上网认证",
        "网络设备拒绝了保存",
        "网络设备限制了次数",
        "系统暂时不能保存",
    )
)
HELD = "未保存：网络设备拒绝了 1 处文字"


@pytest.fixture
def evaluation(evaluation: SelfEvaluation) -> SelfEvaluation:
    """A blank evaluation with one row of a list."""
    return fill_in(evaluation, with_rows(BLANK, FUND))


@pytest.fixture
def tab(page: Page, preparer: User, evaluation: SelfEvaluation) -> Iterator[Page]:
    """附件2, opened by the preparer; no error of the page's own stays unseen."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_step(quick(page, preparer), evaluation, BASIC_DATA)
    yield page
    assert not errors


def type_all(page: Page) -> None:
    for path, text in TYPED.items():
        cell(page, path).fill(text)


def holds(page: Page, evaluation: SelfEvaluation) -> None:
    """Saved says the page, and so it is: each text stored and shown, in one save each, and nothing kept in the browser."""
    is_saved(page)
    expect(page.locator(".cell-choice, .cell-error, dialog[open]")).to_have_count(0)
    assert STORED.items() <= stored(evaluation).items()
    changes = [(edit.where, edit.old, edit.new) for edit in Edit.objects.filter(where__in=TYPED).order_by("pk")]
    assert sorted(changes) == sorted((path, "", text) for path, text in STORED.items())
    for path, text in STORED.items():
        expect(cell(page, path)).to_have_value(text)
    assert page.evaluate("Object.keys(localStorage)") == []


WHEN = pytest.mark.parametrize("is_late", [False, True], ids=["before the server", "after the server"])


@pytest.mark.parametrize(("is_late", "times"), [(False, 2), (True, 1)], ids=["twice before", "once after the server"])
def test_an_answer_that_is_none_costs_nothing_but_time(
    tab: Page, evaluation: SelfEvaluation, times: int, *, is_late: bool
) -> None:
    texts = {f"{OFFICE}.final": [], f"{OFFICE}.budget": [], THRIFT: []}  # type: dict[str, list[str]]
    for number, (name, answer) in enumerate(ANSWERS.items(), 1):
        gateway = Gateway(answer, is_late, times).stand_before(tab)
        for path, typed in texts.items():
            typed.append(name if path == THRIFT else f"{number}.5")
            cell(tab, path).fill(typed[-1])
        is_saved(tab)
        assert len(gateway.answered) == times, name
        now = stored(evaluation)
        assert {path: now[path] for path in texts} == {path: typed[-1] for path, typed in texts.items()}, name
        tab.unroute("**/cells/")
    expect(tab.locator(".cell-choice, .cell-error, dialog[open]")).to_have_count(0)
    for path, typed in texts.items():
        assert list(Edit.objects.filter(where=path).order_by("pk").values_list("new", flat=True)) == typed
    assert tab.evaluate("Object.keys(localStorage)") == []


ALWAYS = {
    "a portal": FOREIGN,
    "foreign json": FOREIGN,
    "a firewall": REFUSED,
    "a rate limit": OFTEN,
    "not found": REFUSED,
    "no database": BUSY,
    "a bad gateway": CUT,
    "cut json": FOREIGN,
}


@WHEN
@pytest.mark.parametrize("name", ALWAYS)
def test_while_nothing_gets_through_the_page_says_so_and_then_saves(
    tab: Page, evaluation: SelfEvaluation, name: str, *, is_late: bool
) -> None:
    gateway = Gateway(ANSWERS[name], is_late).stand_before(tab)
    type_all(tab)
    expect(status(tab)).to_have_text(ALWAYS[name])
    button(tab, "save").click()
    expect(status(tab)).to_have_text(ALWAYS[name])
    expect(tab.get_by_role("dialog")).to_have_count(0)
    seen = len(gateway.answered)
    gateway.answers(tab, seen + 3)
    gateway.go()
    holds(tab, evaluation)


@WHEN
@pytest.mark.parametrize("name", [*ALWAYS, "a broken line", "too large", "a redirect to a sign-in page"])
def test_a_text_that_the_network_refuses_holds_up_no_other(
    tab: Page, evaluation: SelfEvaluation, name: str, *, is_late: bool
) -> None:
    gateway = Gateway(ANSWERS[name], is_late, forbidden="union select").stand_before(tab)
    type_all(tab)
    expect(status(tab)).to_contain_text(HELD)
    expect(tab.locator(f'[id="{THRIFT}.notes"]')).to_contain_text("网络设备拒绝了这段文字")
    now = stored(evaluation)
    assert all(now[path] == text for path, text in STORED.items() if path != THRIFT)
    expect(cell(tab, THRIFT)).to_have_value(TYPED[THRIFT])
    before = cell(tab, "revision").input_value()
    cell(tab, f"{OFFICE}.prior_final").fill("7")
    expect(cell(tab, "revision")).not_to_have_value(before)
    expect(status(tab)).to_contain_text(HELD)
    assert stored(evaluation)[f"{OFFICE}.prior_final"] == "7"
    gateway.go()
    holds(tab, evaluation)


@WHEN
def test_a_refused_text_that_is_changed_is_saved_at_once(
    tab: Page, evaluation: SelfEvaluation, *, is_late: bool
) -> None:
    Gateway(ANSWERS["a firewall"], is_late, forbidden="union select").stand_before(tab)
    type_all(tab)
    expect(status(tab)).to_contain_text(HELD)
    cell(tab, THRIFT).fill("节约用电")
    is_saved(tab)
    expect(tab.locator(".cell-choice, .cell-error, dialog[open]")).to_have_count(0)
    assert stored(evaluation)[THRIFT] == "节约用电"


def test_a_refused_text_outlives_the_page_and_hinders_no_step(tab: Page, evaluation: SelfEvaluation) -> None:
    gateway = Gateway(ANSWERS["a firewall"], is_late=False, forbidden="union select").stand_before(tab)
    type_all(tab)
    expect(status(tab)).to_contain_text(HELD)
    button(tab, "save").click()
    expect(status(tab)).to_contain_text(HELD)
    with tab.expect_navigation():
        button(tab, "save_next").click()
    open_step(tab, evaluation, BASIC_DATA)
    expect(cell(tab, THRIFT)).to_have_value(TYPED[THRIFT])
    expect(status(tab)).to_contain_text(HELD)
    gateway.go()
    is_saved(tab)
    assert STORED.items() <= stored(evaluation).items()


def test_many_refused_texts_are_all_found(page: Page, preparer: User, evaluation: SelfEvaluation) -> None:
    open_step(quick(page, preparer), evaluation, REPORT)
    gateway = Gateway(ANSWERS["a firewall"], is_late=False, forbidden="<script>").stand_before(page)
    typed = {f"report.chapters.{n}": f"第{n}章" + ("<script>" if n in (2, 3, 9) else "") for n in range(1, 10)}
    page.evaluate(
        """texts => { for (const [path, text] of Object.entries(texts)) {
            const area = document.getElementsByName(path)[0];
            area.value = text;
            area.dispatchEvent(new Event("input", { bubbles: true }));
        } }""",
        typed,
    )
    expect(status(page)).to_contain_text("未保存：网络设备拒绝了 3 处文字")
    assert [n for n in range(1, 10) if not stored(evaluation)[f"report.chapters.{n}"]] == [2, 3, 9]
    gateway.go()
    is_saved(page)
    assert typed.items() <= stored(evaluation).items()


def test_typing_goes_on_while_the_answers_are_wrong(tab: Page, evaluation: SelfEvaluation) -> None:
    gateway = Gateway(ANSWERS["a portal"], is_late=True).stand_before(tab)
    cell(tab, THRIFT).press_sequentially("节约", delay=80)
    expect(status(tab)).to_have_text(FOREIGN)
    cell(tab, THRIFT).press_sequentially("用电用水", delay=80)
    gateway.go()
    is_saved(tab)
    assert stored(evaluation)[THRIFT] == "节约用电用水"
    expect(tab.locator(".cell-choice")).to_have_count(0)


def test_a_device_that_never_ends_its_answer_is_given_up(
    page: Page, preparer: User, evaluation: SelfEvaluation
) -> None:
    page.clock.install()
    sign_in(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    waiting: list[Route] = []
    page.route("**/cells/", lambda route: waiting.append(route))  # noqa: PLW0108  # Playwright marks its handlers
    with page.expect_request("**/cells/"):
        cell(page, THRIFT).fill("节约用电")
        page.clock.run_for(1_000)
    expect(status(page)).to_have_text("正在保存…")
    page.clock.run_for(21_000)
    expect(status(page)).to_have_text(CUT)


def test_retry_after_is_kept_within_bounds(page: Page, preparer: User, evaluation: SelfEvaluation) -> None:
    page.clock.install()
    sign_in(page, preparer)
    page.goto(address(evaluation, BASIC_DATA))
    gateway = Gateway(html(429, **{"Retry-After": "40"}), is_late=False).stand_before(page)
    cell(page, THRIFT).fill("节约用电")
    page.clock.run_for(1_000)
    expect(status(page)).to_have_text(OFTEN)
    page.clock.run_for(38_000)
    assert len(gateway.answered) == 1
    gateway.answer = html(429, **{"Retry-After": "86400"})
    page.clock.run_for(3_000)
    gateway.answers(page, 2)
    gateway.go()
    page.clock.run_for(6 * 60_000)
    is_saved(page)
    assert stored(evaluation)[THRIFT] == "节约用电"


# The session


def test_a_page_from_before_a_new_sign_in_asks_for_no_password(
    tab: Page, evaluation: SelfEvaluation, preparer: User
) -> None:
    tab.context.clear_cookies()
    sign_in(tab, preparer)
    type_all(tab)
    holds(tab, evaluation)


def test_no_password_goes_to_a_page_that_is_not_ours(tab: Page, evaluation: SelfEvaluation) -> None:
    Session.objects.all().delete()
    cell(tab, THRIFT).fill(TYPED[THRIFT])
    dialog = tab.get_by_role("dialog", name="登录已过期")
    expect(dialog).to_be_visible()
    posted: list[str] = []
    tab.on("request", lambda request: posted.append(request.post_data or ""))
    portal = re.compile("/(sign-in|session)/$")
    tab.route(portal, lambda route: route.fulfill(**html(200, "<main><form><input name=password></form></main>")))
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录并继续保存").click()
    expect(dialog).to_contain_text("网络中断，请稍后再试。")
    assert not [body for body in posted if PASSWORD in body]
    tab.unroute(portal)
    dialog.get_by_role("button", name="登录并继续保存").click()
    expect(dialog).to_have_count(0)
    type_all(tab)
    holds(tab, evaluation)


def test_a_redirect_of_a_proxy_is_no_sign_in(tab: Page, evaluation: SelfEvaluation) -> None:
    Session.objects.all().delete()
    cell(tab, THRIFT).fill(TYPED[THRIFT])
    dialog = tab.get_by_role("dialog", name="登录已过期")

    def redirect(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=302, headers={"Location": "/portal/"})
        else:
            route.continue_()

    tab.route("**/sign-in/", redirect)
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录并继续保存").click()
    expect(dialog).to_contain_text("网络中断")
    tab.unroute("**/sign-in/")
    dialog.get_by_role("button", name="登录并继续保存").click()
    expect(dialog).to_have_count(0)
    type_all(tab)
    holds(tab, evaluation)


# Rows


@WHEN
@pytest.mark.parametrize("name", ALWAYS)
def test_pasted_rows_are_added_once(tab: Page, evaluation: SelfEvaluation, name: str, *, is_late: bool) -> None:
    Gateway(ANSWERS[name], is_late, times=2).stand_before(tab)
    paste(tab, f"{FUND}.1.name", block([["甲", "", "1", "2"], ["乙", "", "3", "4"]]))
    expect(cell(tab, f"{FUND}.2.name")).to_have_value("乙")
    expect(cell(tab, f"{FUND}.3.name")).to_have_count(0)
    now = stored(evaluation)
    assert (now[f"{FUND}.1.name"], now[f"{FUND}.2.final"]) == ("甲", "4")
    expect(cell(tab, f"{FUND}.1.name")).to_be_focused()
    tab.keyboard.press("Control+z")
    expect(cell(tab, f"{FUND}.2.name")).to_have_count(0)
    assert stored(evaluation)[f"{FUND}.1.name"] == ""


def test_pasted_rows_that_nothing_lets_through_are_told(tab: Page, evaluation: SelfEvaluation) -> None:
    gateway = Gateway(ANSWERS["a portal"], is_late=False).stand_before(tab)
    paste(tab, f"{FUND}.1.name", block([["甲", "", "1", "2"], ["乙", "", "3", "4"]]))
    expect(tab.locator(".paste-alert")).to_contain_text("没有成功。网络中断")
    gateway.go()
    type_all(tab)
    holds(tab, evaluation)


# What else the page asks for


@pytest.mark.parametrize("name", ["a portal", "a firewall", "foreign json", "a broken line"])
def test_a_preview_and_the_library_show_no_page_but_ours(
    page: Page, preparer: User, evaluation: SelfEvaluation, name: str
) -> None:
    fill_in(evaluation, typed_into(BLANK, {"report.chapters.2": "我们的文字"}))
    gateway = Gateway(ANSWERS[name], is_late=False)
    page.route("**/preview/2/", gateway)
    open_step(quick(page, preparer), evaluation, REPORT)
    details = page.locator("details.preview").nth(1)
    details.locator("summary").click()
    gateway.answers(page, 1)
    expect(details).not_to_contain_text("认证")
    gateway.go()
    details.locator("summary").click()
    details.locator("summary").click()
    expect(details).to_contain_text("我们的文字")
