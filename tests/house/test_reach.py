"""Every address answers every kind of visitor as the table of reach says. GET, and whoever is refused, change nothing; every refusal is in the log."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from accounts.models import AuditChain, AuditEvent, AuditTally, Result, Session
from tests.house.reach_table import TABLE, Answers, Row
from tests.house.visitors import NOT_SIGNED_IN, Who, World, a_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIGN_IN = "is asked to sign in"
NO_FORM_OF_OURS = {"action": "没有这个按钮", "typed": "没有这个格子"}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
NONSENSE: Sequence[tuple[bytes, str]] = (
    (b"", FORM),
    (b"%00=%ff&action=%zz&revision=99999999999999999999&=&;", FORM),
    (b"action=submit", f"{FORM}; charset=utf-7"),
    (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    (b"{}", "multipart/form-data"),
    (b'{"revision": [', JSON),
    (b"\x00\xff", ""),
)
LOG = (AuditChain, AuditEvent, AuditTally, Session)


# The table and the addresses


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, each.namespace or namespace)
        else:
            yield f"{namespace}:{each.name}", each


ADDRESSES = dict(patterns(get_resolver()))


def test_every_address_has_a_row() -> None:
    assert set(ADDRESSES) - {row.name for row in TABLE} == set()


def test_every_row_has_an_address() -> None:
    assert {row.name for row in TABLE} - set(ADDRESSES) == set()


def test_no_row_gives_a_visitor_two_answers() -> None:
    for row in TABLE:
        for answers in (row.get, row.post):
            assert sum(map(len, answers.values())) == len(frozenset().union(*answers.values())), row


# Visits


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once; what a test changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def before(world: World) -> Mapping[str, Any]:
    """What each test finds stored."""
    return everything()


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_the_address_answers_everybody_as_the_table_says(row: Row, world: World, before: Mapping[str, Any]) -> None:
    seen = {who: visit(world, who, row, "GET") for who in Who}
    assert differing(seen, row.get) == {}
    refused = {who for who in Who if isinstance(promised(row.post, who), str) or promised(row.post, who) == 404}
    seen = {who: visit(world, who, row, "POST") for who in refused}
    assert changed(before) == []
    seen |= {who: visit(world, who, row, "POST", taken_back=True) for who in Who if who not in refused}
    assert differing(seen, row.post) == {}
    assert in_the_log(world) >= refused_in(row.get) | refused_in(row.post)


@pytest.mark.parametrize("row", [row for row in TABLE if 405 not in row.post], ids=str)
def test_nonsense_is_no_fault_of_the_server(row: Row, world: World) -> None:
    for who in {promised(row.post, who): who for who in Who}.values():
        for body, kind in NONSENSE:
            with transaction.atomic():
                answer = world.browser_of(who).post(url_of(row, world), body, content_type=kind)
                transaction.set_rollback(True)
            assert answer.status_code < 500, (who, body, kind)


def url_of(row: Row, world: World) -> str:
    on = {name: world.keys.get(value, value) if name.endswith("_id") else value for name, value in row.on.items()}
    return reverse(row.name, kwargs=on) + row.query


def visit(world: World, who: Who, row: Row, method: str, *, taken_back: bool = False) -> int | str:
    """What the visitor gets."""
    client, url = world.browser_of(who), url_of(row, world)
    with transaction.atomic():
        answer: Any = client.get(url) if method == "GET" else client.post(url, **sent(row, world))
        transaction.set_rollback(taken_back)
    return SIGN_IN if asks_to_sign_in(answer) else int(answer.status_code)


def sent(row: Row, world: World) -> dict[str, Any]:
    if isinstance(row.sends, str):
        return {"data": row.sends, "content_type": JSON}
    return {"data": {name: world.keys.get(value, value) for name, value in (row.sends or NO_FORM_OF_OURS).items()}}


def asks_to_sign_in(answer: Any) -> bool:
    if answer.status_code == 403:
        return any(template.name == "accounts/sign_in.html" for template in answer.templates)
    onwards: str = answer.get("Location", "")
    return answer.status_code == 302 and onwards.startswith(f"{reverse('accounts:sign_in')}?next=")


def promised(answers: Answers, who: Who) -> int | str:
    """What the table says that the visitor gets."""
    refusal = SIGN_IN if who in NOT_SIGNED_IN else 404
    return next((status for status, whom in answers.items() if who in whom), refusal)


def differing(seen: Mapping[Who, int | str], answers: Answers) -> dict[str, tuple[int | str, int | str]]:
    """(what the visitor got, what the table says), where they differ."""
    pairs = {who.name: (answer, promised(answers, who)) for who, answer in seen.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def refused_in(answers: Answers) -> set[Who]:
    """Those who are signed in and refused."""
    answered = NOT_SIGNED_IN.union(*answers.values())
    return {who for who in Who if who not in answered}


def in_the_log(world: World) -> set[Who]:
    """Those of whom the log says that they were refused."""
    refused = set(AuditEvent.objects.filter(result=Result.REFUSED).values_list("actor", flat=True))
    return {who for who, person in world.people.items() if person.pk in refused}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, besides those of the log and of sessions."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model not in LOG
    }


def changed(before: Mapping[str, Any]) -> list[str]:
    """The tables that are no longer as they were."""
    return [name for name, rows in everything().items() if rows != before[name]]
