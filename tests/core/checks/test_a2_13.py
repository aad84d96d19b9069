"""Tests of A2-13, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


def test_a_building_within_both_bounds_is_silent() -> None:
    assert not findings("A2-13", document({"buildings.1.actual_area": "500", "buildings.1.actual_investment": "300"}))


@pytest.mark.parametrize(("field", "text"), [("actual_area", "500.01"), ("actual_investment", "301")])
def test_each_bound_is_reported_at_what_was_built(field: str, text: str) -> None:
    [finding] = findings("A2-13", document({f"buildings.1.{field}": text}))
    assert (finding.severity, finding.where) == ("warning", f"basic_data.buildings.1.{field}")
    assert finding.found == text


def test_the_message_names_the_rate() -> None:
    [finding] = findings("A2-13", document({"buildings.1.actual_investment": "330"}))
    assert "投资概算控制率 110%" in finding.message


@pytest.mark.parametrize("approved", ["", "0"])
def test_without_an_approved_area_there_is_no_rate(approved: str) -> None:
    assert not cells_of("A2-13", document({"buildings.1.approved_area": approved}))
