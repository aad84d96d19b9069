"""The mail server in the environment, strictly parsed; without one, the program neither sends nor offers mail.

Pure: takes a mapping, returns a value. `config/settings.py` turns it into Django's settings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from config.environment import EnvironmentRefused

MAIL_URL, MAIL_FROM = "MAIL_URL", "MAIL_FROM"
TIMEOUT = 10  # seconds to wait for a server that is away
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True)
class Mail:
    """How mail is sent, and from which email address."""

    sender: str
    host: str
    port: int
    username: str
    password: str
    security: str

    @property
    def mailer(self) -> dict[str, Any]:
        """Django's entry of MAILERS."""
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": self.host,
                "port": self.port,
                "username": self.username,
                "password": self.password,
                "use_tls": self.security == "smtp+starttls",
                "use_ssl": self.security == "smtps",
                "timeout": TIMEOUT,
            },
        }


def read_mail(values: Mapping[str, str]) -> Mail | None:
    """MAIL_URL and MAIL_FROM; None without MAIL_URL.

    Raises:
        EnvironmentRefused: one of them can't be used; the text never shows the password.
    """
    url = values.get(MAIL_URL, "").strip()
    if not url:
        return None
    parts, port = _parts(url)
    return Mail(
        sender=_sender(values.get(MAIL_FROM, "").strip()),
        host=parts.hostname or "",
        port=port or PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=parts.scheme,
    )


def _parts(url: str) -> tuple[SplitResult, int | None]:
    scheme, colon, _ = url.partition(":")
    expected = "smtp://用户:密码@主机:端口，也可以是 smtps:// 或 smtp+starttls://"
    refused = EnvironmentRefused(MAIL_URL, f"{scheme}:…" if colon else "…", expected)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refused from None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise refused
    return parts, port


def _sender(found: str) -> str:
    if not _ADDRESS.fullmatch(found):
        raise EnvironmentRefused(MAIL_FROM, found, "发信人的电子邮箱，例如 jixiao@example.gov.cn")
    return found
