"""The product as it is served beside `limit_app`, alternately on the same PostgreSQL: a closed loop of keep-alive clients, each with its own stream of requests."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from benchmarks import sizes
from benchmarks.cases import full
from evaluations.dossier import store
from evaluations.records.models import SelfEvaluation

PEOPLE, SECONDS, AT_ONCE = 40, 5.0, (1, 16)
_LIMIT_PORT, _PORT = 8921, 8922
_ROOT = Path(__file__).parents[1]
MIX = ("save",) * 20 + ("page",) * 11 + ("list",) * 4


class Ask(NamedTuple):
    """A request; `told` gets the body of its answer."""

    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]
    told: Callable[[bytes], None] = lambda _: None


type Stream = Iterator[Ask]


class Found(NamedTuple):
    """What came of a load: requests a second, the median and the 99th of 100 in ms, how many answers were wrong."""

    rate: float
    p50: float
    p99: float
    wrong: int


def compared() -> Iterator[tuple[str, int, Found, Found]]:
    """(work, clients, of the limit, of the product), measured one after the other."""
    limit, ours = limit_people(), people()
    with (
        _serving("benchmarks.limit_app:application", _LIMIT_PORT, "--interface", "wsgi", "--blocking-threads", "4"),
        _serving("config.asgi:application", _PORT, "--interface", "asginl", "--http", "1", "--no-ws"),
    ):
        for name, least in WORKS.items():
            for clients in AT_ONCE:
                found = load(_LIMIT_PORT, [one.asks(least) for one in limit], clients)
                yield name, clients, found, load(_PORT, [one.asks(name) for one in ours], clients)


WORKS = {
    "task list": "page",
    "page of 附件2": "page",
    "page of 40 indicators": "page",
    "report": "page",
    "autosave": "save",
    "desk": "list",
    "mix": "mix",
}
"""What the product does, and what of the limit it is measured against."""


@dataclass
class LimitPerson:
    """Somebody who works with the limit."""

    session: str
    data: Mapping[str, str]

    def asks(self, work: str) -> Stream:
        """Their requests."""
        sent = {"Cookie": f"sessionid={self.session}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32}
        kinds = {
            "page": Ask("GET", "/page", None, sent),
            "list": Ask("GET", "/list", None, sent),
            "save": Ask("POST", "/save", json.dumps(self.data).encode(), {**sent, "Content-Type": "application/json"}),
        }
        return (kinds[kind] for kind in cycle(MIX if work == "mix" else (work,)))


def limit_people() -> list[LimitPerson]:
    """Its people, in a database of its own on the product's server."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE limits")
    os.environ["LIMIT_DATABASE"] = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path="/limits"))
    # Without what tells Django the product's settings.
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "benchmarks.limit_app"]
    made = subprocess.run(command, cwd=_ROOT, env=bare, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own
    return [LimitPerson(session, data) for session, data in json.loads(made.stdout)]


@dataclass
class Person:
    """A preparer with an evaluation, and the manager of the bureau, whose list shows 50 units."""

    evaluation: int
    revision: int
    cookies: str
    token: str
    manager: str
    number: int = 0

    def asks(self, work: str) -> Stream:
        """Their requests."""
        address = f"/evaluations/{self.evaluation}/"
        pages = {
            "task list": "",
            "page of 附件2": "basic-data/",
            "page of 40 indicators": "indicators/",
            "report": "report/",
        }
        kinds: Mapping[str, Callable[[], Ask]] = {
            **{name: partial(self._page, address + at) for name, at in pages.items()},
            "autosave": lambda: self._save(f"{address}indicators/cells/"),
            "desk": lambda: Ask("GET", "/review/", None, {"Cookie": self.manager}),
        }
        named = {"save": "autosave", "page": "page of 40 indicators", "list": "desk"}
        wanted = [named[kind] for kind in MIX] if work == "mix" else [work]
        return (kinds[kind]() for kind in cycle(wanted))

    def _page(self, path: str) -> Ask:
        return Ask("GET", path, None, {"Cookie": self.cookies})

    def _save(self, path: str) -> Ask:
        self.number += 1
        cell = {"self_assessment.indicators.1.actual": f"{self.number}个"}
        body = json.dumps({"revision": self.revision, "cells": cell}).encode()
        sent = {"Cookie": self.cookies, "X-CSRFToken": self.token, "Content-Type": "application/json"}
        return Ask("POST", path, body, sent, self._saved)

    def _saved(self, answer: bytes) -> None:
        self.revision = json.loads(answer)["revision"]


def people() -> list[Person]:
    """Preparers of a region of 400 units, each with a full evaluation."""
    place = sizes.bureau(0)
    sizes.fill(place, 0)
    sizes.settle()
    manager = _cookies(place.manager)[0]
    drafting = store.documents().filter(state="drafting", fiscal_year__region=place.region).order_by("pk")[:PEOPLE]
    return [_person(evaluation, manager) for evaluation in drafting]


def _person(evaluation: SelfEvaluation, manager: str) -> Person:
    stored = store.load(evaluation)
    changed = full(store.edition_of(evaluation), stored)
    revision = store.save(evaluation, stored, changed, revision=evaluation.revision, actor=None)
    preparer = User.objects.get(memberships__unit=evaluation.unit, memberships__role="preparer")
    cookies, token = _cookies(preparer)
    return Person(evaluation.pk, revision, cookies, token, manager)


def _cookies(user: User) -> tuple[str, str]:
    """The Cookie header of a browser in which the person is signed in, and the token with which it posts."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    session, token = browser.cookies[settings.SESSION_COOKIE_NAME].value, "a" * 32
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}", token


@contextmanager
def _serving(application: str, port: int, *options: str) -> Iterator[None]:
    """Two workers that serve the application, as `./run serve` starts them."""
    command = ["granian", "--workers", "2", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    granian = str(Path(sys.executable).parent / command[0])
    server = subprocess.Popen([granian, *command[1:], *options, application], cwd=_ROOT)  # noqa: S603 - our own
    try:
        _wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            asked.request("GET", "/")
            asked.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


def load(port: int, streams: Sequence[Stream], clients: int, seconds: float = SECONDS) -> Found:
    """What so many clients get in these seconds, each with its own stream."""
    times: list[float] = []
    wrong: list[int] = []
    end = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_client, args=(port, stream, end, times, wrong)) for stream in islice(streams, clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return Found(len(times) / seconds, times[len(times) // 2], times[len(times) * 99 // 100], len(wrong))


def _client(port: int, stream: Stream, end: float, times: list[float], wrong: list[int]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for ask in stream:
        began = time.perf_counter()
        if began > end:
            return
        status, answer = _answered(line, ask)
        times.append((time.perf_counter() - began) * 1000)
        if status == 200:
            ask.told(answer)
        else:
            wrong.append(status)


def _answered(line: http.client.HTTPConnection, ask: Ask) -> tuple[int, Any]:
    try:
        line.request(ask.method, ask.path, ask.body, {"Host": "127.0.0.1", **ask.headers})
        answer = line.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        line.close()
        return 0, b""
