"""Tests of N-04, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        ("initial_budget", "self_assessment.initial_budget"),
        ("basic", "self_assessment.by_expenditure.basic"),
        ("project", "self_assessment.by_expenditure.project"),
        ("operating", "basic_data.expenditure.operating.final"),
    ],
)
def test_a_figure_apart_from_its_table_is_an_error_at_the_figure(figure: str, cell: str) -> None:
    [finding] = findings("N-04", document({cell: "1.5"}))
    assert (finding.severity, finding.where, finding.expected) == ("error", f"report.figures.{figure}", "1.5")


@pytest.mark.parametrize("blank", ["figures.operating", "operating.final"])
def test_a_blank_side_is_not_compared(blank: str) -> None:
    assert not findings("N-04", document({blank: ""}))


def test_figures_that_no_table_holds_are_free() -> None:
    assert not cells_of("N-04", document({"figures.personnel": "1", "figures.revenue": "2"}))
