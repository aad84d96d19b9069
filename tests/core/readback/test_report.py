"""A Word report's paragraphs: cover, chapters, what follows them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.readback.titles import key, match, titles_of, unpaged
from tests.core import builders
from tests.core.readback.tables import both, read, told

FORM = builders.edition()
TITLES = [chapter.title for chapter in FORM.report.chapters]
COVER = ["", "2023年度测试区图书馆", "整体支出绩效自评报告"]
LIST = ["附件：1. 2023年度部门整体支出绩效评价基础数据表", "2. 2023年度部门整体支出绩效自评表"]


def paragraphs(*blocks: str | FileTable) -> ReadBack:
    return read(FORM, 2023, *blocks, unit_name="测试区图书馆")


def chapters(found: ReadBack) -> dict[str, str]:
    return {path.rpartition(".")[2]: text for path, text in found.texts.items() if path.startswith("report.chapters.")}


def others(found: ReadBack) -> list[tuple[str, str, str]]:
    """What is told but for which chapters were not found."""
    return [problem for problem in told(found) if problem[0] != "自评报告"]


def report_message(found: ReadBack) -> str:
    """The one message about the report as a whole; "" when there is none."""
    messages = [problem.message for problem in found.problems if problem.place == "自评报告"]
    assert len(messages) <= 1
    return "".join(messages)


def doubted(found: ReadBack) -> list[str]:
    return sorted(path.rpartition(".")[2] for path in found.asked)


def test_each_chapter_holds_the_paragraphs_below_its_title() -> None:
    body = [TITLES[0], "　　本单位是…… ", "", "第二段。", TITLES[1], "（一）基本支出情况", "1.预算资金65.80万元。"]
    found = paragraphs(*COVER, *body, *LIST)
    assert chapters(found) == {"1": "本单位是……\n\n第二段。", "2": "（一）基本支出情况\n1.预算资金65.80万元。"}
    assert found.places["report.chapters.2"] == "第二章"
    assert others(found) == []


def test_titles_may_be_spaced_numbered_by_word_or_in_other_brackets() -> None:
    spaced = TITLES[0].replace("（", "(").replace("）", ")").replace("、", "、 ")
    by_word = TITLES[1].partition("、")[2]
    found = paragraphs(spaced, "甲", by_word, "乙", TITLES[2] + "：", "丙")
    assert chapters(found) == {"1": "甲", "2": "乙", "3": "丙"}
    assert others(found) == []


def test_a_table_of_contents_is_no_chapter() -> None:
    contents = [f"{title}\t{page}" for page, title in enumerate(TITLES, 1)] + [f"{TITLES[0]}......12"]
    found = paragraphs(*COVER, *contents, TITLES[0], "甲", TITLES[1], "乙")
    assert chapters(found) == {"1": "甲", "2": "乙"}
    assert others(found) == []


def test_a_title_that_is_not_quite_the_forms_is_read_and_told() -> None:
    found = paragraphs(TITLES[4], "无。", "六、资金使用及绩效情况", "很好。")
    assert chapters(found) == {"5": "无。", "6": "很好。"}
    assert others(found) == [("第六章", "六、资金使用及绩效情况", "warning")]


def test_a_numbered_sentence_is_no_title() -> None:
    found = paragraphs(TITLES[0], "二、加强学习，提高认识。", "三、组织活动")
    assert chapters(found) == {"1": "二、加强学习，提高认识。\n三、组织活动"}


def test_a_chapter_that_stands_twice_is_told() -> None:
    found = paragraphs(TITLES[0], "甲", TITLES[0], "乙")
    assert chapters(found) == {"1": "甲\n乙"}
    assert others(found) == [("第一章", TITLES[0], "warning")]


@pytest.mark.parametrize("end", [LIST, ["附件2"], ["1、2023年度部门整体支出绩效评价基础数据表"]])
def test_the_chapters_end_where_the_attachments_are_listed(end: list[str]) -> None:
    found = paragraphs(TITLES[8], "公开。", *end, "与正文无关的一行")
    assert chapters(found) == {"9": "公开。"}


def test_a_report_of_another_year_is_told_and_not_read() -> None:
    found = paragraphs("2022年度测试区图书馆", "整体支出绩效自评报告", TITLES[0], "甲")
    assert chapters(found) == {}
    assert others(found) == [("封面", "2022年度测试区图书馆整体支出绩效自评…", "error")]


def test_the_report_of_another_unit_is_told() -> None:
    found = paragraphs("2023年度测试区档案馆整体支出绩效自评报告", TITLES[0], "甲")
    assert others(found) == [("封面", "测试区档案馆", "warning")]


def test_a_table_inside_a_chapter_is_told() -> None:
    table = FileTable("", (FileCell(0, 0, "活动"), FileCell(0, 1, "场次")))
    found = paragraphs(TITLES[0], "甲", table, "乙")
    assert chapters(found) == {"1": "甲\n乙"}
    assert others(found) == [("正文中的表格", "活动", "error")]
    assert found.problems[-1].message.endswith("各章只导入文字，要写进报告的请改写成文字。")


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
    assert others(found) == []


def test_tables_of_another_year_under_their_title_are_not_read() -> None:
    table = both(FORM, builders.document())[0]._replace(name="")
    body = table._replace(cells=tuple(cell for cell in table.cells if cell.row > 1))
    found = paragraphs(TITLES[0], "甲", "附件2", "2022年度部门（单位）整体支出绩效评价基础数据表", body)
    assert dict(found.texts) == {"report.chapters.1": "甲"}
    assert [severity for _, _, severity in others(found)] == ["error"]


# Titles


def whole(titles: list[str]) -> list[str]:
    """A report with these titles, a sentence in each chapter."""
    return [line for number, title in enumerate(titles, 1) for line in (title, f"第{number}个章节里的一句话。")]


EACH = {str(number): f"第{number}个章节里的一句话。" for number in range(1, 10)}
WORDS = [title.partition("、")[2] for title in TITLES]
NUMERALS = {
    "full width": "１２３４５６７８９",
    "legal": "壹贰叁肆伍陆柒捌玖",
    "circled": "①②③④⑤⑥⑦⑧⑨",
    "with a full stop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "in brackets": "⑴⑵⑶⑷⑸⑹⑺⑻⑼",
    "hanzi in brackets": "㈠㈡㈢㈣㈤㈥㈦㈧㈨",
    "roman": "ⅠⅡⅢⅣⅤⅥⅦⅧⅨ",
    "stems": "甲乙丙丁戊己庚辛壬",
}


@pytest.mark.parametrize("numerals", NUMERALS.values(), ids=NUMERALS)
@pytest.mark.parametrize("mark", ["、", "．", ".", " ", "", "\t"])
def test_titles_are_known_in_any_numerals(numerals: str, mark: str) -> None:
    found = paragraphs(*whole([numeral + mark + words for numeral, words in zip(numerals, WORDS, strict=True)]))
    assert chapters(found) == EACH
    assert told(found) == []


@pytest.mark.parametrize(
    "form",
    ["{n}．{w}", "{n}.{w}", "{n} {w}", "{n}　{w}", "{n}{w}", "第{n}章 {w}", "第{n}部分：{w}", "（{n}）{w}", "({n}){w}", "{n}){w}", "{n}，{w}", "【{n}】{w}", "{n}、{w}：", "{n}、《{w}》", "　　{n}、{w}。"],
)  # fmt: skip
@pytest.mark.parametrize("numerals", ["一二三四五六七八九", "123456789", ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"], ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]])  # fmt: skip
def test_titles_are_known_however_their_numbers_are_written(form: str, numerals: str | list[str]) -> None:
    titles = [form.format(n=numeral, w=words) for numeral, words in zip(numerals, WORDS, strict=True)]
    found = paragraphs(*whole(titles))
    assert chapters(found) == EACH
    assert told(found) == []


@pytest.mark.parametrize(
    "title",
    [
        "一、部门基本情况", "一、单位基本情况", "一、部门(单位)基本情况", "一、部门（单位）的基本情况", "一、部门[单位]基本情况",
        "⼀、部⻔（单位）基本情况", "一、部门（单位)　基本情况", "1.部门/单位基本情况", "部门基本情况", "第一章  部门、单位基本情况", "一、基本情况",
    ],
)  # fmt: skip
def test_titles_with_a_few_other_words_or_brackets_are_known(title: str) -> None:
    found = paragraphs(*whole([title, *TITLES[1:]]))
    assert chapters(found) == EACH
    assert {place for place, _, _ in told(found)} <= {"第一章"}


def test_words_count_more_than_a_wrong_number() -> None:
    found = paragraphs(*whole([*TITLES[:3], TITLES[3].replace("四", "三"), *TITLES[4:]]))
    assert chapters(found) == EACH
    assert told(found) == [("第四章", "三、国有资本经营预算支出情况", "warning")]


@pytest.mark.parametrize("end", ["：", "。", "　", " "])
def test_a_text_may_follow_its_title_on_the_same_line(end: str) -> None:
    found = paragraphs(*(f"{title}{end}第{number}个章节里的一句话。" for number, title in enumerate(TITLES, 1)))
    assert chapters(found) == EACH
    assert told(found) == []


@pytest.mark.parametrize("between", ["\n", "\n　　", "\n\n"])
def test_chapters_parted_by_line_breaks_in_one_paragraph_are_read(between: str) -> None:
    found = paragraphs(between.join(whole(TITLES)))
    assert chapters(found) == EACH
    assert told(found) == []


def test_chapters_run_together_in_one_paragraph_are_read() -> None:
    found = paragraphs("".join(whole([title + " " for title in TITLES])))
    assert chapters(found) == EACH


def test_a_title_broken_in_two_is_one() -> None:
    found = paragraphs(*whole([TITLES[0], "二、一般公共\n预算支出情况", *TITLES[2:]]))
    assert chapters(found) == EACH
    assert told(found) == []


def test_chapters_laid_out_in_a_table_are_read() -> None:
    lines = whole(TITLES)
    cells = [FileCell(row, 0, "\n".join(lines[2 * row : 2 * row + 2])) for row in range(9)]
    found = paragraphs(*COVER, FileTable("", tuple(cells)), *LIST)
    assert chapters(found) == EACH
    assert told(found) == []


def test_sub_headings_with_a_chapters_number_are_text() -> None:
    lines = ["（二）公共预算支出", "（三）国有资本经营情况", "7.存在的问题", "（一）部门（单位）基本情况"]
    found = paragraphs(*TITLES[:6], *lines, *TITLES[6:])
    assert chapters(found) == {"6": "\n".join(lines)}
    assert told(found) == []


@pytest.mark.parametrize(
    "contents",
    [
        [*TITLES],
        ["目　录", *TITLES, "附件2", "附件3"],
        ["目录", *(f"{title}\t{page}" for page, title in enumerate(TITLES, 1)), "附件：1. 2023年度部门整体支出绩效评价基础数据表……12"],
        [f"{title} …………（{page}）" for page, title in enumerate(TITLES, 1)],
        [line for title in TITLES for line in (title, "（一）整体支出绩效情况")],
        [line for page, title in enumerate(TITLES, 1) for line in (f"{title}……{page}", f"（一）整体支出绩效情况……{page}")],
    ],
)  # fmt: skip
def test_a_table_of_contents_of_any_kind_is_no_chapter(contents: list[str]) -> None:
    body = whole(TITLES)
    body.insert(11, "（一）整体支出绩效情况")
    found = paragraphs(*COVER, *contents, "按照要求，现将自评情况报告如下。", *body, *LIST)
    assert chapters(found) == EACH | {"6": "（一）整体支出绩效情况\n第6个章节里的一句话。"}
    assert "有 1 段文字不属于任何一章，没有导入：“按照要求，现将自评情况报告如下。”" in report_message(found)
    assert doubted(found) == []


def test_a_contents_with_other_words_than_the_titles_is_no_chapter() -> None:
    titles = [TITLES[0], "二、公共预算支出情况", *TITLES[2:]]
    found = paragraphs(*TITLES, *whole(titles))
    assert chapters(found) == EACH


# What was not found


def test_a_chapter_whose_title_is_missing_is_not_silently_put_into_the_one_before() -> None:
    body = whole(TITLES)
    body[4], body[14] = "各类基金", "打算"
    found = paragraphs(*COVER, *body, *LIST)
    assert chapters(found)["2"] == "第2个章节里的一句话。\n各类基金\n第3个章节里的一句话。"
    assert doubted(found) == ["2", "7"]
    message = report_message(found)
    assert "9 章中找到 7 章（第一章、第二章、第四章、第五章、第六章、第七章、第九章）" in message
    assert "没有找到 2 章的标题：“三、政府性基金预算支出情况”“八、下一步改进措施”" in message
    assert "第三章的文字可能混在第二章里，没有自动勾选。第八章的文字可能混在第七章里，没有自动勾选。" in message
    assert "在 Word 中" in message
    assert found.asked["report.chapters.2"] == "第三章的文字可能混在这里，没有自动勾选，请核对后勾选。"
    assert len(told(found)) == 1


def test_a_line_that_looks_like_the_missing_title_is_named() -> None:
    body = whole(TITLES)
    body[4] = "三、其他各类资金"
    assert "第三章的文字（“三、其他各类资金”一行像是章标题）可能混在第二章里" in report_message(paragraphs(*body))


def test_a_first_chapter_without_its_title_is_told_as_not_taken() -> None:
    found = paragraphs(*COVER, *whole(TITLES)[1:], *LIST)
    assert "1" not in chapters(found)
    message = report_message(found)
    assert "没有找到 1 章的标题：“一、部门（单位）基本情况”" in message
    assert "有 1 段文字不属于任何一章，没有导入：“第1个章节里的一句话。”" in message


def test_a_chapter_that_the_form_has_not_is_not_silently_put_into_the_last() -> None:
    found = paragraphs(*whole(TITLES), "十、其他需要说明的情况", "无。")
    assert doubted(found) == ["9"]
    assert "另一章的文字（“十、其他需要说明的情况”一行像是章标题）可能混在第九章里" in report_message(found)


def test_a_report_without_any_title_is_told_in_one_message() -> None:
    found = paragraphs(*COVER, *(f"第{number}段话。" for number in range(1, 40)))
    assert chapters(found) == {}
    assert told(found) == [("自评报告", "第1段话。", "error")]
    assert "没有找到任何一章的标题，39 段文字没有导入" in report_message(found)
    assert all(title in report_message(found) for title in TITLES)


@pytest.mark.parametrize(("blocks", "message"), [(COVER, "没有找到任何一章的标题"), (["", "　"], "文件里没有文字")])
def test_a_report_without_a_text_is_told(blocks: list[str], message: str) -> None:
    found = paragraphs(*blocks)
    assert message in report_message(found)
    assert [severity for _, _, severity in told(found)] == ["error"]


def test_what_stands_after_the_attachments_is_told_as_not_taken() -> None:
    found = paragraphs(*whole(TITLES), *LIST, "与正文无关的一行")
    assert report_message(found).startswith("有 1 段文字不属于任何一章，没有导入：“与正文无关的一行”。")


def test_chapters_that_stand_after_the_attachments_are_read() -> None:
    found = paragraphs(*whole(TITLES)[:10], *LIST, *whole(TITLES)[10:])
    assert chapters(found) == EACH
    assert told(found) == []


def test_a_file_of_the_attachments_alone_is_no_report_without_chapters() -> None:
    tables = [table._replace(name="") for table in both(FORM, builders.document())]
    assert told(paragraphs("附件2", "2023年度部门（单位）整体支出绩效评价基础数据表", "单位：万元", tables[0])) == []


# Anything


def _lines() -> SearchStrategy[str]:
    numerals = st.sampled_from(["", "一、", "二．", "3、", "（四）", "第五章", "⑥", "十、", "附件：", "目录", "\u3000"])
    words = st.sampled_from(
        [*WORDS, *TITLES, *LIST, *COVER, "基本情况", "支出情况", "……3", "\t5", "附件2", "填表人：某人"]
    )
    return st.tuples(numerals, words | st.text(max_size=12), st.sampled_from(["", "。", "：后文", "\n后文", "\n"])).map(
        "".join
    )


@given(st.lists(_lines() | st.sampled_from(TITLES), max_size=25))
def test_no_line_of_any_report_is_lost_without_a_word(blocks: list[str]) -> None:
    found = paragraphs(*blocks)
    kept = "\n".join(found.texts.values())
    lost = [
        line for block in blocks for line in block.split("\n") if _says_something(line) and line.strip() not in kept
    ]
    assert not lost or report_message(found) or any(place == "封面" for place, _, _ in told(found)), lost


def _says_something(line: str) -> bool:
    """Whether a line is neither a title, nor on every report."""
    known = {*map(key, [*TITLES, *WORDS, *LIST, *COVER]), "附件", "附件2", "目录", "填表人某人"}
    said = re.sub(r"^(附件|目录|二|3|四|第五章|6|十|一)", "", key(unpaged(line)))
    return (
        bool(said)
        and not said.isdigit()
        and key(line) not in known
        and said not in known
        and not match(line, titles_of(FORM.report.chapters))
    )
