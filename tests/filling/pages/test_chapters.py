"""The sentences under each chapter: what the page offers, and what its buttons store."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from evaluations.filling.pages.chapters import panels, splice, state
from evaluations.filling.steps import CHECK, REPORT
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document, edition, real_figures
from tests.factories import a_person, a_unit
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, address, fill_in, post, revision_of, stored
from tests.filling.saving.test_autosave import save
from tests.pages import Page

TWO, SIX, NINE = (f"report.chapters.{number}" for number in (2, 6, 9))
BUDGET, STALE = "2023年预算资金74万元。", "2023年预算资金65.80万元。"
CHAPTERS = [f"report.chapters.{number}" for number in range(1, 10)]
PAGE_LIMIT = 60_000


def offered(text: str, path: str = TWO) -> Any:
    """The panel of a chapter with this text."""
    return panels(1, edition(), document({path: text}))[path]


# What is offered


def test_each_sentence_says_how_it_stands() -> None:
    panel = offered(f"{STALE}\n业务工作经费支出2万元。\n运行维护经费支出3万元。运行维护经费支出4万元。")
    by_words = {line.text: (line.tone, line.words, line.button and line.button.word) for line in panel.lines}
    assert by_words[BUDGET] == ("stale", "数据已变化：65.80 → 74", "更新")
    assert by_words["业务工作经费支出2万元。"] == ("current", "已在正文中", None)
    assert by_words["运行维护经费支出1万元。"][0] == "unclear"
    assert by_words["设备更新项目支出1.5万元。"] == ("missing", "未插入正文", "插入正文")
    assert panel.summary == "1 句数据已变化，5 句未插入正文，1 句待核对，1 句已在正文中"


def test_all_at_once_is_offered_where_it_makes_sense() -> None:
    words = {
        text: [button.word for button in offered(text).buttons]
        for text in ("", "概况。", BUDGET, STALE, f"{STALE}运行维护经费支出4万元。")
    }
    assert list(words.values()) == [["全部插入正文"], ["全部插入正文"], [], [], ["全部更新"]]
    assert offered("", NINE).buttons == []


def test_what_waits_for_a_figure_leads_to_its_cell() -> None:
    blank = document({"figures.personnel": "", TWO: ""})
    panel = panels(7, edition(), blank)[TWO]
    assert panel.waiting == [("/evaluations/7/report/#report.figures.personnel", "自评报告 人员经费")]
    nothing = panels(7, edition(), BLANK)[TWO]
    assert (nothing.lines, len(nothing.waiting), nothing.is_waiting_for_more, nothing.is_open) == ([], 6, True, False)


def test_the_list_is_open_when_there_is_something_to_do() -> None:
    assert offered("").is_open
    assert offered(STALE).is_open
    assert offered("公用经费7.25万元。").is_open
    assert not offered("概况。").is_open


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("ab\n😀")),
    st.text(st.characters(codec="utf-8") | st.sampled_from("ab\n😀")),
)
def test_a_splice_makes_the_new_text_of_the_old(old: str, new: str) -> None:
    change, units = splice(old, new), old.encode("utf-16-le")
    assert change.length * 2 == len(units)
    made = units[: change.start * 2] + change.text.encode("utf-16-le") + units[change.end * 2 :]
    assert made.decode("utf-16-le") == new


@pytest.mark.parametrize(
    ("text", "severities", "error", "word"),
    [
        ("", [], "", "未写"),
        (" \n", ["error"], "", "未写"),
        ("概况。", [], "", "已写"),
        ("概况。", ["info"], "", "已写"),
        ("概况。", ["info", "warning"], "", "需说明"),
        ("概况。", ["warning", "error"], "", "错误"),
        ("", [], "最多 20000 个字", "错误"),
    ],
)
def test_a_chapters_state_is_one_word_the_worst_first(text: str, severities: list[str], error: str, word: str) -> None:
    assert state(text, [(severity, "说明", "") for severity in severities], error)[0] == word


# What the buttons store


def test_one_click_composes_a_blank_chapter(browser: Client, evaluation: SelfEvaluation, preparer: User) -> None:
    fill_in(evaluation, document({TWO: ""}))
    response = post(browser, evaluation, REPORT, {}, revision=1, action=f"write:{TWO}")
    assert response.status_code == 303
    assert response.headers["Location"].endswith(f"/report/#{TWO}")
    assert stored(evaluation)[TWO].startswith(f"（一）基本支出情况\n{BUDGET}\n")
    edit = Edit.objects.latest("pk")
    assert (edit.where, edit.by) == (TWO, preparer)


def test_a_sentence_is_written_into_what_was_just_typed(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, document())
    typed = {TWO: "概况。", "report.figures.revenue": "75"}
    post(browser, evaluation, REPORT, typed, revision=1, action=f"write:{TWO}:revenue")
    assert stored(evaluation)[TWO] == "概况。\n（一）基本支出情况\n2023年度单位一般公共预算财政拨款收入75万元。"


@pytest.mark.slow
def test_stale_sentences_are_renewed_one_by_one_or_together(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, document({TWO: f"1.{STALE}\n业务工作经费支出 3.00 万元；"}))
    post(browser, evaluation, REPORT, {}, revision=1, action=f"renew:{TWO}:business_funds")
    assert stored(evaluation)[TWO] == f"1.{STALE}\n业务工作经费支出 2 万元；"
    post(browser, evaluation, REPORT, {}, revision=2, action=f"renew:{TWO}")
    assert stored(evaluation)[TWO] == f"1.{BUDGET}\n业务工作经费支出 2 万元；"
    assert post(browser, evaluation, REPORT, {}, revision=3, action=f"renew:{TWO}").status_code == 303
    assert revision_of(evaluation) == 3


@pytest.mark.parametrize(
    "action",
    [
        f"write:{TWO}:earmarked_fund.9",
        f"write:{TWO}:overall_basic",
        "write:report.chapters.3",
        "write:report.chapters.x",
        "write:report.chapters",
        "write:report.figures.basic",
        "write:basic_data.expenditure.project.final",
        f"write:{TWO}:DROP TABLE",
        f"renew:{TWO}:a:b",
        "write",
        "renew:",
    ],
)
def test_a_button_that_the_page_does_not_have_stores_nothing(
    browser: Client, evaluation: SelfEvaluation, action: str
) -> None:
    fill_in(evaluation, document())
    response = post(browser, evaluation, REPORT, {TWO: "别的。"}, revision=1, action=action)
    assert response.status_code == 400
    assert revision_of(evaluation) == 1


def test_the_last_step_writes_no_sentence(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, document({TWO: ""}))
    assert post(browser, evaluation, CHECK, {}, revision=1, action=f"write:{TWO}").status_code == 400
    assert stored(evaluation)[TWO] == ""


@pytest.mark.slow
def test_nobody_writes_into_a_report_that_is_handed_in(
    browser: Client,
    evaluation: SelfEvaluation,
    unit_head: User,
    signed_in: Any,
    submitted: Any,
) -> None:
    fill_in(evaluation, document({TWO: STALE}))
    assert post(signed_in(unit_head), evaluation, REPORT, {}, revision=1, action=f"renew:{TWO}").status_code in (
        403,
        404,
        409,
    )
    submitted(evaluation, State.UNIT_CHECK)
    assert post(browser, evaluation, REPORT, {}, revision=1, action=f"renew:{TWO}").status_code == 409
    assert stored(evaluation)[TWO] == STALE
    page = browser.get(address(evaluation, REPORT)).content.decode()
    assert "数据已变化：65.80 → 74" in page
    assert "<button" not in page[page.index('class="report-figures"') :].split("</main>")[0]


# The page and the answer


def test_the_answer_brings_the_chapters_sentences_and_preview(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, document({TWO: ""}))
    response = save(browser, evaluation, {TWO: f"（一）基本支出情况\n{STALE}"}, revision=1, step=REPORT)
    fragments = json.loads(response.content)["fragments"]
    of_each = {f"{path}.{part}" for path in CHAPTERS for part in ("sentences", "state")}
    assert fragments.keys() == of_each | {"report.changed", f"{TWO}.preview"}
    assert "数据已变化：65.80 → 74" in fragments[f"{TWO}.sentences"]
    assert '<p class="heading">（一）基本支出情况\n</p>' in fragments[f"{TWO}.preview"]
    assert f'<a href="#{TWO}">' in fragments["report.changed"]


def test_the_outline_says_of_each_chapter_how_it_stands_and_so_does_the_answer(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, document({TWO: "", SIX: "由XX负责。"}))
    links = Page(browser.get(address(evaluation, REPORT))).links
    assert {f"#{path}" for path in CHAPTERS} <= {url for url, _ in links}
    assert (f"#{TWO}", "二、一般公共预算支出情况 未写 0 字") in links
    assert next(text for url, text in links if url == f"#{SIX}").endswith("需说明 6 字")
    fragments = save(browser, evaluation, {TWO: "概况。", SIX: ""}, revision=1, step=REPORT).json()["fragments"]
    assert (fragments[f"{TWO}.state"], fragments[f"{SIX}.state"]) == (
        '<span class="done">已写</span>',
        '<span class="waiting">未写</span>',
    )


@pytest.mark.slow
def test_what_is_typed_reaches_the_page_as_text(browser: Client, evaluation: SelfEvaluation) -> None:
    attack = '</textarea><script>alert(1)</script>" onfocus="alert(1)'
    fill_in(evaluation, document({TWO: f"公用经费9万元。{attack}", "earmarked_fund.1.name": attack}))
    page = browser.get(address(evaluation, REPORT)).content.decode()
    answer = save(browser, evaluation, {TWO: attack}, revision=1, step=REPORT).json()
    for html in (page, *answer["fragments"].values()):
        assert "<script>alert" not in html
        assert ' onfocus="' not in html


@pytest.mark.slow
def test_a_figures_finding_names_the_sentence_on_the_page(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, document({TWO: BUDGET, "figures.initial_budget": "75"}))
    for step in (REPORT, CHECK):
        assert "正文写着：“2023年预算资金74万元”" in browser.get(address(evaluation, step)).content.decode()


@pytest.mark.slow
def test_the_task_list_says_that_figures_have_changed(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, document({TWO: STALE}))
    assert "1 句数据已变化" in browser.get(address(evaluation)).content.decode()
    fill_in(evaluation, document({TWO: BUDGET}))
    assert "句数据已变化" not in browser.get(address(evaluation)).content.decode()


@pytest.mark.slow
def test_the_page_is_light_and_takes_as_many_queries_however_many_sentences(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    taken = set()
    for filled in (BLANK, real_figures(), document({TWO: ""})):
        fill_in(evaluation, filled)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(address(evaluation, REPORT)).content.decode()
        taken.add(len(queries))
        assert len(re.sub(r"(?s)<textarea.*?</textarea>", "", page).encode()) < PAGE_LIMIT
    assert len(taken) == 1


@pytest.mark.slow
def test_a_chapter_is_previewed_by_whoever_may_read_the_evaluation(
    signed_in: SignIn, browser: Client, unit_head: User, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, document({TWO: "（一）基本支出情况\n<b>运转</b>。", "report.chapters.3": ""}))
    url = f"{address(evaluation, REPORT)}preview/2/"
    for reader in (browser, signed_in(unit_head)):
        page = reader.get(url).content.decode()
        assert '<p class="heading">（一）基本支出情况\n</p>' in page
        assert "&lt;b&gt;运转" in page
    assert "还没有填写" in browser.get(url.replace("/2/", "/3/")).content.decode()
    assert browser.get(url.replace("/2/", "/10/")).status_code == 404
    assert browser.post(url).status_code == 405
    assert signed_in(a_person(Role.PREPARER, a_unit("U2"))).get(url).status_code == 404
    assert signed_in(a_person(Role.AUDITOR)).get(url).status_code == 404
