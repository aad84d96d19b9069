"""The official tables in the gallery, with invented figures."""

from collections.abc import Iterator
from typing import Any

from evaluations.tables.shapes import CellInput, OfficialTable, TableCell, TableRow


def _cell(text: str = "", css: str = "label", **more: Any) -> TableCell:
    return TableCell(css, tag="th" if css == "heading" and text else "td", text=text, **more)


def _input(value: str, anchor: str, label: str, kind: str = "amount", error: str = "", **more: Any) -> TableCell:
    described_by = f"{anchor}.notes" if error or more.get("notes") else ""
    options = [("positive", "正向", True), ("negative", "反向", False), ("qualitative", "定性", False)]
    field = CellInput(kind, anchor, value, label, error, described_by, options)
    css = "amount" if kind in {"amount", "count"} else "text"
    return _cell("", anchor=anchor, input=field, **({"css": css} | more))


def _row(*cells: TableCell, row_id: str = "", **more: Any) -> TableRow:
    return TableRow(cells, row_id, **more)


COLUMNS_2 = [35.72, *[10.71] * 6]
MONEY = [("prior_final", "2022年决算数"), ("budget", "2023年预算数"), ("final", "2023年决算数")]
LINES = [
    ("three_public", "三公经费", 0, ("5.6", "5.5", "5.2")),
    ("official_vehicles", "1、公务用车购置和维护经费", 0, ("3.4", "3.5", "3.1")),
    ("vehicle_purchase", "其中：公车购置", 1, ("0", "0", "0")),
    ("vehicle_operation", "公车运行维护", 2, ("3.4", "3.5", "3.1")),
    ("overseas_travel", "2、出国经费", 0, ("0", "0", "0")),
    ("official_reception", "3、公务接待", 0, ("2.2", "2", "abc")),
    ("project", "项目支出：", 0, ("36.15", "-3", "42.6")),
    ("business_funds", "1、业务工作经费", 1, ("12", "12", "12")),
    ("earmarked_heading", "3、区级专项资金（一个专项一行）", 1, ("", "", "")),
    ("earmarked_fund.1", "流动舞台车下乡演出", 1, ("14.15", "16", "20.6")),
    ("earmarked_fund.2", "免费开放补助", 1, ("10", "10", "10")),
    ("operating", "公用经费", 0, ("21.07", "22.5", "22.25")),
    ("office", "其中：办公经费", 1, ("2.4", "2.5", "")),
    ("government_procurement", "政府采购金额", 0, ("——", "8.6", "8.6")),
]
BESIDE_2 = {"three_public": ("-7.14%",), "project": ("+17.84%",), "government_procurement": ("8.2", "+4.88%")}
ERRORS_2 = {
    "a2.official_reception.final": "填的是“abc”，应为数字，例如 12.5。",
    "a2.project.budget": "填的是“-3”，金额不能小于 0。",
}
NOTES_2 = {
    "a2.three_public.final": [("error", "应等于三项之和 3.1 + 0 + 1.9 = 5，现为 5.2。")],
    "a2.project.final": [("warning", "决算数超过预算数：42.6 / 38 = 112.11%，请说明原因或改正。")],
    "a2.office.final": [("warning", "上年有数，今年空白：是 0 还是漏填？")],
}
MOVES = (("up", "↑", "上移", False), ("down", "↓", "下移", False), ("delete", "删除", "删除", True))


def attachment2() -> OfficialTable:
    """附件2 being filled in, with errors and notes."""
    return OfficialTable(
        caption="附件2 基础数据表", columns=COLUMNS_2, editable=True, rows=list(_rows2()), has_beside=True
    )


