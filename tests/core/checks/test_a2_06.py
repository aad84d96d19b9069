"""Tests of A2-06, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings, second_document, second_edition


@pytest.mark.parametrize("total", ["6", "6.01", "100", ""])
def test_a_total_of_at_least_its_parts_is_silent(total: str) -> None:
    assert not findings("A2-06", document({"operating.final": total}))


@pytest.mark.parametrize(("total", "severity"), [("5.98", "info"), ("5.97", "error")])
def test_a_smaller_total_is_an_error_beyond_rounding(total: str, severity: str) -> None:
    [finding] = findings("A2-06", document({"operating.final": total}))
    assert (finding.severity, finding.where) == (severity, "basic_data.expenditure.operating.final")
    assert "小于" in finding.message


def test_a_line_that_only_another_edition_has_is_added_there() -> None:
    wrong = second_document({"union_funds.final": "5"})
    assert cells_of("A2-06", wrong, second_edition()) == [("error", "basic_data.expenditure.operating.final")]
