"""What a transition leaves: the state and its names and times, versions, events; what a refused one does not."""

import pytest
from django.db import transaction

from accounts.actors import actor_of
from accounts.models import AuditEvent
from evaluations.common.refusal import Refused
from evaluations.history.events import history
from evaluations.history.models import Event
from evaluations.records.models import Version
from evaluations.records.services import first_broken_version
from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS, perform
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_a_returned_evaluation_can_be_corrected_and_submitted_again() -> None:
    scenario = Scenario().at(State.RETURNED)
    scenario.type({"thrift_measures": "改过的措施。"})
    scenario.submit().confirm()
    assert scenario.evaluation.state == State.SUBMITTED
    assert scenario.evaluation.review_started_at is None


@pytest.mark.slow
def test_unpublishing_leaves_the_approval() -> None:
    scenario = Scenario().at(State.PUBLISHED)
    perform("unpublish", scenario.pk, actor_of(scenario.manager), "有误")
    assert scenario.evaluation.approved_by == scenario.reviewer
    assert scenario.evaluation.published_by is None


@pytest.mark.slow
def test_submission_and_confirmation_freeze_the_document_in_one_chain() -> None:
    scenario = Scenario().at(State.APPROVED)
    first, second = Version.objects.filter(evaluation=scenario.pk)
    assert (first.transition, second.transition) == ("submit", "confirm")
    assert (first.created_by, second.created_by) == (scenario.preparer, scenario.head)
    assert first.sha256 == second.sha256 == second.previous_sha256
    assert first_broken_version(scenario.evaluation) is None


def test_pressing_submit_twice_leaves_one_version_and_says_so() -> None:
    scenario = Scenario().fill().submit()
    with pytest.raises(Refused, match="已经是“待单位审核”，不用再次办理"):
        scenario.submit()
    assert Version.objects.filter(evaluation=scenario.pk).count() == 1


def test_a_wrong_state_is_named_in_the_words_of_the_reader() -> None:
    scenario = Scenario().at(State.RETURNED)
    with pytest.raises(Refused, match="现在是“已退回单位”，不能审核通过"):
        perform("approve", scenario.pk, actor_of(scenario.reviewer))


@pytest.mark.slow
def test_each_transition_leaves_an_event_and_an_audit_event() -> None:
    scenario = Scenario().at(State.RETURNED)
    assert [(e.transition, e.source, e.target, e.comment) for e in history(scenario.evaluation)] == [
        ("submit", "drafting", "unit_check", ""),
        ("confirm", "unit_check", "submitted", ""),
        ("return", "submitted", "returned", "请补充说明。"),
    ]
    audited = AuditEvent.objects.filter(subject=str(scenario.pk), action__in=TRANSITIONS)
    assert [(e.action, e.actor) for e in audited] == [
        ("submit", scenario.preparer),
        ("confirm", scenario.head),
        ("return", scenario.reviewer),
    ]
    version = Version.objects.filter(evaluation=scenario.pk).first()
    assert version is not None
    assert version.sha256 in audited[0].detail


def test_a_refused_transition_writes_nothing() -> None:
    scenario = Scenario()
    with pytest.raises(Refused), transaction.atomic():
        scenario.submit()
    assert not Version.objects.exists()
    assert not Event.objects.exists()
    assert scenario.evaluation.state == State.DRAFTING


def test_an_evaluation_that_is_not_there_is_refused() -> None:
    scenario = Scenario()
    with pytest.raises(Refused):
        perform("submit", scenario.pk + 1, actor_of(scenario.preparer))
