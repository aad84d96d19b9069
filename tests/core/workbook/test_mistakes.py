"""The mistakes that a bureau makes are told in Chinese by sheet and cell, with what to do."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evaluations.core.readback.source import FileCell, FileFault, FileTable, Source
from evaluations.core.workbook.draft import Mistake
from evaluations.core.workbook.reading import read
from tests.core import builders
from tests.core.workbook.sheets import PROJECT, SICHUAN, place_of, reading, tables

WEIGHTS = "合计(self_assessment.indicators.weight) = 90"
PARTS = "office、utilities_travel、meeting_training"
RATE = "self_assessment.fiscal_executed ÷ self_assessment.fiscal_adjusted"
FISCAL = "self_assessment.fiscal_initial"
TITLE = "部门预算项目支出绩效自评表（{year}年度）"
CHOICES = "=\n≥\n≤\n>\n<\n定性"
EARMARKED = "{basic_data.expenditure.earmarked_fund.name}"
LUSONG = builders.SHIPPED
HUNAN = LUSONG.with_name("hunan-2018.toml")


def first(mistakes: Sequence[Mistake]) -> str:
    return str(mistakes[0])


@pytest.mark.parametrize(
    ("path", "sheet", "old", "new", "told"),
    [
        # Fields
        (SICHUAN, "字段", "self_assessment.fiscal_adjusted", FISCAL, "A5：self_assessment.fiscal_initial 已经有了，请换一个名称。"),
        (SICHUAN, "字段", "财政资金 年初预算", "", "B4：这一格是空的，请填写。"),
        (SICHUAN, "字段", "金额", "金钱", "C4：“金钱”不在可选的词里，是否为“金额”？应为 金额、分、"),
        (SICHUAN, "字段", CHOICES, "", "D21：选项至少写两个。"),
        (SICHUAN, "字段", RATE, RATE.replace("÷", "+"), "E7：第 1 个字符：得出的不是比率，“类型”不能是“比率”。"),
        (SICHUAN, "字段", RATE, "self_assessment.unit_rate × 2", "E7：第 1 个字符：没有“self_assessment.unit_rate”，是否为"),
        (SICHUAN, "字段", FISCAL, "self_assessment.Fiscal", "A4：“self_assessment.Fiscal”不能作单元格：写 self_assessment.名称、"),
        (SICHUAN, "必填", "preparer.phone", "preparer.telephone", "A4：没有单元格 preparer.telephone。"),
        (SICHUAN, "必填", "preparer.phone", "preparer.name", "A4：preparer.name 出现了不止一次，请删除多余的一行。"),
        (SICHUAN, "口径", "self_assessment.executed", "self_assessment.initial_budget", "A5：“self_assessment.initial_budget”出现了不止一次，请合并成一行。"),
        # Lines
        (LUSONG, "行", "office", "operating", "A16：operating 出现了不止一次。"),
        (LUSONG, "行", "公用经费", "", "B15：这一格是空的，请填写。"),
        (LUSONG, "行", PARTS, PARTS.replace("travel", "travl"), "D15：合计行 operating 的分项 utilities_travl 不存在。"),
        (LUSONG, "行", PARTS, "", "D15：合计行（“合计”、“不小于分项”）必须列出“分项”"),
        (LUSONG, "行", PARTS, "business_funds", "D15：分项 business_funds 应在合计行 operating 之下，且不是标题行。"),
        (LUSONG, "行", "A2-06", "A2-66", "E15：没有“A2-66”这样的合计核对，应为 A2-02、A2-03、A2-04、A2-06 之一。"),
        (LUSONG, "行", "合计", "总和", "C3：“总和”不在可选的词里"),
        # Levels
        (LUSONG, "指标", "40", "四十", "C3：“四十”不是数字，应写 40 这样的数字，不带单位。"),
        (LUSONG, "指标", "40", "40%", "C3：“40%”是百分比，这里应写 40 这样的数字，不带百分号。"),
        (SICHUAN, "指标", "output", "output.x", "A3：二级指标应写在它的一级指标之下，上面还没有一级指标。"),
        (SICHUAN, "指标", "output.quality", "benefit.quality", "A5：benefit.quality 不属于一级指标 output，应以“output.”开头。"),
        # Rules
        (SICHUAN, "核对", "空(self_assessment.funds_reason)", "self_assessment.funds_reason = “无", "F6：第 32 个字符：引号没有成对"),
        (SICHUAN, "核对", WEIGHTS, WEIGHTS.replace(")", ""), "G9：第 42 个字符：函数 合计 缺少右括号"),
        (SICHUAN, "核对", WEIGHTS, WEIGHTS.replace("weight", "wieght"), "G9：第 4 个字符：没有“self_assessment.indicators.wieght”，是否为"),
        (SICHUAN, "核对", WEIGHTS, f"self_assessment.executed + {WEIGHTS}", "G9：第 28 个字符：金额不能与分相加减"),
        (SICHUAN, "核对", WEIGHTS, "(" * 5000, "G9：太长，有 5000 个字，最多 500 个字。"),
        (SICHUAN, "核对", WEIGHTS, "(" * 499, "G9：第 21 个字符：括号和函数套得太深"),
        (SICHUAN, "核对", WEIGHTS, "__import__(“os”) = 1", "G9：第 1 个字符：没有函数“__import__”"),
        (SICHUAN, "核对", WEIGHTS, "", "G9：这一格是空的，请填写。"),
        (SICHUAN, "核对", "self_assessment.indicators.output", "self_assessment.output", "H9：第 1 个字符：没有单元格“self_assessment.output”"),
        (SICHUAN, "核对", "错误", "警告", "D3：“警告”不在可选的词里。应为 错误、需说明、提示 之一。"),
        (SICHUAN, "核对", "绩效指标权重合计 90 分", "", "C9：请用“关系”写明 XM-07 核对的是什么"),
        (SICHUAN, "核对", "XM-07", "A3-16", "A9：A3-16 由程序判断，表样不能再写，请换一个代码。"),
        (LUSONG, "通用核对", "A3-08", "A3-99", "没有 A3-99 这样的通用规则，有：A2-01、"),
        (SICHUAN, "评分", "逐个指标", "每个指标", "B4：“每个指标”不在可选的词里，是否为“逐个指标”？"),
        (SICHUAN, "评分", "attachment3.execution_weight", "attachment3.weight", "D3：第 1 个字符：这里应为分数，例如 weight × 75%，现在是文字。"),
        (SICHUAN, "核对", "XM-07", "xm-7", "A9：“xm-7”不能作核对的代码：写大写字母、- 和两位数字，例如 XM-01。"),
        # Samples and steps
        (HUNAN, "样例", "A2-02、A2-10", "A2-02", "C3：样例“三公经费的合计不对”另外提出了 A2-10（联系电话："),
        (HUNAN, "样例", "A2-02、A2-10", "A2-01、A2-02、A2-10", "C3：样例“三公经费的合计不对”写明的 A2-01 没有提出问题"),
        (HUNAN, "样例", "三公经费的合计不对", "", "A3：这一格是空的，请填写。"),
        (HUNAN, "样例", "2.5", "二点五", "E7：填的是“二点五”，应为数字，例如 65.8。"),
        (HUNAN, "样例", "basic_data.staffing.staff_in_post", "basic_data.staffing.staff", "E5：没有单元格 basic_data.staffing.staff。"),
        (SICHUAN, "步骤", "预算执行", "预算", "A3：“预算”不在可选的词里，是否为“预算执行”？"),
        (SICHUAN, "步骤", "绩效指标", "预算执行", "A4：“预算执行”出现了不止一次，请合并成一行。"),
        (SICHUAN, "步骤", "绩效指标", "自评报告", "A4：表样没有这一步要填的内容，请删除。"),
        # Grades and bounds
        (SICHUAN, "等级", "90", "70", "C4：“良”的下限应低于前一档“优”：各档从高到低排列。"),
        (SICHUAN, "等级", "60", "0.6", "C5：“中”的下限 0.6 像是比例，这里应写分数，例如 90。"),
        (SICHUAN, "等级", "0.8", "80", "C7：“达成”的下限应在 0 至 1 之间。"),
        (SICHUAN, "等级", "评价等级", "", "A3：没有写是哪一组，例如 评价等级。"),
        (SICHUAN, "表样", "90%", "90", "B9：“90”太大，这里应写百分比：90% 写作 90% 或 0.9。"),
        (SICHUAN, "表样", "2", "", "B4：这一格是空的，请填写。"),
        (SICHUAN, "表样", "2", "第二版", "B4：“第二版”不是整数，应写 1、2 这样的数字。"),
        (SICHUAN, "表样", "项目支出", "单位支出", "B6：“单位支出”不在可选的词里，是否为“整体支出”？"),
        (SICHUAN, "表样", "版本", "版夲", "A4：没有“版夲”这一项，是否为“版本”？"),
        (LUSONG, "表样", "10", "5", "B8：预算执行率与各一级指标的分值（“分值”一列）之和是 95，应为 100。"),
        # Words
        (SICHUAN, "文字", TITLE, TITLE.replace("year", "yeer"), "B23：不认识占位符 {yeer}，这里只能用 {year}、{prior_year}。"),
        (SICHUAN, "文字", TITLE, "", "B23：这一格是空的，请填写。"),
        (SICHUAN, "文字", "attachment3.title", "attachment3.titel", "A23：没有“attachment3.titel”这一项，是否为“attachment3.title”？"),
        # Tables
        (SICHUAN, "自评表", f"{{{FISCAL}}}", "{self_assessment.fiscal_initail}", f"D12：没有 self_assessment.fiscal_initail 这样的单元格，是否为 {FISCAL}。"),
        (SICHUAN, "自评表", f"{{{FISCAL}}}", "——", f"：{FISCAL} 没有出现在任何一格里，填报人无处可填。"),
        (SICHUAN, "自评表", f"{{{FISCAL}}}", f"{{{FISCAL}", "D12：花括号应成对。"),
        (SICHUAN, "自评表", "{文字:attachment3.title}", "{文字:attachment3.titel}", "A4：表样中没有 attachment3.titel 这一项文字。"),
        (SICHUAN, "自评表", "宽11", "", "C2：表的这一列没有宽度，应写 宽12 这样的宽度。"),
        (SICHUAN, "自评表", "预算执行", "预算", "N5：“预算”不在可选的词里"),
        (LUSONG, "基础数据表", EARMARKED, EARMARKED.replace("earmarked_fund", "other_project"), "A19：没有 basic_data.expenditure.other_project.name 这样的单元格。"),
        (LUSONG, "基础数据表", "不印", "不印出", "L19：“不印出”不在可选的词里，是否为“不印”？"),
        # Report
        (LUSONG, "报告句子", "{year}年预算资金{initial_budget}万元。", "{yeer}年预算资金{initial_budget}万元。", "D3：不认识占位符 {yeer}。"),
        (LUSONG, "报告", "government_fund", "government", "D5：没有收入来源 government。"),
        (LUSONG, "报告", "9", "九", "A11：“九”不是整数，应写 1、2 这样的数字。"),
        (LUSONG, "报告数字", "年初预算", "", "B3：这一格是空的，请填写。"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_cell_is_told_by_its_place(path: Path, sheet: str, old: str, new: str, told: str) -> None:
    back = reading({(sheet, place_of(sheet, old, path)): new}, path)
    assert back.edition is None
    assert told in first(back.mistakes)
    assert first(back.mistakes).startswith(f"工作表“{sheet}”")


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "told"),
    [
        ("字段", "B2", "名秤", "工作表“字段” B2：没有“名秤”这样的列，是否为“名称”？"),
        ("字段", "F2", "备注", "工作表“字段” F2：没有“备注”这样的列。请删除这一列，或改正列名。"),
        ("字段", "B2", "单元格", "工作表“字段” B2：“单元格”这一列出现了不止一次，请删除多余的。"),
        ("字段", "F5", "注意", "工作表“字段” F5：这一列没有列名，内容没有读取，请删除。"),
        ("自评表", "L9", "注意", "工作表“自评表” L9：在表的右边界之外，没有读取。"),
        ("自评表", "Q8", "表投×3", "工作表“自评表” Q8：没有“表投”这样的样式，是否为“表头”？"),
        ("自评表", "Q8", "表头×30", "工作表“自评表” Q8：这一行有 2 格，样式却写了 30 格。"),
        ("自评表", "Q8", "表头（缩进）", "工作表“自评表” Q8：括号里的“缩进”应为 缩进1、小数2 或 括号换行。"),
        ("表样", "B30", "多余", "工作表“表样” B30：这一行没有写是哪一项"),
        ("等级", "A20", "平价等级", "工作表“等级” A20：“平价等级”不在可选的词里，是否为“评价等级”？"),
    ],
)  # fmt: skip
def test_what_stands_where_nothing_is_expected_is_told(sheet: str, cell: str, text: str, told: str) -> None:
    assert told in [str(one)[: len(told)] for one in reading({(sheet, cell): text}, SICHUAN).mistakes]


def named(old: str, new: str) -> Callable[[FileTable], FileTable]:
    return lambda table: table._replace(name=new) if table.name == old else table


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ([table for table in tables(SICHUAN) if table.name != "等级"], ["文件：缺少工作表“等级”。请从系统下载的表样中复制过来；没有内容的，列名以下空着即可。"]),
        (list(map(named("等级", "等极"), tables(SICHUAN))), ["工作表“等极”：不认识工作表“等极”，是否为“等级”？请改正名称。"]),
        ([*tables(SICHUAN), FileTable("字段 (2)", ())], ["工作表“字段 (2)”：不认识工作表“字段 (2)”。“字段”只能有一张，请删除多余的。"]),
        ([*tables(SICHUAN), FileTable("字段 ", ())], ["工作表“字段 ”：“字段”这张工作表有两张，只能有一张，请删除多余的。"]),
        ([*tables(SICHUAN), FileTable("Sheet1", ())], ["工作表“Sheet1”：不认识工作表“Sheet1”。请删除，或改正名称。"]),
        ([table for table in tables(LUSONG) if table.name != "基础数据表"], ["工作表“文字” B3：没有工作表“基础数据表”，这里却有它的内容。请从系统下载的表样中复制回来，或清空它的内容。"]),
        ([*tables(SICHUAN), next(table for table in tables(LUSONG) if table.name == "基础数据表")], ["工作表“文字”：有工作表“基础数据表”，这里却没有它的标题等文字，请填写，或删除“基础数据表”。"]),
        ([table._replace(cells=()) if table.name == "字段" else table for table in tables(SICHUAN)], ["工作表“字段”：找不到列名：第 2 行应写 单元格、名称、类型、选项、公式。"]),
        ([table._replace(cells=tuple(cell for cell in table.cells if cell.column != 1)) if table.name == "字段" else table for table in tables(SICHUAN)], ["工作表“字段” A2：缺少列：名称。请在这一行补上列名。"]),
        ([table._replace(cells=tuple(cell for cell in table.cells if cell.row != 3)) if table.name == "表样" else table for table in tables(SICHUAN)], ["工作表“表样”：缺少“版本”这一行，请补上。"]),
        ([table._replace(cells=tuple(cell for cell in table.cells if cell.row != 5)) if table.name == "表样" else table for table in tables(SICHUAN)], ["工作表“表样”：缺少“评价对象”这一行，请补上。"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_sheets_is_told_alone(sheets: list[FileTable], told: list[str]) -> None:
    assert [str(mistake) for mistake in read(Source(tuple(sheets))).mistakes] == told


def test_cells_merged_over_a_line_that_repeats_are_told() -> None:
    def across(table: FileTable) -> FileTable:
        if table.name != "自评表":
            return table
        marked = "{self_assessment.indicators.name}"
        return table._replace(
            cells=tuple(cell._replace(rows=2) if cell.text == marked else cell for cell in table.cells)
        )

    told = [str(mistake) for mistake in read(Source(tuple(map(across, tables(PROJECT))))).mistakes]
    assert any("多行内容中的单元格不能再向下合并" in one or "超出了表的最后一行" in one for one in told)


def test_cells_that_overlap_are_told() -> None:
    def overlapping(table: FileTable) -> FileTable:
        if table.name != "自评表":
            return table
        return table._replace(
            cells=tuple(cell._replace(rows=3) if cell.text == "主管部门" else cell for cell in table.cells)
        )

    told = [str(mistake) for mistake in read(Source(tuple(map(overlapping, tables(PROJECT))))).mistakes]
    assert "工作表“自评表” A7：与上面向下合并的单元格重叠，请取消其中一处合并。" in told


def test_what_the_reader_could_not_read_is_told_first() -> None:
    faults = (
        FileFault("字段 B4", "是公式，文件中没有它的结果。"),
        FileFault("备注", "这张工作表是隐藏的，没有读取。", "warning"),
    )
    told = read(Source(tables(SICHUAN), faults)).mistakes
    assert [(one.sheet, one.cell) for one in told] == [("字段", "B4"), ("备注", "")]


def test_all_mistakes_of_a_pass_are_told_and_what_follows_from_them_is_not() -> None:
    changes = {
        ("指标", place_of("指标", "40")): "四十",
        ("行", place_of("行", "合计")): "和",
        ("字段", "B2"): "名秤",
        ("等级", place_of("等级", "80")): "八十",
    }
    assert [(one.sheet, one.cell) for one in reading(changes).mistakes] == [
        ("行", "C3"),
        ("指标", "C3"),
        ("字段", "B2"),
        ("等级", "C4"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["{" + " " * 1990, "，" * 1990, "（" * 1990, "x" * 1990, "{" * 1990])
def test_cells_full_of_one_character_are_told_like_any_other(text: str) -> None:
    full = tuple(FileCell(row, column, text) for row in range(2, 60) for column in range(17))
    sheets = [
        table._replace(cells=(*(cell for cell in table.cells if cell.row < 2), *full))
        if table.name == "自评表"
        else table
        for table in tables(SICHUAN)
    ]
    assert len(read(Source(tuple(sheets))).mistakes) >= 58
