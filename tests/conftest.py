"""What every test may use, and what every test is held to.

- A GET through Django's test client that writes to the database fails the test (the audit log and sessions may).
- A template that shows a variable that nobody gave it fails the test.
- `page` and `page_360` are browser pages, `live_server` serves them; `shared_case` and `public_cases` are folders of cases beside the checkout.
"""

import inspect
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections, transaction
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.template import Template
from django.test import Client, TransactionTestCase
from django.test.utils import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from hypothesis.internal.detection import is_hypothesis_test
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from accounts import own_sessions
from accounts.models import User
from accounts.sessions import SessionStore
from evaluations.files.export import CHILDREN
from evaluations.files.fonts import system_typeface
from tests.clock import Clock
from tests.files import office
from tests.scenario import Standing
from tools.chromium import FLAGS, find_chromium

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

# Playwright's loop runs in the test's own thread, which Django would take for an asynchronous one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A page that answers late on a busy machine is no fault; a test that fails waits longer, one that passes does not.
expect.set_options(timeout=20_000)

# The same examples every time and everywhere, also on a slow machine; `./run fuzz` looks for others.
hypothesis_settings.register_profile(
    "same",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("same")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that the test stops."""
    return Clock(monkeypatch)


@pytest.fixture(scope="session", autouse=True)
def no_constants_of_modules(pytestconfig: pytest.Config) -> Iterator[None]:
    """Which modules are loaded when a property runs depends on the tests before it; `./run fuzz` loads all and tries their constants."""
    with pytest.MonkeyPatch.context() as patch:
        if not pytestconfig.pluginmanager.has_plugin("tools.fuzz"):
            patch.setattr(providers, "_get_local_constants", Constants)
        yield


_ONCE_MORE = pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"])
"""A browser that waited in vain on a machine that was busy is asked once more; the summary lists each such test (`-rR`)."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test is told its layer. On PostgreSQL only what uses a database: all else has run already."""
    for item in items:
        item.add_marker(layer(item))
        if is_slow(item):
            item.add_marker("slow")
        if item.get_closest_marker("browser"):
            item.add_marker(_ONCE_MORE)
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_the_database(item)])
        items[:] = filter(asks_the_database, items)
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="runs on PostgreSQL only"))


def layer(item: pytest.Item) -> str:
    """What a test needs, as the name of its marker: the more before the less."""
    if item.get_closest_marker("browser") or "live_server" in getattr(item, "fixturenames", ()):
        return "browser"
    return "db" if uses_database(item) else "unit"


def is_slow(item: pytest.Item) -> bool:
    """Whether a test tries a property with many examples, or starts another program; others that take over 0.07 s are marked by hand."""
    function = getattr(item, "function", None)
    return is_hypothesis_test(function) or starts_a_program(function)


def starts_a_program(test: object) -> bool:
    """Whether a test, or a function of the tests that it calls by name, uses `subprocess` or LibreOffice."""
    found: list[object] = [test]
    for one in found:
        if isinstance(one, FunctionType) and one.__module__.startswith("tests."):
            used = [one.__globals__.get(name) for name in one.__code__.co_names]
            found += [other for other in used if isinstance(other, (FunctionType, ModuleType)) and other not in found]
    return subprocess in found or office in found


def uses_database(item: pytest.Item) -> bool:
    """Whether a test is marked so, or a fixture of it is one of the database's."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        item.get_closest_marker("django_db") is not None
        or not fixtures.isdisjoint({"db", "transactional_db"})
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )


def asks_the_database(item: pytest.Item) -> bool:
    """Whether what a test finds could depend on the database."""
    return uses_database(item) and not item.get_closest_marker("any_database")


# Settings and database


@pytest.fixture(scope="session", autouse=True)
def quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Passwords hash fast; static files need not be collected, and no client looks at each that is."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    collected = tmp_path_factory.mktemp("static")
    with override_settings(PASSWORD_HASHERS=hashers, STORAGES=storages, STATIC_ROOT=collected):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file as in production: in memory, the live server and the test would share one connection. No test outlives a power cut."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Standing:
    """For a fixture of a module: what it writes within stands for all tests that use it, none of which commits; then it is undone.

    All tests of a module that use the database are to use it, or none: else what a test finds depends on the tests before it.
    """

    @contextmanager
    def stands() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return stands


@pytest.fixture(scope="session", autouse=True)
def no_permissions_of_djangos() -> None:
    """A test that commits is followed by a flush, and each flush would write Django's permissions, which nothing here asks for."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="session")
