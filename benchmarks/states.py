"""Evaluations that stand in a state without having come there."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from evaluations.records.states import ACTS, State, holding


def columns(state: State, people: Sequence[User]) -> dict[str, object]:
    """The columns of an evaluation in this state, each of whose acts was done by the next of the people, now."""
    done = {act: who for act, who in zip(ACTS, people, strict=False) if state in holding(act)}
    names = {f"{act}_by": who for act, who in done.items()}
    times = {f"{act}_at": timezone.now() for act in done}
    return {"state": state, **names, **times}
