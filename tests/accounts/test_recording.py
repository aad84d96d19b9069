"""Many events at once, and how little of the log bulk work holds up."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor, actor_of
from accounts.audit import Act, record, record_all
from accounts.models import AuditEvent, User
from accounts.roles import Role
from accounts.services import Newcomer, add_people
from evaluations.auditing.reading import read_log
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db


def a_manager(code: str) -> Actor:
    return actor_of(a_person(Role.MANAGER, region=a_region(code)))


def newcomers(count: int, names: str = "new") -> list[Newcomer]:
    return [Newcomer(f"{names}-{number}", "新人", Role.PREPARER, None, unit=a_unit()) for number in range(count)]


# Scopes


def test_each_region_has_a_chain_and_the_rest_has_one() -> None:
    here, there = a_manager("430203"), a_manager("430204")
    events = [record("work", actor) for actor in (here, there, None, here)]
    assert [(event.scope, event.number) for event in events] == [
        ("430203", 1),
        ("430204", 1),
        ("system", 1),
        ("430203", 2),
    ]
    assert events[3].previous_hash == events[0].hash
    assert read_log().broken == []


def test_many_events_at_once_are_given_in_the_order_in_which_they_were_told() -> None:
    people = [a_manager("430203"), None, a_manager("430204")]
    record("before")
    events = record_all(Act("work", people[number % 3], str(number)) for number in range(9))
    assert [event.subject for event in events] == [str(number) for number in range(9)]
    for scope, first in (("430203", 1), ("430204", 1), ("system", 2)):
        told = [event.number for event in events if event.scope == scope]
        assert told == [first, first + 1, first + 2]
    assert read_log().broken == []


def test_no_event_at_all_is_none() -> None:
    assert record_all([]) == []


def test_many_events_cost_the_same_queries_as_one() -> None:
    record("first")
    costs = []
    for count in (1, 50):
        with CaptureQueriesContext(connection) as captured:
            record_all(Act("work", subject=str(number)) for number in range(count))
        costs.append(len(captured))
    assert costs[0] == costs[1]


# Adding people


def test_people_are_added_and_told_in_the_order_given() -> None:
    manager = a_manager("430203")
    added = add_people(newcomers(3), manager)
    assert [person.username for person in added] == ["new-0", "new-1", "new-2"]
    events = AuditEvent.objects.filter(action="add_person", actor=manager.person).order_by("number")
    assert [event.subject for event in events] == ["new-0", "new-1", "new-2"]


def test_people_and_their_events_stand_or_fall_together() -> None:
    with pytest.raises(ValidationError):
        add_people([*newcomers(3), *newcomers(1)], a_manager("430203"))
    assert not User.objects.filter(username__startswith="new-").exists()
    assert not AuditEvent.objects.exists()


# Waiting


def elsewhere(act: Callable[[], object]) -> None:
    """Done on a connection of its own, which waits for no lock longer than a moment."""

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '250ms'")
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def signs_in_elsewhere(person: User) -> None:
    elsewhere(lambda: record("sign_in", actor_of(person)))


def add_while_somebody_signs_in(adding: Actor, signing_in: User) -> None:
    """Two people are added, and between them somebody signs in elsewhere."""

    def with_a_sign_in_between() -> Iterator[Newcomer]:
        one, other = newcomers(2)
        yield one
        signs_in_elsewhere(signing_in)
        yield other

    add_people(with_a_sign_in_between(), adding)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_sign_in_of_another_region_does_not_wait_for_people_being_added() -> None:
    adding, signing_in = a_manager("430203"), a_manager("430204")
    a_unit()
    with transaction.atomic():
        add_while_somebody_signs_in(adding, signing_in.person)
        assert AuditEvent.objects.filter(scope="430203").count() == 2
        signs_in_elsewhere(signing_in.person)
    assert list(AuditEvent.objects.filter(scope="430204").values_list("action", flat=True)) == ["sign_in"] * 2
    assert read_log().broken == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nor_does_one_of_the_same_region_until_the_log_is_told() -> None:
    adding, signing_in = a_manager("430203"), a_manager("430203")
    a_unit()
    with transaction.atomic():
        add_while_somebody_signs_in(adding, signing_in.person)
        with pytest.raises(OperationalError, match="lock timeout"):
            signs_in_elsewhere(signing_in.person)
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["sign_in", "add_person", "add_person"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_events_of_several_regions_told_in_any_order_do_not_lock_each_other_out() -> None:
    here, there = a_manager("430203"), a_manager("430204")
    start = Barrier(2)

    def tell(people: list[Actor | None]) -> None:
        try:
            start.wait(timeout=10)
            for _ in range(10):
                record_all(Act("work", person) for person in people)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tell, [[here, None, there], [there, None, here]]))
    assert AuditEvent.objects.count() == 60
    assert read_log().broken == []
