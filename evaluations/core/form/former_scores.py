"""The score rules by which the program suggested scores for every edition of the formats 1 to 5, which could only choose how an overrun counts."""

from collections.abc import Mapping, Sequence
from typing import Any

_RATE = "self_assessment.executed ÷ self_assessment.adjusted_budget"
_EXECUTION = {"cell": "self_assessment.execution_score", "weight": "attachment3.execution_weight"}
_INDICATOR = {"each": "self_assessment.indicators", "cell": "score", "weight": "weight"}
_REACHED = {**_INDICATOR, "value": "weight", "reason": "达到指标值，得满分"}
_OVER = "超出 {(actual_number - target_number) ÷ target_number}"
_MISSED = {**_INDICATOR, "when": "direction = “反向”"}
_OVERRUN: Mapping[str, Mapping[str, Any]] = {
    "overrun": {
        "value": "weight × (1 - (actual_number - target_number) ÷ target_number)",
        "reason": f"{_OVER}，按超支比例扣分",
    },
    "ratio": {
        "value": "weight × target_number ÷ actual_number",
        "reason": f"{_OVER}，按指标值与完成值之比得分",
    },
}
_ALL: Sequence[Mapping[str, Any]] = (
    {
        **_EXECUTION,
        "when": f"{_RATE} ≥ 1",
        "value": "attachment3.execution_weight",
        "reason": f"执行率 {{{_RATE}}}，得满分",
    },
    {
        **_EXECUTION,
        "value": f"attachment3.execution_weight × ({_RATE})",
        "reason": f"执行率 {{{_RATE}}}，按执行率得分",
    },
    {**_REACHED, "when": "direction = “正向” 且 actual_number ≥ target_number"},
    {**_REACHED, "when": "direction = “反向” 且 actual_number ≤ target_number"},
    {
        **_INDICATOR,
        "when": "direction = “正向”",
        "value": "weight × actual_number ÷ target_number",
        "reason": "完成指标值的 {actual_number ÷ target_number}，按完成比例得分",
    },
    {
        **_MISSED,
        "when": "direction = “反向” 且 target_number = 0 且 actual_number > 0",
        "value": "0",
        "reason": "指标值为 0，有超出即不得分",
    },
)


def with_scores(edition: Mapping[str, Any]) -> Mapping[str, Any]:
    """The raw edition of format 5 with the score rules that its choice `scoring.overrun` stands for, instead of that choice."""
    scoring = edition.get("scoring")
    if not isinstance(scoring, dict) or str(scoring.get("overrun")) not in _OVERRUN:
        return edition
    overrun = _OVERRUN[scoring["overrun"]]
    others = {key: value for key, value in scoring.items() if key != "overrun"}
    return {"scores": (*_ALL, {**_MISSED, **overrun}), **edition, "scoring": others}
