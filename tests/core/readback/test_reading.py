"""附件2 and 附件3 read by their labels: written by this program, or typed by others in the official layout."""

from collections.abc import Callable

import pytest

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.core.readback.taking import taken_over
from tests.core import builders
from tests.core.readback.tables import both, changed, read, row_of, told, with_row, with_text

FORMS: list[tuple[Callable[[], Edition], Callable[[], Document]]] = [
    (builders.edition, builders.document),
    (builders.edition, builders.real_figures),
    (builders.second_edition, builders.second_document),
]
FUND = "basic_data.expenditure.earmarked_fund"
OTHER = "basic_data.expenditure.other_project"
QUANTITY = "self_assessment.indicators.output.quantity"


def tables() -> tuple[FileTable, FileTable]:
    return both(builders.edition(), builders.document())


def read2(table: FileTable, **options: str) -> ReadBack:
    return read(builders.edition(), 2023, table, **options)


def same_as_before(*changed_tables: FileTable) -> None:
    """What is read of the tables is what is read of those that this program writes."""
    untouched = read(builders.edition(), 2023, *tables())
    now = read(builders.edition(), 2023, *changed_tables)
    assert (now.texts, now.rows, told(now)) == (untouched.texts, untouched.rows, [])


# Written by this program


@pytest.mark.parametrize(("form", "filled"), FORMS)
def test_both_sheets_read_back_say_what_the_document_says(
    form: Callable[[], Edition], filled: Callable[[], Document]
) -> None:
    edition, document = form(), filled()
    blank = builders.empty(edition).model_copy(update={"fiscal_year": document.fiscal_year})
    found = read(edition, document.fiscal_year, *both(edition, document), unit_name=document.unit.name)
    taken = taken_over(edition, blank, found, found.texts)
    assert told(found) == []
    assert taken.basic_data == document.basic_data
    directions = {"direction": None}
    undirected = tuple(row.model_copy(update=directions) for row in document.self_assessment.indicators)
    assert taken.self_assessment == document.self_assessment.model_copy(update={"indicators": undirected})
    assert (taken.preparer, taken.filing_date) == (document.preparer, document.filing_date)


@pytest.mark.parametrize("form", [builders.edition, builders.second_edition])
def test_blank_sheets_say_nothing(form: Callable[[], Edition]) -> None:
    document = builders.empty(form())
    found = read(form(), document.fiscal_year, *both(form(), document), unit_name=document.unit.name)
    assert (dict(found.texts), dict(found.rows), told(found)) == ({}, {}, [])


def test_every_text_says_where_it_stands() -> None:
    found = read(builders.edition(), 2023, *tables())
    assert found.places["basic_data.staffing.authorized_posts"] == "附件2 B4"
    assert found.places["self_assessment.initial_budget"] == "附件3 D5"
    named = {path: place for path, place in found.places.items() if path.startswith(f"{FUND}.1.")}
    assert {place[:5] for place in named.values()} == {"附件2 A", "附件2 B", "附件2 D", "附件2 F"}


# Typed by others


def test_spaces_brackets_and_colons_of_labels_do_not_matter() -> None:
    def loose(cell: FileCell) -> FileCell:
        text = cell.text.replace("（", " (").replace("）", ")").replace("指标", "指\n标")
        return cell._replace(text=text if cell.text.endswith("标") or "（" in cell.text[:12] else cell.text)

    first, second = (changed(table, loose) for table in tables())
    first = with_text(first, "项目支出：", "　项 目 支 出:　")
    first = with_text(first, "公用经费", "公用经费：")
    same_as_before(first, second)


def test_lines_may_stand_in_another_order() -> None:
    first, second = tables()
    lowest, above = row_of(first, "会议费、培训费"), row_of(first, "其中：办公经费")
    swapped = {lowest: above, above: lowest}
    same_as_before(changed(first, lambda cell: cell._replace(row=swapped.get(cell.row, cell.row))), second)