def _rows2() -> Iterator[TableRow]:
    yield _row(_cell("附件2", "number", colspan=7))
    yield _row(_cell("2023年度部门（单位）整体支出绩效评价基础数据表", "title", colspan=7))
    headings = ["编制数", "2023年实际在职人数", "控制率"]
    yield _row(
        _cell("财政供养人员情况（人）", "label", rowspan=2),
        *[_cell(text, "heading", colspan=2) for text in headings],
    )
    yield _row(
        _input("26", "a2.posts", "编制数（人）", "count", colspan=2),
        _input("24", "a2.staff", "2023年实际在职人数（人）", "count", colspan=2),
        _cell("92.31%", "ratio computed", colspan=2),
    )
    heads = [_cell(label, "heading", colspan=2) for _, label in MONEY]
    yield _row(_cell("经费控制情况（万元）"), *heads, beside=("上年",), is_head=True)
    for item, label, level, amounts in LINES:
        yield _line(item, label, level, amounts)
    yield _row(_cell("厉行节约保障措施"), _input("", "a2.thrift_measures", "厉行节约保障措施", "long", colspan=6))
    yield _row(_cell("说明：“项目支出”填报基本支出以外的所有项目支出情况。", "note", colspan=7))
    yield _row(_cell("填表人：周敏  填报日期：  联系电话：0700-5550123  单位负责人签字：", "foot", colspan=7))


def _line(item: str, label: str, level: int, amounts: tuple[str, str, str]) -> TableRow:
    cells = [_amount(item, label, column, text) for column, text in zip(MONEY, amounts, strict=True)]
    if item == "earmarked_heading":
        add = (("add:earmarked_fund", "增加一行", "增加一行：区级专项资金", False),)
        return _row(_cell(label, f"label indent-{level}"), *[_cell("", "amount", colspan=2)] * 3, actions=add)
    if item.startswith("earmarked_fund"):
        name = _input(label, f"a2.{item}.name", "专项资金名称", "text", css=f"label indent-{level}")
        moves = tuple((f"{act}:{item}", sign, f"{title}：{label}", bad) for act, sign, title, bad in MOVES)
        return _row(name, *cells, row_id=f"row.{item}", actions=moves)
    return _row(_cell(label, f"label indent-{level}"), *cells, beside=BESIDE_2.get(item, ()))


def _amount(item: str, label: str, column: tuple[str, str], text: str) -> TableCell:
    anchor = f"a2.{item}.{column[0]}"
    if text == "——":
        return _cell(text, "ratio", colspan=2)
    if item == "project" and column[0] == "prior_final":
        return _cell(text, "amount computed", anchor=anchor, colspan=2, correct_url="#", label=label)
    spoken = f"{label}，{column[1]}（万元）"
    return _input(text, anchor, spoken, error=ERRORS_2.get(anchor, ""), notes=NOTES_2.get(anchor, []), colspan=2)


COLUMNS_3 = [8.91, 10.89, 10.89, 15.84, 10.89, 10.89, 6.93, 6.93, 17.83]
INDICATORS = [
    ("quantity", "数量指标", "群众文化活动场次", "≥120场", "131场", "10", "10", ""),
    ("quantity", "数量指标", "流动舞台车下乡演出", "≥40场", "43场", "10", "10", ""),
    ("quality", "质量指标", "活动按方案完成率", "100%", "100%", "10", "10", ""),
    (
        "timeliness",
        "时效指标",
        "免费开放补助发放及时率",
        "100%",
        "92%",
        "10",
        "9",
        "一个街道报送材料延误，补助推迟到次年一月发放。今后提前一个月收齐材料。",
    ),
]


def attachment3(*, editable: bool) -> OfficialTable:
    """附件3 being filled in, or as a reviewer reads it, with comments."""
    caption = "附件3 自评表（填写）" if editable else "附件3 自评表（审核）"
    return OfficialTable(
        caption=caption, columns=COLUMNS_3, editable=editable, rows=list(_rows3(editable=editable)), has_beside=False
    )


