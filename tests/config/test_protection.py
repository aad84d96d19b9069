"""What every answer tells the browser, and under HTTPS what its cookies are called."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import Session
from accounts.roles import Role
from tests.cast import a_person

ROOT = Path(__file__).resolve().parents[2]
COOKIES = """
import django, json
django.setup()
from django.conf import settings
print(json.dumps([settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.COOKIE_PREFIX]))
"""


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/password/", "/help/", "/session/", "/no-such-page/"])
def test_nothing_is_kept_by_the_browser_and_no_device_is_used(client: Client, address: str) -> None:
    client.force_login(a_person(Role.PREPARER))
    headers = client.get(address).headers
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(("https", "prefix"), [("0", ""), ("1", "__Host-")])
def test_under_https_cookies_are_bound_to_the_host(https: str, prefix: str) -> None:
    environment = os.environ | {
        "HTTPS": https,
        "ALLOWED_HOSTS": "a.gov.cn",
        "SECRET_KEY": "k" * 50,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", COOKIES], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout) == [f"{prefix}sessionid", f"{prefix}csrftoken", prefix]


@pytest.mark.django_db(transaction=True)
def test_a_page_is_shown_also_while_nothing_can_be_written(client: Client) -> None:
    client.force_login(a_person(Role.PREPARER))
    Session.objects.update(seen=timezone.now() - timedelta(minutes=5))

    def full(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise OperationalError("database or disk is full")
        return execute(sql, *more)

    with connection.execute_wrapper(full):
        assert client.get("/password/").status_code == 200
