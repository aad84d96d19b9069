"""Commands that an operator runs on the server: each leaves an event that names the operating system's account."""

import getpass
import os
from collections.abc import Sequence

from accounts.audit.recording import is_made, record
from accounts.models import Result

# These neither change nor reveal anything in the database, or they write their own event. Every other command leaves one,
# including any that is added later.
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
    """Append the event of a command that has ended; `arguments` are the process's: manage.py, the command and its arguments."""
    if len(arguments) < 2 or arguments[1] in _SILENT or arguments[1].startswith("-") or _asks_for_help(arguments):
        return
    if not is_made():
        return
    detail = {"arguments": " ".join(arguments[2:])[:_TOLD], "account": account(), "failed": has_failed}
    result = Result.FAILED if has_failed else Result.DONE
    record("command", subject=arguments[1][:100], detail=detail, result=result)


def account() -> str:
    """The operating system's account that runs this process, and the one behind it if sudo was used."""
    became, was = getpass.getuser(), os.environ.get("SUDO_USER")
    return f"{was} → {became}" if was else became


def _asks_for_help(arguments: Sequence[str]) -> bool:
    return not {"-h", "--help", "--version"}.isdisjoint(arguments)
