"""The former rules between one part of a hand-in and another, and between this year and the last."""

from collections.abc import Mapping, Sequence
from typing import Any

ACROSS: Sequence[Mapping[str, Any]] = (
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
