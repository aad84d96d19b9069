"""Findings: what checks say about cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import TypeAdapter

from evaluations.core.basics.values import show_amount

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken relation: an error blocks submission, a warning needs a sentence of explanation, an info is only shown.

    `where` is the path of the cell to be corrected; `found` and `expected` are texts as shown on the form. `quotes` are the fragments of the
    report that it concerns, verbatim; `units` the names of other units that it concerns, for the bureau only. `missing`: it only says that
    something has not been filled in yet, so it can wait until the row has been begun.
    """

    code: str
    severity: Severity
    where: str
    message: str
    found: str = ""
    expected: str = ""
    quotes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    missing: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What an explanation refers to: (code, where)."""
        return (self.code, self.where)


_FROZEN = TypeAdapter(tuple[Finding, ...])


def dump(findings: Sequence[Finding]) -> str:
    """Findings as JSON, for storage."""
    return _FROZEN.dump_json(tuple(findings)).decode()


def parse(text: str) -> tuple[Finding, ...]:
    """The findings that `dump` wrote as `text`."""
    return _FROZEN.validate_json(text)


Stated = str | Decimal | int | None
Quotes = tuple[str, ...]


def error(
    code: str,
    *,
    where: str,
    message: str,
    found: Stated = "",
    expected: Stated = "",
    quotes: Quotes = (),
    missing: bool = False,
) -> Finding:
    """A finding that blocks submission."""
    return Finding(code, "error", where, message, _text(found), _text(expected), quotes, missing=missing)


def warning(
    code: str,
    *,
    where: str,
    message: str,
    found: Stated = "",
    expected: Stated = "",
    quotes: Quotes = (),
    units: tuple[str, ...] = (),
    missing: bool = False,
) -> Finding:
    """A finding that needs a sentence of explanation."""
    return Finding(code, "warning", where, message, _text(found), _text(expected), quotes, units, missing)


def _text(value: Stated) -> str:
    return value if isinstance(value, str) else show_amount(value)
