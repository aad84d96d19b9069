"""Explanations of warnings: stored, taken away, and following their rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.core.content.anchors import moved
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.services import Refused, reanchor_explanations, save_explanations
from tests.factories import a_person, a_unit, an_evaluation

pytestmark = pytest.mark.django_db
HERE = ("A2-07", "basic_data.expenditure.three_public.final")


@pytest.fixture
def evaluation() -> SelfEvaluation:
    return an_evaluation(revision=3)


def texts(evaluation: SelfEvaluation) -> dict[tuple[str, str], str]:
    return {(e.code, e.where): e.text for e in evaluation.explanations.all()}


def explain(evaluation: SelfEvaluation, *places: str) -> None:
    save_explanations(evaluation, {("P-02", place): f"原因 {place}" for place in places}, None)


def test_an_explanation_is_stored_changed_and_taken_away_with_its_history(evaluation: SelfEvaluation) -> None:
    preparer = a_person(Role.PREPARER)
    for text in ("公务增加", " 公务增加较多\r\n", "  "):
        save_explanations(evaluation, {HERE: text}, actor_of(preparer))
    assert texts(evaluation) == {}
    history = [(e.where, e.old, e.new, e.by, e.revision) for e in Edit.objects.all()]
    where = "explanation.A2-07.basic_data.expenditure.three_public.final"
    assert history == [
        (where, "", "公务增加", preparer, 3),
        (where, "公务增加", "公务增加较多", preparer, 3),
        (where, "公务增加较多", "", preparer, 3),
    ]


def test_others_stay_when_one_is_saved(evaluation: SelfEvaluation) -> None:
    explain(evaluation, "a", "b")
    save_explanations(evaluation, {("P-02", "a"): "新"}, None)
    assert texts(evaluation) == {("P-02", "a"): "新", ("P-02", "b"): "原因 b"}


@pytest.mark.parametrize("text", ["长" * 2001, "带\x00零", "带\x07铃", "半个\ud800字"])
def test_an_impossible_text_is_refused_by_the_name_of_its_check_and_nothing_is_stored(
    evaluation: SelfEvaluation, text: str
) -> None:
    with pytest.raises(Refused, match="A2-07 的说明"):
        save_explanations(evaluation, {("P-02", "a"): "好", HERE: text}, None)
    assert texts(evaluation) == {}


def test_the_longest_text_is_stored_whole(evaluation: SelfEvaluation) -> None:
    save_explanations(evaluation, {HERE: "长" * 2000}, None)
    assert len(texts(evaluation)[HERE]) == 2000


def test_two_rows_swap_their_explanations(evaluation: SelfEvaluation) -> None:
    explain(evaluation, "f.1.final", "f.2.final", "f.10.final", "g.1.final")
    reanchor_explanations(evaluation, {"f.1": "f.2", "f.2": "f.1"})
    assert texts(evaluation) == {
        ("P-02", "f.2.final"): "原因 f.1.final",
        ("P-02", "f.1.final"): "原因 f.2.final",
        ("P-02", "f.10.final"): "原因 f.10.final",
        ("P-02", "g.1.final"): "原因 g.1.final",
    }


def test_a_deleted_row_takes_its_explanation_along_and_the_rest_move_up(evaluation: SelfEvaluation) -> None:
    explain(evaluation, "f.1.final", "f.2.final", "f.3.final")
    reanchor_explanations(evaluation, {"f.1": None, "f.2": "f.1", "f.3": "f.2"})
    assert texts(evaluation) == {("P-02", "f.1.final"): "原因 f.2.final", ("P-02", "f.2.final"): "原因 f.3.final"}


def test_another_evaluations_explanations_stay(evaluation: SelfEvaluation) -> None:
    other = an_evaluation(a_unit("U2"))
    explain(other, "f.1.final")
    reanchor_explanations(evaluation, {"f.1": None})
    assert texts(other)


def test_saving_and_moving_cost_the_same_for_any_number_of_rows(
    evaluation: SelfEvaluation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 30):
        with django_assert_max_num_queries(8):
            explain(evaluation, *(f"f.{row}.final" for row in range(rows)))
        with django_assert_max_num_queries(8):
            reanchor_explanations(evaluation, {f"f.{row}": f"f.{row + 1}" for row in range(rows)})
        Explanation.objects.all().delete()


@given(st.permutations(range(1, 8)), st.sampled_from(("name", "final", "")))
def test_a_permutation_of_rows_loses_and_doubles_nothing(order: list[int], field: str) -> None:
    moves = {f"x.{old}": f"x.{new}" for old, new in enumerate(order, 1)}
    cells = [f"x.{row}.{field}".rstrip(".") for row in range(1, 8)]
    places = [moved(cell, moves) or "" for cell in cells]
    assert sorted(places) == cells
    back = {new: old for old, new in moves.items()}
    assert [moved(place, back) for place in places] == cells


def test_a_cell_that_no_move_concerns_stays() -> None:
    assert moved("x.10.final", {"x.1": "x.2"}) == "x.10.final"
    assert moved("y", {"x.1": None}) == "y"
