"""The definition of a list for the pages and commands that import and export it: its columns, and three functions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.audit import Act
from accounts.models import User
from evaluations.core.lists.columns import ListShape
from evaluations.core.lists.comparison import ComparedRow, PresentList
from evaluations.core.lists.rows import RowFault
from evaluations.units.models import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDefinition:
    """One list of a region.

    `code` is in its URL. `shape` returns the columns, with the region's choices. `present` returns the stored list; with `lock`, nobody can change
    its rows until the transaction ends. `understand` reports faults that only the database can tell: it gets all readable rows of the file, and
    queries once for all of them. `apply` stores the new and changed rows, and returns what the audit log records about each; it is called in a
    transaction, with what was announced to the person. The actor is None for the operator at the console. `waiting` returns the people to whom
    the list's page offers activation codes.
    """

    code: str
    shape: Callable[[Region], ListShape]
    present: Callable[[Region, bool], PresentList]
    understand: Callable[[Region, Sequence[ComparedRow], Actor | None], Iterable[RowFault]]
    apply: Callable[[Region, Sequence[ComparedRow], Actor | None], Sequence[Act]]
    waiting: Callable[[Region, Actor], QuerySet[User]] | None = None
