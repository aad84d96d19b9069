"""What /components/ shows: invented units, people and figures in the shapes that the templates document."""

from collections.abc import Iterator
from types import SimpleNamespace as Sample
from typing import Any

from django.core.paginator import Paginator

PLACE = Sample(
    bureau_name="青禾区财政局",
    unit_name="青禾区文化馆",
    person="周敏",
    role="填报人",
    home_url="#",
    help_url="#",
)
YEARS = [(2023, "#", True), (2022, "#", False)]

STATES = [
    ("填报中", "neutral"),
    ("待单位审核", "waiting"),
    ("待财政审核", "waiting"),
    ("已退回", "attention"),
    ("已通过", "done"),
    ("已公开", "public"),
    ("3 处错误", "error"),
]

STEPS = ["基本信息", "附件2 基础数据", "附件3 预算执行", "附件3 绩效指标", "自评报告", "检查与提交"]

TASK_LIST = Sample(
    summary="已完成 2 步，共 6 步。截止时间：2024年3月31日 18:00，还有 9 天。",
    next=("附件3 预算执行", "#"),
    steps=[
        Sample(number=number, title=title, url="#", hint=hint, states=states, is_next=number == 3)
        for number, title, hint, states in [
            (1, STEPS[0], "填表人、联系电话、填报日期", [("已完成", "done")]),
            (
                2,
                STEPS[1],
                "编制人数、三公经费、项目支出、公用经费、厉行节约",
                [("已完成", "done"), ("1 条意见", "attention")],
            ),
            (
                3,
                STEPS[2],
                "年初预算、全年预算、全年执行，按收入和支出性质分",
                [("填写中", "waiting"), ("2 处错误", "error")],
            ),
            (4, STEPS[3], "产出、效益、满意度、成本四类指标", [("填写中", "waiting"), ("4 处需说明", "attention")]),
            (5, STEPS[4], "九章正文，数字取自两张附件", [("未开始", "neutral")]),
            (6, STEPS[5], "改正错误、说明疑点，提交单位负责人", [("未开始", "neutral")]),
        ]
    ],
)

LEFT = [("2 处错误", "error"), ("1 处需说明", "attention")]

STEP_NAV = Sample(
    back_url="#",
    steps=[
        (number, title, "#", number == 2, f"step-{number}", LEFT if number == 2 else ())
        for number, title in enumerate(STEPS, 1)
    ],
    previous=(STEPS[0], "#"),
    next=(STEPS[2], "#"),
)

SAVE_BAR = Sample(revision=17, status="已保存 15:04:05", next_label="保存并填写下一步", left=LEFT)

ERRORS = Sample(
    title="有 2 处填写有误，其余内容已保存",
    takes_focus=False,
    items=[
        (
            "a2.official_reception.final",
            "3、公务接待，2023年决算数",
            "填的是“abc”，应为数字，最多六位小数，例如 12.5。",
        ),
        ("a2.project.budget", "项目支出，2023年预算数", "填的是“-3”，金额不能小于 0。"),
    ],
)


def _item(code: str, severity: str, message: str, found: str = "", expected: str = "", *, place: str = "") -> Sample:
    tag = {"error": "错误", "warning": "需说明", "info": "提示"}[severity]
    said = {"message": message, "found": found, "expected": expected, "place": place, "sentence": "", "units": ""}
    return Sample(code=code, severity=severity, tag=tag, **said)


def _card(where: str, label: str, *items: Sample, box: bool = False, text: str = "", error: str = "") -> Sample:
    return Sample(
        where=where,
        url=f"#{where}",
        label=label,
        items=items,
        box=f"{items[0].code}.{where}" if box else "",
        text=text,
        error=error,
        explanations=[text] if text else [],
        lacks_one=box and not text,
    )


