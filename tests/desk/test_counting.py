"""The counts of the bureau's list: what the pages show of them is held by `test_keeping`; here, that nobody waits for them."""

from collections import Counter
from collections.abc import Iterator
from threading import Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.desk import counting
from evaluations.desk.conditions import PLACES
from evaluations.desk.keeping import refill
from evaluations.desk.models import Standing, StandingCount
from evaluations.desk.waiting import waiting_at_bureau
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.acting_together import together
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.slow
SECOND = PLACES[State.SECOND_REVIEW]


type Key = tuple[int | None, ...]
KEYS = ("fiscal_year", "place", "section", "reviewer", "passed_by")


def by_row() -> Counter[Key]:
    """How many rows there are of each key."""
    return Counter(
        (*others, passed_by if others[1] == SECOND else None)
        for *others, passed_by in Standing.objects.values_list(*KEYS)
    )


def counted() -> Counter[Key]:
    """What is counted of each."""
    found = Counter[Key]()
    for *key, number in StandingCount.objects.values_list(*KEYS, "number"):
        found[tuple(key)] += number
    return Counter({key: number for key, number in found.items() if number})


@pytest.mark.django_db
def test_writing_all_rows_again_counts_them_again() -> None:
    for at, state in enumerate(State):
        unit = a_unit(f"C{at}")
        an_evaluation(unit, **in_state(state, unit))
    StandingCount.objects.update(number=7)
    refill()
    assert counted() == by_row()
    Standing.objects.all().delete()
    assert counted() == {}


@pytest.mark.django_db
def test_who_passed_it_does_not_wait_for_themselves() -> None:
    evaluation = an_evaluation(**in_state(State.SECOND_REVIEW))
    other, manager = a_person(Role.REVIEWER), a_person(Role.MANAGER)
    assert waiting_at_bureau(actor_of(manager)) == 1
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(passed_by=manager)
    assert waiting_at_bureau(actor_of(manager)) == 0
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(passed_by=other)
    assert waiting_at_bureau(actor_of(manager)) == 1


@pytest.mark.django_db
def test_an_own_unit_does_not_wait_for_a_manager() -> None:
    for code in ("C1", "C2"):
        an_evaluation(a_unit(code), **in_state(State.SECOND_REVIEW, a_unit(code)))
    manager = a_person(Role.MANAGER)
    assert waiting_at_bureau(actor_of(manager)) == 2
    manager.memberships.create(role=Role.PREPARER, unit=a_unit("C1"))
    with CaptureQueriesContext(connection) as captured:
        assert waiting_at_bureau(actor_of(User.objects.get(pk=manager.pk))) == 1
    assert len([query for query in captured if "desk_standingcount" in query["sql"]]) == 1


@pytest.fixture
def always_together(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each change puts the rows together."""
    with monkeypatch.context() as patched:
        patched.setattr(counting, "SHARE", 1)
        make_triggers()
    yield
    make_triggers()


def make_triggers() -> None:
    with connection.cursor() as cursor:
        for statement in counting.statements("postgresql"):
            cursor.execute(statement)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.usefixtures("always_together")
def test_rows_that_are_put_together_count_the_same() -> None:
    evaluations = [an_evaluation(a_unit(f"C{at}")) for at in range(4)]
    for each in evaluations:
        SelfEvaluation.objects.filter(pk=each.pk).update(**in_state(State.SUBMITTED))
    assert counted() == by_row()
    assert StandingCount.objects.count() == len(by_row())


@pytest.mark.postgres
@pytest.mark.usefixtures("always_together")
@pytest.mark.django_db(transaction=True)
def test_two_that_count_the_same_at_the_same_moment_do_not_wait_for_each_other() -> None:
    """The first commits only after the second has, and the third's count is lost with what it undoes."""
    a_year()
    keys, submitted = [an_evaluation(a_unit(f"C{at}")).pk for at in range(3)], in_state(State.SUBMITTED)
    first_has_counted, second_is_done = Event(), Event()

    def hand_in(key: int) -> None:
        SelfEvaluation.objects.filter(pk=key).update(**submitted)

    def first() -> None:
        with transaction.atomic():
            hand_in(keys[0])
            first_has_counted.set()
            assert second_is_done.wait(timeout=10)

    def second() -> None:
        assert first_has_counted.wait(timeout=10)
        hand_in(keys[1])
        with transaction.atomic():
            hand_in(keys[2])
            transaction.set_rollback(True)
        second_is_done.set()

    together(first, second)
    assert counted() == by_row()
    for key in keys:
        hand_in(key)
    assert counted() == by_row()
