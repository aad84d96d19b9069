"""Duties that depend on a role: when a person loses the role, the rooms above clear its duties in the same transaction."""

from collections.abc import Callable

from accounts.actors import Actor
from accounts.audit import Act
from accounts.models import User

Settle = Callable[[User, Actor | None], list[Act]]
_settling: list[Settle] = []


def when_roles_are_lost(settle: Settle) -> None:
    """Call `settle` whenever a person may have lost a role; it returns the acts to be logged. To be called once, when a room is ready."""
    _settling.append(settle)


def settled(person: User, actor: Actor | None) -> list[Act]:
    """Clear the duties of `person` for which they have no role in the database any more; return the acts to be logged."""
    return [act for settle in _settling for act in settle(person, actor)]
