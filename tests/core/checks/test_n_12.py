"""Tests of N-12, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings

WHERE = [("warning", "report.chapters.3")]


@pytest.mark.parametrize("amount", ["", "0"])
def test_none_without_such_money_is_silent(amount: str) -> None:
    assert not findings("N-12", document({"by_revenue.government_fund": amount, "chapters.3": "无"}))


@pytest.mark.parametrize("amount", ["", "0"])
def test_a_text_without_such_money_is_asked_about(amount: str) -> None:
    judged = document({"by_revenue.government_fund": amount, "chapters.3": "土地整理支出5万元。"})
    assert cells_of("N-12", judged) == WHERE
    assert findings("N-12", judged)[0].quotes == ("土地整理支出5万元。",)


def test_none_with_such_money_is_asked_about() -> None:
    [finding] = findings("N-12", document({"by_revenue.government_fund": "5"}))
    assert finding.where == "report.chapters.3"
    assert "政府性基金拨款为 5 万元" in finding.message


@pytest.mark.parametrize(
    "typed",
    [
        {"by_revenue.government_fund": "5", "chapters.3": "土地整理支出5万元。"},
        {"by_revenue.government_fund": "5", "chapters.3": ""},
        {"chapters.3": ""},
        {"chapters.4": "国有资本经营预算支出5万元。"},
    ],
    ids=["both", "blank chapter with money", "blank chapter without", "a chapter of no source"],
)
def test_otherwise_it_is_silent(typed: dict[str, str]) -> None:
    assert not findings("N-12", document(typed))
