"""The two sheets of single values: 表样, what the edition is and its bounds; 文字, the words that marks and pages call by a code."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from evaluations.core.form.document import FURTHER
from evaluations.core.form.former_rules import USUAL
from evaluations.core.form.official import Attachment2, Attachment3, Foot
from evaluations.core.form.report import AdjustmentWords
from evaluations.core.workbook.kinds import CODE, NUMBER, PAPERS, RATIO, TEXT, WAYS, WHOLE, Kind, chosen
from evaluations.core.workbook.sheets import KeyPath

TABLES = {"attachment2": "基础数据表", "attachment3": "自评表"}
"""The sheets of the tables as they are issued, by their names in the edition's layouts."""
_FURTHER_SHEET = re.compile(r"表 ?([a-z][a-z0-9_]{0,19})")


def sheet_of(table: str) -> str:
    """The sheet of one of the form's tables; that of a further table is called by its code."""
    return TABLES.get(table) or f"表 {table.removeprefix(f'{FURTHER}.')}"


def further_table(sheet: str) -> str:
    """The further table whose sheet has this name; "" if none may have it."""
    found = _FURTHER_SHEET.fullmatch(sheet)
    return f"{FURTHER}.{found[1]}" if found else ""


NAME, CONTENT, REMARK = "项目", "内容", "说明"
CODE_OF_WORDS, USE = "代码", "用处"
FORM_ABOUT = "这份表样是什么、各项界限是多少。只改“内容”一列。"
WORDS_ABOUT = "表样的文字。表里写 {文字:代码} 的地方印这里的内容；{year} 是年度，{prior_year} 是上一年度。只改“内容”一列，没有的空着。"


class Setting(NamedTuple):
    """One value: its place in the data, its kind, what it is for; `usual` is what it is unless something is said."""

    place: KeyPath
    kind: Kind
    remark: str
    usual: Any = None


def _pages() -> Iterator[tuple[str, Setting]]:
    for table, sheet in TABLES.items():
        yield (
            f"{sheet}的纸张",
            Setting(("layouts", table, "page", "paper"), PAPERS, "A4 或 A3；没有这张表的，不起作用。", "A4"),
        )
        way = Setting(
            ("layouts", table, "page", "orientation"), WAYS, "纵向或横向；没有这张表的，不起作用。", "portrait"
        )
        yield f"{sheet}的方向", way


FORM: Mapping[str, Setting] = {
    "代码": Setting(("code",), CODE, "小写英文字母、数字和 -，例如 lusong-2024；同一份表样修改后代码不变。"),
    "版本": Setting(("version",), WHOLE, "整数；已经在用的表样要修改，写更大的数。"),
    "名称": Setting(("name",), TEXT, "表样的全称。"),
    "评价对象": Setting(
        ("subject",), chosen({"unit": "整体支出", "project": "项目支出"}), "整体支出或项目支出。", "unit"
    ),
    "总成本指标": Setting(
        ("overall_cost_indicator",), TEXT, "表示全部支出的成本指标的名称；没有自评表的表样不写。"
    ),
    "预算执行率分值": Setting(
        ("attachment3", "execution_weight"), NUMBER, "与各一级指标的分值之和应为 100；没有自评表的表样不写。"
    ),
    "执行率下限": Setting(("thresholds", "execution_rate"), RATIO, "预算执行率低于它的，要说明原因。"),
    "超额完成上限": Setting(("thresholds", "exceeded_target"), RATIO, "完成值达到指标值的这个比例的，要说明原因。"),
    "变动幅度": Setting(("thresholds", "swing"), RATIO, "与上年相比变动超过它的，要说明原因。"),
    "误填为元的倍数": Setting(("thresholds", "wrong_unit"), NUMBER, "达到上年这么多倍的，提醒核对是否误填为元。"),
    "数量级倍数": Setting(("thresholds", "magnitude"), NUMBER, "相差这么多倍的，提醒核对小数点。", "10"),
    "四舍五入误差": Setting(("thresholds", "rounding"), NUMBER, "每多一个加数允许的误差，万元。"),
    "雷同比例": Setting(("thresholds", "similarity"), RATIO, "文字相同的比例达到它的，算作雷同。"),
    "雷同起算字数": Setting(("thresholds", "similar_from"), WHOLE, "少于这么多字的文字不比较。"),
    **dict(_pages()),
}  # fmt: skip
"""The lines of 表样 by name."""

