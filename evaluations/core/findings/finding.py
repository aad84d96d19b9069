"""What a check says of one cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import TypeAdapter

from evaluations.core.basics.values import show_amount

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken relation: an error blocks submission, a warning wants a sentence of explanation, an info is only shown.

    `where` is the path of the cell that a person would correct; `found` and `expected` are texts as shown on the form. `quotes` are the
    fragments of the report that it is about, as they stand there. `units` are the names of other units that it is about: for the bureau only.
    `missing`: it only says that something is not filled in yet, which need not be said before the row is begun.
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
        """What an explanation is attached to: (code, where)."""
        return (self.code, self.where)


_FROZEN = TypeAdapter(tuple[Finding, ...])


def dump(findings: Sequence[Finding]) -> str:
    """Findings as JSON, to be kept."""
    return _FROZEN.dump_json(tuple(findings)).decode()


def parse(text: str) -> tuple[Finding, ...]:
    """What `dump` made a text of."""
    return _FROZEN.validate_json(text)


Shown = str | Decimal | int | None
Quotes = tuple[str, ...]


def error(
    code: str,
    *,
    where: str,
    message: str,
    found: Shown = "",
    expected: Shown = "",
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
    found: Shown = "",
    expected: Shown = "",
    quotes: Quotes = (),
    units: tuple[str, ...] = (),
    missing: bool = False,
) -> Finding:
    """A finding that must be explained in a sentence."""
    return Finding(code, "warning", where, message, _text(found), _text(expected), quotes, units, missing)


def _text(value: Shown) -> str:
    return value if isinstance(value, str) else show_amount(value)
