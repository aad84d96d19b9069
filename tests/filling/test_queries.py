"""How many queries a page and a save take: as many with one row as with thirty, and no page more than twelve."""

from collections.abc import Callable, Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from evaluations.comments.models import Comment
from evaluations.core.form.document import Document
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, DETAILS, INDICATORS, REPORT, STEPS, Step
from evaluations.history.models import Event
from evaluations.records.models import Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, BUILDINGS, FUND, PROJECT, address, fill_in, form_of, post, typed_into, with_rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIMIT = 12
QUANTITY = "self_assessment.indicators.output.quantity"


def with_many(number: int) -> Document:
    """A document with this many rows in each list, texts in all of them, and chapters long enough to compare."""
    document = with_rows(BLANK, *[FUND, BUILDINGS, QUANTITY] * number)
    typed = {f"report.chapters.{chapter}": f"第{chapter}章" * 40 for chapter in (1, 2, 6)}
    for row in range(1, number + 1):
        typed |= {f"{FUND}.{row}.name": f"专项{row}", f"{FUND}.{row}.final": "1", f"{BUILDINGS}.{row}.actual_area": "1"}
        typed |= {f"self_assessment.indicators.{row}.name": f"指标{row}"}
    return typed_into(document, typed)


def an_evaluation_with(number: int) -> SelfEvaluation:
    """The returned evaluation of a unit of its own, with `number` of everything that can be many."""
    unit = a_unit(f"Q{number}")
    evaluation = an_evaluation(unit)
    fill_in(evaluation, with_many(number))
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.RETURNED, unit))
    reviewer = a_person(Role.REVIEWER)
    moment = "2024-03-01T00:00Z"
    for row in range(1, number + 1):
        where = f"{FUND}.{row}.final"
        Comment.objects.create(
            evaluation=evaluation, where=where, cell_name="？", text="？", author=reviewer, at=moment
        )
        Event.objects.create(
            evaluation=evaluation, transition="return", source="submitted", target="returned", actor=reviewer, at=moment
        )
        Explanation.objects.create(evaluation=evaluation, code="P-02", where=where, text="说明")
        a_year(2030 + row, opens_at="2000-01-01T00:00Z", deadline="2001-01-01T00:00Z")
        an_evaluation(unit, a_year(2030 + row))
    return evaluation


@pytest.fixture
def count(signed_in: SignIn) -> Callable[[SelfEvaluation, Callable[[Client], object]], int]:
    """How many queries an act takes in the browser of the evaluation's preparer."""

    def counted(evaluation: SelfEvaluation, act: Callable[[Client], object]) -> int:
        browser = signed_in(a_person(Role.PREPARER, unit=evaluation.unit))
        with CaptureQueriesContext(connection) as queries:
            act(browser)
        return len(queries)

    return counted


@pytest.mark.parametrize("step", [*STEPS, None], ids=lambda step: step.code if step else "tasks")
def test_a_page_takes_as_many_queries_with_thirty_rows_as_with_one(count, step: Step | None) -> None:  # type: ignore[no-untyped-def]
    taken = {}
    for number in (1, 30):
        evaluation = an_evaluation_with(number)
        taken[number] = count(evaluation, lambda browser, e=evaluation: browser.get(address(e, step)))
    assert taken[1] == taken[30] <= LIMIT, taken


def test_home_takes_as_many_queries_with_thirty_years_as_with_one(count) -> None:  # type: ignore[no-untyped-def]
    taken = {number: count(an_evaluation_with(number), lambda browser: browser.get("/")) for number in (1, 30)}
    assert taken[1] == taken[30] <= LIMIT, taken


CHANGES: Mapping[str, tuple[Step, Callable[[int], Mapping[str, str]], str]] = {
    "every row": (BASIC_DATA, lambda n: {f"{FUND}.{row}.final": "2" for row in range(1, n + 1)}, "save"),
    "a row added": (BASIC_DATA, lambda n: {f"{FUND}.{n}.final": "2"}, f"add:{FUND}"),
    "every row moved": (BASIC_DATA, lambda n: {f"{PROJECT}.final": "2"}, f"remove:{FUND}.1"),
    "every indicator": (
        INDICATORS,
        lambda n: {f"self_assessment.indicators.{row}.score": "2" for row in range(1, n + 1)},
        "save",
    ),
    "details": (DETAILS, lambda n: {"preparer.name": f"周{n}"}, "save"),
    "budget": (BUDGET, lambda n: {"self_assessment.executed": f"{n}"}, "save"),
    "chapters": (REPORT, lambda n: {f"report.chapters.{c}": f"{n}" * 80 for c in range(1, 10)}, "save"),
    "explanations": (CHECK, lambda _: {}, "save"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_save_takes_as_many_queries_with_thirty_rows_as_with_one(count, change: str) -> None:  # type: ignore[no-untyped-def]
    step, typed, action = CHANGES[change]
    few = 2 if action.startswith("remove") else 1  # so that a row remains
    taken = {}
    for number in (few, 30):
        evaluation = an_evaluation_with(number)
        form = {**form_of(step, with_many(number)), **typed(number)}

        def save(browser: Client) -> None:
            response = post(browser, evaluation, step, form, revision=1, action=action)  # noqa: B023
            assert response.status_code == 303, response.content.decode()

        taken[number] = count(evaluation, save)
    assert taken[few] == taken[30], taken


@pytest.fixture
def draft() -> SelfEvaluation:
    """A draft with thirty rows, on which nobody has commented."""
    evaluation = an_evaluation()
    fill_in(evaluation, with_many(30))
    return evaluation


@pytest.mark.parametrize("step", [BASIC_DATA, BUDGET, INDICATORS, REPORT], ids=lambda step: step.code)
def test_the_page_of_a_draft_that_was_shown_before_takes_four_queries(count, draft: SelfEvaluation, step: Step) -> None:  # type: ignore[no-untyped-def]
    for expected in (None, 4):
        taken = count(draft, lambda browser: browser.get(address(draft, step)))
        assert expected in (None, taken)


def test_an_autosave_after_another_takes_six_queries(count, draft: SelfEvaluation) -> None:  # type: ignore[no-untyped-def]
    def save(browser: Client, text: str) -> None:
        revision = SelfEvaluation.objects.values_list("revision", flat=True).get(pk=draft.pk)
        sent = {"revision": revision, "cells": {"self_assessment.indicators.1.actual": text}}
        response = browser.post(f"{address(draft, INDICATORS)}cells/", sent, content_type="application/json")
        assert response.status_code == 200

    of_the_test, of_the_savepoint = 1, 2
    count(draft, lambda browser: save(browser, "1 个"))
    assert count(draft, lambda browser: save(browser, "2 个")) == 6 + of_the_test + of_the_savepoint
