"""Findings by cell, in the order of the form, and what one sentence explains together."""

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content.cells import cells
from evaluations.core.findings.finding import Finding, error, warning
from evaluations.core.findings.gathering import cards
from tests.core.builders import document, edition, empty, fill, real_figures

PROJECT = "basic_data.expenditure.project"
FUND = "basic_data.expenditure.earmarked_fund.1"


def gathered(found: list[Finding]) -> list[list[tuple[str, str]]]:
    return [
        [(f.code, f.where) for f in card]
        for card in cards(edition(), real_figures(), found, cells(edition(), real_figures()))
    ]


def test_the_findings_of_a_cell_stand_together_whatever_their_codes() -> None:
    found = [warning(code, where=f"{PROJECT}.budget", message="") for code in ("A2-08", "P-02")]
    elsewhere = error("A2-10", where="preparer.name", message="")
    assert gathered([found[0], elsewhere, found[1]]) == [
        [("A2-10", "preparer.name")],
        [("A2-08", f"{PROJECT}.budget"), ("P-02", f"{PROJECT}.budget")],
    ]


def test_a_total_and_its_only_filled_part_ask_once() -> None:
    found = checks.run(Case(edition(), real_figures()))
    project = next(
        card
        for card in cards(edition(), real_figures(), found, cells(edition(), real_figures()))
        if card[0].where == f"{PROJECT}.final"
    )
    assert [(f.code, f.where) for f in project] == [
        ("A2-08", f"{PROJECT}.final"),
        ("P-02", f"{PROJECT}.final"),
        ("P-02", f"{FUND}.final"),
    ]


def test_a_part_beside_another_filled_one_asks_for_itself() -> None:
    two = fill(edition(), real_figures(), {"business_funds.final": "3"})
    found = [warning("P-02", where=f"{where}.final", message="") for where in (PROJECT, FUND)]
    assert len(cards(edition(), two, found, cells(edition(), two))) == 2


def test_what_is_found_of_the_part_alone_stays_with_it() -> None:
    found = [warning("P-02", where=f"{PROJECT}.final", message=""), warning("A2-15", where=f"{FUND}.final", message="")]
    assert gathered(found) == [[("P-02", f"{PROJECT}.final")], [("A2-15", f"{FUND}.final")]]


def test_cards_come_as_the_form_reads() -> None:
    blank = empty(edition())
    wheres = [
        card[0].where
        for card in cards(edition(), blank, reversed(checks.run(Case(edition(), blank))), cells(edition(), blank))
    ]
    assert wheres[:3] == ["preparer.name", "preparer.phone", "basic_data.staffing.authorized_posts"]
    categories = [f"self_assessment.indicators.{code}" for code in edition().categories]
    assert wheres[-len(categories) :] == categories


def test_a_category_without_rows_stands_between_its_neighbours() -> None:
    found = [
        error("X", where=where, message="")
        for where in (
            "report.chapters.1",
            "self_assessment.indicators.cost",
            "self_assessment.indicators.benefit.social",
            "self_assessment.indicators.1.name",
            "self_assessment.by_revenue",
            "self_assessment.executed",
            "basic_data.thrift_measures",
        )
    ]
    rows = document().self_assessment.indicators
    kept = document().self_assessment.model_copy(
        update={"indicators": tuple(row for row in rows if row.category != "benefit.social")}
    )
    judged = document().model_copy(update={"self_assessment": kept})
    assert [card[0].where for card in cards(edition(), judged, found, cells(edition(), judged))] == [
        finding.where for finding in reversed(found)
    ]
