"""What /components/ shows: invented units, people and figures in the shapes that the templates document."""

from types import SimpleNamespace as Sample

from django.core.paginator import Paginator

from evaluations.panels.findings import FindingCard, FindingItem, Value

PLACE = Sample(
    bureau_name="青禾区财政局",
    unit_name="青禾区文化馆",
    person="周敏",
    role="填报人",
)
YEARS = [(2023, "#", True), (2022, "#", False)]

STATES = [
    ("填报中", "neutral"),
    ("待单位审核", "waiting"),
    ("已上报待审核", "waiting"),
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
                [("需处理", "attention"), ("1 条意见", "attention")],
            ),
            (
                3,
                STEPS[2],
                "年初预算、全年预算、全年执行，按收入和支出性质分",
                [("需处理", "attention"), ("2 处错误", "error")],
            ),
            (4, STEPS[3], "产出、效益、满意度、成本四类指标", [("填写中", "waiting"), ("待填 4 项", "waiting")]),
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
    next=(STEPS[2], "#"),
)

SAVE_BAR = Sample(revision=17, status="已保存 15:04:05")

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


def _item(
    code: str, severity: str, message: str, found: str = "", expected: str = "", *, place: str = ""
) -> FindingItem:
    tag = {"error": "错误", "missing": "待填", "warning": "需说明", "info": "提示"}[severity]
    return FindingItem(code, severity, tag, place, message, found, expected, sentence="", units="")


def _card(
    where: str,
    label: str,
    *items: FindingItem,
    box: bool = False,
    text: str = "",
    error: str = "",
    value: Value | None = None,
    has_box_above: bool = False,
) -> FindingCard:
    return FindingCard(
        where=where,
        url=f"#{where}",
        label=label,
        severity=items[0].severity,
        items=items,
        box=f"{items[0].code}.{where}" if box else "",
        text=text,
        error=error,
        explanations=[text] if text else [],
        lacks_one=box and not text,
        value=value,
        has_box_above=has_box_above,
    )


def _value(path: str, text: str, *, name: str = "", kind: str = "amount", error: str = "") -> Value:
    return Value(f"value.{path}", name, kind, text, error)


_SUM = _item("A2-02", "error", "三公经费应等于公务用车、出国、公务接待三项之和。", "5.2", "3.1 + 0 + 1.9 = 5")
_ROUNDED = _item(
    "N-01", "info", "与人员经费、公用经费之和相差 0.01 万元，属于四舍五入。", "118.36", "96.12 + 22.25 = 118.37"
)
_WARNED = [
    _card(
        "a2.project.final",
        "项目支出，2023年决算数",
        _item("A2-08", "warning", "决算数超过预算数。", "42.6 / 38 = 112.11%", "≤ 100%"),
        _item("P-02", "warning", "比上年增加 28.62%。", "42.6"),
        _item("P-02", "warning", "比上年增加 28.62%。", "42.6", place="文化惠民，2023年决算数"),
        box=True,
        text="年中追加流动舞台车下乡专项 5 万元，批文见青财教〔2023〕41号。",
        value=_value("fund", "42.6", name="文化惠民，2023年决算数"),
    ),
    _card(
        "a2.office.final",
        "其中：办公经费，2023年决算数",
        _item("A2-12", "warning", "上年有数，今年空白：是 0 还是漏填？", "空白", "上年 2.4"),
        box=True,
        error="请写明原因，不超过 2000 字。",
        value=_value("office", "两万", error="填的是“两万”，应为数字，最多六位小数，例如 12.5。"),
        has_box_above=True,
    ),
]
FINDINGS = Sample(
    editable=True,
    boxes=2,
    groups=[
        Sample(
            title="附件2 基础数据",
            counts=[("2 处错误", "error"), ("4 处需说明", "warning"), ("1 处待填", "missing")],
            cards=[
                _card("a2.three_public.final", "三公经费，2023年决算数", _SUM),
                _card("a2.staff", "在职人数", _item("A2-10", "error", "这一栏必须填写。", "空白")),
                *_WARNED,
                _card(
                    "a2.thrift_measures",
                    "厉行节约保障措施",
                    _item("A2-10", "missing", "这一栏必须填写。"),
                    value=_value("thrift", "", kind="long"),
                ),
            ],
        ),
        Sample(
            title="自评报告",
            counts=[("1 处提示", "info")],
            cards=[_card("n.basic", "第二章，基本支出", _ROUNDED)],
        ),
    ],
)
FINDINGS_READ = Sample(
    editable=False, boxes=2, groups=[Sample(title="附件2", counts=[("4 处需说明", "warning")], cards=_WARNED)]
)
FINDINGS_NONE = Sample(editable=False, boxes=0, groups=[])

THREAD = Sample(
    id="thread-1",
    kind="批注",
    cell_label="项目支出，2023年决算数",
    cell_url="#a2.project.final",
    state=("已说明", "waiting"),
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
        label="再次提出的意见",
        text="",
        error="",
        hidden=[("where", "a2.project.final")],
        buttons=[("closed", "关闭批注", False), ("raised_again", "再次提出", False)],
    ),
)
THREAD_NEW = Sample(
    id="thread-2",
    kind="批注",
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
    kind="批注",
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

DECIDED = Sample(
    facts=[
        ("总分", "96.5"),
        ("评价等级", "优"),
        ("全年预算数", "352.8 万元"),
        ("执行率", "98.2%"),
        ("已说明原因", "1 条"),
        ("错误", "0 处"),
    ],
    next_person=("单位负责人郑立", "0700-5550123"),
    changed=[
        Sample(path="a2.project.final", name="附件2 项目支出 2023年决算数", before="42.6", after="38"),
        Sample(
            path="report.chapters.6", name="自评报告 六、资金使用情况", before="", after="…追加 5 万元，批文见附件。…"
        ),
    ],
    findings=FINDINGS_READ,
    document_url="#",
)
DECIDED_FIRST = Sample(
    facts=DECIDED.facts, next_person=("", ""), changed=None, findings=FINDINGS_NONE, document_url="#"
)
DOWNLOADS = [("#", "整份文件（Word）"), ("#", "整份文件（PDF）"), ("#", "附件2"), ("#", "附件3")]

CONFIRM_SUBMIT = Sample(
    title="提交单位审核",
    document_url="#",
    other=None,
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
    document_url="",
    other=None,
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

PROBLEMS = [
    Sample(
        place="第 7 行 单位代码",
        found="10101",
        message="比其他的少一位，开头可能丢了 0。请核对后把这一列设为文本再填。",
    ),
    Sample(place="第 9 行 单位名称", found="", message="没有填写。请填单位的全称。"),
]
TEXT = "全年举办书法、美术、摄影展览，组织采风和创作，扶持青年作者。" * 5
