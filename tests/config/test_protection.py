"""What every answer tells the browser, and under HTTPS what its cookies are called."""

from collections.abc import Callable
from datetime import timedelta
from runpy import run_path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import Session
from accounts.roles import Role
from config import settings
from tests.factories import a_person


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/password/", "/help/", "/session/", "/no-such-page/"])
def test_nothing_is_kept_by_the_browser_and_no_device_is_used(client: Client, address: str) -> None:
    client.force_login(a_person(Role.PREPARER))
    headers = client.get(address).headers
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(("https", "prefix"), [("0", ""), ("1", "__Host-")])
def test_under_https_cookies_are_bound_to_the_host(https: str, prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HTTPS": https, "ALLOWED_HOSTS": "a.gov.cn", "SECRET_KEY": "k" * 50}.items():
        monkeypatch.setenv(name, value)
    told = run_path(settings.__file__)
    assert [told[name] for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "COOKIE_PREFIX")] == [
        f"{prefix}sessionid",
        f"{prefix}csrftoken",
        prefix,
    ]


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
