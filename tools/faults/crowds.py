"""Trials with crowds: many ask for the same costly thing, or hold connections, and somebody else's page must still load as usual."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPException
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from tools.faults.load import Browser
from tools.faults.oracle import Answer, crowded
from tools.faults.stage import PASSWORD, USERNAME, Stage, on_postgresql, on_sqlite
from tools.faults.trials import Outcome, Trial

USUAL = 60  # how often the page is requested before the crowd comes
PAUSE = 0.02
HELD_SECONDS = 12
HEAVY = 60_000  # digits
FORM = "application/x-www-form-urlencoded"
HEAD = (
    "POST /sign-in/ HTTP/1.1\r\nHost: {host}\r\nCookie: csrftoken=" + "a" * 32 + f"\r\nContent-Type: {FORM}\r\n"
    "Content-Length: 1000\r\n\r\na=1"
)


class Watcher:
    """Somebody who keeps opening one page."""

    def __init__(self, stage: Stage) -> None:
        self._browser = signed_in(stage)
        self._page = evaluation(self._browser)
        self._times(10)  # a worker's first answers are slow anyway
        self.usual = self._times(USUAL)
        self.answers: list[Answer] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Request the page until the block ends."""
        ended = threading.Event()
        thread = threading.Thread(target=self._watch, args=(ended,))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _watch(self, ended: threading.Event) -> None:
        while not ended.wait(PAUSE):
            self.answers.append(answer(self._browser, "GET", self._page))

    def _times(self, count: int) -> list[Answer]:
        return [answer(self._browser, "GET", self._page) for _ in range(count)]


def signed_in(stage: Stage) -> Browser:
    browser = Browser(stage.address)
    browser.sign_in(USERNAME, PASSWORD)
    return browser


def evaluation(browser: Browser) -> str:
    """The URL of the evaluation that the person fills in."""
    found = browser.ask("GET", "/")[2]
    return "/evaluations/" + found.partition('href="/evaluations/')[2].partition('"')[0]


def answer(browser: Browser, method: str, path: str, body: str | bytes = "", **headers: str) -> Answer:
    """Send a request, and note the outcome."""
    asked = time.monotonic()
    try:
        status, answered, _ = browser.ask(method, path, body, **headers)
    except (OSError, HTTPException):
        return Answer(asked, time.monotonic() - asked, 0)
    return Answer(asked, time.monotonic() - asked, status, answered.get("Retry-After", ""))


def all_at_once(stage: Stage, asks: Sequence[Callable[[], Answer]]) -> Outcome:
    """Everybody asks at the same moment, while somebody watches a page."""
    watcher = Watcher(stage)
    with ThreadPoolExecutor(len(asks)) as people, watcher.watching():
        crowd = list(people.map(lambda ask: ask(), asks))
    return judged(watcher, crowd)


def judged(watcher: Watcher, crowd: Sequence[Answer]) -> Outcome:
    """The outcome, from a page's answers before and during the crowd."""
    served = sum(one.status in (200, 302) for one in crowd)
    words = f"page: usually {shown(watcher.usual)}, in the crowd {shown(watcher.answers)}"
    if crowd:
        words += f"; crowd: {served} served, {len(crowd) - served} sent away, the last after {max(one.took for one in crowd):.1f} s"
    slowest = max((one.took for one in watcher.answers), default=0)
    return Outcome(served, slowest, None, list(crowded(watcher.usual, watcher.answers, crowd)), words)


def shown(answers: Sequence[Answer]) -> str:
    """Median and 95th percentile in milliseconds."""
    took = sorted(one.took * 1000 for one in answers)
    return f"{median(took):.0f}/{took[int(len(took) * 0.95)]:.0f} ms"


def many_files(stage: Stage, which: str, count: int = 20) -> Outcome:
    """Many ask for a file of their evaluation."""
    browser = signed_in(stage)
    page = evaluation(browser)
    form = urlencode({"csrfmiddlewaretoken": browser.token(f"{page}document/")})
    ask = lambda: answer(browser, "POST", f"{page}files/{which}/", form, **{"Content-Type": FORM})  # noqa: E731
    return all_at_once(stage, [ask] * count)


