"""Sentences composed from the tables, and found again in the chapters by their wording."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluations.core.basics.values import show_amount
from evaluations.core.content import interchange
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.text.composing import inserted, renewed
from evaluations.core.text.mentions import mentions
from evaluations.core.text.sentences import linked
from tests.core.builders import (
    document,
    edition,
    empty,
    fill,
    real_figures,
    second_document,
    second_edition,
    with_indicators,
    with_rows,
)
from tests.core.strategies import amounts, cases, indicator_texts, lines, texts
from tests.core.text.chapters import by_key, composed, says

FUND = "earmarked_fund"
BUDGETED = "{}年预算资金{}万元。"


# Composing


def test_chapter_two_is_composed_from_the_tables() -> None:
    assert composed(edition(), document()).report.chapter(2).split("\n") == [
        "（一）基本支出情况",
        "2023年预算资金74万元。",
        "2023年度单位一般公共预算财政拨款收入74万元。",
        "2023年度单位一般公共预算财政拨款支出74万元，其中：项目支出8万元，基本支出66万元，其中：人员经费59万元，公用经费7万元。",
        "（二）项目支出情况",
        "业务工作经费支出2万元。",
        "运行维护经费支出1万元。",
        "设备更新项目支出1.5万元。",
        "全民阅读项目支出2.5万元。",
        "古籍保护项目支出1万元。",
    ]


def test_chapter_six_states_rates_indicators_and_projects() -> None:
    chapter = composed(
        edition(), document({"self_assessment.executed": "70.3", f"{FUND}.1.final": "3"})
    ).report.chapter(6)
    assert chapter.split("\n") == [
        "（一）整体支出绩效情况",
        "2023年年初预算数74万元，年中未作调整，全年预算数74万元，全年执行数70.3万元，预算执行率95%。",
        "2023年基本支出合计66万元。",
        "工资福利支出59万元。",
        "商品和服务支出7万元。",
        "2023年度“三公”经费财政拨款支出0.5万元。",
        "读者满意度实际完成值93%（年度指标值≥90%）。",
        "成本指标“整体支出”实际完成值74万元（年度指标值≤74万元）。",
        "成本指标“活动扰民投诉”实际完成值1次（年度指标值≤2次）。",
        "（二）项目支出绩效情况",
        "年初预算项目“全民阅读”2.5万元，年中执行调增0.5万元，实际支出3万元，结余结转0万元。",
        "年初预算项目“古籍保护”1万元，年中执行未作调整，实际支出1万元，结余结转0万元。",
    ]


def test_an_adjustment_says_its_direction() -> None:
    text = by_key(edition(), document({"adjusted_budget": "70"}))["overall_execution"].text
    assert "年中调减4万元" in text
    assert "年中调增8.76万元" in by_key(edition(), real_figures())["overall_execution"].text


def test_money_that_was_left_is_the_balance() -> None:
    text = by_key(edition(), document({f"{FUND}.1.final": "2"}))["project_fund.1"].text
    assert text == "年初预算项目“全民阅读”2.5万元，年中执行未作调整，实际支出2万元，结余结转0.5万元。"


def test_the_result_waits_for_the_last_score() -> None:
    assert by_key(edition(), document())["result"].text.endswith("自评得分100分，评价等级为“优”。")
    waiting = by_key(edition(), document({"indicators.3.score": ""}))["result"]
    assert (waiting.state, waiting.text, waiting.blank) == ("blank", "", ("self_assessment.indicators.3.score",))


def test_a_blank_figure_is_named_and_nothing_is_composed() -> None:
    sentence = by_key(edition(), document({"figures.personnel": "", "figures.project": ""}))["expenditure"]
    assert (sentence.state, sentence.text) == ("blank", "")
    assert sentence.blank == ("report.figures.project", "report.figures.personnel")


def test_a_row_without_a_name_names_its_name() -> None:
    nameless = with_rows(document(), FUND, ExpenditureRow(item=FUND, name="", budget=Decimal(1), final=Decimal(1)))
    assert by_key(edition(), nameless)["earmarked_fund.1"].blank == ("basic_data.expenditure.earmarked_fund.1.name",)


def test_a_blank_row_and_an_indicator_that_does_not_apply_have_no_sentence() -> None:
    bare = with_rows(document(), FUND, ExpenditureRow(item=FUND, name=""))
    none = with_indicators(bare, Indicator(category="cost.social", name="无"), Indicator(category="cost.economic"))
    keys = by_key(edition(), none).keys()
    assert not [key for key in keys if key.startswith(("earmarked_fund", "cost"))]


def test_where_a_figure_is_nothing_the_other_words_stand() -> None:
    parts = ("vehicle_operation", "official_vehicles", "official_reception", "three_public")
    without = document({f"{part}.final": "0" for part in parts})
    assert by_key(edition(), without)["three_public"].text == "2023年度无“三公”经费财政拨款支出。"


def test_without_a_figure_that_must_be_there_no_sentence_is_offered() -> None:
    assert "business_funds" not in by_key(edition(), document({"business_funds.final": ""}))
    assert "business_funds" not in by_key(edition(), document({"business_funds.final": "0"}))


def test_a_blank_document_offers_nothing() -> None:
    for form in (edition(), second_edition()):
        assert {sentence.text for sentence in linked(form, empty(form))} <= {""}


# Recognising


@pytest.mark.parametrize(
    "text",
    [
        "2023年预算资金74万元。",
        "1.2023年预算资金74.00万元。",
        "1、2023年预算资金74万元。",
        "（1）２０２３ 年预算资金 ７４ 万元",
        "　　2023年预算资金74万元，全部到位。",
        "经区财政局批复，2023年预算资金74万元；",
    ],
)
def test_a_sentence_is_known_however_it_is_typed(text: str) -> None:
    assert by_key(edition(), says(2, text))["initial_budget"].state == "current"


@pytest.mark.parametrize(
    "text", ["", "预算资金74万元。", "2023年预算资金74元。", "2023年预算\n资金74万元。", "2023年预算资金。"]
)
def test_other_words_are_another_sentence(text: str) -> None:
    assert by_key(edition(), says(2, text))["initial_budget"].state == "missing"


def test_another_figure_is_stale_with_what_changed_and_where() -> None:
    text = "说明：\n1.2023年预算资金65.80万元。\n其余见下。"
    sentence = by_key(edition(), says(2, text))["initial_budget"]
    assert sentence.state == "stale"
    assert text[sentence.start : sentence.end] == sentence.found == "2023年预算资金65.80万元"
    assert [(change.old, change.new) for change in sentence.changes] == [("65.80", "74")]


def test_last_years_sentence_is_stale_in_its_year_too() -> None:
    sentence = by_key(edition(), says(2, BUDGETED.format(2022, 60)))["initial_budget"]
    assert [(change.old, change.new) for change in sentence.changes] == [("2022", "2023"), ("60", "74")]


def test_last_years_sentence_beside_this_years_is_let_alone() -> None:
    both = says(2, BUDGETED.format(2022, 60) + BUDGETED.format(2023, 60))
    sentence = by_key(edition(), both)["initial_budget"]
    assert [(change.old, change.new) for change in sentence.changes] == [("60", "74")]
    assert (
        by_key(edition(), says(2, BUDGETED.format(2022, 60) + BUDGETED.format(2023, 74)))["initial_budget"].state
        == "current"
    )


def test_two_such_sentences_are_left_to_the_person() -> None:
    twice = says(2, BUDGETED.format(2023, 60) + "\n" + BUDGETED.format(2023, 61))
    sentence = by_key(edition(), twice)["initial_budget"]
    assert (sentence.state, sentence.changes) == ("unclear", ())
    assert renewed(edition(), twice, "initial_budget") == twice.report.chapter(2)


def test_of_two_such_sentences_one_with_the_present_figures_will_do() -> None:
    assert (
        by_key(edition(), says(2, BUDGETED.format(2023, 60) + BUDGETED.format(2023, 74)))["initial_budget"].state
        == "current"
    )


def test_a_sentence_in_another_chapter_does_not_count() -> None:
    assert by_key(edition(), says(1, BUDGETED.format(2023, 74)))["initial_budget"].state == "missing"


def test_a_figure_that_came_to_nothing_changes_the_words() -> None:
    parts = ("vehicle_operation", "official_vehicles", "official_reception", "three_public")
    without = document({f"{part}.final": "0" for part in parts})
    text = "其中：3.2023年度“三公”经费财政拨款支出0.5万元，比上年持平。"
    sentence = by_key(edition(), says(6, text, without))["three_public"]
    assert sentence.state == "stale"
    assert (
        renewed(edition(), says(6, text, without), "three_public")
        == "其中：3.2023年度无“三公”经费财政拨款支出，比上年持平。"
    )


def test_a_sentence_that_is_there_stays_linked_when_its_figure_comes_to_nothing() -> None:
    without = says(2, "业务工作经费支出2万元。", document({"business_funds.final": "0"}))
    [change] = by_key(edition(), without)["business_funds"].changes
    assert (change.old, change.new) == ("2", "0")


def test_a_row_is_known_by_its_name() -> None:
    sentences = by_key(edition(), says(2, "古籍保护项目支出9万元。"))
    assert sentences["earmarked_fund.1"].state == "missing"
    assert sentences["earmarked_fund.2"].state == "stale"


def test_an_indicators_own_text_is_followed() -> None:
    sentence = by_key(edition(), says(6, "读者满意度实际完成值九成以上（年度指标值≥90％）。"))["satisfaction.9"]
    assert [(change.old, change.new) for change in sentence.changes] == [("九成以上", "93%")]


def test_the_sentences_of_the_real_case_are_known(shared_case: Path) -> None:
    real = interchange.for_edition(edition(), interchange.new_document((shared_case / "evaluation.json").read_bytes()))
    sentences = by_key(edition(), real)
    assert {key for key, sentence in sentences.items() if sentence.state == "current"} == {
        "initial_budget", "revenue", "expenditure", "earmarked_fund.1",
        "overall_basic", "overall_personnel", "overall_operating", "three_public",
    }  # fmt: skip
    assert {sentence.state for sentence in sentences.values()} == {"current", "missing"}
    changed = fill(edition(), real, {"figures.personnel": "59.4", "figures.basic": "66.65"})
    stale = by_key(edition(), changed)["expenditure"]
    assert [(change.old, change.new) for change in stale.changes] == [("66.56", "66.65"), ("59.30", "59.4")]
    assert renewed(edition(), changed, "expenditure") == real.report.chapter(2).replace("66.56", "66.65").replace(
        "59.30", "59.4"
    )


def test_another_edition_has_its_own_sentences() -> None:
    filled = composed(second_edition(), second_document())
    assert second_document().unit.name + "2024年度" in filled.report.chapter(6)
    assert {sentence.state for sentence in linked(second_edition(), filled)} == {"current"}


def test_an_edition_without_sentences_has_none() -> None:
    report = edition().report.model_copy(update={"sentences": ()})
    assert linked(edition().model_copy(update={"report": report}), document()) == ()


# Any document and any text


@settings(max_examples=30)
@given(cases())
def test_what_was_composed_is_current(case: tuple[Edition, Document]) -> None:
    form, filled = case
    for sentence in linked(form, composed(form, filled)):
        assert sentence.state in ("current", "blank"), sentence


@settings(max_examples=30)
@given(cases())
def test_any_text_is_read_without_fault(case: tuple[Edition, Document]) -> None:
    form, filled = case
    for sentence in linked(form, filled):
        chapter = filled.report.chapter(sentence.chapter)
        assert chapter[sentence.start : sentence.end] == sentence.found
        assert bool(sentence.changes) == (sentence.state == "stale")
        assert bool(sentence.text) == (sentence.state != "blank")


@settings(max_examples=30)
@given(texts(), texts(), amounts("0"), amounts("0"))
def test_a_changed_figure_is_stale_then_renewed_and_nothing_else_is_touched(
    before: str, after: str, old: Decimal, new: Decimal
) -> None:
    assume(old != new)
    filled = document({"self_assessment.initial_budget": show_amount(old), "figures.initial_budget": show_amount(old)})
    sentence = by_key(edition(), filled)["initial_budget"].text
    written = says(2, f"{before}\n{sentence}\n{after}", filled)
    assert by_key(edition(), written)["initial_budget"].state == "current"
    changed = fill(edition(), written, {"figures.initial_budget": show_amount(new)})
    stale = by_key(edition(), changed)["initial_budget"]
    assert [(change.old, change.new) for change in stale.changes] == [(show_amount(old), show_amount(new))]
    renewed_text = renewed(edition(), changed, "initial_budget")
    assert renewed_text == f"{before}\n{BUDGETED.format(2023, show_amount(new))}\n{after}"
    assert by_key(edition(), says(2, renewed_text, changed))["initial_budget"].state == "current"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "读者满意度实际完成值",
        "读者满意度实际完成值（年度指标值",
        "2023年预算资金",
        "1",
        "1，",
        "（一）基本\n",
        "公用经费9万元",
    ],
)
def test_a_chapter_of_any_length_keeps_its_text_when_a_sentence_is_written(piece: str) -> None:
    text = piece * (99_999 // len(piece))
    filled = says(6, text, says(2, text))
    assert all(one.quote in text for one in mentions(edition(), filled, linked(edition(), filled)))
    assert text.strip() in inserted(edition(), filled, "initial_budget")


@settings(max_examples=30)
@given(lines(), indicator_texts(), indicator_texts(), indicator_texts())
def test_any_name_and_value_of_an_indicator_is_linked(name: str, target: str, actual: str, other: str) -> None:
    assume(all(map(str.strip, (name, target, actual))) and name != "无")
    indicator = Indicator(category="satisfaction.beneficiary", name=name, target=target, actual=actual)
    filled = with_indicators(document(), indicator)
    written = says(6, inserted(edition(), says(6, "", filled), "satisfaction.1"), filled)
    assert by_key(edition(), written)["satisfaction.1"].state == "current"
    assume(other.strip())
    changed = with_indicators(written, indicator.model_copy(update={"actual": other}))
    sentence = by_key(edition(), changed)["satisfaction.1"]
    if sentence.state == "stale":
        again = says(6, renewed(edition(), changed, "satisfaction.1"), changed)
        assert by_key(edition(), again)["satisfaction.1"].state == "current"


@settings(max_examples=30)
@given(
    st.lists(
        st.sampled_from(["（一）基本支出情况", "（二）项目支出情况", "概况。", "", "2023年预算资金74万元。"]),
        max_size=5,
    )
)
def test_writing_a_sentence_in_leaves_every_line_as_it_was(written: list[str]) -> None:
    text = "\n".join(written)
    for key in ("initial_budget", "expenditure", "earmarked_fund.2"):
        filled = says(2, text)
        new = inserted(edition(), filled, key)
        if by_key(edition(), filled)[key].state == "missing":
            remaining = iter(new.split("\n"))
            assert all(line in remaining for line in (written if text else []))
            assert by_key(edition(), says(2, new))[key].state == "current"
        else:
            assert new == text
