"""Tests of A3-04, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings, second_document, second_edition


def test_sums_that_agree_are_silent() -> None:
    assert not findings("A3-04", document())


@pytest.mark.parametrize(
    ("path", "group"),
    [("by_revenue.other_funds", "by_revenue"), ("by_expenditure.basic", "by_expenditure")],
)
def test_the_group_that_differs_is_reported(path: str, group: str) -> None:
    assert cells_of("A3-04", document({path: "1"})) == [("error", f"self_assessment.{group}")]


def test_another_executed_amount_concerns_both_groups() -> None:
    found = findings("A3-04", document({"executed": "70"}))
    assert [(f.where, f.found, f.expected) for f in found] == [
        ("self_assessment.by_revenue", "74", "70"),
        ("self_assessment.by_expenditure", "74", "70"),
    ]


def test_a_cent_between_two_summands_is_rounding() -> None:
    assert cells_of("A3-04", document({"by_expenditure.basic": "66.01"})) == [
        ("info", "self_assessment.by_expenditure")
    ]
    assert cells_of("A3-04", document({"by_revenue.general_public_budget": "74.01"})) == [
        ("error", "self_assessment.by_revenue")
    ]


@pytest.mark.parametrize("typed", [{"executed": ""}, {"by_expenditure.basic": "", "by_expenditure.project": ""}])
def test_blank_sides_are_silent(typed: dict[str, str]) -> None:
    assert not findings("A3-04", document(typed))


def test_another_editions_source_is_added() -> None:
    wrong = second_document({"by_revenue.carried_forward": "5"})
    assert cells_of("A3-04", wrong, second_edition()) == [("error", "self_assessment.by_revenue")]