def _rows3(*, editable: bool) -> Iterator[TableRow]:
    yield _row(_cell("附件3", "number", colspan=9))
    yield _row(_cell("2023年度部门（单位）整体支出绩效自评表", "title", colspan=9))
    yield _row(_cell("区级预算部门（单位）名称", colspan=2), _cell("青禾区文化馆", "text", colspan=7))
    heads = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    yield _row(
        _cell("年度预算申请\n（万元）", "heading", rowspan=5),
        _cell("", "label", colspan=2),
        *[_cell(text, "heading") for text in heads],
    )
    yield _budget(editable=editable)
    pairs = [("按收入性质分：", "", "按支出性质分：", ""), *PAIRS]
    for left, left_value, right, right_value in pairs:
        yield _row(
            _prefixed(left, left_value, editable=editable and left in {pair[0] for pair in PAIRS}),
            _prefixed(right, right_value, editable=editable and right in {pair[2] for pair in PAIRS}),
        )
    yield _row(
        _cell("年度总体目标", "heading", rowspan=2),
        _cell("预期目标", "heading", colspan=4),
        _cell("实际完成情况", "heading", colspan=4),
    )
    yield _row(
        *[
            _input(text, f"a3.{name}", label, "long", css="text tall", colspan=4)
            if editable
            else _cell(text, "text tall", colspan=4, comment_url="#thread-2")
            for name, label, text in GOALS
        ]
    )
    yield _headings3(len(INDICATORS) + 1)
    for number in range(1, len(INDICATORS) + 1):
        yield _indicator(number, editable=editable)
    yield _row(
        _cell("总分", "heading total", colspan=6),
        _cell("100", "amount computed total"),
        _cell("97.5", "amount computed total"),
        _cell("", "text"),
    )


PAIRS = [
    ("其中：一般公共预算：", "160.97", "其中：基本支出：", "118.37"),
    ("政府性基金拨款：", "", "项目支出：", "42.6"),
]
GOALS = [
    (
        "expected",
        "预期目标",
        "办好文化馆免费开放、群众文化活动和流动舞台车下乡演出，服务全区十二个街道和乡镇。",
    ),
    (
        "completed",
        "实际完成情况",
        "全年组织群众文化活动131场、下乡演出43场，服务群众约9.6万人次。\n免费开放时间每周56小时，设施设备完好。",
    ),
]


def _budget(*, editable: bool) -> TableRow:
    note = [("warning", "比年初预算增加 8.57 万元，调整原因未说明。")]
    amounts = [("initial", "152.4", []), ("adjusted", "160.97", note), ("executed", "160.97", [])]
    cells = [
        _input(text, f"a3.{name}", f"年度资金总额，{name}", notes=notes)
        if editable
        else _cell(text, "amount", notes=notes, comment_url="#thread-1", comments=len(notes))
        for name, text, notes in amounts
    ]
    computed = [_cell("10", "amount computed"), _cell("100%", "ratio computed"), _cell("10", "amount computed")]
    return _row(_cell("年度资金总额", colspan=2), *cells, *computed)


def _prefixed(prefix: str, value: str, *, editable: bool) -> TableCell:
    if editable:
        return _input(value, f"a3.{prefix}", f"{prefix}（万元）", css="text", prefix=prefix, colspan=4)
    return _cell(value, "text", prefix=prefix, colspan=4)


def _headings3(rows: int) -> TableRow:
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    return _row(_cell("绩效指标", "heading", rowspan=rows), *[_cell(text, "heading") for text in heads])


def _indicator(number: int, *, editable: bool) -> TableRow:
    category, second, *texts = INDICATORS[number - 1]
    fields = ["name", "target", "actual", "weight", "score", "deviation_reason"]
    kinds = ["long", "text", "text", "amount", "amount", "long"]
    labels = ["三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    notes = {"a3.4.score": [("warning", "与建议得分 9.2 不一致，请说明理由。")]}
    cells = [_cell("产出指标\n（40分）", "heading", rowspan=len(INDICATORS))] if number == 1 else []
    same = [row[0] for row in INDICATORS].count(category)
    if [row[0] for row in INDICATORS].index(category) == number - 1:
        cells.append(_cell(second, "heading", rowspan=same))
    for field, kind, label, text in zip(fields, kinds, labels, texts, strict=True):
        anchor = f"a3.{number}.{field}"
        if editable:
            cells.append(_input(text, anchor, f"第{number}个指标，{label}", kind, notes=notes.get(anchor, [])))
        else:
            css = "amount" if kind == "amount" else "text"
            cells.append(
                _cell(text, css, anchor=f"read.{anchor}", comment_url="#thread-2", notes=notes.get(anchor, []))
            )
    moves = tuple((f"{act}:{number}", sign, f"{title}：{texts[0]}", bad) for act, sign, title, bad in MOVES)
    return _row(*cells, row_id=f"indicator.{number}.{editable}", actions=moves)
