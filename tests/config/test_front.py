"""Nobody holds the threads: bodies are bounded before a thread is taken, costly acts wait for each other only, and a refusal is told in words."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from config.front.application import PIECE, Front
from config.front.bodies import Limits, Unfinished
from config.front.refusing import CROWDED, REFUSAL, RETRY_AFTER, SLOW
from config.front.threads import PLACES
from config.uploads import LET_PASS, REQUEST_LIMIT
from evaluations.common.costly import Cost, cost_of

ONE, OTHER = "10.0.0.1", "10.0.0.2"
SOON = Limits(seconds=0)


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application that tells what it was asked."""
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({**told, "body": len(environ["wsgi.input"].read())}).encode()]


def run[T](steps: Coroutine[Any, Any, T]) -> T:
    """What the steps give; in a thread of their own, because Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, steps).result()


@dataclass
class Visit:
    """One request of somebody at an address, whose body comes piece by piece; `leave` and `finish` say how it goes on."""

    method: str = "POST"
    path: str = "/somewhere/"
    pieces: Iterable[bytes] = (b"",)
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-length", b"9"),)
    address: str = ONE
    unfinished: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._coming = iter([*self.pieces])
        self._left = asyncio.Event()
        self.waits = asyncio.Event()

    def leave(self) -> None:
        """The connection ends."""
        self._left.set()

    async def to(self, front: Front) -> "Visit":
        """Ask, until it is answered or given up."""
        scope: Any = {
            "type": "http",
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "raw_path": self.path.encode(),
            "query_string": b"year=2023",
            "headers": self.headers,
            "client": (self.address, 1),
            "server": ("localhost", 80),
        }
        receive: Callable[[], Awaitable[Any]] = self._receive
        send: Callable[[Any], Awaitable[None]] = self._send
        await front(scope, receive, send)
        return self

    @property
    def told(self) -> dict[str, Any]:
        """What the application told of the request."""
        answer: dict[str, Any] = json.loads(b"".join(message["body"] for message in self.sent[1:]))
        return answer

    async def _receive(self) -> dict[str, Any]:
        piece = next(self._coming, None)
        if piece is not None:
            return {"type": "http.request", "body": piece, "more_body": True}
        if not self.unfinished:
            self.unfinished = True
            return {"type": "http.request", "body": b"", "more_body": False}
        self.waits.set()
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)


def front(limits: Limits | None = None, *proxies: str) -> Front:
    return Front(echo, unfinished=Unfinished(tuple(ip_network(one) for one in proxies), limits or Limits()))


# Bodies


def test_a_body_reaches_the_application_whole() -> None:
    told = run(Visit(pieces=[b"name=", b"value"]).to(front())).told
    assert (told["body"], told["CONTENT_LENGTH"], told["REMOTE_ADDR"]) == (10, "10", ONE)
    assert (told["PATH_INFO"], told["QUERY_STRING"]) == ("/somewhere/", "year=2023")


def test_a_body_that_names_no_length_reaches_the_application_too() -> None:
    visit = Visit(pieces=[b"name=value"], headers=((b"transfer-encoding", b"chunked"),))
    assert run(visit.to(front())).told["body"] == 10


def test_a_header_that_would_pass_for_a_proxys_is_left_out() -> None:
    visit = Visit("GET", headers=((b"x_forwarded_for", b"1.1.1.1"), (b"cookie", b"a=1"), (b"cookie", b"b=2")))
    told = run(visit.to(front())).told
    assert "HTTP_X_FORWARDED_FOR" not in told
    assert told["HTTP_COOKIE"] == "a=1; b=2"


def test_of_a_body_that_is_too_large_the_rest_is_let_pass_and_the_application_knows_its_size() -> None:
    size = REQUEST_LIMIT + 3_000_000
    pieces = [bytes(1_000_000)] * (size // 1_000_000) + [bytes(size % 1_000_000)]
    told = run(Visit(pieces=pieces).to(front())).told
    assert (told["body"], told["CONTENT_LENGTH"]) == (REQUEST_LIMIT + 1, str(size))


@pytest.mark.slow
def test_nobody_waits_for_a_body_without_end() -> None:
    visit = Visit(pieces=[bytes(8_000_000)] * (LET_PASS // 8_000_000 + 1), unfinished=True)
    assert run(visit.to(front())).told["body"] == REQUEST_LIMIT + 1


def test_a_body_that_does_not_come_is_refused_as_slow() -> None:
    told = run(Visit(pieces=[b"a=1"], unfinished=True).to(front(SOON))).told
    assert (told[REFUSAL], told["body"]) == (SLOW, 0)


async def how_they_end(front: Front, *addresses: str) -> list[str]:
    """How it went with unfinished bodies from these addresses, which began one after another, when one more is finished: refused or left."""
    visits = [Visit(pieces=[b"a=1"], unfinished=True, address=address) for address in addresses]
    tasks = []
    for visit in visits:
        tasks.append(asyncio.create_task(visit.to(front)))
        await visit.waits.wait()
    await Visit(pieces=[b"a=1"], address="10.0.0.9").to(front)
    for visit in visits:
        visit.leave()
    await asyncio.gather(*tasks)
    return [visit.told[REFUSAL] if visit.sent else "left" for visit in visits]


def test_of_too_many_unfinished_bodies_of_one_address_the_first_makes_place() -> None:
    ends = run(how_they_end(front(Limits(of_one_address=2, young=0)), ONE, OTHER, ONE, ONE))
    assert ends == [SLOW, "left", "left", "left"]


def test_many_of_one_address_that_have_just_begun_are_no_flood() -> None:
    assert run(how_they_end(front(Limits(of_one_address=1)), ONE, ONE, ONE)) == ["left"] * 3


def test_a_proxy_sends_for_many_and_is_bound_by_the_number_in_all() -> None:
    assert run(how_they_end(front(Limits(of_one_address=1, young=0), ONE), ONE, ONE)) == ["left", "left"]
    ends = run(how_they_end(front(Limits(in_all=2), ONE), ONE, ONE))
    assert ends == [SLOW, "left"]


def test_of_bodies_that_take_too_much_room_the_first_makes_place() -> None:
    assert run(how_they_end(front(Limits(room=8)), ONE, OTHER)) == [SLOW, "left"]


def test_whoever_leaves_before_the_body_is_there_gets_no_answer() -> None:
    async def visit() -> list[dict[str, Any]]:
        visit = Visit(pieces=[b"a=1"], unfinished=True)
        visit.leave()
        return (await visit.to(front())).sent

    assert run(visit()) == []


def test_a_long_answer_is_handed_over_in_pieces() -> None:
    def long(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return iter([bytes(PIECE)] * 3)

    sent = run(Visit("GET").to(Front(long))).sent
    assert [(len(message["body"]), message["more_body"]) for message in sent[1:]] == [
        (PIECE, True),
        (PIECE, True),
        (PIECE, False),
    ]


# Costly acts


class Workshop:
    """An application whose costly act lasts until the test lets it end."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.ran: list[Any] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", "/sign-in/") and REFUSAL not in environ:
            self.begun.set()
            self.may_end.wait(20)
            self.ran.append(environ["client_gone"]())
        return echo(environ, start_response)


