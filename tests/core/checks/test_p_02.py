"""Tests of P-02, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings, second_document, second_edition


@pytest.mark.parametrize("final", ["2.4", "3.6", "3"])
def test_a_swing_up_to_the_threshold_is_silent(final: str) -> None:
    assert not findings("P-02", document({"office.final": final}))


@pytest.mark.parametrize(("final", "shown"), [("3.61", "增加 20.33%"), ("2.39", "减少 20.33%"), ("0", "减少 100%")])
def test_a_larger_swing_needs_a_reason(final: str, shown: str) -> None:
    [finding] = findings("P-02", document({"office.final": final}))
    assert (finding.severity, finding.where) == ("warning", "basic_data.expenditure.office.final")
    assert shown in finding.message


def test_named_rows_are_judged_too() -> None:
    judged = document({"earmarked_fund.2.final": "5"})
    assert cells_of("P-02", judged) == [("warning", "basic_data.expenditure.earmarked_fund.2.final")]


@pytest.mark.parametrize("prior", ["", "0"])
def test_from_nothing_there_is_no_rate(prior: str) -> None:
    assert not findings("P-02", document({"office.prior_final": prior}))


def test_a_blank_this_year_is_not_a_swing() -> None:
    assert not findings("P-02", document({"office.final": ""}))


def test_the_threshold_is_the_editions() -> None:
    assert not findings("P-02", second_document({"office.final": "3.9"}), second_edition())
    assert findings("P-02", second_document({"office.final": "3.91"}), second_edition())