def test_blank_rows_and_columns_between_do_not_matter() -> None:
    def spread(cell: FileCell) -> FileCell:
        columns = cell.columns * 2 if cell.column else cell.columns
        return cell._replace(row=cell.row * 2 + 3, column=cell.column * 2, columns=columns)

    same_as_before(*(changed(table, spread) for table in tables()))


def test_nothing_need_be_merged_and_labels_may_be_repeated() -> None:
    def repeated(table: FileTable) -> FileTable:
        cells = [
            cell._replace(row=cell.row + down, rows=1, columns=1)
            for cell in table.cells
            for down in range(cell.rows if cell.column < 3 else 1)
        ]
        return table._replace(cells=tuple(cells))

    same_as_before(*map(repeated, tables()))


def test_categories_may_be_blank_below_the_first_of_their_rows() -> None:
    same_as_before(*(changed(table, lambda cell: cell._replace(rows=1)) for table in tables()))


def test_a_line_that_is_missing_is_told_once_and_changes_no_other() -> None:
    first, _ = tables()
    gone = row_of(first, "2、出国经费")
    found = read2(changed(first, lambda cell: None if cell.row == gone else cell))
    untouched = read2(first)
    missing = {path for path in untouched.texts if "overseas_travel" in path}
    assert untouched.texts.keys() - found.texts.keys() == missing
    assert missing
    [problem] = found.problems
    assert (problem.place, problem.severity) == ("附件2 第5行", "warning")
    assert "没有表样的“2、出国经费”" in problem.message


def test_full_width_digits_and_grouped_amounts_are_taken_as_they_would_be_typed() -> None:
    first, _ = tables()
    typed = {"budget": "１，２３４.50", "final": "1,234.5"}
    row = row_of(first, "政府采购金额")
    columns = {3: typed["budget"], 5: typed["final"]}
    found = read2(changed(first, lambda c: c._replace(text=columns.get(c.column, c.text)) if c.row == row else c))
    assert found.texts["basic_data.expenditure.government_procurement.budget"] == typed["budget"]
    assert told(found) == []


def test_zero_is_read_and_blank_is_not() -> None:
    form = builders.edition()
    document = builders.fill(form, builders.empty(form), {"three_public.final": "0"})
    found = read(form, 2023, both(form, document)[0])
    assert found.texts == {"basic_data.expenditure.three_public.final": "0"}


# Rows of any number


def test_a_name_under_the_projects_is_another_project_and_one_under_the_heading_a_fund() -> None:
    form = builders.edition()
    table, _ = both(form, builders.empty(form))
    heading = row_of(table, "3、区级专项资金（一个专项一行）")
    table = with_row(table, heading + 1, [(0, "文艺扶持"), (1, "6.22"), (5, "8")])
    table = with_row(table, row_of(table, "2、运行维护经费"), [(0, "书画展览"), (3, "2")])
    found = read(form, 2023, table)
    assert dict(found.rows) == {OTHER: 1, FUND: 1}
    assert found.texts == {
        f"{OTHER}.1.name": "书画展览",
        f"{OTHER}.1.budget": "2",
        f"{FUND}.1.name": "文艺扶持",
        f"{FUND}.1.prior_final": "6.22",
        f"{FUND}.1.final": "8",
    }
    assert told(found) == []


def test_a_line_that_the_form_has_not_is_named() -> None:
    first, _ = tables()
    found = read2(with_row(first, row_of(first, "会议费、培训费"), [(0, "印刷费"), (3, "1")]))
    assert told(found) == [(f"附件2 A{row_of(first, '会议费、培训费') + 1}", "印刷费", "error")]
    assert found.texts == read2(first).texts


@pytest.mark.parametrize("dots", ["…", "......", "。。。"])
def test_dots_are_no_name(dots: str) -> None:
    form = builders.edition()
    table, _ = both(form, builders.empty(form))
    assert read(form, 2023, with_text(table, "……", dots)).rows == {}


