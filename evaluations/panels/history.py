"""The history of an evaluation (办理记录), as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.history.models import Event
from evaluations.records.models import SelfEvaluation
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


def happened(events: Iterable[Event], evaluation: SelfEvaluation, actor: Actor) -> list[Happened]:
    """The events of an evaluation, worded for this person."""
    return [_happened(event, State.of(event.target), evaluation, actor) for event in events]


def _happened(event: Event, target: State, evaluation: SelfEvaluation, actor: Actor) -> Happened:
    return Happened(
        label=LABELS[event.transition],
        actor=event.actor.name,
        role=Role.of(event.role).label if event.role else "",
        at=deadline_text(event.at),
        state=name_for(target, evaluation, actor),
        tone=target.tone,
        comment=event.comment,
    )
