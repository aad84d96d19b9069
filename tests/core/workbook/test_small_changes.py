"""A page changes a few cells of the workbook; what it says then is what an uploaded workbook would say."""

from pathlib import Path

import pytest

from evaluations.core.editions.writing import with_named_rules
from evaluations.core.workbook.differences import differences
from evaluations.core.workbook.small_changes import SHEETS, SPARE, Sheet, changed, offered, sheet
from tests.core.workbook.sheets import EDITIONS, PROJECT, form, reading

pytestmark = pytest.mark.slow


def cell(drawn: Sheet, text: str, heading: str) -> str:
    """The name of the cell under the heading in the row that has the text."""
    row = next(row for row in drawn.rows if any(cell.text == text for cell in row))
    return next(cell.name for cell in row if cell.heading == heading)


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("code", SHEETS)
def test_what_is_left_as_it_stands_changes_nothing(path: Path, code: str) -> None:
    edition = form(path)
    back = changed(edition, code, sheet(edition, code).texts)
    assert back.mistakes == []
    assert back.edition == with_named_rules(edition)


@pytest.mark.parametrize(
    ("code", "text", "heading", "new", "told"),
    [
        ("form", "执行率下限", "内容", "85%", "“表样”的执行率下限由“90%”改为“85%”。"),
        ("words", "自评表：附件的编号", "内容", "附件4", "“文字”的attachment3.number（自评表：附件的编号）由“附件3”改为“附件4”。"),
        ("lines", "会议费、培训费", "名称", "会议费", "“行”中 meeting_training（会议费、培训费） 的名称由“会议费、培训费”改为“会议费”。"),
        ("levels", "数量指标", "必填", "否", "“指标”中 output.quantity（数量指标） 的必填原来没有，现为“否”。"),
        ("standard-rules", "A3-08", "启用", "否", "“通用核对”停用 A3-08（"),
        ("grades", "90", "下限", "88", "“等级”中 评价等级 优 的下限由“90”改为“88”。"),
        ("library", "开展活动场次", "三级指标", "活动场次", "“指标库”删去 output.quantity 开展活动场次。"),
    ],
)  # fmt: skip
def test_a_cell_is_changed(code: str, text: str, heading: str, new: str, told: str) -> None:
    back = changed(form(), code, {cell(sheet(form(), code), text, heading): new})
    assert back.edition, back.mistakes
    assert differences(form(), back.edition)[0].startswith(told)


def test_a_row_is_added_below_and_removed_by_clearing_it() -> None:
    drawn = sheet(form(), "library")
    first, blank = drawn.rows[0], drawn.rows[-SPARE]
    new = ("output.quality", "一次验收合格率", "≥98%")
    texts = {one.name: "" for one in first} | {one.name: text for one, text in zip(blank, new, strict=True)}
    back = changed(form(), "library", texts)
    assert back.edition
    assert differences(form(), back.edition) == [
        f"“指标库”删去 {first[0].text} {first[1].text}。",
        "“指标库”增加 output.quality 一次验收合格率。",
    ]


def test_a_row_typed_over_an_example_is_read() -> None:
    assert not form().steps
    first = sheet(form(), "steps").rows[0]
    texts = {one.name: text for one, text in zip(first, ("预算执行", "资金", "", ""), strict=True)}
    back = changed(form(), "steps", texts)
    assert back.edition
    assert {code: words.title for code, words in back.edition.steps.items()} == {"budget": "资金"}


def test_a_mistake_is_told_by_the_cell_that_was_typed_into() -> None:
    name = cell(sheet(form(), "levels"), "40", "分值")
    (mistake,) = changed(form(), "levels", {name: "四十"}).mistakes
    assert (mistake.sheet, mistake.cell, mistake.found) == ("指标", name, "四十")


def test_cells_that_the_page_does_not_offer_stay_as_they_are() -> None:
    back = changed(form(), "lines", {"A3": "something", "B1": "x", "ZZ99": "x"})
    assert back.edition == with_named_rules(form())


def test_words_of_what_the_form_has_not_are_not_shown() -> None:
    assert not any(one.text.startswith("基础数据表") for row in sheet(form(PROJECT), "words").rows for one in row)


def test_sheets_on_which_a_form_has_nothing_are_not_offered() -> None:
    assert set(SHEETS) - set(offered(form(PROJECT))) == {"columns", "lines", "chapters"}


def test_severities_are_chosen_from_words() -> None:
    drawn = sheet(form(), "standard-rules")
    name = cell(drawn, "A3-08", "严重程度")
    (found,) = [one for row in drawn.rows for one in row if one.name == name]
    assert found.words == ("错误", "需说明", "提示")
    back = changed(form(), "standard-rules", {name: "需说明"})
    assert back.edition == reading({("通用核对", name): "需说明"}).edition