FINDINGS = Sample(
    editable=True,
    groups=[
        Sample(
            severity="error",
            title="错误",
            hint="改正后才能提交。",
            count=2,
            cards=[
                _card(
                    "a2.three_public.final",
                    "三公经费，2023年决算数",
                    _item(
                        "A2-02", "error", "三公经费应等于公务用车、出国、公务接待三项之和。", "5.2", "3.1 + 0 + 1.9 = 5"
                    ),
                ),
                _card("a2.staff", "在职人数", _item("A2-10", "error", "这一栏必须填写。", "空白")),
            ],
        ),
        Sample(
            severity="missing",
            title="待填",
            hint="填好后才能提交。",
            count=1,
            cards=[_card("a2.thrift_measures", "厉行节约保障措施", _item("A2-10", "error", "这一栏必须填写。"))],
        ),
        Sample(
            severity="warning",
            title="需说明",
            hint="情况属实的，写一句说明；填错的，改正数字。",
            count=4,
            cards=[
                _card(
                    "a2.project.final",
                    "项目支出，2023年决算数",
                    _item("A2-08", "warning", "决算数超过预算数。", "42.6 / 38 = 112.11%", "≤ 100%"),
                    _item("P-02", "warning", "比上年增加 28.62%。", "42.6"),
                    _item("P-02", "warning", "比上年增加 28.62%。", "42.6", place="文化惠民，2023年决算数"),
                    box=True,
                    text="年中追加流动舞台车下乡专项 5 万元，批文见青财教〔2023〕41号。",
                ),
                _card(
                    "a2.office.final",
                    "其中：办公经费，2023年决算数",
                    _item("A2-12", "warning", "上年有数，今年空白：是 0 还是漏填？", "空白", "上年 2.4"),
                    box=True,
                    error="请写明原因，不超过 2000 字。",
                ),
            ],
        ),
        Sample(
            severity="info",
            title="提示",
            hint="",
            count=1,
            cards=[
                _card(
                    "n.basic",
                    "第二章，基本支出",
                    _item(
                        "N-01",
                        "info",
                        "与人员经费、公用经费之和相差 0.01 万元，属于四舍五入。",
                        "118.36",
                        "96.12 + 22.25 = 118.37",
                    ),
                )
            ],
        ),
    ],
)
FINDINGS_READ = Sample(editable=False, groups=FINDINGS.groups[2:3])
FINDINGS_NONE = Sample(editable=False, groups=[])

THREAD = Sample(
    id="thread-1",
    cell_label="项目支出，2023年决算数",
    cell_url="#a2.project.final",
    state=("已答复", "waiting"),
    comments=[
        Sample(
            author="何志远",
            role="审核员",
            at="2024年3月12日 10:21",
            text="决算数比预算数多 4.6 万元，请补充追加批文的文号。",
        ),
        Sample(
            author="周敏",
            role="填报人",
            at="2024年3月12日 16:40",
            text="已补充：青财教〔2023〕41号，追加 5 万元。\n批文扫描件随纸质材料报送。",
        ),
    ],
    answer=Sample(
        url="",
        name="text",
        label="继续批注",
        text="",
        error="",
        hidden=[("where", "a2.project.final")],
        buttons=[("comment", "发出", True), ("close", "关闭此批注", False)],
    ),
)
THREAD_NEW = Sample(
    id="thread-2",
    cell_label="满意度指标：观众满意度，得分",
    cell_url="#",
    state=None,
    comments=[],
    answer=Sample(
        url="",
        name="text",
        label="批注内容",
        text="",
        error="请写明要单位核对或改正什么。",
        hidden=[],
        buttons=[("comment", "发出", True)],
    ),
)
THREAD_CLOSED = Sample(
    id="thread-3",
    cell_label="编制数",
    cell_url="#",
    state=("已关闭", "neutral"),
    comments=[Sample(author="何志远", role="审核员", at="2024年3月11日 09:05", text="与编办文件核对一致。")],
    answer=None,
)

EMPTY = Sample(
    title="2023年度还没有自评",
    text="填报从 2024年1月15日 开始，3月31日 18:00 截止。开始后，上年的决算数会自动带入。",
    action=("开始填报 2023年度自评", "#"),
)
EMPTY_SEARCH = Sample(
    title="没有符合条件的单位", text="请换一个状态或年度，或者清空单位名称后再查。", action=("清空条件", "#")
)

CONFIRM_SUBMIT = Sample(
    title="提交单位审核",
    facts=[("总分", "96.5"), ("评价等级", "优"), ("全年预算数", "352.8 万元"), ("执行率", "98.2%")],
    document_url="#",
    not_public=None,
    consequences=["提交后不能再修改，除非单位负责人退回或者您撤回。", "系统保存一份不可更改的版本（第 3 版）。"],
    url="",
    hidden=[("revision", 17)],
    reason=None,
    verb="提交单位审核",
    is_dangerous=False,
    cancel_url="#",
)
CONFIRM_REOPEN = Sample(
    title="撤销审核结论：青禾区文化馆 2023年度自评",
    facts=[],
    document_url="",
    not_public=None,
    consequences=["该单位的自评回到“已退回”，由单位修改后重新提交。", "已导出的附件作废，应通知单位收回。"],
    url="",
    hidden=[],
    reason=Sample(
        name="reason",
        label="撤销原因",
        hint="单位会看到这段话，并记入审计日志。",
        text="",
        error="请写明撤销原因。",
    ),
    verb="撤销审核结论",
    is_dangerous=True,
    cancel_url="#",
)

