"""The levels of checking that a year may have or not: whole ways through them, and who may not be two of them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.hand_ins.models import HandIn
from evaluations.history.events import history
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import State
from evaluations.units.models import Unit
from evaluations.workflow.submissions import number_of
from evaluations.workflow.transitions import perform
from tests.factories import a_unit, an_evaluation, in_state
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def act(scenario: Scenario, name: str, person: User, comment: str = "") -> SelfEvaluation:
    return perform(name, scenario.pk, actor_of(person), comment)


def test_a_second_review_follows_the_first_and_may_send_it_back() -> None:
    scenario = Scenario().with_levels("unit_check", "second_review").at(State.SUBMITTED)
    with pytest.raises(Refused, match="年度不设财政复审"):
        act(scenario, "approve", scenario.reviewer)
    act(scenario, "pass", scenario.reviewer)
    with pytest.raises(Refused, match="请写明原因"):
        act(scenario, "back_to_first", scenario.manager)
    back = act(scenario, "back_to_first", scenario.manager, "执行率请再核。")
    assert (back.state, back.passed_by, back.confirmed_by) == (State.SUBMITTED, None, scenario.head)
    with pytest.raises(Refused):
        act(scenario, "withdraw", scenario.head)
    act(scenario, "pass", scenario.reviewer)
    approved = act(scenario, "approve_again", scenario.manager)
    assert (approved.state, approved.passed_by, approved.approved_by) == (
        State.APPROVED,
        scenario.reviewer,
        scenario.manager,
    )
    assert [event.transition for event in history(approved)][-4:] == ["pass", "back_to_first", "pass", "approve_again"]


def test_nobody_is_both_reviewers() -> None:
    scenario = Scenario().at(State.SECOND_REVIEW)
    scenario.reviewer.memberships.create(role=Role.MANAGER, region=scenario.unit.region)
    both = User.objects.get(pk=scenario.reviewer.pk)
    for name in ("approve_again", "back_to_first"):
        with pytest.raises(Refused, match="不能自己复审"):
            act(scenario, name, both, "有原因")
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfEvaluation.objects.update(state=State.APPROVED, approved_by=both, approved_at=scenario.evaluation.sent_at)


def test_what_waits_for_a_second_review_names_the_first() -> None:
    scenario = Scenario().at(State.SECOND_REVIEW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfEvaluation.objects.update(passed_by=None, passed_at=None)
    assert scenario.evaluation.passed_by == scenario.reviewer


def test_one_that_waits_goes_on_even_if_the_level_is_gone() -> None:
    scenario = Scenario().at(State.SECOND_REVIEW).with_levels("unit_check")
    assert act(scenario, "approve_again", scenario.manager).state == State.APPROVED


def test_a_department_consents_before_the_bureau_sees_it_or_sends_it_down() -> None:
    scenario = Scenario().with_levels("unit_check", "department_check").fill().submit()
    with pytest.raises(Refused, match="年度不设主管部门审核"):
        act(scenario, "confirm", scenario.head)
    act(scenario, "confirm_to_department", scenario.head)
    assert not HandIn.objects.exists()
    down = act(scenario, "send_down", scenario.department_reviewer, "请补充。")
    assert (down.state, down.sent_by, down.confirmed_by) == (State.DRAFTING, None, None)
    scenario.submit()
    act(scenario, "confirm_to_department", scenario.head)
    up = act(scenario, "endorse", scenario.department_reviewer)
    assert (up.state, up.endorsed_by, up.handed_in_at) == (
        State.SUBMITTED,
        scenario.department_reviewer,
        up.endorsed_at,
    )
    assert HandIn.objects.filter(evaluation=scenario.pk).exists()
    act(scenario, "withdraw", scenario.head)
    assert not HandIn.objects.exists()


def test_all_levels_or_none_but_the_first_review() -> None:
    scenario = Scenario().with_levels("department_check", "second_review").fill()
    act(scenario, "submit_to_department", scenario.preparer)
    act(scenario, "endorse", scenario.department_reviewer)
    act(scenario, "pass", scenario.reviewer)
    assert act(scenario, "approve_again", scenario.manager).state == State.APPROVED


def test_a_unit_without_a_department_skips_it() -> None:
    scenario = Scenario().with_levels("unit_check", "department_check").fill().submit()
    Unit.objects.filter(pk=scenario.unit.pk).update(department=None)
    with pytest.raises(Refused):
        act(scenario, "confirm_to_department", scenario.head)
    assert act(scenario, "confirm", scenario.head).state == State.SUBMITTED


def test_nobody_consents_to_what_they_handed_in() -> None:
    scenario = Scenario().at(State.DEPARTMENT_CHECK)
    SelfEvaluation.objects.update(confirmed_by=scenario.department_reviewer)
    for name in ("endorse", "send_down"):
        with pytest.raises(Refused, match="不能自己代表主管部门"):
            act(scenario, name, scenario.department_reviewer, "有原因")
    at = scenario.evaluation.sent_at
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfEvaluation.objects.update(endorsed_by=scenario.department_reviewer, endorsed_at=at)


def test_a_department_reaches_all_that_is_below_from_its_check_on(client: Client) -> None:
    scenario = Scenario().at(State.UNIT_CHECK).with_levels("unit_check", "department_check")
    between = a_unit("U7")
    Unit.objects.filter(pk=between.pk).update(department=scenario.department)
    Unit.objects.filter(pk=scenario.unit.pk).update(department=between)
    client.force_login(scenario.department_reviewer)
    document, listed = reverse("shared_pages:document", args=[scenario.pk]), reverse("desk:subordinates")
    assert client.get(document).status_code == 404
    assert document not in client.get(listed).text
    act(scenario, "confirm_to_department", scenario.head)
    assert document in client.get(listed).text
    page = client.get(document)
    assert "同意上报" in page.text
    assert "下属单位" in page.text
    assert "审核列表" not in page.text
    after = client.post(reverse("shared_pages:transition", args=[scenario.pk, "endorse"]), follow=True)
    assert "已同意上报" in after.text
    assert "审核下一份" not in after.text
    assert client.get(reverse("home:evaluation", args=[scenario.pk]))["Location"] == listed
    scenario.with_levels("unit_check")
    assert client.get(document).status_code == 404


def test_the_list_takes_as_many_queries_with_many_as_with_one(client: Client) -> None:
    scenario = Scenario().at(State.DEPARTMENT_CHECK)
    client.force_login(scenario.department_reviewer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("desk:subordinates")).status_code == 200
        return len(asked)

    few = queries()
    for number in range(10, 20):
        unit = a_unit(f"U{number}")
        Unit.objects.filter(pk=unit.pk).update(department=scenario.department)
        an_evaluation(unit, scenario.year, **in_state(State.DEPARTMENT_CHECK, unit))
    assert queries() == few <= 12


def test_without_a_head_a_submission_goes_straight_up() -> None:
    scenario = Scenario().with_levels().fill()
    with pytest.raises(Refused, match="年度设有单位负责人审核"):
        act(scenario, "submit", scenario.preparer)
    sent = act(scenario, "submit_directly", scenario.preparer)
    assert (sent.state, sent.sent_by, sent.confirmed_by) == (State.SUBMITTED, scenario.preparer, None)
    assert sent.handed_in_at == sent.sent_at
    first, second = Version.objects.filter(evaluation=scenario.pk)
    assert (first.transition, second.transition, second.created_by) == ("submit", "confirm", scenario.preparer)
    assert HandIn.objects.get(evaluation=scenario.pk).number == 1
    assert number_of(scenario.evaluation).endswith("-2023-1")
    with pytest.raises(Refused):
        act(scenario, "withdraw", scenario.head)
    act(scenario, "withdraw", scenario.preparer)
    act(scenario, "submit_directly", scenario.preparer)
    assert act(scenario, "approve", scenario.reviewer).state == State.APPROVED


def test_a_return_is_submitted_straight_up_again() -> None:
    scenario = Scenario().with_levels().fill()
    act(scenario, "submit_directly", scenario.preparer)
    act(scenario, "return", scenario.reviewer, "请改。")
    scenario.type({"thrift_measures": "改过的措施。"})
    act(scenario, "submit_directly", scenario.preparer)
    with pytest.raises(Refused):
        act(scenario, "withdraw", scenario.head)
    assert HandIn.objects.get(evaluation=scenario.pk).number == 2


def test_guards_of_a_submission_hold_for_one_that_goes_straight_up() -> None:
    scenario = Scenario().with_levels()
    with pytest.raises(Refused, match="处错误"):
        act(scenario, "submit_directly", scenario.preparer)


def test_where_a_head_confirms_the_database_wants_another_person() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfEvaluation.objects.update(confirmed_by=scenario.preparer)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfEvaluation.objects.update(confirmed_by=None, confirmed_at=None)


def test_one_that_waits_for_the_head_is_confirmed_even_if_the_level_is_gone() -> None:
    scenario = Scenario().at(State.UNIT_CHECK).with_levels()
    confirmed = act(scenario, "confirm", scenario.head)
    assert (confirmed.state, confirmed.confirmed_by, confirmed.sent_directly) == (
        State.SUBMITTED,
        scenario.head,
        False,
    )


def test_a_preparer_submits_straight_up_on_the_pages(client: Client) -> None:
    scenario = Scenario().with_levels("second_review").fill()
    client.force_login(scenario.preparer)
    page = client.get(reverse("filling:check", args=[scenario.pk])).text
    assert "提交上报</button>" in page
    assert "提交单位审核" not in page
    asks = reverse("shared_pages:transition", args=[scenario.pk, "submit_directly"])
    assert scenario.reviewer.name in client.get(asks).text
    done = client.post(asks, follow=True)
    assert "已提交上报" in done.text
    client.force_login(scenario.reviewer)
    assert "初审通过" in client.get(reverse("shared_pages:document", args=[scenario.pk])).text
