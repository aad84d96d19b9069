"""A database that is away, full or busy: which errors say so, and no request waits for one that was just found away."""

import logging
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from config.come_again import come_again

RETRY_AFTER = 3  # seconds, told to whoever asks
# Seconds in which nobody tries again after a request waited in vain, so that the others are answered at once.
_PAUSE = 0.2
# SQLite says "no such table" by the same class of error: that is a fault of ours, and no outage.
_SQLITE_OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_MESSAGE = "系统暂时不能保存和读取数据，您填写的内容还在这一页上，几秒钟后会自动重试。"
_FOUND_AWAY = "found_away"


def is_outage(error: BaseException | None) -> bool:
    """Whether `error` says that the database can't be reached, is full or is held by somebody else: asking again later may do."""
    cause = error.__cause__ if error else None
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_OUTAGES
    return isinstance(error, OperationalError | InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 in words, as a page or, to the page's own module, as JSON of its kind; asks nothing of the database."""
    again = request.get_full_path() if request.method == "GET" else ""
    return come_again(request, _MESSAGE, status=503, seconds=RETRY_AFTER, template="503.html", again=again)


def note(request: HttpRequest, error: BaseException | None) -> None:
    """Tell `AnswerAtOnce` if this request waited in vain for a connection."""
    from psycopg_pool import PoolTimeout

    request.META[_FOUND_AWAY] = error and isinstance(error.__cause__, PoolTimeout)


class BriefOutages(logging.Filter):
    """An outage is one line in the log for each request, not sixty."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, without the traceback of an outage."""
        error = record.exc_info[1] if record.exc_info else None
        if is_outage(error):
            record.msg, record.args = f"{record.getMessage()} ({str(error).partition('\n')[0]})", None
            record.exc_info = None
        return True


class AnswerAtOnce:
    """Middleware that answers 503 by itself for a moment after a request waited in vain for the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._found_away = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if time.monotonic() < self._found_away + _PAUSE:
            return unavailable(request)
        response = self._get_response(request)
        if request.META.get(_FOUND_AWAY):
            self._found_away = time.monotonic()
        return response


def check_connection(connection: Any) -> None:
    """Raise if a connection out of the pool is dead; the others are most likely dead too, and are replaced at once."""
    import psycopg
    from psycopg_pool import ConnectionPool

    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        connection._pool.drain()  # noqa: SLF001 - how a pool's connection knows its pool
        raise
