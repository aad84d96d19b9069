"""Documents without findings of the shipped forms beside that of 整体支出."""

from collections.abc import Mapping

from evaluations.core.content import rows
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import empty, fill

PART, LIST, LINES = "self_assessment.", "self_assessment.indicators", "basic_data.expenditure"
COLUMNS = ("prior_final", "budget", "final")
HEAD = {
    "preparer.name": "周敏",
    "preparer.phone": "0731-2868",
    "filing_date": "2024-03-15",
    **{f"{PART}{cell}": "12.5" for cell in ("initial_budget", "adjusted_budget", "executed", "fiscal_executed")},
    **{f"{PART}{cell}": "12.5" for cell in ("fiscal_initial", "fiscal_adjusted")},
    f"{PART}execution_score": "10",
    f"{PART}expected_objective": "全年免费开放三百天。",
    f"{PART}actual_completion": "全年免费开放三百零二天。",
}
WEIGHTS: Mapping[str, Mapping[str, str]] = {
    "project-2022": {
        **dict.fromkeys(("output.quantity", "output.quality", "output.timeliness"), "10"),
        "output.cost": "20",
        **dict.fromkeys(("benefit.social", "benefit.ecological", "benefit.sustainable"), "10"),
        "benefit.economic": "",
        "satisfaction.beneficiary": "10",
    },
    "sichuan-project-2023": {"output.quantity": "60", "benefit.social": "30"},
}


BASIC_DATA = {
    **{path: HEAD[path] for path in ("preparer.name", "preparer.phone", "filing_date")},
    "basic_data.staffing.authorized_posts": "143",
    "basic_data.staffing.staff_in_post": "136",
    **{
        f"{LINES}.{item}.{column}": amount
        for item, amount in (("three_public", "3"), ("official_vehicles", "2"), ("vehicle_operation", "2"))
        for column in COLUMNS
    },
    **{f"{LINES}.official_reception.{column}": "1" for column in COLUMNS},
}


def filled(code: str, form: Edition) -> Document:
    """A document of the form without findings."""
    if code not in WEIGHTS:
        return fill(form, empty(form), BASIC_DATA)
    weights = WEIGHTS[code]
    begun = empty(form)
    for category in weights:
        begun = rows.add(form, begun, f"{LIST}.{category}", 1).document
    typed = dict(HEAD)
    for number, row in enumerate(begun.self_assessment.indicators, 1):
        typed |= {
            f"{LIST}.{number}.{column}": text for column, text in _row(form, number, weights[row.category]).items()
        }
    return fill(form, begun, typed)


def _row(form: Edition, number: int, weight: str) -> Mapping[str, str]:
    if not weight:
        return {"name": "无"}
    own = {"nature": "≥", "unit": "天"} if form.own[LIST] else {}
    sign, unit = ("", "") if own else ("≥", "天")
    said = {"name": f"第 {number} 项开放天数", "target": f"{sign}300{unit}", "actual": f"302{unit}"}
    return {**said, "weight": weight, "score": weight, **own}
