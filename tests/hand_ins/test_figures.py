"""What a hand-in amounts to, and the quartiles of several."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.findings.finding import warning
from evaluations.core.scores.scoring import grade, total_score
from evaluations.hand_ins.figures import comparable, quartiles, summary
from tests.core.builders import document, edition

AMOUNTS = st.decimals(min_value=0, max_value=99_999_999, places=2)


def test_it_sums_up_score_rate_and_findings() -> None:
    filled = document({"self_assessment.adjusted_budget": "80", "self_assessment.executed": "72"})
    found = [warning(code, where="x", message="…") for code in ("P-02", "P-02", "N-19", "A2-08")]
    told = summary(edition(), filled, found)
    assert told.score == total_score(filled.self_assessment)
    assert told.grade == grade(edition(), told.score)
    assert told.execution_rate == Decimal("0.9")
    assert (told.explained, told.swings, told.alike) == (4, 2, 1)


def test_a_rate_without_a_budget_has_no_value() -> None:
    assert summary(edition(), document({"self_assessment.adjusted_budget": "0"}), []).execution_rate is None


def test_only_figures_that_every_unit_has_are_compared() -> None:
    paths = comparable(edition(), document({}))
    assert "basic_data.expenditure.office.final" in paths
    assert not [path for path in paths if any(part.isdigit() for part in path.split("."))]
    assert not [path for path in paths if path.startswith("report")]


@given(st.lists(AMOUNTS, min_size=2, max_size=40))
def test_quartiles_lie_within_the_figures_and_in_order(amounts: list[Decimal]) -> None:
    (lower, median, upper) = map(Decimal, quartiles({"a": str(amount)} for amount in amounts)["a"])
    assert min(amounts) <= lower <= median <= upper <= max(amounts)
    half = len(amounts) / 2
    assert sum(amount <= median + Decimal("0.01") for amount in amounts) >= half
    assert sum(amount >= median - Decimal("0.01") for amount in amounts) >= half


def test_a_single_figure_has_no_quartiles() -> None:
    assert quartiles([{"a": "1"}]) == {}
