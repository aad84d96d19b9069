"""Each transition, by everybody, from every state: only what the table says passes, and it leaves what it should."""

import pytest
from django.db import transaction

from accounts.models import AuditEvent, User
from evaluations.common.refusal import Refused
from evaluations.history.events import history
from evaluations.history.models import Event
from evaluations.records.models import Version
from evaluations.records.services import first_broken_version
from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS, perform, possible
from tests.stage import Stage

pytestmark = pytest.mark.django_db

# The table of the design, written down once more.
TABLE = {
    "submit": ({State.DRAFTING, State.RETURNED}, "preparer", State.UNIT_CHECK),
    "send_back": ({State.UNIT_CHECK}, "head", State.DRAFTING),
    "confirm": ({State.UNIT_CHECK}, "head", State.SUBMITTED),
    "withdraw": ({State.UNIT_CHECK, State.SUBMITTED}, "sender", State.DRAFTING),
    "return": ({State.SUBMITTED}, "reviewer", State.RETURNED),
    "approve": ({State.SUBMITTED}, "reviewer", State.APPROVED),
    "reopen": ({State.APPROVED}, "manager", State.RETURNED),
    "publish": ({State.APPROVED}, "manager", State.PUBLISHED),
    "unpublish": ({State.PUBLISHED}, "manager", State.APPROVED),
}


def who(stage: Stage, role: str, state: State) -> User:
    if role == "sender":
        role = "head" if state == State.SUBMITTED else "preparer"
    person: User = getattr(stage, role)
    return person


def test_the_table_has_no_other_transition() -> None:
    assert TRANSITIONS.keys() == TABLE.keys()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", TABLE)
def test_only_the_right_person_in_the_right_state_passes(name: str, state: State) -> None:
    stage = Stage().at(state)
    sources, role, target = TABLE[name]
    allowed = who(stage, role, state) if state in sources else None
    events = Event.objects.count()
    for person in stage.everybody:
        offered = name in [step.name for step in possible(stage.evaluation, person)]
        assert offered == (person == allowed), person
        if person != allowed:
            with pytest.raises(Refused):
                perform(name, stage.pk, person, "有原因", redaction_seen=True)
    assert (stage.evaluation.state, Event.objects.count()) == (state, events)
    if allowed:
        assert perform(name, stage.pk, allowed, "有原因", redaction_seen=True).state == target
        assert (stage.evaluation.state, Event.objects.count()) == (target, events + 1)


HOLDS = {
    State.DRAFTING: set(),
    State.UNIT_CHECK: {"sent"},
    State.SUBMITTED: {"sent", "confirmed"},
    State.RETURNED: set(),
    State.APPROVED: {"sent", "confirmed", "review_started", "approved"},
    State.PUBLISHED: {"sent", "confirmed", "review_started", "approved", "published"},
}


@pytest.mark.parametrize("state", State)
def test_a_state_keeps_the_names_and_times_that_still_hold(state: State) -> None:
    evaluation = Stage().at(state).evaluation
    acts = HOLDS[State.PUBLISHED]
    assert {act for act in acts if getattr(evaluation, f"{act}_by_id")} == HOLDS[state]
    assert {act for act in acts if getattr(evaluation, f"{act}_at")} == HOLDS[state]


def test_a_returned_evaluation_can_be_corrected_and_submitted_again() -> None:
    stage = Stage().at(State.RETURNED)
    stage.type({"thrift_measures": "改过的措施。"})
    stage.submit().confirm()
    assert stage.evaluation.state == State.SUBMITTED
    assert stage.evaluation.review_started_at is None


def test_unpublishing_leaves_the_approval() -> None:
    stage = Stage().at(State.PUBLISHED)
    perform("unpublish", stage.pk, stage.manager, "有误")
    assert stage.evaluation.approved_by == stage.reviewer
    assert stage.evaluation.published_by is None


def test_submission_and_confirmation_freeze_the_document_in_one_chain() -> None:
    stage = Stage().at(State.APPROVED)
    first, second = Version.objects.filter(evaluation=stage.pk)
    assert (first.transition, second.transition) == ("submit", "confirm")
    assert (first.created_by, second.created_by) == (stage.preparer, stage.head)
    assert first.sha256 == second.sha256 == second.previous_sha256
    assert first_broken_version(stage.evaluation) is None


def test_pressing_submit_twice_leaves_one_version_and_says_so() -> None:
    stage = Stage().fill().submit()
    with pytest.raises(Refused, match="已经是“待单位审核”，不用再次办理"):
        stage.submit()
    assert Version.objects.filter(evaluation=stage.pk).count() == 1


def test_a_wrong_state_is_named_in_the_words_of_the_reader() -> None:
    stage = Stage().at(State.RETURNED)
    with pytest.raises(Refused, match="现在是“已退回单位”，不能审核通过"):
        perform("approve", stage.pk, stage.reviewer)


def test_each_transition_leaves_an_event_and_an_audit_event() -> None:
    stage = Stage().at(State.RETURNED)
    assert [(e.transition, e.source, e.target, e.comment) for e in history(stage.evaluation)] == [
        ("submit", "drafting", "unit_check", ""),
        ("confirm", "unit_check", "submitted", ""),
        ("return", "submitted", "returned", "请补充说明。"),
    ]
    audited = AuditEvent.objects.filter(subject=str(stage.pk), action__in=TABLE)
    assert [(e.action, e.actor) for e in audited] == [
        ("submit", stage.preparer),
        ("confirm", stage.head),
        ("return", stage.reviewer),
    ]
    version = Version.objects.filter(evaluation=stage.pk).first()
    assert version is not None
    assert version.sha256 in audited[0].detail


def test_a_refused_transition_writes_nothing() -> None:
    stage = Stage()
    with pytest.raises(Refused), transaction.atomic():
        stage.submit()
    assert not Version.objects.exists()
    assert not Event.objects.exists()
    assert stage.evaluation.state == State.DRAFTING


def test_an_evaluation_that_is_not_there_is_refused() -> None:
    stage = Stage()
    with pytest.raises(Refused):
        perform("submit", stage.pk + 1, stage.preparer)
