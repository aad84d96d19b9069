"""The words and tones of the states."""

import pytest

from evaluations.records.states import State


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_words_and_tone(state: State) -> None:
    assert state.for_unit
    assert state.for_bureau
    assert state.tone in {"neutral", "waiting", "attention", "done", "public"}


def test_a_submitted_one_is_named_by_who_looks_at_it() -> None:
    assert (State.SUBMITTED.for_unit, State.SUBMITTED.for_bureau) == ("待财政审核", "待审核")
