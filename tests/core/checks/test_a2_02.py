"""Tests of A2-02, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, edition, findings, second_document, second_edition


def test_parts_that_add_up_are_silent() -> None:
    assert not findings("A2-02", document())


@pytest.mark.parametrize("column", edition().columns)
def test_each_column_is_added_up(column: str) -> None:
    wrong = document({f"three_public.{column}": "0.9"})
    assert cells_of("A2-02", wrong) == [("error", f"basic_data.expenditure.three_public.{column}")]


def test_the_finding_shows_the_parts_and_the_difference() -> None:
    [finding] = findings("A2-02", document({"three_public.final": "0.9"}))
    assert (finding.found, finding.expected) == ("0.9", "0.5")
    assert "0.5（0.3 + 0 + 0.2）" in finding.message
    assert "+0.4" in finding.message


@pytest.mark.parametrize(("total", "severity"), [("0.52", "info"), ("0.48", "info"), ("0.520001", "error")])
def test_a_cent_for_each_pair_of_summands_is_rounding(total: str, severity: str) -> None:
    assert cells_of("A2-02", document({"three_public.final": total})) == [
        (severity, "basic_data.expenditure.three_public.final")
    ]


def test_blank_parts_are_not_counted_as_summands() -> None:
    typed = {"overseas_travel.final": "", "official_reception.final": "", "three_public.final": "0.31"}
    [finding] = findings("A2-02", document(typed))
    assert (finding.severity, finding.expected) == ("error", "0.3")


def test_a_blank_part_with_parts_of_its_own_counts_by_them() -> None:
    typed = {"official_vehicles.final": "", "vehicle_purchase.final": "1", "three_public.final": "1.5"}
    assert not findings("A2-02", document(typed))


def test_a_total_typed_by_itself_is_silent() -> None:
    parts = ("official_vehicles", "vehicle_purchase", "vehicle_operation", "overseas_travel", "official_reception")
    assert not findings("A2-02", document({f"{part}.final": "" for part in parts}))


def test_a_blank_total_is_silent() -> None:
    assert not findings("A2-02", document({"three_public.final": ""}))


def test_a_filled_zero_is_a_part() -> None:
    parts = {f"{part}.final": "0" for part in ("official_vehicles", "overseas_travel", "official_reception")}
    assert cells_of("A2-02", document(parts)) == [("error", "basic_data.expenditure.three_public.final")]


def test_another_edition_is_judged_by_its_own_lines() -> None:
    wrong = second_document({"official_reception.final": "0.3"})
    assert cells_of("A2-02", wrong, second_edition()) == [("error", "basic_data.expenditure.three_public.final")]
