"""Beginning an evaluation, claiming a revision, and the history of a save."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import actor_of
from accounts.models import AuditEvent, User
from accounts.roles import Role
from evaluations.fiscal_years.loading import load_edition
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.services import Conflict, Refused, begin, claim_revision, write_edits
from evaluations.records.states import EDITABLE, State
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def preparer() -> User:
    return a_person(Role.PREPARER)


def closed_year() -> FiscalYear:
    now = timezone.now()
    return a_year(opens_at=now - timedelta(days=9), deadline=now - timedelta(days=1))


# Beginning


def test_a_preparer_begins_an_evaluation_once(preparer: User) -> None:
    first = begin(a_unit(), a_year(), actor_of(preparer))
    assert (first.state, first.revision, first.edition) == (State.DRAFTING, 0, a_year().edition)
    assert begin(a_unit(), a_year(), actor_of(preparer)) == first
    assert AuditEvent.objects.filter(action="begin").count() == 1


def test_an_evaluation_keeps_the_edition_that_it_began_with(preparer: User) -> None:
    year = a_year()
    evaluation = begin(a_unit(), year, actor_of(preparer))
    year.edition = load_edition(year.edition.content.replace("version = 5", "version = 6", 1))
    year.save()
    assert begin(a_unit(), year, actor_of(preparer)).edition == evaluation.edition != year.edition


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PREPARER])
def test_nobody_but_a_preparer_begins(role: Role) -> None:
    with pytest.raises(Refused, match="填报人"):
        begin(a_unit(), a_year(), actor_of(a_person(role)))


def test_a_preparer_of_another_unit_does_not_begin() -> None:
    with pytest.raises(Refused, match="填报人"):
        begin(a_unit(), a_year(), actor_of(a_person(Role.PREPARER, a_unit("U2"))))


def test_a_year_of_another_region_is_refused(preparer: User) -> None:
    with pytest.raises(Refused, match="不属于"):
        begin(a_unit(), a_year(region=a_region("elsewhere")), actor_of(preparer))


def test_a_unit_out_of_use_does_not_begin(preparer: User) -> None:
    unit = a_unit()
    unit.is_active = False
    with pytest.raises(Refused, match="已撤销"):
        begin(unit, a_year(), actor_of(preparer))


def test_nothing_begins_after_the_deadline_except_by_the_operator(preparer: User) -> None:
    year = closed_year()
    with pytest.raises(Refused, match="截止"):
        begin(a_unit(), year, actor_of(preparer))
    assert begin(a_unit(), year, None).pk


# Claiming


@transaction.atomic
def claim(evaluation: SelfEvaluation, revision: int, actor: User | None) -> int:
    return claim_revision(evaluation, revision, actor_of(actor) if actor else None)


def test_each_save_claims_the_next_revision(preparer: User) -> None:
    evaluation = an_evaluation()
    assert [claim(evaluation, revision, preparer) for revision in (0, 1, 2)] == [1, 2, 3]
    assert evaluation.revision == SelfEvaluation.objects.get().revision == 3


def test_a_save_moves_the_time_of_change(preparer: User) -> None:
    evaluation = an_evaluation()
    before = evaluation.updated_at
    claim(evaluation, 0, preparer)
    assert SelfEvaluation.objects.get().updated_at > before


@pytest.mark.parametrize("revision", [0, 2, -1, 10**30])
def test_a_stale_or_invented_revision_is_a_conflict_that_names_the_right_one(preparer: User, revision: int) -> None:
    evaluation = an_evaluation(revision=1)
    with pytest.raises(Conflict) as conflict:
        claim(evaluation, revision, preparer)
    assert conflict.value.revision == 1
    assert SelfEvaluation.objects.get().revision == 1


@pytest.mark.parametrize("state", [state for state in State if state not in EDITABLE])
def test_a_state_that_allows_no_editing_is_told_in_words(preparer: User, state: State) -> None:
    evaluation = an_evaluation(**in_state(state))
    with pytest.raises(Refused, match=state.for_unit):
        claim(evaluation, 0, preparer)
    assert SelfEvaluation.objects.get().revision == 0


@pytest.mark.parametrize("state", EDITABLE)
def test_a_draft_and_a_returned_one_can_be_edited(preparer: User, state: State) -> None:
    assert claim(an_evaluation(**in_state(state)), 0, preparer) == 1


def test_the_state_that_counts_is_the_stored_one(preparer: User) -> None:
    evaluation = an_evaluation()
    SelfEvaluation.objects.update(**in_state(State.UNIT_CHECK))
    with pytest.raises(Refused, match="待单位审核"):
        claim(evaluation, 0, preparer)


def test_after_the_deadline_nothing_is_saved_except_by_the_operator(preparer: User) -> None:
    evaluation = an_evaluation(fiscal_year=closed_year())
    with pytest.raises(Refused, match="截止"):
        claim(evaluation, 0, preparer)
    assert SelfEvaluation.objects.get().revision == 0
    assert claim(evaluation, 0, None) == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PREPARER])
def test_nobody_but_a_preparer_saves(role: Role) -> None:
    with pytest.raises(Refused, match="填报人"):
        claim(an_evaluation(), 0, a_person(role))


def test_a_preparer_of_another_unit_does_not_save() -> None:
    with pytest.raises(Refused, match="填报人"):
        claim(an_evaluation(), 0, a_person(Role.PREPARER, a_unit("U2")))


def test_a_claim_costs_two_queries(preparer: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    evaluation = an_evaluation()
    actor_of(preparer)  # read once, as a request does
    savepoint = 2
    with django_assert_num_queries(2 + savepoint):
        claim(evaluation, 0, preparer)


@pytest.mark.django_db(transaction=True)
def test_a_claim_outside_a_transaction_is_a_programming_error() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        claim_revision(an_evaluation(), 0, None)


@pytest.mark.django_db(transaction=True)
def test_of_saves_at_the_same_time_one_wins_and_the_rest_are_told() -> None:
    evaluation_id, preparer = an_evaluation().pk, a_person(Role.PREPARER)

    def save(_: int) -> int | str:
        try:
            evaluation = SelfEvaluation.objects.select_related("fiscal_year__region", "unit").get(pk=evaluation_id)
            return claim(evaluation, 0, preparer)
        except Conflict as conflict:
            return f"conflict {conflict.revision}"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(save, range(4)))
    assert sorted(map(str, answers)) == ["1", "conflict 1", "conflict 1", "conflict 1"]


# History


def test_the_history_says_who_changed_which_cell_from_what_to_what(preparer: User) -> None:
    evaluation = an_evaluation()
    write_edits(evaluation, 4, actor_of(preparer), [("basic_data.thrift_measures", "", "节约"), ("a", "1", "1")])
    edit = Edit.objects.get()
    assert (edit.revision, edit.where, edit.old, edit.new, edit.by) == (
        4,
        "basic_data.thrift_measures",
        "",
        "节约",
        preparer,
    )


def test_the_history_of_a_large_save_costs_one_insert(
    preparer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    evaluation = an_evaluation()
    actor = actor_of(preparer)
    for rows in (1, 30):
        with django_assert_num_queries(1):
            write_edits(evaluation, 1, actor, [(f"a.{row}", "1", "2") for row in range(rows)])
