"""Tests of A2-03, by the same name as the check."""

from tests.core.builders import cells_of, document, findings


def test_parts_that_add_up_are_silent() -> None:
    assert not findings("A2-03", document())


def test_a_difference_is_reported_at_the_total() -> None:
    wrong = document({"vehicle_operation.budget": "0.4"})
    assert cells_of("A2-03", wrong) == [("error", "basic_data.expenditure.official_vehicles.budget")]


def test_one_part_leaves_no_room_for_rounding() -> None:
    wrong = document({"vehicle_purchase.final": "", "vehicle_operation.final": "0.31"})
    assert cells_of("A2-03", wrong) == [("error", "basic_data.expenditure.official_vehicles.final")]


def test_only_its_own_total_is_judged() -> None:
    assert not findings("A2-03", document({"three_public.final": "9"}))
