"""The kinds of comments: one table of everything that depends on the kind alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.actors import Actor
from accounts.roles import PlaceKind, Role
from evaluations.access.rights import PREPARER, REVIEWER, Right, is_of_unit
from evaluations.common.choices import ChoicesWithFacts
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State


@dataclass(frozen=True, slots=True)
class Turn:
    """Who may do something to a comment, in which role, and in which states of the evaluation."""

    right: Right
    role: Role
    states: tuple[State, ...]

    @property
    def place(self) -> PlaceKind:
        """Where people in the role work."""
        return self.role.facts.place

    def is_open_to(self, evaluation: SelfEvaluation, actor: Actor) -> bool:
        """Whether this person may do it now."""
        return evaluation.state in self.states and self.right.held(evaluation, actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One entry of the table.

    `answering` is None for a kind that takes no answer; an unanswered comment of any other kind holds up the approval if it must be fixed.
    `opened` and `answered` tell the writer what comes next.
    """

    opening: Turn
    answering: Turn | None
    closing: Turn
    seen_at: tuple[PlaceKind, ...]
    opened: str
    answered: str


class Kind(ChoicesWithFacts):
    """What sort of comment it is; the value also names its actions in the audit log."""

    facts: Facts

    COMMENT = (
        "comment",
        Facts(
            opening=Turn(REVIEWER, Role.REVIEWER, (State.SUBMITTED,)),
            answering=Turn(PREPARER, Role.PREPARER, EDITABLE),
            closing=Turn(REVIEWER, Role.REVIEWER, (State.SUBMITTED,)),
            seen_at=("unit", "bureau"),
            opened="批注已发出，单位在自评退回后答复。",
            answered="答复已保存，审核员在自评重新上报后会看到。",
        ),
        "批注",
    )

    @property
    def actions(self) -> dict[str, str]:
        """Its actions in the audit log, with their words."""
        verbs = {self.value: f"写{self.label}", f"close_{self}": f"关闭{self.label}"}
        answering = {f"answer_{self}": f"答复{self.label}", f"raise_{self}": f"再次提出{self.label}"}
        return verbs | (answering if self.facts.answering else {})


ANSWERED = tuple(kind for kind in Kind if kind.facts.answering)
"""The kinds that take an answer."""


def answered_at(place: PlaceKind) -> Sequence[Kind]:
    """The kinds that are answered by somebody who works at such a place."""
    return [kind for kind in ANSWERED if kind.facts.answering and kind.facts.answering.place == place]


def seen_by(evaluation: SelfEvaluation, actor: Actor) -> Sequence[Kind]:
    """The kinds of comments that this person sees on an evaluation in their reach."""
    place = "unit" if is_of_unit(evaluation, actor) else "bureau"
    return [kind for kind in Kind if place in kind.facts.seen_at]


def open_to(evaluation: SelfEvaluation, actor: Actor) -> Sequence[Kind]:
    """The kinds of comments that this person may write now."""
    return [kind for kind in Kind if kind.facts.opening.is_open_to(evaluation, actor)]
