"""What a person has begun to fill in, and which blanks may wait."""

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.form.document import Document
from evaluations.core.guidance.begun import Begun
from evaluations.core.guidance.prefill import CHAPTERS, starting
from tests.core.builders import document, edition, empty, fill

TO_UPDATE = {f"report.chapters.{number}" for number in CHAPTERS}
"""Chapters that last year gave say themselves that they are to be updated."""


def waiting(judged: Document, last_year: Document | None = None) -> tuple[set[str], set[str]]:
    """Where something waits, and where something is asked for now."""
    found = checks.run(Case(edition(), judged, last_year))
    waits = Begun(edition(), judged, last_year).waiting(found)
    return {f.where for f in waits}, {f.where for f in found if f not in waits}


def typed(**texts: str) -> Document:
    return fill(edition(), empty(edition()), {path.replace("__", "."): text for path, text in texts.items()})


def test_of_an_untouched_form_everything_waits() -> None:
    waits, now = waiting(empty(edition()))
    assert len(waits) == 28
    assert not now


def test_the_other_cells_of_a_row_are_asked_for_once_it_is_begun() -> None:
    waits, now = waiting(typed(staffing__authorized_posts="4"))
    assert now == {"basic_data.staffing.staff_in_post"}
    assert "basic_data.thrift_measures" in waits


def test_a_total_that_fills_itself_is_not_asked_for_while_its_parts_are_filled_in() -> None:
    _, now = waiting(typed(business_funds__budget="5"))
    assert not now
    _, now = waiting(typed(business_funds__budget="5", project__budget="5"))
    assert not now


def test_a_total_without_parts_is_a_row_like_any_other() -> None:
    _, now = waiting(typed(project__budget="5"))
    assert now == {"basic_data.expenditure.project.prior_final", "basic_data.expenditure.project.final"}


def test_what_last_year_gave_is_not_begun() -> None:
    began = starting(edition(), empty(edition()), document())
    _, now = waiting(began, document())
    assert now == TO_UPDATE
    assert not Begun(edition(), began, document()).typed
    assert "self_assessment.indicators.1.actual" in waiting(began, document())[0]


def test_a_row_that_last_year_gave_is_begun_with_its_first_own_value() -> None:
    began = fill(edition(), starting(edition(), empty(edition()), document()), {"indicators.1.actual": "12000册"})
    _, now = waiting(began, document())
    assert now == {"self_assessment.indicators.1.score"} | TO_UPDATE


def test_what_is_wrong_never_waits() -> None:
    judged = fill(edition(), document(), {"self_assessment.executed": "9999"})
    assert "self_assessment.executed" in waiting(judged)[1]


def test_a_finished_form_waits_for_nothing() -> None:
    assert waiting(document()) == (set(), set())
