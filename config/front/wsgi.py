"""Runs one request to a WSGI application to its end in the calling thread."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import unquote_to_bytes

from asgiref.typing import HTTPScope

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
# Larger answers go to the disk until they are sent.
IN_MEMORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer; its body is positioned at the start, and the caller closes it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: IO[bytes]


def environ_of(scope: HTTPScope, body: IO[bytes]) -> Environ:
    """PEP 3333's environ of a request.

    A header with `_` in its name is left out, because it could pass for a proxy's header with `-`.
    """
    raw_path = scope["raw_path"].partition(b"?")[0]
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            add(environ, name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1"))
    return environ


def add(environ: Environ, name: str, value: str) -> None:
    """Add a header; repeated headers are joined into a list, with their own separator for cookies."""
    key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    before = environ.get(key)
    between = "; " if name == "COOKIE" else ","
    environ[key] = value if before is None else f"{before}{between}{value}"


def answered(application: Application, environ: Environ) -> Answer:
    """The complete answer of `application`."""
    start = _Start()
    body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the caller's to close
    result = application(environ, start)
    try:
        for piece in result:
            body.write(piece)
    finally:
        if hasattr(result, "close"):
            result.close()
    body.seek(0)
    return Answer(start.status, start.headers, cast("IO[bytes]", body))


class _Start:
    """PEP 3333's `start_response`, which stores its arguments."""

    status = 500
    headers: list[tuple[bytes, bytes]] = []

    def __call__(self, status: str, headers: Iterable[tuple[str, str]], exc_info: object = None) -> None:
        self.status = int(status.partition(" ")[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
