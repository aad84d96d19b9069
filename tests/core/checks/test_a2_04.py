"""Tests of A2-04, by the same name as the check."""

from decimal import Decimal

from evaluations.core.form.document import ExpenditureRow
from tests.core.builders import cells_of, document, findings, with_rows


def test_every_row_of_every_line_is_added() -> None:
    assert not findings("A2-04", document())


def test_a_row_more_breaks_the_total() -> None:
    wrong = document({"other_project.1.final": "2"})
    [finding] = findings("A2-04", wrong)
    assert (finding.severity, finding.where) == ("error", "basic_data.expenditure.project.final")
    assert finding.expected == "8.5"


def test_each_row_is_a_summand_of_its_own_for_rounding() -> None:
    assert cells_of("A2-04", document({"project.final": "8.04"})) == [("info", "basic_data.expenditure.project.final")]
    assert cells_of("A2-04", document({"project.final": "8.05"})) == [("error", "basic_data.expenditure.project.final")]


def test_many_rows_are_named_by_the_first_five() -> None:
    rows = [ExpenditureRow(item="earmarked_fund", name=f"专项{n}", final=Decimal(1)) for n in range(100)]
    [*_, finding] = findings("A2-04", with_rows(document(), "earmarked_fund", *rows))
    assert finding.expected == "104.5"
    assert "…" in finding.message
    assert len(finding.message) < 120
