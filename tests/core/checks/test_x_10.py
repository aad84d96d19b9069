"""Tests of X-10, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings, second_document, second_edition


@pytest.mark.parametrize("text", ["74", "≤74", "74.00万元", "740000元", "７４", "不超过74万元", ""])
def test_the_same_amount_in_any_writing_is_silent(text: str) -> None:
    assert not findings("X-10", document({"indicators.10.target": text, "indicators.10.actual": text}))


@pytest.mark.parametrize(("field", "amount"), [("target", "initial_budget"), ("actual", "executed")])
def test_each_value_has_its_amount(field: str, amount: str) -> None:
    [finding] = findings("X-10", document({amount: "70"}))
    assert (finding.severity, finding.where) == ("warning", f"self_assessment.indicators.10.{field}")
    assert finding.expected == "70"


@pytest.mark.parametrize("text", ["74元", "100%", "控制在预算内"])
def test_what_is_not_that_money_is_asked_about(text: str) -> None:
    judged = document({"indicators.10.target": text})
    assert cells_of("X-10", judged) == [("warning", "self_assessment.indicators.10.target")]


@pytest.mark.parametrize(
    "typed",
    [
        {"indicators.10.name": "其他成本", "indicators.10.target": "1"},
        {"indicators.1.name": "整体支出"},
        {"initial_budget": "", "executed": ""},
    ],
    ids=["another cost", "not a cost", "blank amounts"],
)
def test_otherwise_it_is_silent(typed: dict[str, str]) -> None:
    assert not findings("X-10", document(typed))


def test_an_edition_without_costs_is_silent() -> None:
    assert not findings("X-10", second_document({"indicators.1.name": "整体支出"}), second_edition())
