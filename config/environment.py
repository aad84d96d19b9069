"""Parses the environment strictly: a bad value is rejected with an error that names the variable.

Pure: takes a mapping, returns a value. `config/settings.py` turns it into Django's settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from config.outage import check_connection

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
KEY_LENGTH = 50
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
WAIT = 1.5  # seconds to wait for a database that is away or busy, so that people soon get an answer
OWN_HOSTS = ("localhost", "127.0.0.1", "::1")
POSTGRESQL = "django.db.backends.postgresql"
DATABASE_URL, MIGRATION_DATABASE_URL = "DATABASE_URL", "MIGRATION_DATABASE_URL"
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104


class EnvironmentRefused(Exception):
    """A variable has an unusable value; the text (Chinese) names the variable and says what is expected."""

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
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    idle_minutes: int
    password_days: int
    audit_key: str | None
    audit_anchor: Path | None


def read_environment(values: Mapping[str, str], default_database: Path) -> Environment:
    """The parsed environment; raises EnvironmentRefused. Without DATABASE_URL, it is SQLite in `default_database`."""
    https = read_boolean(values, "HTTPS")
    database = read_database(values.get(DATABASE_URL) or f"sqlite:///{default_database}")
    if owners := values.get(MIGRATION_DATABASE_URL):
        read_database(owners, MIGRATION_DATABASE_URL)
    allowed_hosts = read_hosts(values, required=https)
    many_nodes = is_shared(database, values)
    return Environment(
        database=database,
        secret_key=read_key(values, "SECRET_KEY", required=https or many_nodes),
        debug=read_boolean(values, "DEBUG"),
        demo=read_boolean(values, "DEMO"),
        https=https,
        allowed_hosts=allowed_hosts,
        trusted_proxies=read_trusted_proxies(values),
        idle_minutes=read_number(values, "IDLE_MINUTES", unset=30),
        password_days=read_number(values, "PASSWORD_DAYS", unset=0),
        audit_key=read_key(values, "AUDIT_KEY", required=many_nodes),
        audit_anchor=Path(values["AUDIT_ANCHOR"]) if values.get("AUDIT_ANCHOR") else None,
    )


def read_boolean(values: Mapping[str, str], name: str) -> bool:
    """The switch `name`; unset or empty is off."""
    found = values.get(name, "").strip().lower()
    if found in TRUE:
        return True
    if found in FALSE or not found:
        return False
    raise EnvironmentRefused(name, values[name], "1 或 0（也可写 true、false、yes、no、on、off）")


def read_number(values: Mapping[str, str], name: str, *, unset: int) -> int:
    """The whole number `name`; 0 switches its limit off."""
    found = values.get(name, "").strip()
    if not found:
        return unset
    if not (found.isascii() and found.isdigit() and len(found) <= 4):
        raise EnvironmentRefused(name, values[name], "0 到 9999 之间的整数（0 表示不限）")
    return int(found)


def read_trusted_proxies(values: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """TRUSTED_PROXIES: comma-separated addresses and networks of the reverse proxies. A network of all addresses is refused."""
    found = values.get("TRUSTED_PROXIES", "")
    expected = "以逗号分隔的反向代理的 IP 地址或网段，例如 127.0.0.1 或 10.1.2.0/24（不接受所有地址）"
    try:
        networks = tuple(ip_network(part.strip()) for part in found.split(",") if part.strip())
    except ValueError:
        raise EnvironmentRefused("TRUSTED_PROXIES", found, expected) from None
    if any(network.prefixlen == 0 for network in networks):
        raise EnvironmentRefused("TRUSTED_PROXIES", found, expected)
    return networks


_KEYS_DEMANDED = {
    "SECRET_KEY": "启用 HTTPS、数据库在另一台机器时必填，各台服务器用同一个",
    "AUDIT_KEY": "数据库在另一台机器时必填，各台服务器用同一个，启用后不要更换",
}


def read_key(values: Mapping[str, str], name: str, *, required: bool) -> str | None:
    """The key `name`, or None if unset; a short one is refused, and the message does not show it."""
    found = values.get(name, "").strip()
    if (found or required) and len(found) < KEY_LENGTH:
        expected = f"至少 {KEY_LENGTH} 个字符的随机字符串（{_KEYS_DEMANDED[name]}）"
        raise EnvironmentRefused(name, "……" if found else "", expected)
    return found or None


def is_shared(database: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    """Whether other nodes may use this database, so that all need the same keys; assumed if it is on another machine.

    A file, a local socket and this machine's own addresses are taken for a single node, whose workers find their keys under `var/`.
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
    """HOST, this machine's own names, and the comma-separated ALLOWED_HOSTS. `*` is refused."""
    found = values.get("ALLOWED_HOSTS", "")
    hosts = tuple(host.strip() for host in found.split(",") if host.strip())
    if any("*" in host or "/" in host or " " in host for host in hosts) or (required and not hosts):
        expected = "以逗号分隔的主机名（启用 HTTPS 时必填，不接受 *），例如 jixiao.example.gov.cn"
        raise EnvironmentRefused("ALLOWED_HOSTS", found, expected)
    host = values.get("HOST", "")
    served = (host,) if host and host not in EVERY_ADDRESS else ()
    return hosts + served + LOCAL_HOSTS


