"""The application as ASGI: bodies first, then the WSGI application in a thread, then the answer."""

import asyncio
from contextlib import suppress
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from config.front.bodies import IN_MEMORY, Gone, Networks, TooSlow, Unfinished, left
from config.front.refusing import CROWDED, REFUSAL, SLOW
from config.front.threads import Crowded, Threads
from config.front.wsgi import Answer, Application, Environ, answered, environ_of
from evaluations.common.costly import cost_of

PIECE = 256 * 1024
# A client that takes longer to read one of several pieces counts as gone.
PIECE_SECONDS = 60


class Front:
    """Answers requests; knows the WSGI application and our own proxies."""

    def __init__(self, application: Application, proxies: Networks = (), unfinished: Unfinished | None = None) -> None:
        self._application = application
        self._unfinished = unfinished or Unfinished(proxies)
        self._threads = Threads()

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Send the answer, unless the client has disconnected."""
        with SpooledTemporaryFile(IN_MEMORY) as body, suppress(Gone):
            environ = environ_of(scope, body)
            try:
                await self._receive(environ, receive, body)
                answer = await self._answer(environ, receive)
            except (TooSlow, Crowded) as refusal:
                answer = await self._refuse(environ, SLOW if isinstance(refusal, TooSlow) else CROWDED)
            with answer.body:
                await hand_over(answer, send)

    async def _receive(self, environ: Environ, receive: ASGIReceiveCallable, body: IO[bytes]) -> None:
        if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ:
            return
        size = await self._unfinished.received(receive, body, environ["REMOTE_ADDR"])
        environ["CONTENT_LENGTH"] = str(size)
        body.seek(0)

    async def _answer(self, environ: Environ, receive: ASGIReceiveCallable) -> Answer:
        work = partial(answered, self._application, environ)
        cost = cost_of(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if cost is None:
            return await self._threads.page(work)
        gone = asyncio.create_task(left(receive))
        # A function `() -> bool` for any thread. Costly views find it in `request.META`, and may stop early if nobody is waiting for the answer.
        environ["client_gone"] = gone.done
        try:
            return await self._threads.costly(cost, work, gone)
        finally:
            gone.cancel()

    async def _refuse(self, environ: Environ, why: str) -> Answer:
        with SpooledTemporaryFile() as nothing:
            refused = {**environ, REFUSAL: why, "wsgi.input": nothing, "CONTENT_LENGTH": "0"}
            return await self._threads.page(partial(answered, self._application, refused))


async def hand_over(answer: Answer, send: ASGISendCallable) -> None:
    """Send an answer: as a whole if it is short, else piece by piece.

    Raises:
        Gone: a piece was not read in time.
    """
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers, "trailers": False})
    piece = answer.body.read(PIECE)
    while True:
        following = answer.body.read(PIECE) if len(piece) == PIECE else b""
        sending = send({"type": "http.response.body", "body": piece, "more_body": bool(following)})
        try:
            await asyncio.wait_for(sending, PIECE_SECONDS)
        except TimeoutError:
            raise Gone from None
        if not following:
            return
        piece = following
