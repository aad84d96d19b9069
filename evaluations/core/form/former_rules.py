"""The rules by which the program judged every edition of the formats 1 to 3, which could not state their own, as such an edition would state them.

In the order of their codes. They never change: an edition that wants other rules states them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

FORMER_RULES: Sequence[Mapping[str, Any]] = (
    {
        "code": "A3-01",
        "relation": "全年预算数与年初预算数不同的，说明调整原因",
        "severity": "warning",
        "holds": "self_assessment.adjusted_budget = self_assessment.initial_budget",
        "cell": "self_assessment.adjusted_budget",
        "message": "年初预算 {右}，全年预算 {左}（{差}），请说明调整原因。",
    },
    {
        "code": "A3-02",
        "relation": "全年执行数 ≤ 全年预算数；执行率低于规定比例的，说明原因",
        "severity": "error",
        "holds": "self_assessment.executed ≤ self_assessment.adjusted_budget",
        "cell": "self_assessment.executed",
        "message": "全年执行 {左}，全年预算 {右}，执行数大于预算数，请核对后改正其中一处。",
    },
    {
        "code": "A3-02",
        "severity": "warning",
        "when": "self_assessment.executed ≤ self_assessment.adjusted_budget",
        "holds": "self_assessment.executed ÷ self_assessment.adjusted_budget ≥ thresholds.execution_rate",
        "cell": "self_assessment.executed",
        "message": "全年执行 {self_assessment.executed}，全年预算 {self_assessment.adjusted_budget}，执行率 {左}，低于 {右}，请说明原因。",
    },
    {
        "code": "A3-04",
        "relation": "按收入性质分合计 = 按支出性质分合计 = 全年执行数",
        "severity": "error",
        "holds": "合计(self_assessment.by_revenue) = self_assessment.executed",
        "cell": "self_assessment.by_revenue",
        "message": "{self_assessment.by_revenue的名称}的各项之和为 {左}，不等于全年执行数 {右}",
    },
    {
        "code": "A3-04",
        "severity": "error",
        "holds": "合计(self_assessment.by_expenditure) = self_assessment.executed",
        "cell": "self_assessment.by_expenditure",
        "message": "{self_assessment.by_expenditure的名称}的各项之和为 {左}，不等于全年执行数 {右}",
    },
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
        "code": "X-01",
        "relation": "基础数据表 项目支出（决算数）= 自评表 项目支出",
        "severity": "error",
        "holds": "self_assessment.by_expenditure.project = basic_data.expenditure.project.final",
        "cell": "self_assessment.by_expenditure.project",
        "message": "填的是 {左}，{basic_data.expenditure.project.final的名称}是 {右}，应当一致，请核对后改正其中一处。",
    },
    {
        "code": "X-02",
        "relation": "基础数据表 部门基本支出预算调整（决算数）= 自评表 基本支出",
        "severity": "warning",
        "holds": "basic_data.expenditure.basic_budget_adjustment.final = self_assessment.by_expenditure.basic",
        "cell": "basic_data.expenditure.basic_budget_adjustment.final",
        "message": "填的是 {左}，{self_assessment.by_expenditure.basic的名称}是 {右}，应当一致，请核对后改正；属实的请说明原因。",
    },
    {
        "code": "X-03",
        "relation": "自评表 年初预算数 − 基础数据表 项目支出（预算数）≥ 基础数据表 公用经费（预算数）",
        "severity": "warning",
        "holds": "basic_data.expenditure.operating.budget ≤ self_assessment.initial_budget - basic_data.expenditure.project.budget",
        "cell": "basic_data.expenditure.operating.budget",
        "message": "填的是 {左}，大于年初预算数减项目支出预算数的余额 {右}",
    },
    {
        "code": "X-04",
        "relation": "基础数据表 部门基本支出预算调整（预算数）= 自评表 年初预算数 − 基础数据表 项目支出（预算数）",
        "severity": "warning",
        "holds": "basic_data.expenditure.basic_budget_adjustment.budget = self_assessment.initial_budget - basic_data.expenditure.project.budget",
        "cell": "basic_data.expenditure.basic_budget_adjustment.budget",
        "message": "填的是 {左}，年初预算数减项目支出预算数是 {右}",
    },
    {
        "code": "X-09",
        "relation": "政府采购金额 ≤ 公用经费 + 项目支出（预算数、决算数）",
        "severity": "warning",
        "holds": "basic_data.expenditure.government_procurement.budget ≤ basic_data.expenditure.operating.budget + basic_data.expenditure.project.budget",
        "cell": "basic_data.expenditure.government_procurement.budget",
        "message": "填的是 {左}，大于公用经费与项目支出之和 {右}",
    },
    {
        "code": "X-09",
        "severity": "warning",
        "holds": "basic_data.expenditure.government_procurement.final ≤ basic_data.expenditure.operating.final + basic_data.expenditure.project.final",
        "cell": "basic_data.expenditure.government_procurement.final",
        "message": "填的是 {左}，大于公用经费与项目支出之和 {右}",
    },
    {
        "code": "X-14",
        "relation": "基础数据表 公用经费（决算数）≤ 自评表 基本支出",
        "severity": "error",
        "holds": "basic_data.expenditure.operating.final ≤ self_assessment.by_expenditure.basic",
        "cell": "basic_data.expenditure.operating.final",
        "message": "填的是 {左}，大于{self_assessment.by_expenditure.basic的名称} {右}；公用经费是基本支出的一部分，请核对后改正其中一处。",
    },
)
