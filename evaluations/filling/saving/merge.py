"""Two people (or two tabs) on one step: what can be merged silently, and what a person must decide. Pure.

A stale form holds every cell of its step as of an older revision. The edit history since then tells both what the form began with and what others
changed, so that only cells changed by both sides need a decision. Rows that others added, removed or moved are no longer where the form
assumes; texts typed there are not put into any cell, but shown for copying.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from evaluations.core.content.cells import Cell


class Change(NamedTuple):
    """One entry of the edit history; if a row was added, removed or moved, `where` is the path of its sequence.

    `is_own`: the same person saved it.
    """

    where: str
    old: str
    new: str
    is_own: bool
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that both sides changed: the text typed here, the stored text, by whom and when; `is_own`: by the same person, elsewhere."""

    mine: str
    theirs: str
    by_name: str
    at: datetime
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """`typed`: what only this form changed. `clashes`: by path. `stranded`: texts typed into rows that have moved since, by old path.

    `began_with`: the texts with which the form began. `others`: the last change of each cell that others changed in the meantime; `moved`:
    the sequences whose rows they changed.
    """

    typed: Mapping[str, str]
    clashes: Mapping[str, Clash]
    stranded: Mapping[str, str]
    began_with: Mapping[str, str]
    others: Mapping[str, Change]
    moved: frozenset[str]

    @property
    def shown(self) -> Mapping[str, str]:
        """The typed texts that the inputs show."""
        return {**self.typed, **{path: clash.mine for path, clash in self.clashes.items()}}


def merge(
    typed: Mapping[str, str],
    current: Mapping[str, Cell],
    changes: Iterable[Change],
    rows: Iterable[str],
    *,
    as_read: Mapping[str, str] | None = None,
    again: bool = False,
) -> Merged:
    """Merge a stale form with the current cells.

    `typed`: all its texts by path, `as_read`: how they would be stored; `current`: the cells as they are now; `changes`: the history since the
    form's revision, oldest first; `rows`: the paths of the row sequences that the form may have. `again`: the form may already have been stored
    without the answer arriving, so a text that this person has stored since then is not new.
    """
    history = list(changes)
    read = {**typed, **(as_read or {})}
    latest = {change.where: change for change in history}
    began_with = {path: cell.text for path, cell in current.items()} | {c.where: c.old for c in reversed(history)}
    moved = frozenset(path for path in rows if path in latest)
    heard = {(change.where, change.new) for change in history if change.is_own} if again else set()
    mine = {
        path: text
        for path, text in typed.items()
        if not _same(read[path], began_with.get(path, "")) and (path, read[path]) not in heard
    }
    stranded = {path: text for path, text in mine.items() if path not in current or _inside(path, moved)}
    clashes = {
        path: Clash(text, current[path].text, latest[path].by_name, latest[path].at, latest[path].is_own)
        for path, text in mine.items()
        if path in latest and path not in stranded and not _same(read[path], current[path].text)
    }
    undisputed = {path: text for path, text in mine.items() if path not in stranded and path not in clashes}
    settled = {path for path in typed if path in current and _same(read[path], current[path].text)}
    others = {path: change for path, change in latest.items() if path not in moved | mine.keys() | settled}
    return Merged(undisputed, clashes, stranded, began_with, others, moved)


def _same(typed: str, stored: str) -> bool:
    return typed.replace("\r\n", "\n").strip() == stored


def _inside(path: str, sequences: Iterable[str]) -> bool:
    return any(path.startswith(f"{sequence}.") for sequence in sequences)
