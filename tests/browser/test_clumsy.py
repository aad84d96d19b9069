"""A clumsy clerk at the cells: garbage and huge blocks, texts as Excel puts them on the clipboard, half-composed characters, two tabs, the
way back, reloading in mid-save, a browser that keeps nothing or is old. Nothing breaks, nothing is lost, everything is said."""

import pytest
from playwright.sync_api import CDPSession, Dialog, Page, Request, expect

from accounts.models import User
from evaluations.filling.steps import BASIC_DATA, BUDGET, REPORT
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import cell, is_saved, open_step, quick, sign_in, status, type_into
from tests.browser.test_keys import FIRST, TWELVE, block, line, numbers, paste
from tests.factories import an_evaluation
from tests.filling.forms import BLANK, FUND, fill_in, stored, typed_into, with_rows
from tests.look.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "basic_data.expenditure.office"
FINAL, BUDGETED = f"{OFFICE}.final", f"{OFFICE}.budget"
THRIFT = "basic_data.thrift_measures"
EXECUTED = "self_assessment.executed"
CHAPTER = "report.chapters.1"


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """A blank evaluation with one fund."""
    return fill_in(an_evaluation(), typed_into(with_rows(BLANK, FUND), {f"{FUND}.1.name": "原有项目"}))


@pytest.fixture
def tab(page: Page, preparer: User, evaluation: SelfEvaluation) -> Page:
    """附件2, opened by the preparer."""
    open_step(quick(page, preparer), evaluation, BASIC_DATA)
    return page


def is_settled(page: Page) -> None:
    expect(status(page)).not_to_contain_text("正在保存")


# Pasting


def test_garbage_goes_into_the_cells_as_text_and_is_named(tab: Page, evaluation: SelfEvaluation) -> None:
    garbage = ["<img src=x onerror=alert(1)>", "=A1+1", "👍\u200b\ufeff"]
    paste(tab, f"{OFFICE}.prior_final", block([garbage]))
    expect(status(tab)).to_have_text("未保存：有 3 处无法识别")
    for column, text in zip(("prior_final", "budget", "final"), garbage, strict=True):
        expect(cell(tab, f"{OFFICE}.{column}")).to_have_value(text.removesuffix("\ufeff"))
        expect(tab.locator(f'[id="{OFFICE}.{column}.notes"]')).to_contain_text("应为数字")
    assert tab.locator("img[src=x]").count() == 0
    assert stored(evaluation)[FINAL] == ""
    tab.keyboard.press("Control+z")
    is_saved(tab)
    expect(cell(tab, FINAL)).to_have_value("")


