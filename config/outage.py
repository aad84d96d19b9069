"""Outages, when the database is away, full or busy: recognises them by their errors, and spares requests waiting for a database just found away."""

import logging
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from config.come_again import come_again

RETRY_AFTER = 3  # seconds, as told to the client
# Seconds after a futile wait in which no request tries the database, so that others are answered at once.
_PAUSE = 0.2
# SQLite reports "no such table" with the same class of error; that is our fault, not an outage.
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
    """Whether `error` says that the database can't be reached, is full or is locked, so that trying again later may help."""
    cause = error.__cause__ if error else None
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_OUTAGES
    return isinstance(error, OperationalError | InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 as a page, or as JSON for a page's script; does not use the database."""
    again = request.get_full_path() if request.method == "GET" else ""
    return come_again(request, _MESSAGE, status=503, seconds=RETRY_AFTER, template="503.html", again=again)


def note(request: HttpRequest, error: BaseException | None) -> None:
    """Note for `AnswerAtOnce` that this request waited in vain for a connection, if it did."""
    from psycopg_pool import PoolTimeout

    request.META[_FOUND_AWAY] = error and isinstance(error.__cause__, PoolTimeout)


class BriefOutages(logging.Filter):
    """Reduces an outage to one line in the log per request, instead of sixty."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, but drop the traceback of an outage."""
        error = record.exc_info[1] if record.exc_info else None
        if is_outage(error):
            record.msg, record.args = f"{record.getMessage()} ({str(error).partition('\n')[0]})", None
            record.exc_info = None
        return True


class AnswerAtOnce:
    """Middleware that answers 503 for a moment after a request has waited in vain for the database."""

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
    """Raise if a connection from the pool is dead; then the others are probably dead, too, and are replaced at once."""
    import psycopg
    from psycopg_pool import ConnectionPool

    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        connection._pool.drain()  # noqa: SLF001 - how a pool's connection knows its pool
        raise