SUBMISSIONS = [
    ("QH-001", "青禾区文化馆", *STATES[2], "2024-03-11 16:20", "96.5", "何志远"),
    ("QH-002", "青禾区农业农村局", *STATES[3], "2024-03-08 09:41", "92", "何志远"),
    ("QH-003", "青禾区市场监督管理局综合行政执法大队", *STATES[4], "2024-03-05 11:02", "98.25", "林岚"),
    ("QH-004", "青禾区图书馆", *STATES[0], "", "", ""),
]
PAGE = Paginator(range(1043), 50).page(3)


# The official tables


def _cell(text: str = "", css: str = "label", **more: Any) -> Sample:
    plain: dict[str, Any] = {
        "tag": "th" if css == "heading" and text else "td",
        "rowspan": 1,
        "colspan": 1,
        "anchor": "",
        "prefix": "",
        "input": None,
        "extra": None,
        "notes": [],
        "comments": 0,
        "comment_url": "",
        "correct_url": "",
        "label": "",
        "hint": "",
        "take": "",
    }
    return Sample(text=text, css=css, **(plain | more))


def _input(value: str, anchor: str, label: str, kind: str = "amount", error: str = "", **more: Any) -> Sample:
    described_by = f"{anchor}.notes" if error or more.get("notes") else ""
    field = Sample(
        kind=kind,
        name=anchor,
        value=value,
        label=label,
        error=error,
        described_by=described_by,
        options=[("positive", "正向", True), ("negative", "反向", False), ("qualitative", "定性", False)],
        title="",
        in_wan="",
    )
    css = "amount" if kind in {"amount", "count"} else "text"
    return _cell("", anchor=anchor, input=field, **({"css": css} | more))


def _row(
    *cells: Sample,
    row_id: str = "",
    actions: tuple[tuple[str, str, str, bool], ...] = (),
    beside: tuple[str, ...] = (),
    is_head: bool = False,
) -> Sample:
    return Sample(id=row_id, cells=cells, actions=actions, beside=beside, beside_id="", is_head=is_head, library_url="")


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


def attachment2() -> Sample:
    """附件2 being filled in, with errors and notes."""
    return Sample(caption="附件2 基础数据表", columns=COLUMNS_2, editable=True, rows=list(_rows2()), has_beside=True)


def _rows2() -> Iterator[Sample]:
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


def _line(item: str, label: str, level: int, amounts: tuple[str, str, str]) -> Sample:
    cells = [_amount(item, label, column, text) for column, text in zip(MONEY, amounts, strict=True)]
    if item == "earmarked_heading":
        add = (("add:earmarked_fund", "增加一行", "增加一行：区级专项资金", False),)
        return _row(_cell(label, f"label indent-{level}"), *[_cell("", "amount", colspan=2)] * 3, actions=add)
    if item.startswith("earmarked_fund"):
        name = _input(label, f"a2.{item}.name", "专项资金名称", "text", css=f"label indent-{level}")
        moves = tuple((f"{act}:{item}", sign, f"{title}：{label}", bad) for act, sign, title, bad in MOVES)
        return _row(name, *cells, row_id=f"row.{item}", actions=moves)
    return _row(_cell(label, f"label indent-{level}"), *cells, beside=BESIDE_2.get(item, ()))


def _amount(item: str, label: str, column: tuple[str, str], text: str) -> Sample:
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


def attachment3(*, editable: bool) -> Sample:
    """附件3 being filled in, or as a reviewer reads it, with comments."""
    caption = "附件3 自评表（填写）" if editable else "附件3 自评表（审核）"
    return Sample(
        caption=caption, columns=COLUMNS_3, editable=editable, rows=list(_rows3(editable=editable)), has_beside=False
    )


def _rows3(*, editable: bool) -> Iterator[Sample]:
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


def _budget(*, editable: bool) -> Sample:
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


def _prefixed(prefix: str, value: str, *, editable: bool) -> Sample:
    if editable:
        return _input(value, f"a3.{prefix}", f"{prefix}（万元）", css="text", prefix=prefix, colspan=4)
    return _cell(value, "text", prefix=prefix, colspan=4)


def _headings3(rows: int) -> Sample:
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    return _row(_cell("绩效指标", "heading", rowspan=rows), *[_cell(text, "heading") for text in heads])


def _indicator(number: int, *, editable: bool) -> Sample:
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