def many_heavy_files(stage: Stage) -> Outcome:
    """Somebody fills nine chapters with unbroken digits, the most costly text for a PDF, and keeps asking for it."""
    browser = signed_in(stage)
    page = f"{evaluation(browser)}report/"
    headers = {"Content-Type": "application/json", "X-CSRFToken": browser.token(page)}
    for number in range(1, 10):
        seen = browser.ask("GET", f"{page}cells/?revision=0")[2]
        revision = json.loads(seen)["revision"] if seen else 0
        cells = {f"report.chapters.{number}": "1" * HEAVY}
        answer(browser, "POST", f"{page}cells/", json.dumps({"revision": revision, "cells": cells}), **headers)
    return many_files(stage, "pdf", 16)


def many_uploads(stage: Stage, count: int = 20) -> Outcome:
    """Many upload a file that was exported before."""
    browser = signed_in(stage)
    page = f"{evaluation(browser)}upload/"
    content, boundary = sheet(stage), "a-boundary-of-this-trial"
    head = 'Content-Disposition: form-data; name="files"; filename="a.xlsx"\r\n\r\n'
    token = f'Content-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{browser.token(page)}\r\n'
    body = f"--{boundary}\r\n{token}--{boundary}\r\n{head}".encode() + content + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return all_at_once(stage, [lambda: answer(browser, "POST", page, body, **kind)] * count)


def sheet(stage: Stage) -> bytes:
    """附件2 of the evaluation, as an Excel file."""
    unit = ("--unit", "QH-WENLIAN", "--year", "2023")
    stage.manage("export_evaluation", *unit, "--to", str(stage.folder), "--formats", "xlsx")
    return min(Path(stage.folder).glob("*.xlsx")).read_bytes()


def many_sign_ins(stage: Stage, count: int = 30) -> Outcome:
    """Many sign in."""
    form = {"Content-Type": FORM}

    def ready() -> Callable[[], Answer]:
        browser = Browser(stage.address)
        sent = {"username": USERNAME, "password": PASSWORD, "csrfmiddlewaretoken": browser.token("/sign-in/")}
        return lambda: answer(browser, "POST", "/sign-in/", urlencode(sent), **form)

    return all_at_once(stage, [ready() for _ in range(count)])


def held(stage: Stage, count: int, sent: str, drop: bytes = b"") -> Outcome:
    """Connections send `sent` and then nothing, or a `drop` each second, while people sign in and read."""
    watcher = Watcher(stage)
    host = urlsplit(stage.address).netloc
    with ExitStack() as stack:
        connections = [stack.enter_context(connected(host)) for _ in range(count)]
        for connection in connections:
            connection.sendall(sent.format(host=host).encode())
        with watcher.watching():
            crowd = [one_sign_in(stage)]
            for _ in range(HELD_SECONDS):
                time.sleep(1)
                for connection in connections:
                    send(connection, drop)
            crowd.append(one_sign_in(stage))
    return judged(watcher, crowd)


def one_sign_in(stage: Stage) -> Answer:
    asked = time.monotonic()
    try:
        signed_in(stage)
    except (OSError, HTTPException, AssertionError):
        return Answer(asked, time.monotonic() - asked, 0)
    return Answer(asked, time.monotonic() - asked, 302)


def connected(host: str) -> socket.socket:
    name, _, port = host.partition(":")
    return socket.create_connection((name, int(port)))


def send(connection: socket.socket, drop: bytes) -> None:
    """Send, unless the server has closed the connection, which it may."""
    try:
        connection.sendall(drop)
    except ConnectionError:
        connection.close()
    except OSError:
        pass


TRIALS = (
    Trial("sqlite-pdfs", on_sqlite, partial(many_files, which="pdf")),
    Trial("sqlite-heavy-pdfs", on_sqlite, many_heavy_files),
    Trial("sqlite-words", on_sqlite, partial(many_files, which="docx")),
    Trial("sqlite-uploads", on_sqlite, many_uploads),
    Trial("sqlite-sign-ins", on_sqlite, many_sign_ins),
    Trial("sqlite-unfinished", on_sqlite, partial(held, count=64, sent=HEAD)),
    Trial("sqlite-dripping", on_sqlite, partial(held, count=64, sent=HEAD, drop=b"b")),
    Trial("sqlite-idle", on_sqlite, partial(held, count=200, sent="")),
    Trial("postgresql-pdfs", on_postgresql, partial(many_files, which="pdf")),
    Trial("postgresql-uploads", on_postgresql, many_uploads),
    Trial("postgresql-sign-ins", on_postgresql, many_sign_ins),
    Trial("postgresql-unfinished", on_postgresql, partial(held, count=64, sent=HEAD)),
)
