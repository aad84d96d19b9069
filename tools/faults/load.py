"""People at work while things break: writers that each count up in a cell, saving as the page's script does, and readers of a page."""

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tools.faults.oracle import Answer, Written

PATIENCE = 30
PAUSE = 0.05
# Beyond any amount in the demo.
FIRST = 100_001


class Browser:
    """One signed-in person; each request opens a new connection."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: str | bytes = "", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and text of the answer.

        Raises:
            OSError, http.client.HTTPException: there was no answer.
        """
        connection = http.client.HTTPConnection(self._host, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            sent = body.encode() if isinstance(body, str) else body
            connection.request(method, path, sent, {"Cookie": cookies, **headers})
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return response.status, response.headers, text

    def sign_in(self, username: str, password: str) -> None:
        """Sign in as on the page."""
        form = {"username": username, "password": password, "csrfmiddlewaretoken": self.token("/sign-in/")}
        status, _, _ = self.ask(
            "POST", "/sign-in/", urlencode(form), **{"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert status == 302, status

    def token(self, path: str) -> str:
        """The CSRF token of the forms on a page."""
        return self.field(path, "csrfmiddlewaretoken")

    def field(self, path: str, name: str) -> str:
        """The value of a hidden field of the forms on a page."""
        found = re.search(rf'name="{name}" value="(\w+)"', self.ask("GET", path)[2])
        assert found, f"no {name} on {path}"
        return found[1]


class Load:
    """Writers and readers, one thread each, during a block of `running`."""

    def __init__(self, browsers: Sequence[Browser], evaluation: str, paths: Sequence[str]) -> None:
        """One writer per path; the other browsers are readers."""
        self.written = {path: Written() for path in paths}
        self.answers: list[Answer] = []
        self._ended = threading.Event()
        step = f"{evaluation}basic-data/"
        writers = [
            threading.Thread(
                target=self._write,
                args=(browser, step, path, browser.token(step), int(browser.field(step, "revision"))),
            )
            for browser, path in zip(browsers, paths, strict=False)
        ]
        readers = [
            threading.Thread(target=self._read, args=(browser, evaluation)) for browser in browsers[len(paths) :]
        ]
        self._threads = writers + readers

    @contextmanager
    def running(self) -> Iterator[None]:
        """Everybody works until the block ends."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in self._threads:
                thread.join()

    def acknowledged(self) -> int:
        """How many saves the server has acknowledged so far."""
        return sum(len(one.acknowledged) for one in self.written.values())

    def _write(self, browser: Browser, step: str, path: str, token: str, revision: int) -> None:
        number, again = FIRST, False
        while not self._ended.wait(PAUSE):
            body = json.dumps({"revision": revision, "cells": {path: str(number)}, "again": again})
            self.written[path].sent.append(number)
            headers = {"Content-Type": "application/json", "X-CSRFToken": token}
            text = self._asked(lambda: browser.ask("POST", f"{step}cells/", body, **headers))  # noqa: B023 - called at once
            again = text is None
            if text is not None:
                self.written[path].acknowledged.append(number)
                revision, number = json.loads(text)["revision"], number + 1

    def _read(self, browser: Browser, page: str) -> None:
        while not self._ended.wait(PAUSE):
            self._asked(lambda: browser.ask("GET", page))

    def _asked(self, ask: Callable[[], tuple[int, http.client.HTTPMessage, str]]) -> str | None:
        """The text of a good answer; each answer is noted."""
        asked = time.monotonic()
        try:
            status, headers, text = ask()
        except (OSError, http.client.HTTPException):
            self.answers.append(Answer(asked, time.monotonic() - asked, 0))
            return None
        took = time.monotonic() - asked
        self.answers.append(Answer(asked, took, status, headers.get("Retry-After", "")))
        return text if status == 200 else None
