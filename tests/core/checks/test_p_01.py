"""Tests of P-01, by the same name as the check."""

from decimal import Decimal

import pytest

from evaluations.core.form.document import ExpenditureRow
from tests.core.builders import document, findings, with_rows


def test_last_years_approved_amounts_are_silent() -> None:
    assert not findings("P-01", document(), previous=document())


def test_without_last_year_it_is_silent() -> None:
    assert not findings("P-01", document({"office.prior_final": "99"}))


@pytest.mark.parametrize("row", ["office", "three_public", "earmarked_fund.2"])
def test_another_amount_is_asked_about(row: str) -> None:
    [finding] = findings("P-01", document({f"{row}.prior_final": "99"}), previous=document({f"{row}.final": "98"}))
    assert (finding.severity, finding.where) == ("warning", f"basic_data.expenditure.{row}.prior_final")
    assert (finding.found, finding.expected) == ("99", "98")


@pytest.mark.parametrize("blank", [{"office.prior_final": ""}, {}])
def test_a_blank_side_is_not_compared(blank: dict[str, str]) -> None:
    previous = document({"office.final": "98"} if blank else {"office.final": ""})
    assert not findings("P-01", document(blank), previous=previous)


def test_rows_are_compared_by_name_not_by_place() -> None:
    first = ExpenditureRow(item="earmarked_fund", name="甲", prior_final=Decimal(1), final=Decimal(1))
    second = ExpenditureRow(item="earmarked_fund", name="乙", prior_final=Decimal(2), final=Decimal(2))
    new = ExpenditureRow(item="earmarked_fund", name="丙", prior_final=Decimal(9))
    previous = with_rows(document(), "earmarked_fund", first, second)
    assert not findings("P-01", with_rows(document(), "earmarked_fund", second, new, first), previous=previous)


def test_rows_of_one_name_are_compared_in_their_order() -> None:
    rows = [ExpenditureRow(item="earmarked_fund", name="甲", prior_final=Decimal(n), final=Decimal(n)) for n in (1, 2)]
    judged = with_rows(document(), "earmarked_fund", *rows)
    assert not findings("P-01", judged, previous=judged)
