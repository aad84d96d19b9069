"""The history of an evaluation (办理记录), as its pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Role
from evaluations.fiscal_years.deadlines import shown
from evaluations.history.models import Event
from evaluations.records.states import State
from evaluations.workflow.transitions import LABELS


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of 办理记录."""

    label: str
    actor: str
    role: str
    at: str
    state: str
    tone: str
    comment: str


def happened(events: Iterable[Event], person: User) -> list[Happened]:
    """The events of an evaluation in the words for this person."""
    is_bureau = person.role in (Role.REVIEWER, Role.MANAGER)
    return [_happened(event, State.of(event.target), is_bureau=is_bureau) for event in events]


def _happened(event: Event, target: State, *, is_bureau: bool) -> Happened:
    return Happened(
        label=LABELS[event.transition],
        actor=event.actor.name,
        role=Role.of(event.actor.role).label if event.actor.role else "",
        at=shown(event.at),
        state=target.for_bureau if is_bureau else target.for_unit,
        tone=target.tone,
        comment=event.comment,
    )