def test_a_point_after_a_lines_number_is_as_good_as_a_comma() -> None:
    first, second = tables()
    same_as_before(with_text(first, "1、业务工作经费", "1.业务工作经费"), second)


def test_a_second_text_under_one_heading_is_told() -> None:
    first, _ = tables()
    row = row_of(first, "公用经费")
    found = read2(first._replace(cells=(*first.cells, FileCell(row, 6, "9"))))
    assert told(found) == [(f"附件2 G{row + 1}", "9", "error")]
    assert found.texts == read2(first).texts


def test_a_project_without_a_name_is_told() -> None:
    form = builders.edition()
    table, _ = both(form, builders.empty(form))
    row = row_of(table, "……")
    found = read(form, 2023, table._replace(cells=(*table.cells, FileCell(row, 5, "3"))))
    assert found.texts == {f"{OTHER}.1.final": "3"}
    assert told(found) == [(f"附件2 第{row + 1}行", "", "warning")]


@pytest.mark.slow
def test_rows_beyond_the_longest_list_are_told() -> None:
    form = builders.edition()
    table, _ = both(form, builders.empty(form))
    at = row_of(table, "3、区级专项资金（一个专项一行）") + 1
    for number in range(201):
        table = with_row(table, at, [(0, f"专项{number}"), (5, "1")])
    found = read(form, 2023, table)
    assert found.rows[FUND] == 200
    assert [(place, severity) for place, _, severity in told(found)] == [(f"附件2 第{at + 201}行", "error")]


# What is not understood


def test_an_amount_that_cannot_be_read_is_told_with_its_cell() -> None:
    form = builders.edition()
    document = builders.fill(form, builders.empty(form), {"project.final": "8"})
    found = read(form, 2023, with_text(both(form, document)[0], "8", "约8万元"))
    [problem] = found.problems
    assert problem.path == "basic_data.expenditure.project.final"
    assert problem.place.startswith("附件2 F")
    assert problem.message == "填的是“约8万元”，应为数字，例如 65.8。"
    assert found.texts == {problem.path: "约8万元"}


def test_a_number_where_a_name_belongs_is_told() -> None:
    form = builders.edition()
    table, _ = both(form, builders.empty(form))
    table = with_row(table, row_of(table, "……"), [(0, "12.5"), (5, "3")])
    assert [found for _, found, _ in told(read(form, 2023, table))] == ["12.5"]


def test_a_label_that_stands_twice_is_told_and_the_first_counts() -> None:
    first, _ = tables()
    at = row_of(first, "政府采购金额") + 1
    found = read2(with_row(first, at, [(0, "政府采购金额"), (5, "999")]))
    assert told(found) == [(f"附件2 A{at + 1}", "政府采购金额", "error")]
    assert found.texts == read2(first).texts


def test_a_form_that_stands_twice_is_told_and_the_first_counts() -> None:
    first, _ = tables()
    found = read(builders.edition(), 2023, first, with_text(first, "政府采购金额", "政府采购"))
    assert [found for _, found, _ in told(found)] == [
        "财政供养人员情况（人）",
        "经费控制情况（万元）",
        "楼堂馆所控制情况（2023年完工项目）",
        "厉行节约保障措施",
    ]
    assert found.texts == read2(first).texts


def test_a_title_of_another_year_is_told_and_its_form_not_read() -> None:
    form = builders.edition()
    document = builders.document().model_copy(update={"fiscal_year": 2022})
    found = read(form, 2023, *both(form, document))
    assert found.texts == {}
    assert told(found) == [
        ("附件2 A2", "2022年度部门（单位）整体支出绩效评价…", "error"),
        ("附件3 A2", "2022年度部门（单位）整体支出绩效自评…", "error"),
    ]


