"""The report's chapters at a browser: composed from the tables, brought up to date, pasted into, given headings, searched."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from evaluations.core.form.document import Document
from evaluations.filling.steps import REPORT
from evaluations.records.models import SelfEvaluation
from tests.browser.acting import button, cell, is_saved, open_step, press, quick, sign_in
from tests.core.builders import document
from tests.factories import an_evaluation
from tests.filling.forms import fill_in, stored
from tests.look.axe import scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWO, SIX = "report.chapters.2", "report.chapters.6"
BUDGET = "2023年预算资金74万元。"


def with_chapters(**chapters: str) -> Document:
    """The document of the tests with other chapters."""
    return document({f"report.chapters.{number.lstrip('c')}": text for number, text in chapters.items()})


@pytest.fixture
def evaluation() -> SelfEvaluation:
    """An evaluation with figures, its second chapter blank."""
    return fill_in(an_evaluation(), with_chapters(c2=""))


@pytest.fixture
def tab(page: Page, preparer: User) -> Page:
    """A page of the preparer that saves quickly."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return quick(page, preparer)


def sentences(page: Page, path: str) -> Locator:
    return page.locator(f'[id="{path}.sentences"]')


def selected(page: Page) -> str:
    """What is selected in the chapter that has the focus."""
    text: str = page.evaluate(
        "(({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd))(document.activeElement)"
    )
    return text