def test_a_block_of_two_hundred_thousand_rows_is_refused_in_words(tab: Page, evaluation: SelfEvaluation) -> None:
    cell(tab, FIRST).focus()
    tab.evaluate(
        """element => {
            const data = new DataTransfer();
            data.setData("text/plain", "1\\t2\\t3\\r\\n".repeat(200000));
            element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        cell(tab, FIRST).element_handle(),
    )
    alert = tab.locator(".paste-alert")
    expect(alert).to_contain_text("没有粘贴")
    expect(alert).to_contain_text("没有可填的格")
    expect(cell(tab, FIRST)).to_have_value("")
    type_into(tab, FINAL, "8")
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "8"


def test_a_quote_that_is_never_closed_is_a_character_like_any_other(tab: Page, evaluation: SelfEvaluation) -> None:
    paste(tab, f"{FUND}.1.name", block([['"甲', "", "1", "2"], ["乙", "", "3", "4"]]))
    expect(cell(tab, f"{FUND}.2.name")).to_have_value("乙")
    expect(cell(tab, f"{FUND}.1.name")).to_have_value('"甲')
    assert stored(evaluation)[f"{FUND}.2.final"] == "4"


def test_more_rows_than_a_list_takes_are_refused_with_their_number(tab: Page, evaluation: SelfEvaluation) -> None:
    paste(tab, f"{FUND}.1.name", block([[f"项目{n}", "", "1", "2"] for n in range(300)]))
    expect(tab.locator(".paste-alert")).to_contain_text("没有粘贴：要在表中添加 299 行")
    expect(tab.locator(".paste-alert")).to_contain_text("200 行")
    expect(cell(tab, f"{FUND}.1.name")).to_have_value("原有项目")
    assert f"{FUND}.2.name" not in stored(evaluation)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["windows", "unix", "old mac"])
def test_any_line_ends_make_rows(tab: Page, evaluation: SelfEvaluation, end: str) -> None:
    figures, columns = numbers(6), ("prior_final", "budget", "final")
    paste(tab, FIRST, end.join("\t".join(row) for row in figures) + end)
    is_saved(tab)
    expect(line(tab, TWELVE[5])).to_have_value("15.3")
    now = stored(evaluation)
    assert [[now[f"basic_data.expenditure.{item}.{column}"] for column in columns] for item in TWELVE[:6]] == figures


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ('"一、压减会议\n二、控制""三公""\t经费"\r\n', '一、压减会议\n二、控制"三公"\t经费'),
        ('"一\r\n二"\r\n', "一\n二"),
        ('"引用的话"', '"引用的话"'),
        ('"半句\n', '"半句\n'),
        ('他说"好"\n"再见"', '他说"好"\n"再见"'),
        ('"上句"\n"下句"', '"上句"\n"下句"'),
    ],
    ids=[
        "as Excel quotes it",
        "as Windows ends lines",
        "a quotation",
        "half a quotation",
        "words in quotes",
        "two quotations",
    ],
)
def test_one_cell_of_excel_is_pasted_without_the_quotes_that_excel_puts_around_it(
    tab: Page, evaluation: SelfEvaluation, text: str, pasted: str
) -> None:
    copy_and_paste(tab, THRIFT, text)
    expect(cell(tab, THRIFT)).to_have_value(pasted)
    is_saved(tab)
    assert stored(evaluation)[THRIFT] == pasted.strip()


def test_a_cell_of_several_lines_does_not_run_together_in_an_amount(tab: Page, evaluation: SelfEvaluation) -> None:
    copy_and_paste(tab, FINAL, '"1\n2"\r\n')
    expect(cell(tab, FINAL)).to_have_value("1 2")
    expect(status(tab)).to_have_text("未保存：有 1 处无法识别")
    paste(tab, f"{OFFICE}.budget", '"3\n4"\t5\r\n')
    expect(cell(tab, BUDGETED)).to_have_value("3 4")
    expect(status(tab)).to_have_text("未保存：有 1 处无法识别")
    assert (stored(evaluation)[BUDGETED], stored(evaluation)[FINAL]) == ("", "5")


def copy_and_paste(page: Page, path: str, text: str) -> None:
    """The browser's own paste, of a text that another program has put on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    cell(page, path).click()
    page.keyboard.press("Control+v")


def test_after_the_block_is_left_delete_takes_away_a_character_only(tab: Page, evaluation: SelfEvaluation) -> None:
    cell(tab, THRIFT).fill("节约")
    paste(tab, FIRST, block(numbers(2)))
    expect(tab.locator("td.marked")).to_have_count(6)
    cell(tab, THRIFT).focus()
    tab.keyboard.press("Home")
    tab.keyboard.press("Delete")
    expect(cell(tab, THRIFT)).to_have_value("约")
    expect(cell(tab, FIRST)).to_have_value("10.1")
    expect(tab.locator("td.marked")).to_have_count(0)


# Composing


@pytest.fixture
def keyboard(page: Page) -> CDPSession:
    """Composes characters as an input method does."""
    return page.context.new_cdp_session(page)


def compose(keyboard: CDPSession, text: str) -> None:
    keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def test_half_composed_text_is_not_saved(
    page: Page, preparer: User, evaluation: SelfEvaluation, keyboard: CDPSession
) -> None:
    page.clock.install()
    sign_in(page, preparer)
    open_step(page, evaluation, BASIC_DATA)
    sent: list[str] = []
    page.on("request", lambda request: sent.extend(texts_of(request)))
    cell(page, THRIFT).click()
    for letters in ("j", "ji", "jie", "jie'yue"):
        compose(keyboard, letters)
        page.clock.run_for(5_000)
    expect(cell(page, THRIFT)).to_have_value("jie'yue")
    keyboard.send("Input.insertText", {"text": "节约"})
    page.clock.run_for(1_000)
    is_saved(page)
    assert sent == ["节约"]
    expect(cell(page, THRIFT)).to_have_value("节约")
    assert stored(evaluation)[THRIFT] == "节约"


def texts_of(request: Request) -> list[str]:
    sent = request.post_data_json if request.url.endswith("/cells/") else None
    return list(sent["cells"].values()) if sent else []


def test_enter_that_takes_a_composed_word_does_not_leave_the_cell(tab: Page, keyboard: CDPSession) -> None:
    name = cell(tab, f"{FUND}.1.name")
    name.click()
    compose(keyboard, "wen'hua")
    tab.keyboard.press("Enter")
    expect(name).to_be_focused()
    # Safari ends the composition before it tells of the key, which then has this code.
    taken = """input => !input.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }))"""
    assert not name.evaluate(taken)
    expect(name).to_be_focused()


# Tabs and the way back


def test_two_tabs_of_one_browser_share_what_is_unsaved_and_lose_nothing(tab: Page, evaluation: SelfEvaluation) -> None:
    tab.route("**/cells/", lambda route: route.abort())
    type_into(tab, THRIFT, "第一句。")
    expect(status(tab)).to_contain_text("网络中断")
    second = tab.context.new_page()
    open_step(second, evaluation, BASIC_DATA)
    expect(cell(second, THRIFT)).to_have_value("第一句。")
    is_saved(second)
    cell(tab, THRIFT).press("End")
    cell(tab, THRIFT).press_sequentially("第二句。")
    type_into(second, FINAL, "8")
    is_saved(second)
    tab.reload()
    expect(cell(tab, THRIFT)).to_have_value("第一句。第二句。")
    tab.unroute("**/cells/")
    mine = tab.get_by_role("button", name="保留我填的")
    mine.or_(status(tab).filter(has_text="已保存")).first.wait_for()
    if mine.count():
        mine.click()
    is_saved(tab)
    assert (stored(evaluation)[THRIFT], stored(evaluation)[FINAL]) == ("第一句。第二句。", "8")
    expect(cell(tab, THRIFT)).to_have_value("第一句。第二句。")


def test_two_tabs_type_into_different_cells(tab: Page, evaluation: SelfEvaluation) -> None:
    second = tab.context.new_page()
    open_step(second, evaluation, BASIC_DATA)
    for number in range(1, 4):
        type_into(tab, FINAL, str(number))
        type_into(second, BUDGETED, str(number * 10))
    for page in (tab, second):
        is_saved(page)
        is_settled(page)
        expect(page.locator(".cell-choice.undecided")).to_have_count(0)
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("3", "30")
    tab.reload()
    expect(cell(tab, BUDGETED)).to_have_value("30")
    expect(cell(tab, FINAL)).to_have_value("3")


def test_what_one_tab_has_saved_is_not_what_the_other_still_keeps(tab: Page, evaluation: SelfEvaluation) -> None:
    second = tab.context.new_page()
    open_step(second, evaluation, BASIC_DATA)
    for page, text in ((tab, "甲"), (second, "乙")):
        page.route("**/cells/", lambda route: route.abort())
        type_into(page, THRIFT, text)
        expect(status(page)).to_contain_text("网络中断")
    tab.unroute("**/cells/")
    is_saved(tab)
    second.reload()
    expect(cell(second, THRIFT)).to_have_value("乙")
    second.unroute("**/cells/")
    second.get_by_role("button", name="保留我填的").click()
    is_saved(second)
    assert stored(evaluation)[THRIFT] == "乙"


def goes_back(page: Page, evaluation: SelfEvaluation) -> None:
    """Types, goes on by a link, comes back by the browser's button, and types on."""
    type_into(page, FINAL, "8")
    is_saved(page)
    page.get_by_role("link", name="任务清单").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("整体支出绩效自评")
    page.evaluate("history.back()")
    expect(cell(page, FINAL)).to_have_value("8")
    type_into(page, FINAL, "9")
    type_into(page, BUDGETED, "3")
    is_saved(page)
    is_settled(page)
    expect(page.locator(".cell-choice")).to_have_count(0)
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("9", "3")


def test_the_way_back_shows_what_was_saved(tab: Page, evaluation: SelfEvaluation) -> None:
    goes_back(tab, evaluation)


def test_reloading_in_the_middle_of_a_save_loses_nothing(tab: Page, evaluation: SelfEvaluation) -> None:
    tab.route("**/cells/", lambda route: None)
    with tab.expect_request("**/cells/"):
        type_into(tab, FINAL, "8")
    cell(tab, BUDGETED).press_sequentially("3")
    tab.reload()
    expect(cell(tab, FINAL)).to_have_value("8")
    expect(cell(tab, BUDGETED)).to_have_value("3")
    tab.unroute("**/cells/")
    tab.reload()
    is_saved(tab)
    expect(cell(tab, FINAL)).to_have_value("8")
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("8", "3")


def test_fast_typing_and_tab_reach_every_cell(tab: Page, evaluation: SelfEvaluation) -> None:
    cell(tab, FIRST).click()
    typed = {}
    for number in range(30):
        path = tab.evaluate("document.activeElement.matches('input') && document.activeElement.name")
        if path:
            typed[path] = f"{number + 1}.5"
            tab.keyboard.type(typed[path])
        tab.keyboard.press("Tab")
    is_saved(tab)
    is_settled(tab)
    assert len(typed) > 20
    assert typed.items() <= stored(evaluation).items()
    for path, text in typed.items():
        expect(cell(tab, path)).to_have_value(text)


# Browsers


def test_a_browser_that_keeps_nothing_saves_all_the_same_and_asks_before_it_leaves(
    page: Page, preparer: User, evaluation: SelfEvaluation
) -> None:
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
        }"""
    )
    open_step(quick(page, preparer), evaluation, BASIC_DATA)
    type_into(page, FINAL, "8")
    is_saved(page)
    assert stored(evaluation)[FINAL] == "8"
    paste(page, f"{FUND}.1.name", block([["甲", "", "1", "2"], ["乙", "", "3", "4"]]))
    expect(cell(page, f"{FUND}.2.name")).to_have_value("乙")
    page.route("**/cells/", lambda route: route.abort())
    type_into(page, FINAL, "9")
    expect(status(page)).to_contain_text("网络中断")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("() => { location.href = '/'; }")
    page.get_by_role("link", name="任务清单").click(no_wait_after=True)
    expect(cell(page, FINAL)).to_have_value("9")
    assert set(asked) == {"beforeunload"}
    page.unroute("**/cells/")
    is_saved(page)
    assert stored(evaluation)[FINAL] == "9"


def test_a_full_storage_hinders_no_saving(tab: Page, evaluation: SelfEvaluation) -> None:
    tab.evaluate(
        """() => {
            Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    type_into(tab, FINAL, "8")
    is_saved(tab)
    assert stored(evaluation)[FINAL] == "8"


def test_an_older_browser_saves_and_restores(page: Page, preparer: User, evaluation: SelfEvaluation) -> None:
    page.add_init_script(
        """delete window.requestIdleCallback;
        delete AbortSignal.timeout;
        delete String.prototype.toWellFormed;
        delete Array.prototype.findLastIndex;"""
    )
    open_step(quick(page, preparer), evaluation, BUDGET)
    type_into(page, EXECUTED, "8")
    is_saved(page)
    assert stored(evaluation)[EXECUTED] == "8"
    open_step(page, evaluation, REPORT)
    page.context.set_offline(True)
    type_into(page, CHAPTER, "第一段")
    expect(status(page)).to_contain_text("网络中断")
    page.context.set_offline(False)
    is_saved(page)
    assert stored(evaluation)[CHAPTER] == "第一段"


def test_axe_finds_nothing_on_a_page_with_an_alert(tab: Page) -> None:
    paste(tab, FIRST, block(numbers(60)))
    expect(tab.locator(".paste-alert")).to_contain_text("没有粘贴")
    assert not violations(tab)
