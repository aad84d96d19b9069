"""The sheets of lists: which columns each has, and to which key of the edition's data each belongs. The one map between both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.form.concepts import MEANINGS
from evaluations.core.workbook.kinds import (
    CODE,
    CODES,
    LINES,
    NOTE,
    NUMBER,
    PAPERS,
    TEMPLATE,
    TEXT,
    WAYS,
    WHOLE,
    YES,
    Kind,
    chosen,
)

type KeyPath = tuple[str | int, ...]
type Row = Mapping[str, Any]

EXAMPLE = "例："
"""A line that begins with it is an example, and says nothing of the edition."""
IN_USE = "in_use"
"""The key of the column that switches a row off; it is no part of the data."""
GROUP = "group"
"""The key of the column that says in which of several lists a row stands; it is no part of the data."""

SEVERITIES = {"error": "错误", "warning": "需说明", "info": "提示"}
_DIRECTIONS = {"positive": "越大越好", "reverse": "越小越好"}
_ON = Kind(YES.read, YES.show, YES.named, "写“否”的一行不起作用。")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the key of its values in a row's data, and what stands in it when the row says nothing."""

    heading: str
    key: str
    kind: Kind = TEXT
    hint: str = ""
    usual: Any = None
    width: int = 16


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet with one row for each item of one or several lists of the edition.

    `lists` gives the places of these lists in the data, by the word of the column `GROUP`; a single list has the word "". `example` is a line for
    an empty sheet. `key` names the columns by which a row is the same in two editions. In a tree,
    rows whose code has a point are the `categories` of the row above them whose code has none. In a keyed sheet an item stands under the text of
    the column ""; with `within`, a row adds such an item to that key of the item that the last row with a name began.
    """

    name: str
    about: str
    columns: Sequence[Column]
    lists: Mapping[str, KeyPath]
    example: Sequence[str]
    key: Sequence[str]
    is_tree: bool = False
    is_keyed: bool = False
    within: str = ""


COLUMNS_SHEET = ListSheet(
    "列",
    "基础数据表“经费控制情况”中填金额的各列，从左到右。每列另在“基础数据表”中占一列，表头写上 {文字:attachment2.代码}，各行写上 {basic_data.expenditure.行的代码.代码}。",
    (
        Column("代码", "code", CODE, "小写英文字母、数字和 _，用过的代码不要改作他用。", width=24),
        Column("名称", "label", hint="可以写 {year}、{prior_year}。", width=30),
        Column(
            "含义",
            "meaning",
            chosen(MEANINGS),
            "上年决算：从上年的决算带出；决算与预算、与上年相比；其他的列空着。每种含义最多一列。",
        ),
    ),
    {"": ("attachment2", "columns")},
    ("adjusted", "{year}年调整预算数", "预算"),
    key=("code",),
)
LINES_SHEET = ListSheet(
    "行",
    "基础数据表“经费控制情况”的各行，从上到下。每行另在“基础数据表”中占一行，写上 {文字:attachment2.lines.代码} 和各列的 {basic_data.expenditure.代码.final} 等。",
    (
        Column("代码", "item", CODE, "小写英文字母、数字和 _，用过的代码不要改作他用。", width=24),
        Column("名称", "label", width=30),
        Column(
            "类型",
            "kind",
            chosen({"amount": "金额", "total": "合计", "at_least": "不小于分项", "rows": "多行", "heading": "标题"}),
            "金额：填报；合计：等于分项之和；不小于分项：不列全的合计；多行：一项一行，写名称；标题：不填数。",
            "amount",
        ),
        Column("分项", "parts", CODES, "合计的各分项的代码，都在合计之下。", width=40),
        Column("核对", "check", CODE, "判断合计的核对的代码。"),
        Column("有上年数", "prior", YES, "这一行是否填上年决算数。", usual=True),
        Column("必填", "required", YES, usual=False),
        Column("不超预算", "within_budget", YES, "决算数超过预算数时是否提醒。", usual=False),
    ),
    {"": ("attachment2", "lines")},
    ("office", "其中：办公经费", "金额", "", "", "是", "否", "否"),
    key=("item",),
)
FUNDS = ListSheet(
    "收支",
    "自评表中“按收入性质分”“按支出性质分”的各行。没有这些内容的表样，这张工作表空着。",
    (
        Column("分组", GROUP, chosen({"by_revenue": "按收入性质分", "by_expenditure": "按支出性质分"})),
        Column("代码", "item", CODE, width=28),
        Column("名称", "name", hint="单独提到时的名称。", width=30),
        Column("表中文字", "label", hint="印在金额之前的文字。", width=36),
    ),
    {
        "by_revenue": ("attachment3", "by_revenue", "lines"),
        "by_expenditure": ("attachment3", "by_expenditure", "lines"),
    },
    ("按支出性质分", "basic", "基本支出", "其中：基本支出："),
    key=(GROUP, "item"),
)
LEVELS = ListSheet(
    "指标",
    "一级指标和它下面的二级指标。二级指标的代码写成“一级.二级”，紧接在一级指标之下。各一级指标的分值与“表样”中的预算执行率分值之和应为 100；都不写分值的，由单位自行分配。",
    (
        Column("代码", "code", CODE, width=28),
        Column("名称", "label", width=30),
        Column("分值", "weight", NUMBER, "只有一级指标写。"),
        Column(
            "方向",
            "direction",
            chosen(_DIRECTIONS),
            "数字指标没有写比较符号时按哪个方向；不写的，二级同一级，一级是越大越好。",
        ),
        Column("必填", "required", YES, "只有二级指标写：是否至少要有一行。不写是“是”。"),
    ),
    {"": ("attachment3", "levels")},
    ("output", "产出指标", "40", "越大越好", ""),
    key=("code",),
    is_tree=True,
)
LIBRARY = ListSheet(
    "指标库",
    "填报时供选用的常用三级指标。可以空着。",
    (
        Column("二级指标", "category", CODE, "“指标”中二级指标的代码。", width=28),
        Column("三级指标", "name", width=36),
        Column("指标值", "target", hint="例子，例如 ≥95%。"),
    ),
    {"": ("attachment3", "library")},
    ("output.quality", "验收合格率", "≥95%"),
    key=("category", "name"),
)
FIELDS = ListSheet(
    "字段",
    "本表样自己的单元格（通用的单元格不写在这里）。每个字段另在“基础数据表”“自评表”或“更多表”各自的工作表中写上 {单元格代码}。说明写在“口径”，必填写在“必填”。",
    (
        Column(
            "单元格",
            "cell",
            CODE,
            "basic_data.名称、self_assessment.名称、further.表的代码.名称；列表的一列写 self_assessment.indicators.名称（指标），或“多行”中的列表.名称。",
            width=40,
        ),
        Column("名称", "label", width=30),
        Column(
            "类型",
            "kind",
            chosen(
                {
                    "amount": "金额",
                    "points": "分",
                    "area": "面积",
                    "count": "人数",
                    "date": "日期",
                    "line": "文字",
                    "long": "长文",
                    "choice": "选项",
                    "ratio": "比率",
                }
            ),
            "比率由公式计算。",
            "line",
        ),
        Column("选项", "choices", LINES, "类型是“选项”的，至少两个。", width=24),
        Column(
            "公式",
            "formula",
            hint="写了公式的由系统计算，例如 self_assessment.executed ÷ self_assessment.adjusted_budget。",
            width=60,
        ),
    ),
    {"": ("fields",)},
    ("self_assessment.fiscal_initial", "本年财政拨款 年初预算数", "金额", "", ""),
    key=("cell",),
)
FURTHER_TABLES = ListSheet(
    "更多表",
    "基础数据表、自评表以外的表，一行一张，可以空着。每张表另有一张工作表，名称是“表 代码”，是它印发的样子；表里填的内容写在“字段”中，单元格写成 further.表的代码.名称。",
    (
        Column("代码", "code", CODE, "小写英文字母开头，只用小写英文字母、数字和 _，最多 20 个字。", width=20),
        Column("编号", "number", hint="附件的编号，例如 附件4。"),
        Column("标题", "title", width=40),
        Column("文件名", "file_name", hint="也是填报这张表的一步的名称。", width=30),
        Column("清单名称", "listed", hint="报告附件清单中的名称；不写的用标题。", width=30),
        Column("纸张", "paper", PAPERS, usual="A4"),
        Column("方向", "orientation", WAYS, usual="portrait"),
        Column("提示", "hint", hint="任务清单上写这一步填什么。", width=60),
        Column("说明", "lead", hint="写在这一步的上面。", width=60),
    ),
    {"": ("further",)},
    ("assets", "附件4", "{year}年度国有资产情况表", "国有资产情况表", "", "A4", "纵向", "", ""),
    key=("code",),
)
ROW_LISTS = ListSheet(
    "多行",
    "“更多表”的表中可以逐行添加的内容，一行一个列表，可以空着。它的各列写在“字段”中，单元格写成 列表.列名；列名是 name 的，是各行的名称。要求至少几行的，用“核对”写，例如 个数(列表.name) ≥ 1。",
    (
        Column("列表", "path", CODE, "further.表的代码.名称，例如 further.assets.houses。", width=40),
        Column("名称", "label", width=30),
        Column("最多行数", "most", WHOLE, f"不写是 {ROW_LIMIT}。"),
    ),
    {"": ("lists",)},
    ("further.assets.houses", "房屋", "50"),
    key=("path",),
)
REQUIRED = ListSheet(
    "必填",
    "提交前必须填写的单元格（“行”中的各行另有“必填”一列）。",
    (Column("单元格", "", CODE, width=48),),
    {"": ("required", "cells")},
    ("preparer.name",),
    key=("",),
)
DEFINITIONS = ListSheet(
    "口径",
    "单元格填什么、数从哪里取。可以写代码的开头部分；* 代表任何一个名称或序号。",
    (Column("单元格", "", CODE, width=48), Column("口径", "text", width=80)),
    {"": ("definitions",)},
    ("self_assessment.executed", "全年实际支出。"),
    key=("",),
    is_keyed=True,
)
STEPS = ListSheet(
    "步骤",
    "填报各步的名称和提示；不写的，用系统的文字。",
    (
        Column(
            "步骤",
            "",
            chosen(
                {
                    "details": "基本信息",
                    "basic-data": "基础数据",
                    "budget": "预算执行",
                    "indicators": "绩效指标",
                    "report": "自评报告",
                    "check": "检查与提交",
                }
            ),
        ),
        Column("名称", "title", hint="这一步叫什么。", width=30),
        Column("提示", "hint", hint="任务清单上写这一步填什么。", width=60),
        Column("说明", "lead", hint="写在这一步的上面。", width=60),
    ),
    {"": ("steps",)},
    ("预算执行", "项目资金与目标", "项目资金、得分和年度总体目标。", ""),
    key=("",),
    is_keyed=True,
)
FROM_PROJECTS = ListSheet(
    "取自项目",
    "整体支出的表样中，哪些单元格的数取自本单位各项目的自评。可以空着。",
    (
        Column("单元格", "cell", CODE, width=48),
        Column("概念", "concept", CODE, "项目自评中的什么，例如 funds.executed。", width=28),
        Column("取法", "how", chosen({"sum": "合计", "mean": "平均"}), usual="sum"),
    ),
    {"": ("from_projects",)},
    ("self_assessment.by_expenditure.project", "funds.executed", "合计"),
    key=("cell",),
)
RULES = ListSheet(
    "核对",
    "本表样自己的核对。“必须成立”写关系式，例如 合计(self_assessment.indicators.weight) = 90；“条件”成立时才核对。通用的核对在“通用核对”中开关。",
    (
        Column("代码", "code", CODE, "大写字母、- 和两位数字，例如 XM-01。同一代码可以写几行。", width=10),
        Column("启用", IN_USE, _ON, usual=True, width=8),
        Column("关系", "relation", hint="用文字说明核对什么；同一代码的第一行必须写。", width=40),
        Column("严重程度", "severity", chosen(SEVERITIES), "错误：不能提交；需说明：说明原因后可以提交；提示：只提示。", width=10),
        Column("每行", "each", CODE, "对哪个列表的每一行核对，例如 self_assessment.indicators；条件和关系式中直接写列名。", width=28),
        Column("条件", "when", width=50),
        Column("必须成立", "holds", width=60),
        Column("单元格", "cell", CODE, "提示显示在哪个单元格；写了“每行”的，写列名。", width=36),
        Column("提示", "message", TEMPLATE, "{左}、{右}、{差} 是关系式两边的值和差额，{单元格} 是它的值。", width=60),
        Column("现为", "found", TEMPLATE, "不写：关系式的左边；什么也不显示：{空}。"),
        Column("应为", "expected", TEMPLATE, "不写：关系式的右边；什么也不显示：{空}。"),
        Column("只是未填", "missing", YES, "是：只说明有内容还没有填。", usual=False, width=10),
    ),
    {"": ("rules",)},
    ("XM-01", "否", "年度资金总额 = 财政拨款 + 其他资金", "错误", "", "", "self_assessment.initial_budget = self_assessment.fiscal_initial + self_assessment.other_initial", "self_assessment.initial_budget", "填的是 {左}，各来源之和是 {右}", "", "", "否"),
    key=("code",),
)  # fmt: skip
STANDARD_RULES = ListSheet(
    "通用核对",
    "系统自带的核对，在“启用”一列写“是”或“否”。",
    (
        Column("代码", "", CODE, width=10),
        Column("启用", IN_USE, _ON, usual=True, width=8),
        Column("严重程度", "severity", chosen(SEVERITIES), "照系统的不用改；空着的不能改。", width=10),
        Column("关系", "note", NOTE, "只作说明。", width=80),
    ),
    {"": ("standard_rules",)},
    ("A3-08", "否", "", ""),
    key=("",),
)
SCORES = ListSheet(
    "评分",
    "系统建议的得分。同一单元格的各条从上到下，用第一条条件成立的；没有条件的写在最后。没有得分的表样，这张工作表空着。",
    (
        Column("启用", IN_USE, _ON, usual=True, width=8),
        Column(
            "每行",
            "each",
            chosen({"self_assessment.indicators": "逐个指标"}),
            "逐个指标评分的写“逐个指标”，否则空着。",
            width=12,
        ),
        Column("单元格", "cell", CODE, "得分的单元格；写了“每行”的写 score。", width=34),
        Column("满分", "weight", hint="满分是多少，例如 weight。", width=30),
        Column("条件", "when", width=60),
        Column("得分", "value", hint="例如 weight × actual_number ÷ target_number。", width=60),
        Column("理由", "reason", TEMPLATE, width=50),
    ),
    {"": ("scores",)},
    ("否", "逐个指标", "score", "weight", "", "weight", "达到指标值，得满分"),
    key=("cell",),
)
GRADES = ListSheet(
    "等级",
    "评价等级的最低分，和定性指标的结果所对应的最低得分比例。各组从高到低排列。",
    (
        Column("分组", GROUP, chosen({"grades": "评价等级", "bands": "定性结果"})),
        Column("名称", "label"),
        Column("下限", "at_least", NUMBER, "评价等级写分数，例如 90；定性结果写比例，例如 0.8。"),
    ),
    {"grades": ("scoring", "grades"), "bands": ("scoring", "bands")},
    ("评价等级", "优", "90"),
    key=(GROUP, "label"),
)
FIGURES = ListSheet(
    "报告数字",
    "报告中另填的数字。",
    (
        Column("代码", "code", CODE, width=24),
        Column("名称", "label", width=36),
        Column("等于", "equals", CODE, "应与表中哪个单元格相等；没有的不写。", width=48),
    ),
    {"": ("report", "figures")},
    ("initial_budget", "年初预算", "self_assessment.initial_budget"),
    key=("code",),
)
CHAPTERS = ListSheet(
    "报告",
    "报告的各章；标题等文字在“文字”中。没有报告的表样，这张工作表和“报告数字”“报告句子”都空着。",
    (
        Column("序号", "number", WHOLE, width=8),
        Column("标题", "title", width=50),
        Column("提示", "hint", hint="告诉填报人这一章写什么。", width=60),
        Column(
            "只在有此来源时", "only_with", CODE, "“收支”中一个收入来源的代码；没有这笔钱的，这一章写“无”。", width=24
        ),
    ),
    {"": ("report", "chapters")},
    ("1", "一、部门（单位）基本情况", "单位职能、机构设置、人员情况。", ""),
    key=("number",),
)
SENTENCES = ListSheet(
    "报告句子",
    "报告中引用表内数字的句子；{…} 中写单元格、报告数字的代码，或 year、execution_rate、total_score、grade 等。",
    (
        Column("代码", "code", CODE, width=20),
        Column("章", "chapter", WHOLE, "在第几章。", width=6),
        Column("小标题", "heading", hint="在章内哪个小标题之下，例如（一）基本支出情况。", width=28),
        Column("句子", "template", TEMPLATE, width=80),
        Column("每行", "each", CODE, "对哪个列表或指标的每一行写一句。", width=36),
        Column("有数才写", "when", CODE, "这个单元格空着时不写这一句。", width=44),
        Column("为零时", "zero", TEMPLATE, "这个单元格是 0 时写的句子。", width=40),
    ),
    {"": ("report", "sentences")},
    ("result", "1", "", "自评得分{total_score}分。", "", "", ""),
    key=("code",),
)
SAMPLES = ListSheet(
    "样例",
    "试填的值和应当出现的核对：上传时按这张表样核对，结果不同的会指出来。一个样例写几行，名称、年度和核对只写在第一行。",
    (
        Column("样例", "name", width=30),
        Column("年度", "year", WHOLE, width=8),
        Column("应有的核对", "findings", CODES, "恰好是这些核对提出问题；没有的空着。", width=24),
        Column(
            "单元格", "", CODE, "列表中的一行写序号，例如 self_assessment.indicators.output.quantity.1.name。", width=60
        ),
        Column("值", "text", hint="照填报人的写法。", width=30),
    ),
    {"": ("samples",)},
    ("执行率偏低", "2023", "A2-10、A3-02", "self_assessment.executed", "80"),
    key=("name",),
    within="cells",
)

LISTS = (
    COLUMNS_SHEET,
    LINES_SHEET,
    FUNDS,
    LEVELS,
    LIBRARY,
    FURTHER_TABLES,
    ROW_LISTS,
    FIELDS,
    REQUIRED,
    DEFINITIONS,
    RULES,
    STANDARD_RULES,
    SCORES,
    GRADES,
    CHAPTERS,
    FIGURES,
    SENTENCES,
    STEPS,
    FROM_PROJECTS,
    SAMPLES,
)
"""The sheets of lists in the order of the workbook."""


def rows(sheet: ListSheet, data: Row) -> Iterator[Row]:
    """The sheet's rows from the edition's data, in its order."""
    for group, place in sheet.lists.items():
        for item in _items(data, place):
            page = _page(data, item["code"]) if sheet is FURTHER_TABLES else {}
            row = {GROUP: group, **page, **(item if isinstance(item, Mapping) else {"": item})}
            first, *others = (_keyed(row.get(sheet.within, {})) if sheet.within else ()) or ({},)
            yield {**row, **first}
            yield from others
            yield from row.get("categories", ()) if sheet.is_tree else ()


def _page(data: Row, table: str) -> Row:
    """The page of a further table, which its layout states."""
    page: Row = data.get("layouts", {}).get("further", {}).get(table, {}).get("page", {})
    return page


def _items(data: Any, place: KeyPath) -> Sequence[Any]:
    for key in place:
        data = data.get(key, {})
    return _keyed(data) if isinstance(data, Mapping) else list(data)


def _keyed(items: Mapping[str, Any]) -> list[Row]:
    return [{"": key, **(item if isinstance(item, Mapping) else {"text": item})} for key, item in items.items()]
