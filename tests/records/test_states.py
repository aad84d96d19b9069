"""The table of the states."""

import pytest

from evaluations.records.states import ACTS, EDITABLE, SEEN_BY_BUREAU, State, holding


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_names(state: State) -> None:
    assert state.for_unit
    assert state.for_bureau


def test_a_submitted_one_is_named_by_who_looks_at_it() -> None:
    assert (State.SUBMITTED.for_unit, State.SUBMITTED.for_bureau) == ("已上报待审核", "待审核")


def test_what_is_filled_in_is_what_has_no_reason_to_be_locked() -> None:
    assert EDITABLE == (State.DRAFTING, State.RETURNED)
    assert all(state.facts.unit_head.what_next for state in State)
    assert [state for state in State if not state.facts.preparer.what_next] == list(EDITABLE)


def test_the_bureau_sees_what_was_handed_in_and_not_taken_back() -> None:
    assert SEEN_BY_BUREAU == (State.SUBMITTED, State.SECOND_REVIEW, State.RETURNED, State.APPROVED, State.PUBLISHED)
    assert [state for state in State if state.is_with_unit] == [State.DRAFTING, State.UNIT_CHECK, State.RETURNED]


def test_every_act_holds_from_the_state_that_it_leads_to_until_something_is_taken_back() -> None:
    assert [next(iter(holding(act))) for act in ACTS] == [
        State.UNIT_CHECK,
        State.DEPARTMENT_CHECK,
        State.SUBMITTED,
        State.SUBMITTED,
        State.SECOND_REVIEW,
        State.APPROVED,
        State.PUBLISHED,
    ]
    assert not State.RETURNED.facts.holds
