"""Commands that an operator runs on the server: each leaves an event, by the account of the operating system."""

import getpass
import os
from collections.abc import Sequence

from accounts.audit.recording import is_made, record

# They change nothing in the database and give nothing of it away, or write their own event. Every other command leaves one,
# also those that somebody adds.
_SILENT = {
    "check",
    "check_edition",
    "check_evaluation",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "interchange_schema",
    "maintenance",
    "makemigrations",
    "showmigrations",
    "sqlmigrate",
    "test",
    "verify_audit",
    "version",
}
_TOLD = 500


def record_command(arguments: Sequence[str], *, has_failed: bool) -> None:
    """Append the event of a command that has ended; `arguments` are those of the process: manage.py, the command, its own."""
    if len(arguments) < 2 or arguments[1] in _SILENT or arguments[1].startswith("-") or _asks_for_help(arguments):
        return
    if not is_made():
        return
    detail = {"arguments": " ".join(arguments[2:])[:_TOLD], "account": account(), "failed": has_failed}
    record("command", subject=arguments[1][:100], detail=detail)


def account() -> str:
    """Who runs this process, as the operating system says; with the account that became another one by sudo."""
    became, was = getpass.getuser(), os.environ.get("SUDO_USER")
    return f"{was} → {became}" if was else became


def _asks_for_help(arguments: Sequence[str]) -> bool:
    return not {"-h", "--help", "--version"}.isdisjoint(arguments)
