"""The first request of a day starts the daily maintenance in a separate process: no timer is needed, and no request waits for it."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

logger = logging.getLogger(__name__)
Application = Callable[..., Iterable[bytes]]


class Daily:
    """A WSGI application that checks the date before it passes a request on. Every worker and node tries; the database lets one of them do it."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._day: date | None = None
        self.begun: subprocess.Popen[bytes] | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer."""
        today = timezone.localdate()
        if today != self._day:
            self._day = today
            self._begin()
        return self._application(environ, start_response)

    def _begin(self) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "maintenance", "--daily"]
        try:
            self.begun = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - nothing of a request is in it
        except OSError:
            logger.exception("The maintenance of the day could not be started")
