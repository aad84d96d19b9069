"""The history of an evaluation (办理记录), as its pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from evaluations.fiscal_years.deadlines import shown
from evaluations.history.models import Event
from evaluations.records.states import State
from evaluations.workflow.transitions import LABELS, name_for


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
    return [_happened(event, State.of(event.target), person) for event in events]


def _happened(event: Event, target: State, person: User) -> Happened:
    return Happened(
        label=LABELS[event.transition],
        actor=event.actor.name,
        role=event.actor.role_label,
        at=shown(event.at),
        state=name_for(target, person),
        tone=target.tone,
        comment=event.comment,
    )
