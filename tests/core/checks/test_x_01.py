"""Tests of X-01, by the same name as the check."""

import pytest

from tests.core.builders import document, findings, second_document, second_edition

WHERE = "self_assessment.by_expenditure.project"


def test_equal_amounts_are_silent() -> None:
    assert not findings("X-01", document({"by_expenditure.project": "8.00"}))


def test_a_difference_names_both_amounts_and_the_cell() -> None:
    [finding] = findings("X-01", document({"by_expenditure.project": "7.5"}))
    assert (finding.severity, finding.where) == ("error", WHERE)
    assert (finding.found, finding.expected) == ("7.5", "8")
    assert "附件2 项目支出 2023年决算数是 8" in finding.message


@pytest.mark.parametrize("blank", ["project.final", "by_expenditure.project"])
def test_a_blank_side_is_not_compared(blank: str) -> None:
    assert not findings("X-01", document({blank: ""}))


def test_a_filled_zero_is_compared() -> None:
    assert findings("X-01", document({"by_expenditure.project": "0"}))


def test_another_edition_is_spoken_of_in_its_own_words() -> None:
    [finding] = findings("X-01", second_document({"by_expenditure.project": "7"}), second_edition())
    assert "附件1 项目支出 2024年决算数" in finding.message
