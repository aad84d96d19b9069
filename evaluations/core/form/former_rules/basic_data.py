"""The former rules within 附件2 (基础数据表).

One with `columns` stands for a rule for each of these columns, which it calls `column`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

_LINES = "basic_data.expenditure"
_TOTALS = {
    "A2-02": "三公经费 = 公务用车 + 出国 + 公务接待（各列）",
    "A2-03": "公务用车购置和维护经费 = 购置 + 运行维护（各列）",
    "A2-04": "项目支出 = 业务工作经费 + 运行维护经费 + 其他项目 + 各专项资金（各列）",
    "A2-06": "公用经费 ≥ 办公经费 + 水电差旅费 + 会议培训费（各列）",
}


def _total(code: str, kind: str, sign: str, apart: str) -> Mapping[str, Any]:
    return {
        "code": code,
        "relation": _TOTALS[code],
        "severity": "error",
        "each": _LINES,
        "when": f"check = “{code}” 且 kind = “{kind}”",
        "columns": "all",
        "holds": f"column {sign} 合计(parts.column)",
        "cell": "column",
        "message": f"填的是 {{左}}，{apart}各分项之和 {{右}}",
    }


def _not_negative(each: str | None, cells: Sequence[str], **columns: str) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "code": "A2-15",
            "relation": "金额不为负数；达到上年 1000 倍的，核对是否误填为元",
            "severity": "error",
            "each": each,
            **columns,
            "holds": f"{cell} ≥ 0",
            "cell": cell,
            "message": "填的是 {左}，不能为负数，请改正。",
        }
        for cell in cells
    ]


BASIC_DATA: Sequence[Mapping[str, Any]] = (
    {
        "code": "A2-01",
        "relation": "控制率 = 在职人数 ÷ 编制数 ≤ 100%",
        "severity": "warning",
        "when": "basic_data.staffing.authorized_posts ≠ 0",
        "holds": "basic_data.staffing.staff_in_post ≤ basic_data.staffing.authorized_posts",
        "cell": "basic_data.staffing.staff_in_post",
        "message": "在职 {左} 人，编制 {右} 人，控制率 {basic_data.staffing.staff_in_post ÷ basic_data.staffing.authorized_posts}，超过 100%，请核对；属实的请说明超编原因。",
    },
    *(
        _total(code, kind, sign, apart)
        for code in _TOTALS
        for kind, sign, apart in (("total", "=", "不等于"), ("at_least", "≥", "小于"))
    ),
    {
        "code": "A2-07",
        "relation": "三公经费 决算数 ≤ 预算数，且 ≤ 上年决算数",
        "severity": "warning",
        "when": "basic_data.expenditure.three_public.final > basic_data.expenditure.three_public.prior_final",
        "holds": "basic_data.expenditure.three_public.final ≤ basic_data.expenditure.three_public.budget",
        "cell": "basic_data.expenditure.three_public.final",
        "message": "填的是 {左}，超过{attachment2.budget} {右}、{attachment2.prior_final} {basic_data.expenditure.three_public.prior_final}，请核对；属实的请说明“三公”经费增长的原因。",
        "expected": "≤ {最小(basic_data.expenditure.three_public.budget, basic_data.expenditure.three_public.prior_final)}",
    },
    {
        "code": "A2-07",
        "severity": "warning",
        "when": "空(basic_data.expenditure.three_public.prior_final) 或 basic_data.expenditure.three_public.final ≤ basic_data.expenditure.three_public.prior_final",
        "holds": "basic_data.expenditure.three_public.final ≤ basic_data.expenditure.three_public.budget",
        "cell": "basic_data.expenditure.three_public.final",
        "message": "填的是 {左}，超过{attachment2.budget} {右}，请核对；属实的请说明“三公”经费增长的原因。",
    },
    {
        "code": "A2-07",
        "severity": "warning",
        "when": "空(basic_data.expenditure.three_public.budget) 或 basic_data.expenditure.three_public.final ≤ basic_data.expenditure.three_public.budget",
        "holds": "basic_data.expenditure.three_public.final ≤ basic_data.expenditure.three_public.prior_final",
        "cell": "basic_data.expenditure.three_public.final",
        "message": "填的是 {左}，超过{attachment2.prior_final} {右}，请核对；属实的请说明“三公”经费增长的原因。",
    },
    {
        "code": "A2-08",
        "relation": "公用经费、项目支出、办公经费 决算数 ÷ 预算数 ≤ 100%",
        "severity": "warning",
        "each": "basic_data.expenditure",
        "when": "within_budget",
        "holds": "final ÷ budget ≤ 100%",
        "cell": "final",
        "message": "决算 {final}，预算 {budget}，是预算的 {左}，请核对；属实的请说明超预算的原因。",
        "found": "{final}",
        "expected": "≤ {budget}",
    },
    {
        "code": "A2-10",
        "relation": "必填项：人员情况、合计行、厉行节约保障措施、填表人、联系电话等",
        "severity": "error",
        "each": "required.cells",
        "holds": "非 空(value)",
        "cell": "value",
        "message": "必填项未填，请填写；没有发生额的填 0，没有内容的如实说明。",
        "missing": True,
    },
    *(
        {
            "code": "A2-10",
            "severity": "error",
            "each": _LINES,
            "columns": columns,
            "when": when,
            "holds": "非 空(column)",
            "cell": "column",
            "message": "必填项未填，请填写；没有发生额的填 0。",
            "missing": True,
        }
        for columns, when in (("last_year", "required 且 prior"), ("this_year", "required"))
    ),
    {
        "code": "A2-10",
        "severity": "error",
        "each": _LINES,
        "when": "kind = “rows”",
        "holds": "非 空(name)",
        "cell": "name",
        "message": "这一行没有名称，请填写名称；多余的行请删除。",
        "missing": True,
    },
    {
        "code": "A2-12",
        "relation": "上年决算数不为 0 的，本年决算数不应空白",
        "severity": "warning",
        "each": "basic_data.expenditure",
        "when": "prior_final ≠ 0",
        "holds": "非 空(final)",
        "cell": "final",
        "message": "上年决算 {prior_final}，本年未填：是 0 还是漏填？没有发生的请填 0，否则请补填或说明。",
        "missing": True,
    },
    {
        "code": "A2-13",
        "relation": "楼堂馆所 规模控制率 ≤ 100%，投资概算控制率 ≤ 100%",
        "severity": "warning",
        "each": "basic_data.buildings",
        "holds": "actual_area ÷ approved_area ≤ 100%",
        "cell": "actual_area",
        "message": "实际 {actual_area}，批准 {approved_area}，规模控制率 {左}，超过 100%，请核对；属实的请说明原因。",
        "found": "{actual_area}",
        "expected": "≤ {approved_area}",
    },
    {
        "code": "A2-13",
        "severity": "warning",
        "each": "basic_data.buildings",
        "holds": "actual_investment ÷ budget_investment ≤ 100%",
        "cell": "actual_investment",
        "message": "实际 {actual_investment}，批准 {budget_investment}，投资概算控制率 {左}，超过 100%，请核对；属实的请说明原因。",
        "found": "{actual_investment}",
        "expected": "≤ {budget_investment}",
    },
    *_not_negative("basic_data.expenditure", ["column"], columns="all"),
    *_not_negative("basic_data.buildings", ("approved_area", "actual_area", "budget_investment", "actual_investment")),
    *_not_negative(None, [f"self_assessment.{field}" for field in ("initial_budget", "adjusted_budget", "executed")]),
    *_not_negative("self_assessment.by_revenue", ["amount"]),
    *_not_negative("self_assessment.by_expenditure", ["amount"]),
    *_not_negative("self_assessment.indicators", ["weight"]),
    *_not_negative("report.figures", ["amount"]),
    {
        "code": "A2-15",
        "severity": "warning",
        "each": _LINES,
        "columns": "this_year",
        "when": "prior_final > 0",
        "holds": "column < thresholds.wrong_unit × prior_final",
        "cell": "column",
        "message": "填的是 {左}，上年决算 {prior_final}，达到上年的 {thresholds.wrong_unit} 倍以上，是否误填为元？单位为万元，请核对；属实的请说明原因。",
        "expected": "",
    },
)
