"""Who reaches which page: each role x each address, other units' and regions' numbers, numbers that are none."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.http import Http404
from django.test import Client
from django.urls import resolve, reverse

from accounts.actors import actor_of
from accounts.models import AuditEvent
from evaluations.access.evaluations import locked_for_edit
from evaluations.comments.models import Comment
from evaluations.comments.services import open_comment
from evaluations.history.models import Event
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS, perform
from tests.access.visits import BUREAU, UNIT, reached_by, visit
from tests.factories import a_region, a_unit, a_year
from tests.scenario import Scenario, Standing

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"
FILES = ("attachment2", "attachment3", "json")


@pytest.fixture(scope="module", autouse=True)
def submitted(standing: Standing) -> Iterator[Scenario]:
    with standing():
        yield Scenario().at(State.SUBMITTED)


@pytest.fixture
def scenario(submitted: Scenario) -> Scenario:
    return deepcopy(submitted)


@pytest.mark.slow
def test_the_document_is_for_the_unit_its_reviewer_and_the_manager(client: Client, scenario: Scenario) -> None:
    url = reverse("shared_pages:document", args=(scenario.pk,))
    assert reached_by(client, scenario, "GET", url) == {*UNIT, *BUREAU}


@pytest.mark.slow
@pytest.mark.parametrize("which", FILES)
def test_the_files_are_for_the_same_people(client: Client, scenario: Scenario, which: str) -> None:
    url = reverse("shared_pages:download", args=(scenario.pk, which))
    assert reached_by(client, scenario, "POST", url) == {*UNIT, *BUREAU}


@pytest.mark.slow
@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_transitions_page_asks_who_may_and_refuses_who_may_not(client: Client, scenario: Scenario, name: str) -> None:
    url = reverse("shared_pages:transition", args=(scenario.pk, name))
    assert reached_by(client, scenario, "GET", url, (200, 409)) == {*UNIT, *BUREAU}
    asked = {role for role in (*UNIT, *BUREAU) if visit(client, getattr(scenario, role), "GET", url) == 200}
    expected = {"withdraw": {"head"}, "return": {"reviewer"}, "approve": {"reviewer"}}
    assert asked == expected.get(name, set())


@pytest.mark.slow
def test_strangers_can_not_perform_comment_or_start(client: Client, scenario: Scenario) -> None:
    names = ("shared_pages:comment", "shared_pages:start_review")
    urls = [reverse(name, args=(scenario.pk,)) for name in names]
    urls += [reverse("shared_pages:transition", args=(scenario.pk, name)) for name in TRANSITIONS]
    events = Event.objects.count()
    for person in (*scenario.strangers, scenario.administrator, scenario.auditor):
        for url in urls:
            assert visit(client, person, "POST", url, {"where": OFFICE, "text": "越权", "comment": "越权"}) == 404, url
    assert not Comment.objects.exists()
    assert Event.objects.count() == events


@pytest.mark.slow
def test_strangers_can_not_answer_or_close(client: Client, scenario: Scenario) -> None:
    comment = open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    for person in (*scenario.strangers, scenario.administrator, scenario.auditor):
        for name in ("shared_pages:answer", "shared_pages:settle"):
            assert visit(client, person, "POST", reverse(name, args=(comment.pk,)), {"text": "越权"}) == 404
    comment.refresh_from_db()
    assert comment.state == "open"


@pytest.mark.slow
def test_the_desk_is_for_bureaus(client: Client, scenario: Scenario) -> None:
    found = {visit(client, person, "GET", reverse("desk:list")) for person in (scenario.reviewer, scenario.manager)}
    others = (scenario.preparer, scenario.head, scenario.administrator, scenario.auditor)
    assert (found, {visit(client, person, "GET", reverse("desk:list")) for person in others}) == ({200}, {404})


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_assignment_and_extension_are_for_the_manager(client: Client, scenario: Scenario, method: str) -> None:
    urls = [reverse("administration:assignments"), reverse("desk:extension", args=(scenario.year.pk, scenario.unit.pk))]
    for url in urls:
        for person in scenario.everybody:
            is_manager = person == scenario.manager or (person == scenario.strangers[-1] and url == urls[0])
            assert (visit(client, person, method, url) != 404) == is_manager, (person, url)


@pytest.mark.slow
def test_a_manager_reaches_years_and_units_of_the_own_region_alone(client: Client, scenario: Scenario) -> None:
    elsewhere = a_region("430204")
    own, other = (scenario.year.pk, scenario.unit.pk), (a_year(region=elsewhere).pk, a_unit("U9", elsewhere).pk)
    codes = [
        visit(client, scenario.manager, "GET", reverse("desk:extension", args=args))
        for args in (own, (other[0], own[1]), (own[0], other[1]), other)
    ]
    assert codes == [200, 404, 404, 404]
    event = AuditEvent.objects.get(action="refused")
    assert (event.actor, event.subject) == (scenario.manager, f"/{resolve(reverse('desk:extension', args=own)).route}")


def test_a_visitor_is_sent_to_sign_in(client: Client, scenario: Scenario) -> None:
    for url in (reverse("desk:list"), reverse("shared_pages:document", args=(scenario.pk,))):
        response = client.get(url)
        assert (response.status_code, response.headers["Location"]) == (302, f"/sign-in/?next={url}")


def test_reaching_for_another_units_evaluation_is_audited(client: Client, scenario: Scenario) -> None:
    stranger = scenario.strangers[0]
    visit(client, stranger, "GET", reverse("shared_pages:document", args=(scenario.pk,)))
    event = AuditEvent.objects.get(action="refused")
    assert (event.actor, event.subject) == (stranger, str(scenario.pk))


def test_only_the_units_preparer_locks_an_evaluation_and_others_tries_stay_in_the_log(scenario: Scenario) -> None:
    with locked_for_edit(actor_of(scenario.preparer), scenario.pk) as evaluation:
        assert evaluation.pk == scenario.pk
    for person in (scenario.head, scenario.reviewer, *scenario.strangers):
        with pytest.raises(Http404), locked_for_edit(actor_of(person), scenario.pk):
            pytest.fail("locked")
    refused = AuditEvent.objects.filter(action="refused", subject=str(scenario.pk))
    assert {event.actor for event in refused} == {scenario.head, scenario.reviewer, *scenario.strangers}


def test_an_evaluation_that_is_none_can_not_be_locked_and_leaves_no_event(scenario: Scenario) -> None:
    with pytest.raises(Http404), locked_for_edit(actor_of(scenario.preparer), scenario.pk + 1):
        pytest.fail("locked")
    assert not AuditEvent.objects.filter(action="refused").exists()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "1.5", "%00", "９９"])
@pytest.mark.parametrize("address", ["document/", "comments/", "files/json/", "transitions/approve/", "start-review/"])
def test_a_number_that_is_none_is_not_found(client: Client, scenario: Scenario, number: str, address: str) -> None:
    method = "GET" if address in ("document/", "transitions/approve/") else "POST"
    assert visit(client, scenario.manager, method, f"/evaluations/{number}/{address}") == 404


def test_words_that_are_no_transition_or_file_are_not_found(client: Client, scenario: Scenario) -> None:
    for address in (
        "delete/",
        "files/attachment9/",
        "files/",
        "approve/",
        "transitions/delete/",
        "transitions/approve/x/",
    ):
        assert visit(client, scenario.reviewer, "POST", f"/evaluations/{scenario.pk}/{address}") == 404


@pytest.mark.parametrize(
    ("name", "args", "method"),
    [
        ("desk:list", "", "POST"),
        ("shared_pages:document", "pk", "POST"),
        ("shared_pages:start_review", "pk", "GET"),
        ("shared_pages:comment", "pk", "GET"),
        ("shared_pages:download", "pk json", "GET"),
        ("shared_pages:answer", "comment", "GET"),
        ("shared_pages:settle", "comment", "GET"),
    ],
)
def test_a_wrong_method_is_refused(client: Client, scenario: Scenario, name: str, args: str, method: str) -> None:
    words = {"pk": scenario.pk, "comment": 1}
    url = reverse(name, args=[words.get(word, word) for word in args.split()])
    assert visit(client, scenario.reviewer, method, url) == 405


def test_only_get_and_post_pass_a_transition(client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.reviewer)
    url = reverse("shared_pages:transition", args=(scenario.pk, "approve"))
    assert [client.put(url).status_code, client.delete(url).status_code] == [405, 405]
    assert SelfEvaluation.objects.get(pk=scenario.pk).state == State.SUBMITTED
