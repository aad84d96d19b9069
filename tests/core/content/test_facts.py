"""What the content says of the concepts."""

from decimal import Decimal

from evaluations.core.content.facts import Facts, facts
from evaluations.core.form.concepts import CONCEPTS
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import INDICATORS
from evaluations.core.scores.scoring import total_score
from tests.core.builders import document, edition, empty, fill, real_figures, with_indicators, with_rows


def of(content: Document) -> Facts:
    return facts(edition(), content.basic_data, content.self_assessment)


def test_a_blank_document_says_nothing() -> None:
    assert of(empty(edition())) == {}


def test_the_funds_are_told_and_zero_is_not_blank() -> None:
    content = fill(edition(), empty(edition()), {"initial_budget": "12.50", "executed": "0"})
    assert of(content) == {("funds.initial", ""): Decimal("12.5"), ("funds.executed", ""): 0}


def test_an_amount_of_a_line_is_told_with_its_line() -> None:
    content = fill(edition(), empty(edition()), {"office.final": "3", "office.prior_final": "2"})
    assert of(content) == {("expenditure.final", "office"): 3}


def test_named_rows_of_a_line_add_up_and_blank_ones_count_nothing() -> None:
    rows = [ExpenditureRow(item="earmarked_fund", name="甲", budget=Decimal(value)) for value in ("1.5", "2.25")]
    content = with_rows(empty(edition()), "earmarked_fund", *rows, ExpenditureRow(item="earmarked_fund", name="乙"))
    assert of(content) == {("expenditure.budget", "earmarked_fund"): Decimal("3.75")}


def test_the_scores_add_up_to_the_total() -> None:
    for content in (document(), real_figures()):
        assert of(content)["score.total", ""] == total_score(content.self_assessment)
    unscored = with_indicators(empty(edition()), Indicator(category="output.quantity", weight=Decimal(5)))
    assert ("score.total", "") not in of(unscored)


def test_every_concept_is_that_of_cells_which_the_shipped_form_has() -> None:
    lines = {path.replace(f".{line.item}.", ".*.") for line in edition().lines for path in edition().cells}
    columns = {f"{INDICATORS}.{column}" for column in Indicator.model_fields}
    assert set(CONCEPTS) <= {*edition().cells, *lines, *columns}
