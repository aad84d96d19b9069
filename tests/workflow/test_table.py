"""The table of transitions, written down once more: who passes from which state, what is asked for, what a state holds."""

from collections.abc import Iterator, Mapping
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import User
from evaluations.common.refusal import Refused
from evaluations.history.models import Event
from evaluations.records.models import Version
from evaluations.records.states import ACTS, State
from evaluations.workflow.transitions import RETURNS, TRANSITIONS, perform, possible
from tests.pages import Page
from tests.scenario import Scenario, Standing

pytestmark = pytest.mark.django_db

TABLE: Mapping[str, tuple[set[State], str, State]] = {
    "submit": ({State.DRAFTING, State.RETURNED}, "preparer", State.UNIT_CHECK),
    "submit_directly": ({State.DRAFTING, State.RETURNED}, "preparer", State.SUBMITTED),
    "submit_to_department": ({State.DRAFTING, State.RETURNED}, "preparer", State.DEPARTMENT_CHECK),
    "confirm_to_department": ({State.UNIT_CHECK}, "head", State.DEPARTMENT_CHECK),
    "endorse": ({State.DEPARTMENT_CHECK}, "department_reviewer", State.SUBMITTED),
    "send_down": ({State.DEPARTMENT_CHECK}, "department_reviewer", State.DRAFTING),
    "send_back": ({State.UNIT_CHECK}, "head", State.DRAFTING),
    "confirm": ({State.UNIT_CHECK}, "head", State.SUBMITTED),
    "withdraw": ({State.UNIT_CHECK, State.DEPARTMENT_CHECK, State.SUBMITTED}, "sender", State.DRAFTING),
    "return": ({State.SUBMITTED}, "reviewer", State.RETURNED),
    "pass": ({State.SUBMITTED}, "reviewer", State.SECOND_REVIEW),
    "approve_again": ({State.SECOND_REVIEW}, "manager", State.APPROVED),
    "back_to_first": ({State.SECOND_REVIEW}, "manager", State.SUBMITTED),
    "approve": ({State.SUBMITTED}, "reviewer", State.APPROVED),
    "reopen": ({State.APPROVED}, "manager", State.RETURNED),
    "publish": ({State.APPROVED}, "manager", State.PUBLISHED),
    "unpublish": ({State.PUBLISHED}, "manager", State.APPROVED),
}


# Transitions that only some years have: the levels, and whether the year has them.
ONLY = {
    "submit": {"unit_check": True},
    "submit_directly": {"unit_check": False, "department_check": False},
    "submit_to_department": {"unit_check": False, "department_check": True},
    "confirm": {"department_check": False},
    "confirm_to_department": {"department_check": True},
    "pass": {"second_review": True},
    "approve": {"second_review": False},
}
WAYS = [
    *((state, ("usual",)) for state in State),
    (State.SUBMITTED, ("unit_check", "second_review")),
    (State.DRAFTING, ()),
    (State.RETURNED, ()),
    (State.RETURNED, ("department_check",)),
    (State.UNIT_CHECK, ("unit_check", "department_check")),
]


def exists(name: str, scenario: Scenario) -> bool:
    levels = scenario.evaluation.fiscal_year.levels
    return all((level in levels) == wanted for level, wanted in ONLY.get(name, {}).items())


def who(scenario: Scenario, role: str, state: State) -> User:
    if role == "sender":
        role = "head" if state in (State.DEPARTMENT_CHECK, State.SUBMITTED) else "preparer"
    person: User = getattr(scenario, role)
    return person


@pytest.fixture(scope="module", params=WAYS, ids=str)
def made(request: pytest.FixtureRequest, standing: Standing) -> Iterator[Scenario]:
    """A scenario in each state, and in some with other levels of checking."""
    state, levels = request.param
    with standing():
        made = Scenario().at(state)
        yield made if levels == ("usual",) else made.with_levels(*levels)


