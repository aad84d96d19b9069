"""What the tests of files share."""

import pytest

from evaluations.files import reading


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process waits long for its turn; what it costs is measured in its own time."""
    monkeypatch.setattr(reading.CHILDREN, "seconds", 60)
