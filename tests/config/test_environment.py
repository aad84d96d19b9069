"""The environment is parsed strictly: what is odd is refused with its name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.environment import (
    Environment,
    EnvironmentRefused,
    read_address,
    read_database,
    read_environment,
    read_site,
    read_trusted_proxies,
)

DEFAULT = Path("/srv/var/db.sqlite3")


def read(**values: str) -> Environment:
    return read_environment(values, DEFAULT)


def test_nothing_set_is_a_safe_local_application() -> None:
    environment = read()
    assert environment.database["NAME"] == "/srv/var/db.sqlite3"
    assert (environment.debug, environment.demo, environment.https, environment.secret_key) == (False,) * 3 + (None,)
    assert environment.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (environment.trusted_proxies, environment.idle_minutes, environment.password_days) == ((), 30, 0)


def test_an_empty_variable_counts_as_unset() -> None:
    names = ["DATABASE_URL", "SECRET_KEY", "DEBUG", "DEMO", "ALLOWED_HOSTS", "HTTPS", "HOST", "PORT", "TRUSTED_PROXIES"]
    empty = dict.fromkeys([*names, "IDLE_MINUTES", "PASSWORD_DAYS"], "")
    assert read(**empty) == read()
    assert read_address(empty) == ("127.0.0.1", 8000)


@pytest.mark.parametrize("name", ["DEBUG", "DEMO", "HTTPS"])
@pytest.mark.parametrize("value", ["maybe", "2", "ture", "是", "None"])
def test_a_mistyped_switch_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(EnvironmentRefused, match=f"{name}.*{value}.*1 或 0"):
        read(**{name: value, "ALLOWED_HOSTS": "example.gov.cn"})


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False)]
)
def test_a_switch_is_read(value: str, *, expected: bool) -> None:
    assert read(DEMO=value).demo is expected


def test_a_short_secret_is_refused_and_not_repeated() -> None:
    with pytest.raises(EnvironmentRefused, match="SECRET_KEY") as refusal:
        read(SECRET_KEY="hunter2")
    assert "hunter2" not in str(refusal.value)


KEY = "k" * 50
HTTPS = {"HTTPS": "1", "ALLOWED_HOSTS": "a.gov.cn"}


@pytest.mark.parametrize(
    "values",
    [
        HTTPS,
        HTTPS | {"DATABASE_URL": "postgres://localhost/x"},
        {"DATABASE_URL": "postgres://user:hunter2@db.gov.cn:5432/x"},
        {"DATABASE_URL": "postgres://192.0.2.1/x"},
        {"DATABASE_URL": "postgres://[2001:db8::1]/x"},
        {"DATABASE_URL": "postgres:///x?host=db.gov.cn"},
        {"DATABASE_URL": "postgres:///x?host=localhost,db.gov.cn"},
        {"DATABASE_URL": "postgres:///x?hostaddr=192.0.2.1"},
        {"DATABASE_URL": "postgres:///x?service=main"},
        {"DATABASE_URL": "postgres:///x", "PGHOST": "db.gov.cn"},
    ],
)
def test_a_secret_is_demanded_with_https_and_where_other_nodes_may_serve(values: dict[str, str]) -> None:
    for key in ("", " " * 60, "k" * 49):
        with pytest.raises(EnvironmentRefused, match=r"SECRET_KEY.*至少 50 个字符.*各台服务器用同一个") as refusal:
            read(**values, SECRET_KEY=key, AUDIT_KEY=KEY)
        assert "hunter2" not in str(refusal.value)
    assert read(**values, SECRET_KEY=KEY, AUDIT_KEY=KEY).secret_key == KEY


def test_a_key_of_the_audit_log_is_demanded_where_other_nodes_may_write_it() -> None:
    shared = {"DATABASE_URL": "postgres://db.gov.cn/x", "SECRET_KEY": KEY}
    for key in ("", "k" * 49):
        with pytest.raises(EnvironmentRefused, match=r"AUDIT_KEY.*至少 50 个字符.*启用后不要更换"):
            read(**shared, AUDIT_KEY=key)
    assert read(**shared, AUDIT_KEY=KEY).audit_key == KEY
    assert read(**HTTPS, SECRET_KEY=KEY).audit_key is None


def test_the_owners_database_is_refused_by_its_own_name() -> None:
    with pytest.raises(EnvironmentRefused, match="MIGRATION_DATABASE_URL") as refusal:
        read(MIGRATION_DATABASE_URL="mysql://owner:hunter2@db/x")
    assert "hunter2" not in str(refusal.value)


def test_the_anchor_lies_where_it_is_told() -> None:
    assert read(AUDIT_ANCHOR="/mnt/copy/anchor.txt").audit_anchor == Path("/mnt/copy/anchor.txt")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:////srv/db.sqlite3",
        "postgres:///x",
        "postgres://localhost/x",
        "postgres://127.0.0.1:5433/x",
        "postgres://[::1]/x",
        "postgres://tests@/x?host=/tmp/socket",
        "postgres://%2Ftmp%2Fsocket/x",
    ],
)
def test_a_database_of_this_machine_needs_no_secret(url: str) -> None:
    assert read(DATABASE_URL=url).secret_key is None


def test_hosts_are_named_one_by_one() -> None:
    assert read(ALLOWED_HOSTS="a.gov.cn, b.gov.cn").allowed_hosts[:2] == ("a.gov.cn", "b.gov.cn")


def test_the_address_served_on_is_an_allowed_host() -> None:
    assert "192.0.2.7" in read(HOST="192.0.2.7").allowed_hosts
    assert "0.0.0.0" not in read(HOST="0.0.0.0").allowed_hosts  # noqa: S104


@pytest.mark.parametrize("value", ["*", "*.gov.cn", "http://a.gov.cn", "a b"])
def test_a_host_that_opens_everything_is_refused(value: str) -> None:
    with pytest.raises(EnvironmentRefused, match="ALLOWED_HOSTS"):
        read(ALLOWED_HOSTS=value)


def test_https_needs_a_host() -> None:
    with pytest.raises(EnvironmentRefused, match="ALLOWED_HOSTS"):
        read(HTTPS="1")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80a", "8000.0", "٨٠", "9" * 30, " 80"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(EnvironmentRefused, match="PORT"):
        read_address({"PORT": port})


@pytest.mark.parametrize("host", ["a b", "http://x", "x,y", "u@x"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(EnvironmentRefused, match="HOST"):
        read_address({"HOST": host})


def test_what_sqlite_committed_outlives_a_power_cut(tmp_path: Path) -> None:
    """2 is FULL: the log is on the disk before a commit returns."""
    prepare = read_database(f"sqlite:///{tmp_path}/db.sqlite3")["OPTIONS"]["init_command"]
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
        database.executescript(prepare)
        assert database.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_sqlite_path_is_relative_with_three_and_absolute_with_four_slashes() -> None:
    assert read_database("sqlite:///a/%E8%A1%A8.db")["NAME"] == "a/表.db"
    assert read_database("sqlite:////srv/a.db")["NAME"] == "/srv/a.db"


def test_a_postgres_address_is_read_in_all_its_parts() -> None:
    database = read_database("postgres://u%40x:p%3Aw@db.local:5433/evaluations?sslmode=require")
    assert [database[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "u@x",
        "p:w",
        "db.local",
        "5433",
        "evaluations",
    ]
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["server_side_binding"] is True
    assert database["OPTIONS"]["pool"]


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hunter2@h/x",
        "hunter2",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/x.db",
        "sqlite:///x.db?mode=ro",
        "sqlite:///folder/",
        "sqlite:///%00",
        "postgres://u:hunter2@h",
        "postgres://u:hunter2@h/a/b",
        "postgres://u:hunter2@h:port/x",
        "postgres://[u:hunter2@h/x",
    ],
)
def test_another_database_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(EnvironmentRefused, match="DATABASE_URL") as refusal:
        read_database(url)
    assert "hunter2" not in str(refusal.value)


@given(st.text())
def test_any_text_is_a_database_or_refused(text: str) -> None:
    try:
        assert read_database(text)["NAME"]
    except EnvironmentRefused as refusal:
        assert "DATABASE_URL" in str(refusal)  # noqa: PT017


def test_trusted_proxies_are_addresses_and_networks() -> None:
    read_as = read_trusted_proxies({"TRUSTED_PROXIES": " 127.0.0.1, 10.1.2.0/24,,fd00::/8 "})
    assert [str(network) for network in read_as] == ["127.0.0.1/32", "10.1.2.0/24", "fd00::/8"]


@pytest.mark.parametrize(
    "value", ["*", "proxy.local", "10.1.2.3/24", "0.0.0.0/0", "::/0", "10.1.2", "127.0.0.1;10.0.0.1"]
)
def test_another_proxy_is_refused(value: str) -> None:
    with pytest.raises(EnvironmentRefused, match=r"TRUSTED_PROXIES.*无效.*10\.1\.2\.0/24"):
        read(TRUSTED_PROXIES=value)


def test_a_number_of_minutes_or_days_is_read() -> None:
    environment = read(IDLE_MINUTES="0", PASSWORD_DAYS=" 90 ")
    assert (environment.idle_minutes, environment.password_days) == (0, 90)


@pytest.mark.parametrize("name", ["IDLE_MINUTES", "PASSWORD_DAYS"])
@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "十", "٣", "100000"])
def test_another_number_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(EnvironmentRefused, match=f"{name}.*{value}.*整数"):
        read(**{name: value})


@pytest.mark.parametrize(
    ("values", "site"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "80"}, "http://127.0.0.1"),
        ({"HOST": "10.1.2.3", "PORT": "8080"}, "http://10.1.2.3:8080"),
        ({"HOST": "::1"}, "http://[::1]:8000"),
        ({"HOST": "0.0.0.0"}, "http://127.0.0.1:8000"),  # noqa: S104
        ({"HOST": "0.0.0.0", "ALLOWED_HOSTS": "jixiao.local, b"}, "http://jixiao.local:8000"),  # noqa: S104
        ({"HTTPS": "1", "ALLOWED_HOSTS": "jixiao.example.gov.cn"}, "https://jixiao.example.gov.cn"),
    ],
)
def test_where_people_open_the_application_follows_from_how_it_is_served(values: dict[str, str], site: str) -> None:
    assert read_site(values) == site
