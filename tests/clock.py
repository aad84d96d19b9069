"""A clock for tests that depends on nothing but what they say."""

from datetime import datetime

import pytest
from django.utils import timezone


class Clock:
    """Stops the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def at(self, moment: datetime) -> None:
        """From now on it is `moment`."""
        self.monkeypatch.setattr(timezone, "now", lambda: moment)