def anchors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Places for the anchors of audit logs, in one folder: to make one for each test takes long."""
    folder = tmp_path_factory.mktemp("anchors")
    return (folder / f"{number}.txt" for number in count())


@pytest.fixture(autouse=True)
def own_anchor(anchors: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test anchors its audit log in a file of its own."""
    monkeypatch.setattr(settings, "AUDIT_ANCHOR", next(anchors))


# A test that signs somebody in is about something else


@pytest.fixture(scope="session", autouse=True)
def a_session_is_one_statement() -> Iterator[None]:
    """`force_login` writes a session and nothing else: no event, no last sign-in; tests of signing in use its page."""

    def force_login(client: Client, user: User) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        request = HttpRequest()
        request.META["REMOTE_ADDR"], request.session = "127.0.0.1", session
        own_sessions.describe(request)
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", force_login)
        yield


# GET writes nothing

WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
WRITTEN_BY_GET = re.compile(r'"accounts_(?:audit(?:event|chain|tally)|session)"')


@pytest.fixture(scope="session", autouse=True)
def get_writes_nothing() -> Iterator[None]:
    send = Client.request

    def guarded(client: Client, **request: Any) -> Any:
        if request.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return send(client, **request)
        written: list[str] = []

        def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
            if WRITES.match(sql) and not WRITTEN_BY_GET.search(sql):
                written.append(sql)
            return execute(sql, params, many, context)

        with connections["default"].execute_wrapper(watch):
            response = send(client, **request)
        assert not written, f"GET {request.get('PATH_INFO')} wrote: {written}"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", guarded)
        yield


# Templates show only what they were given


class UndefinedVariable(AssertionError):
    """A template names a variable that its context does not have."""


class RefuseUndefined(str):
    """Django shows this in place of an undefined variable, after asking it for its `%s`."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        template = rendered_template()
        if template.startswith(str(ROOT / "templates")):
            raise UndefinedVariable(f"{{{{ {variable} }}}} in {template}")
        return ""


def rendered_template() -> str:
    """The file of the innermost template being rendered."""
    for frame in inspect.stack(context=0):
        owner = frame.frame.f_locals.get("self")
        if isinstance(owner, Template):
            return str(owner.origin.name)
    return ""


@pytest.fixture(scope="session", autouse=True)
def undefined_variables_fail() -> Iterator[None]:
    engine: dict[str, Any] = settings.TEMPLATES[0]
    options = {**engine["OPTIONS"], "string_if_invalid": RefuseUndefined("undefined")}
    with override_settings(TEMPLATES=[{**engine, "OPTIONS": options}]):
        yield


# The browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        message = "!!! NO CHROMIUM: browser tests did not run. Install it (apt-get install chromium-headless-shell) or set CHROMIUM."
        pytest.fail(message) if IN_CI else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def open_page(browser: Browser, live_server: Any, **options: Any) -> Iterator[Page]:
    """A page in a context of its own, with these `options` of it."""
    context = browser.new_context(base_url=live_server.url, **options)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page of 1280 × 900; `page.goto("/")` goes to the live server."""
    yield from open_page(browser, live_server, viewport={"width": 1280, "height": 900}, locale="zh-CN")


@pytest.fixture
def page_360(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page as wide as a telephone."""
    yield from open_page(browser, live_server, viewport={"width": 360, "height": 740}, locale="zh-CN")


# A machine without our fonts


@pytest.fixture
def no_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The fonts of PDF files are not installed."""
    bare = tmp_path / "fonts.conf"
    bare.write_text("<fontconfig><dir>/nonexistent</dir></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(bare))

    def forget() -> None:
        system_typeface.cache_clear()
        CHILDREN.end()

    forget()
    yield
    forget()


# The real case, where it is


@pytest.fixture(scope="session")
def shared_case() -> Path:
    """The folder of the real case that stands beside the checkout on the developers' machines."""
    return shared_folder("cases/lusong-wenlian-2023")


@pytest.fixture(scope="session")
def public_cases() -> Path:
    """The folder of small files, beside the checkout too, of the kinds that people reported in public."""
    return shared_folder("cases/public")


def shared_folder(name: str) -> Path:
    """The folder `name` of ../shared; where it is missing, the test that asks for it is skipped."""
    folder = ROOT.parent / "shared" / name
    if not folder.is_dir():
        pytest.skip(f"!!! NO CASES: ../shared/{name} is not there; its tests did not run.")
    return folder
