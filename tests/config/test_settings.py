"""Every page carries the same protection, and every refusal is a page in Chinese."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Origin, Template
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from config.environment import WAIT
from config.secret import kept_key
from tests.conftest import UndefinedVariable
from tests.factories import a_person

CHINESE = re.compile("[一-鿿]")


@pytest.mark.django_db
def test_a_page_allows_nothing_from_elsewhere_and_nothing_inline(client: Client) -> None:
    response = client.get("/no-such-page/")
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "object-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_chinese(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert CHINESE.search(response.content.decode())


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400


@pytest.mark.slow
@pytest.mark.django_db
def test_a_form_that_is_too_large_is_refused_as_such(client: Client) -> None:
    form = {"username": "1" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    response = client.post(reverse("accounts:sign_in"), form)
    assert response.status_code == 413
    assert CHINESE.search(response.content.decode())


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_chinese() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_person(Role.PREPARER))
    response = browser.post(reverse("accounts:change_password"))
    assert response.status_code == 403
    assert CHINESE.search(response.content.decode())


@pytest.mark.django_db
def test_a_page_asks_a_visitor_to_sign_in_first(client: Client) -> None:
    response = client.get(reverse("accounts:change_password"))
    assert response["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.django_db
def test_sqlite_waits_for_its_turn_and_keeps_foreign_keys() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")}
        assert found == {"journal_mode": "wal", "foreign_keys": 1}
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == WAIT * 1000


def test_the_development_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    key = kept_key(tmp_path / "secret-key")
    assert kept_key(tmp_path / "secret-key") == key
    assert len(key) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_template_of_ours_that_shows_an_unknown_variable_fails_its_test() -> None:
    template = Template("{{ nobody.name }}", origin=Origin(str(settings.BASE_DIR / "templates" / "x.html")))
    with pytest.raises(UndefinedVariable, match=r"nobody\.name"):
        template.render(Context({}))


def test_a_template_may_ask_whether_a_variable_is_there() -> None:
    assert Template("{% if nobody %}x{% endif %}").render(Context({})) == ""