async def with_one_at_work(workshop: Workshop, meanwhile: Callable[[Front, Visit], Awaitable[None]]) -> None:
    """`meanwhile` is done while the costly act of one visit runs."""
    front, first = Front(workshop), Visit(path="/sign-in/")
    task = asyncio.create_task(first.to(front))
    await asyncio.to_thread(workshop.begun.wait, 20)
    await meanwhile(front, first)
    workshop.may_end.set()
    await task


def test_pages_and_other_costly_acts_do_not_wait_for_a_costly_one() -> None:
    async def meanwhile(front: Front, first: Visit) -> None:
        assert (await Visit("GET", "/sign-in/").to(front)).told["REQUEST_METHOD"] == "GET"
        assert (await Visit(path="/evaluations/1/upload/").to(front)).told["REQUEST_METHOD"] == "POST"

    workshop = Workshop()
    run(with_one_at_work(workshop, meanwhile))
    assert workshop.ran == [False]


def test_a_costly_act_can_ask_whether_anybody_waits_for_it() -> None:
    async def meanwhile(front: Front, first: Visit) -> None:
        await first.waits.wait()
        first.leave()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    workshop = Workshop()
    run(with_one_at_work(workshop, meanwhile))
    assert workshop.ran == [True]


def test_a_costly_act_that_waits_is_not_begun_when_nobody_waits_for_it() -> None:
    async def meanwhile(front: Front, first: Visit) -> None:
        second = Visit(path="/sign-in/")
        task = asyncio.create_task(second.to(front))
        await second.waits.wait()
        second.leave()
        await task
        assert second.sent == []

    workshop = Workshop()
    run(with_one_at_work(workshop, meanwhile))
    assert len(workshop.ran) == 1


def test_whoever_comes_when_too_many_wait_is_told_at_once() -> None:
    async def meanwhile(front: Front, first: Visit) -> None:
        waiting = [Visit(path="/sign-in/") for _ in range(PLACES)]
        tasks = [asyncio.create_task(visit.to(front)) for visit in waiting]
        for visit in waiting:
            await visit.waits.wait()
        assert (await Visit(path="/sign-in/").to(front)).told[REFUSAL] == CROWDED
        for visit in waiting:
            visit.leave()
        await asyncio.gather(*tasks)

    run(with_one_at_work(Workshop(), meanwhile))


@pytest.mark.parametrize(
    ("method", "path", "cost"),
    [
        ("POST", "/sign-in/", Cost.PASSWORD),
        ("POST", "/password/", Cost.PASSWORD),
        ("POST", "/evaluations/1/upload/", Cost.FILE),
        ("POST", "/evaluations/1/files/pdf/", Cost.FILE),
        ("POST", "/evaluations/1/files/docx/", Cost.FILE),
        ("POST", "/administration/editions/1/blank/attachment2/", Cost.FILE),
        ("GET", "/sign-in/", None),
        ("GET", "/evaluations/1/upload/", None),
        ("POST", "/evaluations/1/basic-data/cells/", None),
        ("POST", "/nowhere", None),
    ],
)
def test_what_is_costly(method: str, path: str, cost: Cost | None) -> None:
    assert cost_of(method, path) is cost


# What is told


@pytest.mark.parametrize(("why", "status", "words"), [(SLOW, 408, "网络太慢"), (CROWDED, 503, "请过一会儿再试")])
def test_a_refusal_is_told_in_words_as_a_page_or_in_json(why: str, status: int, words: str) -> None:
    refused: Any = {REFUSAL: why}
    page = Client().post("/sign-in/", {}, **refused)
    told = Client().post("/sign-in/", {}, content_type="application/json", **refused)
    assert words in page.content.decode()
    assert words in told.json()["message"]
    for response in (page, told):
        assert response.status_code == status
        assert response.headers["Retry-After"] == str(RETRY_AFTER)