def read_address(values: Mapping[str, str]) -> tuple[str, int]:
    """HOST and PORT to serve on; by default 127.0.0.1 and 8000."""
    host, port = values.get("HOST") or "127.0.0.1", values.get("PORT") or "8000"
    if any(character.isspace() or character in "/,@" for character in host):
        raise EnvironmentRefused("HOST", host, "一个主机名或 IP 地址，例如 127.0.0.1")
    if not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535):
        raise EnvironmentRefused("PORT", port, "1 到 65535 之间的整数")
    return host, int(port)


def read_site(values: Mapping[str, str]) -> str:
    """The URL where people open the application, as far as the environment tells: the beginning of every URL that is printed or mailed.

    Raises:
        EnvironmentRefused: HOST or PORT can't be used.
    """
    host, port = read_address(values)
    named = next((name.strip() for name in values.get("ALLOWED_HOSTS", "").split(",") if name.strip()), "")
    if read_boolean(values, "HTTPS"):
        return f"https://{named}"
    if not values.get("HOST") or host in EVERY_ADDRESS:
        host = named or "127.0.0.1"
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{shown}" if port == 80 else f"http://{shown}:{port}"


def read_database(url: str, name: str = DATABASE_URL) -> dict[str, Any]:
    """The variable `name` as an entry of Django's DATABASES; a refusal never shows the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refused_database(url, name) from None
    if parts.scheme == "sqlite":
        return sqlite(url, parts, name)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url, parts, port, name)
    raise refused_database(url, name)


def refused_database(url: str, name: str) -> EnvironmentRefused:
    scheme, colon, _ = url.partition(":")
    shown = f"{scheme}:…" if colon else "…"
    return EnvironmentRefused(name, shown, "sqlite:///路径 或 postgres://用户:密码@主机:端口/库名")


def sqlite(url: str, parts: SplitResult, variable: str) -> dict[str, Any]:
    """`sqlite:///relative.db` or `sqlite:////absolute.db`; commits survive a power cut, and several processes may write."""
    path = unquote(parts.path)[1:]
    if parts.netloc or parts.query or parts.fragment or not path or "\0" in path or path.endswith("/"):
        raise refused_database(url, variable)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
        },
    }


def postgresql(url: str, parts: SplitResult, port: int | None, variable: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name`; a query such as `?sslmode=require` is passed to libpq.

    There is a pool because reconnecting costs more than most requests; statements are prepared because planning costs as much
    as running them; values are bound on the server, so that typed texts do not appear in the server's log when a statement
    fails.
    """
    name = unquote(parts.path)[1:]
    if not name or "/" in name or parts.fragment:
        raise refused_database(url, variable)
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
                # If no connection is available, the next request tries again, instead of a timer with growing intervals.
                "reconnect_timeout": 0.2,
                "check": check_connection,
            },
        },
    }
