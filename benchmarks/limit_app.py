"""The least that any Django application must do for this work on this machine, to measure the product against.

A signed-in page with 80 inputs and three long texts read from PostgreSQL, a save with a row lock and a history, a list of 50 rows. LIMIT_DATABASE
names its database. Served as `benchmarks.limit_app:application`.
"""

import json
import os
from html import escape
from typing import Any

import django
from django.conf import settings

from config.environment import read_database

settings.configure(
    DEBUG=False,
    SECRET_KEY="of-a-benchmark-alone",  # noqa: S106 - guards nothing
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    DATABASES={"default": read_database(os.environ["LIMIT_DATABASE"])},
)
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.urls import path  # noqa: E402

INPUTS, TEXTS = [f"c{number}" for number in range(80)], ["t0", "t1", "t2"]
_TEXT = (
    "本单位按照内部控制规范要求，建立健全了预算、收支、采购、资产、合同等业务领域的内部控制制度，并组织开展了评价工作。"
    * 20
)


def page(request: HttpRequest) -> HttpResponse:
    """The person's form with its inputs and texts."""
    data = _fetched("SELECT data FROM draft WHERE person = %s", [request.user.pk])[0][0]
    held = json.loads(data) if isinstance(data, str) else data
    cells = "".join(f'<td><input name="{name}" value="{escape(str(held[name]))}"></td>' for name in INPUTS)
    texts = "".join(f'<textarea name="{name}">{escape(held[name])}</textarea>' for name in TEXTS)
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
    return HttpResponse(
        f'<!doctype html><html lang="zh"><form method="post">{token}<table>{cells}</table>{texts}</form></html>'
    )


def save(request: HttpRequest) -> HttpResponse:
    """Store the form that was sent, with its history."""
    sent = json.loads(request.body)
    data = {name: str(sent[name])[:10000] for name in (*INPUTS, *TEXTS)}
    statement = (
        "WITH saved AS (UPDATE draft SET data = %s::jsonb, version = version + 1 WHERE person = %s RETURNING person, version, data)"
        " INSERT INTO history (person, version, data) SELECT person, version, data FROM saved RETURNING version"
    )
    [(version,)] = _fetched(statement, [json.dumps(data, ensure_ascii=False), request.user.pk])
    return HttpResponse(json.dumps({"version": version}), content_type="application/json")


def listed(request: HttpRequest) -> HttpResponse:
    """Fifty rows."""
    rows = _fetched("SELECT person, version, person FROM draft ORDER BY person LIMIT 50", [])
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>已上报</td></tr>" for a, b, c in rows)
    return HttpResponse(f"<table>{cells}</table>")


def _fetched(statement: str, given: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


urlpatterns = [path("page", page), path("save", save), path("list", listed)]
application = get_wsgi_application()


def prepare(number: int) -> list[tuple[str, dict[str, str]]]:
    """Make so many people; give the session key and the form of each."""
    call_command("migrate", verbosity=0)
    data = {**dict.fromkeys(INPUTS, "1234.56"), **dict.fromkeys(TEXTS, _TEXT)}
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE draft (person int PRIMARY KEY, data jsonb NOT NULL, version int NOT NULL DEFAULT 1)"
        )
        cursor.execute(
            "CREATE TABLE history (id bigserial PRIMARY KEY, person int, version int, data jsonb, at timestamptz DEFAULT now())"
        )
    return [(_person(f"p{at}", data), data) for at in range(number)]


def _person(name: str, data: dict[str, str]) -> str:
    user = User.objects.create(username=name)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO draft (person, data) VALUES (%s, %s)", [user.pk, json.dumps(data, ensure_ascii=False)]
        )
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    print(json.dumps(prepare(40), ensure_ascii=False))
