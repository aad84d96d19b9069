"""A Word report's paragraphs: cover, chapters, what follows them."""

import pytest

from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.source import Cell, Table
from tests.core import builders
from tests.core.readback.tables import both, read, told

FORM = builders.edition()
TITLES = [chapter.title for chapter in FORM.report.chapters]
COVER = ["", "2023年度测试区图书馆", "整体支出绩效自评报告"]
LIST = ["附件：1. 2023年度部门整体支出绩效评价基础数据表", "2. 2023年度部门整体支出绩效自评表"]


def paragraphs(*blocks: str | Table) -> ReadBack:
    return read(FORM, 2023, *blocks, unit_name="测试区图书馆")


def chapters(found: ReadBack) -> dict[str, str]:
    return {path.rpartition(".")[2]: text for path, text in found.texts.items() if path.startswith("report.chapters.")}


def test_each_chapter_holds_the_paragraphs_below_its_title() -> None:
    body = [TITLES[0], "　　本单位是…… ", "", "第二段。", TITLES[1], "（一）基本支出情况", "1.预算资金65.80万元。"]
    found = paragraphs(*COVER, *body, *LIST)
    assert chapters(found) == {"1": "本单位是……\n\n第二段。", "2": "（一）基本支出情况\n1.预算资金65.80万元。"}
    assert found.places["report.chapters.2"] == "第二章"
    assert told(found) == []


def test_titles_may_be_spaced_numbered_by_word_or_in_other_brackets() -> None:
    spaced = TITLES[0].replace("（", "(").replace("）", ")").replace("、", "、 ")
    by_word = TITLES[1].partition("、")[2]
    found = paragraphs(spaced, "甲", by_word, "乙", TITLES[2] + "：", "丙")
    assert chapters(found) == {"1": "甲", "2": "乙", "3": "丙"}
    assert told(found) == []


def test_a_table_of_contents_is_no_chapter() -> None:
    contents = [f"{title}\t{page}" for page, title in enumerate(TITLES, 1)] + [f"{TITLES[0]}......12"]
    found = paragraphs(*COVER, *contents, TITLES[0], "甲", TITLES[1], "乙")
    assert chapters(found) == {"1": "甲", "2": "乙"}
    assert told(found) == []


def test_a_title_that_is_not_quite_the_forms_is_read_and_told() -> None:
    found = paragraphs(TITLES[4], "无。", "六、资金使用及绩效情况", "很好。")
    assert chapters(found) == {"5": "无。", "6": "很好。"}
    assert told(found) == [("第六章", "六、资金使用及绩效情况", "warning")]


def test_a_numbered_sentence_is_no_title() -> None:
    found = paragraphs(TITLES[0], "二、加强学习，提高认识。", "三、组织活动")
    assert chapters(found) == {"1": "二、加强学习，提高认识。\n三、组织活动"}


def test_a_chapter_that_stands_twice_is_told() -> None:
    found = paragraphs(TITLES[0], "甲", TITLES[0], "乙")
    assert chapters(found) == {"1": "甲\n乙"}
    assert told(found) == [("第一章", TITLES[0], "warning")]


@pytest.mark.parametrize("end", [LIST, ["附件2"], ["1、2023年度部门整体支出绩效评价基础数据表"]])
def test_the_chapters_end_where_the_attachments_are_listed(end: list[str]) -> None:
    found = paragraphs(TITLES[8], "公开。", *end, "与正文无关的一行")
    assert chapters(found) == {"9": "公开。"}


def test_a_report_of_another_year_is_told_and_not_read() -> None:
    found = paragraphs("2022年度测试区图书馆", "整体支出绩效自评报告", TITLES[0], "甲")
    assert chapters(found) == {}
    assert told(found) == [("封面", "2022年度测试区图书馆整体支出绩效自评…", "error")]


def test_the_report_of_another_unit_is_told() -> None:
    found = paragraphs("2023年度测试区档案馆整体支出绩效自评报告", TITLES[0], "甲")
    assert told(found) == [("封面", "测试区档案馆", "warning")]


def test_a_table_inside_a_chapter_is_told() -> None:
    table = Table("", (Cell(0, 0, "活动"), Cell(0, 1, "场次")))
    found = paragraphs(TITLES[0], "甲", table, "乙")
    assert chapters(found) == {"1": "甲\n乙"}
    assert told(found) == [("正文中的表格", "活动", "error")]
    assert found.problems[0].message.endswith("各章只导入文字，要写进报告的请改写成文字。")


def test_the_cover_and_the_line_below_the_tables_say_who_and_when() -> None:
    foot = "填表人：张三  填报日期：        联系电话：0731-28000000   单位负责人签字："
    found = paragraphs(*COVER, "填报日期：2024年3月5日", TITLES[0], "甲", *LIST, foot)
    assert {path: text for path, text in found.texts.items() if not path.startswith("report")} == {
        "filing_date": "2024-03-05",
        "preparer.name": "张三",
        "preparer.phone": "0731-28000000",
    }


def test_the_attachments_of_a_word_file_are_read_and_placed_by_their_rows() -> None:
    tables = [table._replace(name="") for table in both(FORM, builders.document())]
    found = paragraphs(TITLES[0], "甲", *LIST, "附件2", tables[0], "附件3", tables[1])
    sheets = read(FORM, 2023, *both(FORM, builders.document()))
    assert {path: text for path, text in found.texts.items() if not path.startswith("report")} == sheets.texts
    assert found.places["self_assessment.executed"] == "附件3 第5行"
    assert told(found) == []


def test_tables_of_another_year_under_their_title_are_not_read() -> None:
    table = both(FORM, builders.document())[0]._replace(name="")
    body = table._replace(cells=tuple(cell for cell in table.cells if cell.row > 1))
    found = paragraphs(TITLES[0], "甲", "附件2", "2022年度部门（单位）整体支出绩效评价基础数据表", body)
    assert dict(found.texts) == {"report.chapters.1": "甲"}
    assert [severity for _, _, severity in told(found)] == ["error"]
