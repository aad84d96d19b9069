"""Tests of X-14, by the same name as the check."""

import pytest

from tests.core.builders import document, findings


@pytest.mark.parametrize("operating", ["7", "66"])
def test_operating_within_basic_is_silent(operating: str) -> None:
    assert not findings("X-14", document({"operating.final": operating}))


def test_more_is_an_error() -> None:
    [finding] = findings("X-14", document({"operating.final": "66.01"}))
    assert (finding.severity, finding.where) == ("error", "basic_data.expenditure.operating.final")
    assert (finding.found, finding.expected) == ("66.01", "≤ 66")


@pytest.mark.parametrize("blank", ["operating.final", "by_expenditure.basic"])
def test_a_blank_side_is_not_compared(blank: str) -> None:
    typed = {"operating.final": "99"} | {blank: ""}
    assert not findings("X-14", document(typed))
