"""The first request of a day starts the maintenance; the next ones don't."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from config.daily import Daily


@pytest.fixture
def begun(tmp_path: Path, settings: Settings) -> Path:
    """A file to which each start of the maintenance adds a line."""
    marks = tmp_path / "begun"
    (tmp_path / "manage.py").write_text(
        f"import sys\nwith open({str(marks)!r}, 'a') as file:\n    print(*sys.argv[1:], file=file)\n", encoding="utf-8"
    )
    settings.BASE_DIR = tmp_path
    return marks


def answer(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
    return [b"answered"]


def ask(application: Daily) -> list[bytes]:
    answered = list(application({}, None))  # type: ignore[arg-type]
    if application.begun:
        application.begun.wait()
    return answered


def test_once_a_day(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application = Daily(answer)
    for day in (1, 1, 2):
        monkeypatch.setattr("config.daily.timezone.localdate", lambda day=day: date(2024, 5, day))
        assert ask(application) == [b"answered"]
    assert begun.read_text(encoding="utf-8") == "maintenance --daily\n" * 2


def test_a_process_that_can_not_be_started_hinders_no_request(
    begun: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    assert ask(Daily(answer)) == [b"answered"]
    assert "could not be started" in caplog.text
    assert not begun.exists()