def test_a_column_of_another_year_is_told_and_not_read() -> None:
    first, _ = tables()
    found = read2(with_text(first, "2023年预算数", "2021年预算数"))
    assert told(found) == [("附件2 D5", "2021年预算数", "error")]
    assert not any(path.endswith(".budget") for path in found.texts)


def test_the_name_of_another_unit_is_told() -> None:
    _, second = tables()
    assert told(read2(second, unit_name="测试区图书馆")) == []
    [problem] = read2(second, unit_name="测试区档案馆").problems
    assert (problem.place, problem.found, problem.severity) == ("附件3 C3", "测试区图书馆", "warning")


def test_a_table_that_is_no_form_is_told_with_how_one_would_be_known() -> None:
    found = read2(FileTable("Sheet1", (FileCell(0, 0, "会议签到表"), FileCell(1, 0, "姓名"))))
    assert told(found) == [("“Sheet1”", "会议签到表", "error")]
    assert not found.texts
    [problem] = found.problems
    assert "整张表都没有导入" in problem.message
    assert "附件2如“经费控制情况（万元）”，附件3如“绩效指标”" in problem.message


def test_an_amount_that_the_form_does_not_ask_is_told() -> None:
    first, _ = tables()
    row = row_of(first, "政府采购金额")
    found = read2(changed(first, lambda c: c._replace(text="5") if (c.row, c.column) == (row, 1) else c))
    assert told(found) == [(f"附件2 B{row + 1}", "5", "error")]
    struck = changed(first, lambda c: c._replace(text="/") if (c.row, c.column) == (row, 1) else c)
    assert told(read2(struck)) == []


def test_an_amount_on_a_heading_is_told() -> None:
    first, _ = tables()
    row = row_of(first, "3、区级专项资金（一个专项一行）")
    found = read2(first._replace(cells=(*first.cells, FileCell(row, 5, "7"))))
    assert told(found) == [(f"附件2 F{row + 1}", "7", "error")]


# Computed cells


@pytest.mark.parametrize(
    ("typed", "is_told"), [("100.00%", False), ("1", False), ("90%", True), ("很高", True), ("—", False)]
)
def test_a_computed_cell_is_only_compared(typed: str, *, is_told: bool) -> None:
    form = builders.edition()
    figures = {"staffing.authorized_posts": "4", "staffing.staff_in_post": "4"}
    table, _ = both(form, builders.fill(form, builders.empty(form), figures))
    found = read(form, 2023, with_text(table, "100%", typed))
    assert found.texts == {f"basic_data.{path}": text for path, text in figures.items()}
    assert told(found) == ([("附件2 F4", typed, "info")] if is_told else [])


def test_a_total_score_that_is_not_the_sum_is_told() -> None:
    _, second = tables()
    row = row_of(second, "总分")
    found = read2(changed(second, lambda c: c._replace(text="12.5") if (c.row, c.column) == (row, 7) else c))
    assert told(found) == [(f"附件3 H{row + 1}", "12.5", "info")]


def test_the_sum_of_the_sources_is_compared_with_its_parts() -> None:
    form = builders.edition()
    amounts = {"by_revenue.general_public_budget": "74.56", "by_revenue.other_funds": "1"}
    _, table = both(form, builders.fill(form, builders.empty(form), amounts))
    found = read(form, 2023, with_text(table, "按收入性质分：75.56", "按收入性质分：74.56"))
    assert told(found) == [("附件3 B6", "74.56", "info")]


# 附件3


def test_an_amount_may_stand_beside_its_label() -> None:
    _, second = tables()
    kept = [cell for cell in second.cells if not cell.text.startswith("其中：一般公共预算：")]
    [source] = [cell for cell in second.cells if cell.text.startswith("其中：一般公共预算：")]
    label = source._replace(text="一般公共预算：", columns=2)
    amount = source._replace(text=source.text.rpartition("：")[2], column=3, columns=2)
    assert amount.text
    same_as_before(tables()[0], second._replace(cells=(*kept, label, amount)))


