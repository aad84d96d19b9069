"""A database that is away, full or busy: 503 in words and soon, for pages and for what saves by itself; a fault of ours stays a 500."""

import logging
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler, DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.roles import Role
from config import outage
from config.environment import WAIT, read_database
from config.errors import server_error
from evaluations.records.models import Edit
from tests.factories import a_person, an_evaluation

pytestmark = pytest.mark.slow

CELL = "basic_data.thrift_measures"


class Visitor(Client):
    """A preparer's browser with the evaluation that it fills in: it gets the answer, not the exception."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)
        self.base = f"/evaluations/{an_evaluation().pk}/basic-data/"
        self.force_login(a_person(Role.PREPARER))

    def save(self, text: str) -> "tuple[int, dict[str, object]]":
        """Save a cell as the page's module does; status and answer."""
        body = {"revision": 0, "cells": {CELL: text}}
        response = self.post(f"{self.base}cells/", body, content_type="application/json")
        return response.status_code, response.json()


@pytest.fixture
def visitor(transactional_db: None) -> Visitor:
    """Signed in while all was well."""
    return Visitor()


@pytest.fixture
def held(visitor: Visitor) -> Iterator[None]:
    """Another program is writing into the database and does not end."""
    only_on_sqlite()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()
    connection.close()


@pytest.fixture
def full(visitor: Visitor) -> Iterator[None]:
    """The database may grow no more."""
    only_on_sqlite()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # or pages that earlier tests left empty take what is saved
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    yield
    connection.close()


def only_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is stopped and filled by ./run faults")


def test_what_saves_by_itself_is_told_in_its_own_form_to_come_back(held: None, visitor: Visitor) -> None:
    response = visitor.post(f"{visitor.base}cells/", {"revision": 0, "cells": {}}, content_type="application/json")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(outage.RETRY_AFTER)
    assert "自动重试" in response.json()["message"]


def test_a_form_is_told_that_it_was_not_saved(held: None, visitor: Visitor) -> None:
    response = visitor.post(visitor.base, {"revision": 0, CELL: "控制用车"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(outage.RETRY_AFTER)
    assert "刚才提交的内容没有保存" in response.content.decode()


def test_pages_are_read_while_somebody_else_writes(held: None, visitor: Visitor) -> None:
    assert visitor.get(visitor.base).status_code == 200


def test_people_can_sign_out_while_nothing_can_be_written(held: None, visitor: Visitor) -> None:
    assert visitor.post("/sign-out/")["Location"] == "/sign-in/"
    assert not visitor.cookies[settings.SESSION_COOKIE_NAME].value
    assert visitor.get("/")["Location"] == "/sign-in/?next=/"


def test_a_full_database_keeps_nothing_and_says_so_until_there_is_room(full: None, visitor: Visitor) -> None:
    long = "控制用车。" * 2_000
    status, _ = visitor.save(long)
    assert (status, Edit.objects.count()) == (503, 0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert visitor.save(long)[0] == 200


# Which errors say so


def error_of(url: str, statement: str = "SELECT 1") -> DatabaseError:
    """What `statement` fails with in the database of `url`, as Django raises it."""
    database = connected(read_database(url))
    try:
        with pytest.raises(DatabaseError) as failure, database.cursor() as cursor:
            cursor.execute(statement)
    finally:
        database.close()
        if database.vendor == "postgresql":
            database.close_pool()
    return failure.value


def connected(settings: dict[str, Any]) -> Any:
    """A database beside the tests' own; pools are kept by this name."""
    return ConnectionHandler({"default": {}, "another": settings})["another"]


@pytest.mark.django_db
def test_a_file_that_can_not_be_opened_is_an_outage(tmp_path: Path) -> None:
    assert outage.is_outage(error_of(f"sqlite:///{tmp_path}/none/db.sqlite3"))


@pytest.mark.django_db
def test_a_table_that_is_not_there_is_a_fault_of_ours(tmp_path: Path) -> None:
    error = error_of(f"sqlite:///{tmp_path}/db.sqlite3", "SELECT 1 FROM nothing")
    assert isinstance(error, OperationalError)
    assert not outage.is_outage(error)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:.*:pytest.PytestUnhandledThreadExceptionWarning")
def test_a_server_that_does_not_answer_is_an_outage_and_is_waited_for_once() -> None:
    started = time.monotonic()
    error = error_of("postgres://nobody@127.0.0.1:1/nothing")
    assert outage.is_outage(error)
    assert time.monotonic() - started < WAIT + 5
    waited = []

    def wait(request: HttpRequest) -> HttpResponse:
        waited.append(request.path)
        try:
            raise error
        except DatabaseError:
            return server_error(request)

    answer = outage.AnswerAtOnce(wait)
    for path in ("/help/", "/"):
        response = answer(RequestFactory().get(path))
        assert response.status_code == 503
        assert "重新打开这一页" in response.content.decode()
        assert f'href="{path}"' in response.content.decode()
    assert waited == ["/help/"]


def test_no_error_is_no_outage() -> None:
    assert not outage.is_outage(None)
    assert not outage.is_outage(ValueError("x"))


@pytest.mark.django_db
def test_an_outage_is_one_line_in_the_log(tmp_path: Path) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "%s: %s", ("Service", "/100%"), None)
    error = error_of(f"sqlite:///{tmp_path}/none/db.sqlite3")
    record.exc_info = (type(error), error, error.__traceback__)
    assert outage.BriefOutages().filter(record)
    assert logging.Formatter().format(record) == "Service: /100% (unable to open database file)"


def test_another_error_keeps_its_traceback() -> None:
    try:
        int("ours")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "%s", ("y",), sys.exc_info())
    assert outage.BriefOutages().filter(record)
    assert "Traceback" in logging.Formatter().format(record)


@pytest.mark.postgres
@pytest.mark.django_db
def test_connections_that_the_server_ended_are_replaced_before_they_are_used() -> None:
    pooled = connected(connection.settings_dict)
    backends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    try:
        with pooled.cursor() as cursor:
            cursor.execute("SELECT 1")
        pooled.close()
        with connection.cursor() as cursor:
            cursor.execute(backends)
            assert cursor.fetchall()
        with pooled.cursor() as cursor:
            cursor.execute("SELECT 2")
            assert cursor.fetchone() == (2,)
    finally:
        pooled.close()
        pooled.close_pool()