def paste(page: Page, path: str, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    cell(page, path).focus()
    page.keyboard.press("Control+v")


def test_a_chapter_is_composed_then_follows_a_changed_figure(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    button(tab, f"write:{TWO}").click()
    expect(cell(tab, TWO)).to_have_value(stored_when_saved(tab, evaluation))
    text = cell(tab, TWO).input_value()
    assert text.startswith(f"（一）基本支出情况\n{BUDGET}\n2023年度单位一般公共预算财政拨款收入74万元。")
    expect(sentences(tab, TWO)).to_contain_text("8 句已在正文中")

    cell(tab, "report.figures.personnel").fill("58.6")
    expect(sentences(tab, TWO)).to_contain_text("数据已变化：59 → 58.6")
    expect(tab.locator("p.changed")).to_contain_text("二、一般公共预算支出情况")
    assert cell(tab, TWO).input_value() == text

    button(tab, f"renew:{TWO}:expenditure").click()
    expect(cell(tab, TWO)).to_have_value(text.replace("人员经费59万元", "人员经费58.6万元"))
    expect(sentences(tab, TWO)).not_to_contain_text("数据已变化")
    expect(tab.locator("p.changed")).to_have_count(0)
    is_saved(tab)
    assert "人员经费58.6万元" in stored(evaluation)[TWO]


def stored_when_saved(page: Page, evaluation: SelfEvaluation) -> str:
    expect(sentences(page, TWO)).to_contain_text("已在正文中")
    return stored(evaluation)[TWO]


def test_what_was_put_in_is_taken_back_by_undo(tab: Page, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, with_chapters(c2="概况。\n2023年预算资金 65.80 万元。\n其余见表。"))
    open_step(tab, evaluation, REPORT)
    expect(sentences(tab, TWO)).to_contain_text("数据已变化：65.80 → 74")
    button(tab, f"renew:{TWO}:initial_budget").click()
    expect(cell(tab, TWO)).to_have_value("概况。\n2023年预算资金 74 万元。\n其余见表。")
    tab.keyboard.press("Control+z")
    expect(cell(tab, TWO)).to_have_value("概况。\n2023年预算资金 65.80 万元。\n其余见表。")
    expect(sentences(tab, TWO)).to_contain_text("数据已变化：65.80 → 74")


def test_text_that_is_not_saved_yet_is_kept_when_a_sentence_is_written(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    cell(tab, TWO).press_sequentially("  概况😀。")
    button(tab, f"write:{TWO}:initial_budget").click()
    expect(cell(tab, TWO)).to_have_value(f"  概况😀。\n（一）基本支出情况\n{BUDGET}")


def test_without_javascript_the_buttons_post(plain_page: Page, evaluation: SelfEvaluation, preparer: User) -> None:
    page = plain_page
    sign_in(page, preparer)
    open_step(page, evaluation, REPORT)
    cell(page, TWO).fill("概况。\n2023年预算资金1万元。")
    press(page, f"write:{TWO}:revenue")
    expect(cell(page, TWO)).to_have_value("概况。\n2023年预算资金1万元。\n2023年度单位一般公共预算财政拨款收入74万元。")
    press(page, f"renew:{TWO}:initial_budget")
    expect(cell(page, TWO)).to_have_value(f"概况。\n{BUDGET}\n2023年度单位一般公共预算财政拨款收入74万元。")
    scripted = "button.locate:visible, button.insert-heading:visible, button.write-large:visible"
    assert page.locator(scripted).count() == 0


def test_text_from_word_keeps_its_paragraphs_only(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    paste(tab, TWO, "　　第一段，\u00a0共8\u200b万元。\r\n\r\n  （二）项目支出情况\r\n项目\t金额\v合计\t8\r\n")
    expect(cell(tab, TWO)).to_have_value("第一段， 共8万元。\n（二）项目支出情况\n项目 金额\n合计 8")
    tab.keyboard.press("Control+z")
    expect(cell(tab, TWO)).to_have_value("")


def test_the_next_heading_is_put_in_where_the_cursor_is(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    cell(tab, TWO).fill("（一）基本支出情况\n保障运转。\n说明。")
    for _ in "说明。\n":
        tab.keyboard.press("ArrowLeft")
    tab.locator(f'button.insert-heading[value="{TWO}"]').click()
    expect(cell(tab, TWO)).to_have_value("（一）基本支出情况\n保障运转。\n（二）小标题\n说明。")
    assert selected(tab) == "小标题"
    tab.keyboard.type("项目支出情况")
    expect(cell(tab, TWO)).to_have_value("（一）基本支出情况\n保障运转。\n（二）项目支出情况\n说明。")
    preview = tab.locator(f'[id="{TWO}.preview"]')
    expect(preview.locator("p.heading")).to_have_text(["（一）基本支出情况", "（二）项目支出情况"])


def test_how_a_chapter_will_be_printed_is_shown_when_it_is_opened(tab: Page, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, with_chapters(c6="（一）整体支出绩效情况\n保障<b>运转</b>。"))
    open_step(tab, evaluation, REPORT)
    preview = tab.locator("details.preview", has=tab.locator(f'[id="{SIX}.preview"]'))
    preview.locator("summary").click()
    expect(preview.locator("p.heading")).to_have_text("（一）整体支出绩效情况")
    expect(preview).to_contain_text("保障<b>运转</b>。")


def test_a_note_leads_to_its_place_in_the_text(tab: Page, evaluation: SelfEvaluation) -> None:
    long = "全年工作按计划完成。\n" * 60
    fill_in(evaluation, with_chapters(c6=f"{long}项目“文化惠民，支出8万元。\n{long}由XX单位负责。"))
    open_step(tab, evaluation, REPORT)
    locate = tab.locator(".chapter", has=cell(tab, SIX)).locator(".field-note button.locate")
    locate.click()
    assert "“文化惠民" in selected(tab)
    assert tab.evaluate("document.activeElement.scrollTop > 0"), "scrolled down in the chapter"
    locate.click()
    assert "由XX单位" in selected(tab)


def test_a_figures_note_leads_to_the_sentence_that_states_it(tab: Page, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, with_chapters(c2=f"概况。\n{BUDGET}"))
    open_step(tab, evaluation, REPORT)
    cell(tab, "report.figures.initial_budget").fill("75")
    note = tab.locator('[id="report.figures.initial_budget.notes"]')
    expect(note).to_contain_text("正文写着：“2023年预算资金74万元”")
    note.locator("button.locate").click()
    assert selected(tab) == BUDGET.rstrip("。")


def test_an_amount_in_free_words_is_hinted_at(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    cell(tab, "report.chapters.7").fill("公用经费7.25万元，偏紧。")
    hint = sentences(tab, "report.chapters.7")
    expect(hint).to_contain_text("正文写着“公用经费7.25万元”，上面填的公用经费是 7 万元，请核对。")
    hint.locator("button.locate").click()
    assert selected(tab) == "公用经费7.25万元"


def test_enter_in_a_figure_saves_and_writes_nothing(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    cell(tab, "report.figures.personnel").press("Enter")
    is_saved(tab)
    expect(cell(tab, TWO)).to_have_value("")


def test_the_page_is_accessible_and_narrow_with_much_and_with_nothing(tab: Page, evaluation: SelfEvaluation) -> None:
    for chapters in ({"c2": "", "c6": ""}, {"c2": "2023年预算资金1万元。公用经费9万元。", "c6": "由XX负责。" * 300}):
        fill_in(evaluation, with_chapters(**chapters))
        tab.set_viewport_size({"width": 1280, "height": 900})
        open_step(tab, evaluation, REPORT)
        tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(tab) == []
        tab.set_viewport_size({"width": 360, "height": 740})
        assert not scrolls_sideways(tab)


def in_outline(page: Page, path: str) -> Locator:
    return page.locator(f'.report-outline a[href="#{path}"]')


def large(page: Page, path: str) -> Locator:
    """The button that writes a chapter over the whole window, and back."""
    return page.locator(".chapter", has=cell(page, path)).locator("button.write-large")


def test_the_outline_follows_what_is_typed_and_leads_to_the_chapter(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    expect(in_outline(tab, TWO)).to_have_text("二、一般公共预算支出情况 未写 0 字")
    cell(tab, TWO).fill("概况。")
    expect(in_outline(tab, TWO)).to_have_text("二、一般公共预算支出情况 已写 3 字")
    in_outline(tab, "report.chapters.9").click()
    expect(in_outline(tab, "report.chapters.9")).to_be_in_viewport()
    expect(cell(tab, "report.chapters.9")).to_be_in_viewport()


def test_a_long_chapter_scrolls_in_its_own_box(tab: Page, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, with_chapters(c2="全年工作按计划完成。\n" * 900))
    open_step(tab, evaluation, REPORT)
    box = cell(tab, TWO).bounding_box()
    window = tab.viewport_size
    assert box
    assert window
    assert box["height"] <= window["height"] * 0.6 + 1


def test_a_chapter_is_written_over_the_whole_window_in_the_same_box(tab: Page, evaluation: SelfEvaluation) -> None:
    open_step(tab, evaluation, REPORT)
    cell(tab, TWO).press_sequentially("概况")
    tab.evaluate("document.activeElement.isTheSame = true")
    place = tab.evaluate("scrollY")
    large(tab, TWO).click()
    expect(large(tab, TWO)).to_contain_text("退出全屏")
    expect(cell(tab, TWO)).to_be_focused()
    tab.keyboard.type("，全屏")
    is_saved(tab)
    assert stored(evaluation)[TWO] == "概况，全屏"
    box, window = cell(tab, TWO).bounding_box(), tab.viewport_size
    assert box
    assert window
    assert box["height"] > window["height"] / 2
    for _ in range(6):
        tab.keyboard.press("Tab")
        assert tab.evaluate(
            "!document.activeElement.closest('main') || !!document.activeElement.closest('.written-large')"
        )
    cell(tab, TWO).focus()
    assert violations(tab) == []
    tab.keyboard.press("Escape")
    expect(large(tab, TWO)).to_contain_text("全屏写")
    expect(cell(tab, TWO)).to_be_focused()
    assert tab.evaluate("[document.activeElement.isTheSame, scrollY]") == [True, place]
    tab.keyboard.press("Control+z")
    expect(cell(tab, TWO)).not_to_have_value("概况，全屏")
