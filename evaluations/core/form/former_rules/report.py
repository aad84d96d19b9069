"""The former rules within the report."""

from collections.abc import Mapping, Sequence
from typing import Any

REPORT: Sequence[Mapping[str, Any]] = (
    {
        "code": "N-01",
        "relation": "自评报告 基本支出 = 人员经费 + 公用经费",
        "severity": "error",
        "holds": "report.figures.basic = report.figures.personnel + report.figures.operating",
        "cell": "report.figures.basic",
        "message": "填的是 {左}，人员经费与公用经费之和是 {右}",
    },
    {
        "code": "N-02",
        "relation": "自评报告 支出 = 基本支出 + 项目支出",
        "severity": "error",
        "holds": "report.figures.expenditure = report.figures.basic + report.figures.project",
        "cell": "report.figures.expenditure",
        "message": "填的是 {左}，基本支出与项目支出之和是 {右}",
    },
    {
        "code": "N-03",
        "relation": "自评报告 收入 − 支出 = 结转结余",
        "severity": "warning",
        "holds": "report.figures.carry_over = report.figures.revenue - report.figures.expenditure",
        "cell": "report.figures.carry_over",
        "message": "填的是 {左}，收入减支出是 {右}",
    },
    {
        "code": "N-04",
        "relation": "自评报告中的金额与基础数据表、自评表一致",
        "severity": "error",
        "each": "report.figures",
        "holds": "amount = equals",
        "cell": "amount",
        "message": "填的是 {左}，{equals的名称}是 {右}，应当一致，请核对后改正其中一处。",
    },
    {
        "code": "N-12",
        "relation": "没有政府性基金拨款的，第三章填“无。”；有的，说明支出情况",
        "severity": "warning",
        "each": "report.chapters",
        "when": "非 空(source) 且 同文(text, report.none)",
        "holds": "空(amount) 或 amount = 0",
        "cell": "text",
        "message": "本章填“{report.none}”，而{source}为 {amount} 万元，请写明支出情况，或核对{source}。",
    },
    {
        "code": "N-12",
        "severity": "warning",
        "each": "report.chapters",
        "when": "非 空(source) 且 (空(amount) 或 amount = 0)",
        "holds": "同文(text, report.none)",
        "cell": "text",
        "message": "没有填{source}，本章应填“{report.none}”，请改正，或补填{source}；属实的请说明原因。",
        "expected": "{report.none}",
    },
)
