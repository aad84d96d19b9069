"""What the environment says, strictly parsed: a bad value is refused with its name, never guessed at.

Pure: takes a mapping, gives a value. `config/settings.py` turns it into Django's settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from config.outage import check_connection

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
SECRET_KEY_LENGTH = 50
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
WAIT = 1.5  # seconds for a database that is away or busy, so that the person is told before they wonder
OWN_HOSTS = ("localhost", "127.0.0.1", "::1")
POSTGRESQL = "django.db.backends.postgresql"
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104


class EnvironmentRefused(Exception):
    """A variable has a value that can't be used; the text (Chinese) names it and says what is expected."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(f"环境变量 {name} 的值「{found}」无效，应为：{expected}。")


@dataclass(frozen=True)
class Environment:
    """Everything that a deployment may choose."""

    database: dict[str, Any]
    secret_key: str | None
    debug: bool
    demo: bool
    https: bool
    allowed_hosts: tuple[str, ...]


def read_environment(values: Mapping[str, str], default_database: Path) -> Environment:
    """The environment as values; raises EnvironmentRefused. Without DATABASE_URL: SQLite in `default_database`."""
    https = read_boolean(values, "HTTPS")
    database = read_database(values.get("DATABASE_URL") or f"sqlite:///{default_database}")
    allowed_hosts = read_hosts(values, required=https)
    return Environment(
        database=database,
        secret_key=read_secret_key(values, required=https or is_shared(database, values)),
        debug=read_boolean(values, "DEBUG"),
        demo=read_boolean(values, "DEMO"),
        https=https,
        allowed_hosts=allowed_hosts,
    )


def read_boolean(values: Mapping[str, str], name: str) -> bool:
    """The switch `name`; unset or empty is off."""
    found = values.get(name, "").strip().lower()
    if found in TRUE:
        return True
    if found in FALSE or not found:
        return False
    raise EnvironmentRefused(name, values[name], "1 或 0（也可写 true、false、yes、no、on、off）")


def read_secret_key(values: Mapping[str, str], *, required: bool) -> str | None:
    """SECRET_KEY, or None when unset; a short one is refused without being shown."""
    found = values.get("SECRET_KEY", "").strip()
    if (found or required) and len(found) < SECRET_KEY_LENGTH:
        expected = (
            f"至少 {SECRET_KEY_LENGTH} 个字符的随机字符串（启用 HTTPS、数据库在另一台机器时必填，各台服务器用同一个）"
        )
        raise EnvironmentRefused("SECRET_KEY", "……" if found else "", expected)
    return found or None


def is_shared(database: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    """Whether other nodes may serve from this database, whose keys must be the same: so it is when it stands on another machine.

    A file, a local socket and this machine's own addresses are taken for one node's, whose workers find one key under `var/`.
    """
    if database["ENGINE"] != POSTGRESQL:
        return False
    options = database["OPTIONS"]
    asked = (
        database["HOST"],
        options.get("host"),
        options.get("hostaddr"),
        values.get("PGHOST"),
        values.get("PGHOSTADDR"),
    )
    hosts = [host.strip() for listed in asked for host in (listed or "").split(",")]
    return "service" in options or any(
        host and host not in OWN_HOSTS and not host.startswith(("/", "@")) for host in hosts
    )


def read_hosts(values: Mapping[str, str], *, required: bool) -> tuple[str, ...]:
    """ALLOWED_HOSTS, separated by commas, after HOST and this machine's own names. `*` is refused."""
    found = values.get("ALLOWED_HOSTS", "")
    hosts = tuple(host.strip() for host in found.split(",") if host.strip())
    if any("*" in host or "/" in host or " " in host for host in hosts) or (required and not hosts):
        expected = "以逗号分隔的主机名（启用 HTTPS 时必填，不接受 *），例如 jixiao.example.gov.cn"
        raise EnvironmentRefused("ALLOWED_HOSTS", found, expected)
    host = values.get("HOST", "")
    served = (host,) if host and host not in EVERY_ADDRESS else ()
    return hosts + served + LOCAL_HOSTS


def read_address(values: Mapping[str, str]) -> tuple[str, int]:
    """HOST and PORT to serve on; 127.0.0.1 and 8000 when unset."""
    host, port = values.get("HOST") or "127.0.0.1", values.get("PORT") or "8000"
    if any(character.isspace() or character in "/,@" for character in host):
        raise EnvironmentRefused("HOST", host, "一个主机名或 IP 地址，例如 127.0.0.1")
    if not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535):
        raise EnvironmentRefused("PORT", port, "1 到 65535 之间的整数")
    return host, int(port)


def read_trusted_proxies(values: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """TRUSTED_PROXIES, addresses or networks separated by commas; none when unset."""
    found = values.get("TRUSTED_PROXIES", "")
    try:
        return tuple(ip_network(part.strip()) for part in found.split(",") if part.strip())
    except ValueError:
        expected = "以逗号分隔的 IP 地址或网段，例如 10.0.0.2,192.168.1.0/24"
        raise EnvironmentRefused("TRUSTED_PROXIES", found, expected) from None


def read_database(url: str) -> dict[str, Any]:
    """DATABASE_URL as Django's entry of DATABASES; a password is never part of a refusal."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refused_database(url) from None
    if parts.scheme == "sqlite":
        return sqlite(url, parts)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url, parts, port)
    raise refused_database(url)


def refused_database(url: str) -> EnvironmentRefused:
    scheme, colon, _ = url.partition(":")
    shown = f"{scheme}:…" if colon else "…"
    return EnvironmentRefused("DATABASE_URL", shown, "sqlite:///路径 或 postgres://用户:密码@主机:端口/库名")


def sqlite(url: str, parts: SplitResult) -> dict[str, Any]:
    """`sqlite:///relative.db` or `sqlite:////absolute.db`; durable, and safe with several writers."""
    path = unquote(parts.path)[1:]
    if parts.netloc or parts.query or parts.fragment or not path or "\0" in path or path.endswith("/"):
        raise refused_database(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
        },
    }


def postgresql(url: str, parts: SplitResult, port: int | None) -> dict[str, Any]:
    """`postgres://user:password@host:port/name`; a query such as `?sslmode=require` goes to libpq.

    A pool, because reconnecting costs more than most requests; statements are prepared, because planning costs as much
    as running them; values are bound on the server, so that what people typed does not stand in the server's log when a
    statement fails.
    """
    name = unquote(parts.path)[1:]
    if not name or "/" in name or parts.fragment:
        raise refused_database(url)
    return {
        "ENGINE": POSTGRESQL,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": {
            "connect_timeout": "2",
            "tcp_user_timeout": "2000",
            **dict(parse_qsl(parts.query)),
            "server_side_binding": True,
            "prepare_threshold": 1,
            "pool": {
                "min_size": 1,
                "max_size": 8,
                "timeout": WAIT,
                # A connection that can't be had is asked for anew by the next request, not by a timer that grows.
                "reconnect_timeout": 0.2,
                "check": check_connection,
            },
        },
    }