@pytest.fixture
def scenario(made: Scenario) -> Scenario:
    return deepcopy(made)


def test_the_table_has_no_other_transition() -> None:
    assert TRANSITIONS.keys() == TABLE.keys()


def test_the_name_of_a_transition_fits_the_columns_that_keep_it() -> None:
    """SQLite does not count the letters of a column; PostgreSQL does."""
    for model in (Event, Version):
        limit = model._meta.get_field("transition").max_length
        assert limit is not None
        assert all(len(name) <= limit for name in TRANSITIONS)


def test_four_transitions_give_it_back_to_the_preparer_with_a_reason() -> None:
    assert {"send_back", "send_down", "return", "reopen"} == RETURNS


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLE)
def test_only_the_right_person_in_the_right_state_passes(name: str, scenario: Scenario) -> None:
    state = scenario.evaluation.stage
    sources, role, target = TABLE[name]
    allowed = who(scenario, role, state) if state in sources and exists(name, scenario) else None
    events = Event.objects.count()
    for person in scenario.everybody:
        offered = name in [step.name for step in possible(scenario.evaluation, actor_of(person))]
        assert offered == (person == allowed), person
        if person != allowed:
            with pytest.raises(Refused):
                perform(name, scenario.pk, actor_of(person), "有原因", redaction_seen=True)
    assert (scenario.evaluation.state, Event.objects.count()) == (state, events)
    if allowed:
        assert perform(name, scenario.pk, actor_of(allowed), "有原因", redaction_seen=True).state == target
        assert (scenario.evaluation.state, Event.objects.count()) == (target, events + 1)


HOLDS = {
    State.DRAFTING: set(),
    State.UNIT_CHECK: {"sent"},
    State.DEPARTMENT_CHECK: {"sent", "confirmed"},
    State.SUBMITTED: {"sent", "confirmed"},
    State.SECOND_REVIEW: {"sent", "confirmed", "review_started", "passed"},
    State.RETURNED: set(),
    State.APPROVED: {"sent", "confirmed", "review_started", "approved"},
    State.PUBLISHED: {"sent", "confirmed", "review_started", "approved", "published"},
}


def test_a_state_keeps_the_names_and_times_that_still_hold(scenario: Scenario) -> None:
    evaluation = scenario.evaluation
    state = evaluation.stage
    acts = set(ACTS)
    assert {act for act in acts if getattr(evaluation, f"{act}_by_id")} == HOLDS[state]
    assert {act for act in acts if getattr(evaluation, f"{act}_at")} == HOLDS[state]


# What the page of each transition asks for, and whether it warns that there is no way back.
ASKED = {
    "submit": (set(), False),
    "submit_directly": (set(), False),
    "send_back": ({"comment"}, False),
    "confirm": ({"comment"}, False),  # of the other decision on the page: to send it back
    "withdraw": (set(), False),
    "return": ({"comment"}, False),
    "approve": (set(), False),
    "submit_to_department": (set(), False),
    "confirm_to_department": ({"comment"}, False),
    "endorse": (set(), False),
    "send_down": ({"comment"}, False),
    "pass": (set(), False),
    "approve_again": (set(), False),
    "back_to_first": ({"comment"}, False),
    "reopen": ({"comment"}, True),
    "publish": ({"redaction_seen"}, False),
    "unpublish": ({"comment"}, False),
}


def test_a_transition_asks_for_what_it_needs_and_warns_where_it_is_final(client: Client, scenario: Scenario) -> None:
    state = scenario.evaluation.stage
    for name in (name for name, (sources, _, _) in TABLE.items() if state in sources and exists(name, scenario)):
        client.force_login(who(scenario, TABLE[name][1], state))
        page = Page(client.get(reverse("shared_pages:transition", args=(scenario.pk, name))))
        asked = page.fields.keys() & {"comment", "redaction_seen"}
        assert (asked, page.texts("btn-danger", inside="dangerous") != []) == ASKED[name], name