_USES = {
    "number": "附件的编号",
    "file_name": "文件名",
    "title": "标题",
    "listed": "报告附件清单中的名称",
    "note": "表下的说明",
    "seal": "封面上单位名称之前的文字",
    "none": "没有内容的章",
    "blank_date": "没有日期时的空白",
    "attachments": "附件清单之前的文字",
    "raised": "预算调增，{amount} 是金额",
    "lowered": "预算调减，{amount} 是金额",
    "unchanged": "预算没有调整",
    "preparer": "填表人",
    "filing_date": "填报日期",
    "phone": "联系电话",
    "signature": "签字",
    "staffing": "人员情况",
    "authorized_posts": "编制数",
    "staff_in_post": "在职人数",
    "control_rate": "控制率",
    "expenditure": "经费控制情况",
    "budget": "预算数",
    "buildings": "楼堂馆所控制情况",
    "approved_area": "批复规模",
    "actual_area": "实际规模",
    "area_rate": "规模控制率",
    "budget_investment": "预算投资",
    "actual_investment": "实际投资",
    "investment_rate": "投资概算控制率",
    "thrift_measures": "厉行节约保障措施",
    "unit_name": "单位名称",
    "total_funds": "资金总额",
    "initial_budget": "年初预算数",
    "adjusted_budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "execution_rate": "执行率",
    "score": "得分",
    "objective": "年度总体目标",
    "expected_objective": "预期目标",
    "actual_completion": "实际完成情况",
    "indicators": "绩效指标",
    "first_level": "一级指标",
    "second_level": "二级指标",
    "third_level": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "deviation_reason": "偏差原因",
    "total": "总分",
    "label": "合计",
}
_PARTS = {"attachment2": "基础数据表", "attachment3": "自评表", "foot": "表尾", "report": "报告", "adjustment": "报告"}
_OTHERWISE = ("columns", "lines", "execution_weight", "by_revenue", "by_expenditure", "levels", "library")
_OF_THE_REPORT = ("title", "file_name", "none", "seal", "blank_date", "attachments")


def _words() -> Iterator[tuple[str, Setting]]:
    for part, model in (("attachment2", Attachment2), ("attachment3", Attachment3), ("foot", Foot)):
        for key in model.model_fields:
            if key not in _OTHERWISE:
                yield f"{part}.{key}", _said(part, key, (part, key))
    for group, called in (("by_revenue", "按收入性质分"), ("by_expenditure", "按支出性质分")):
        yield f"attachment3.{group}", Setting(("attachment3", group, "label"), TEXT, f"自评表：{called}的合计")
    for key in _OF_THE_REPORT:
        yield f"report.{key}", _said("report", key, ("report", key))
    for key in AdjustmentWords.model_fields:
        yield f"report.adjustment.{key}", _said("adjustment", key, ("report", "adjustment", key))


def _said(part: str, key: str, place: KeyPath) -> Setting:
    return Setting(place, TEXT, f"{_PARTS[part]}：{_USES[key]}")


WORDS: Mapping[str, Setting] = dict(_words())
"""The lines of 文字 by code."""
FORMER_WORDS: Mapping[str, Setting] = {
    f"attachment2.{code}": Setting(("attachment2", code), TEXT, "基础数据表：一列的名称") for code, _ in USUAL
}
"""The lines by which a workbook names the columns of 基础数据表 that was made when there was no sheet for them."""


def value_at(data: Any, place: KeyPath) -> Any:
    """What the data holds at the place; None if it says nothing there."""
    for key in place:
        if not isinstance(data, Mapping) or key not in data:
            return None
        data = data[key]
    return data
