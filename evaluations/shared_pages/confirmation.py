"""The confirmation that a page asks for before a final or dangerous act."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The box for the comment, for components/confirmation.html."""

    label: str
    hint: str
    text: str
    error: str
    name: str = "comment"


@dataclass(frozen=True, slots=True)
class TickBox:
    """The box to tick, for components/confirmation.html."""

    label: str
    name: str = "redaction_seen"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to choose from, for components/confirmation.html: (value, words, whether it is chosen) of each."""

    label: str
    name: str
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The context of components/confirmation.html; `not_public` (None if not asked for): (cell, its URL, its text) …

    `other` is the other way to decide, as (words, URL), where the buttons stay in sight below a long page; else one can cancel.
    """

    title: str
    consequences: list[str]
    url: str
    verb: str
    cancel_url: str
    is_dangerous: bool
    reason: Reason | None = None
    check: TickBox | None = None
    choice: Choice | None = None
    document_url: str = ""
    not_public: Sequence[tuple[str, str, str]] | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    other: tuple[str, str] | None = None