def test_not_applicable_is_kept() -> None:
    found = read2(tables()[1])
    assert "无" in found.texts.values()


def test_a_level_of_another_weight_is_told() -> None:
    _, second = tables()
    found = read2(with_text(second, "产出指标\n（40分）", "产出指标（50分）"))
    [problem] = found.problems
    assert (problem.found, problem.severity) == ("产出指标（50分）", "info")


def test_rows_of_an_unknown_category_are_told_and_not_read() -> None:
    _, second = tables()
    found = read2(with_text(second, "数量指标", "规模指标"))
    untouched = read2(second)
    rows = untouched.rows[QUANTITY]
    assert QUANTITY not in found.rows
    assert "规模指标" in [text for _, text, _ in told(found)]
    assert len(found.problems) == rows + 2 + 2  # the rows, the category and its name, both totals without them


def test_the_unknown_unit_of_a_source_is_told() -> None:
    _, second = tables()
    found = read2(with_text(second, "其他资金：", "上年结转：3"))
    assert [(text, severity) for _, text, severity in told(found)] == [("上年结转：3", "error")]


# The foot


@pytest.mark.parametrize(
    ("foot", "texts"),
    [
        (
            "填表人：张三  填报日期：2024年3月5日  联系电话：0731-1  单位负责人签字：李四",
            ("张三", "2024-03-05", "0731-1"),
        ),
        ("填 表 人:张三 填报日期:2024.3.15　联系电话: 单位负责人签字:", ("张三", "2024-03-15", None)),
        ("填表人：  填报日期：    年  月  日  联系电话：  单位负责人签字：", (None, None, None)),
        ("填表人：张三  填报日期：三月五日", ("张三", "三月五日", None)),
    ],
)
def test_the_foot_says_who_and_when(foot: str, texts: tuple[str | None, ...]) -> None:
    form = builders.edition()
    table, _ = both(form, builders.empty(form))
    [old] = [cell.text for cell in table.cells if cell.text.startswith("填表人：")]
    found = read(form, 2023, with_text(table, old, foot))
    assert tuple(found.texts.get(path) for path in ("preparer.name", "filing_date", "preparer.phone")) == texts
    assert [problem.path for problem in found.problems] == ["filing_date"] * (texts[1] == "三月五日")


def test_two_feet_that_differ_are_told() -> None:
    first, second = tables()
    [foot] = [cell.text for cell in second.cells if cell.text.startswith("填表人：")]
    found = read(builders.edition(), 2023, first, with_text(second, foot, "填表人：王五"))
    assert [(problem.path, problem.found) for problem in found.problems] == [("preparer.name", "王五")]


def test_a_second_edition_is_read_by_its_own_labels() -> None:
    form, document = builders.second_edition(), builders.second_document()
    found = read(form, document.fiscal_year, *both(form, document))
    assert "basic_data.expenditure.union_funds.final" in found.texts
    foreign = read(builders.edition(), document.fiscal_year, *both(form, document))
    assert "工会经费、福利费" in [text for _, text, _ in told(foreign)]


def test_problems_beyond_what_a_person_would_read_are_cut() -> None:
    rows = tuple(FileCell(row, 0, f"未知{row}") for row in range(6, 400))
    heads = tuple(
        FileCell(5, column, text) for column, text in ((1, "2022年决算数"), (3, "2023年预算数"), (5, "2023年决算数"))
    )
    found = read2(FileTable("附件2", (*heads, *rows)))
    assert len(found.problems) == 201
    assert found.problems[-1].message.startswith("问题太多")


def test_a_hostile_text_hides_nothing_that_can_be_read() -> None:
    lines = ["2023年度" * 20_000, *(["（1" * 5_000] * 3), builders.edition().report.chapters[0].title, "甲" * 100_000]
    found = read(builders.edition(), 2023, *lines)
    assert found.texts == {"report.chapters.1": "甲" * 100_000}
