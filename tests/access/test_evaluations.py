"""Who reaches which page: each role x each address, other units' and regions' numbers, numbers that are none."""

from collections.abc import Sequence

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from evaluations.access.evaluations import locked_for_edit
from evaluations.comments.models import Comment
from evaluations.comments.services import open_comment
from evaluations.history.models import Event
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.workflow.transitions import TRANSITIONS, perform
from tests.stage import Stage

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"
FILES = ("attachment2", "attachment3", "json")
UNIT = ("preparer", "head")
BUREAU = ("reviewer", "manager")


def visit(client: Client, person: User, method: str, url: str, data: dict[str, str] | None = None) -> int:
    client.force_login(person)
    send = client.get if method == "GET" else client.post
    return send(url, data).status_code


@pytest.fixture
def stage() -> Stage:
    return Stage().at(State.SUBMITTED)


def reached_by(client: Client, stage: Stage, method: str, url: str, codes: Sequence[int] = (200,)) -> set[str]:
    """The roles of the unit's own people and bureau whom the address answers with one of `codes`; everybody else must get 404."""
    names = {name: getattr(stage, name) for name in (*UNIT, *BUREAU, "administrator", "auditor")}
    for stranger in stage.strangers:
        assert visit(client, stranger, method, url) == 404, stranger
    found = {name: visit(client, person, method, url) for name, person in names.items()}
    assert set(found.values()) <= {*codes, 404}, found
    return {name for name, code in found.items() if code != 404}


def test_the_document_is_for_the_unit_its_reviewer_and_the_manager(client: Client, stage: Stage) -> None:
    url = reverse("shared_pages:document", args=(stage.pk,))
    assert reached_by(client, stage, "GET", url) == {*UNIT, *BUREAU}


@pytest.mark.parametrize("state", State)
def test_the_bureau_reads_only_what_was_handed_in(client: Client, state: State) -> None:
    stage = Stage().at(state)
    url = reverse("shared_pages:document", args=(stage.pk,))
    handed_in = state not in (State.DRAFTING, State.UNIT_CHECK)
    assert reached_by(client, stage, "GET", url) == ({*UNIT, *BUREAU} if handed_in else {*UNIT})


@pytest.mark.parametrize("which", FILES)
def test_the_files_are_for_the_same_people(client: Client, stage: Stage, which: str) -> None:
    url = reverse("shared_pages:download", args=(stage.pk, which))
    assert reached_by(client, stage, "POST", url) == {*UNIT, *BUREAU}


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_transitions_page_asks_who_may_and_refuses_who_may_not(client: Client, stage: Stage, name: str) -> None:
    url = reverse("shared_pages:transition", args=(stage.pk, name))
    assert reached_by(client, stage, "GET", url, (200, 409)) == {*UNIT, *BUREAU}
    asked = {role for role in (*UNIT, *BUREAU) if visit(client, getattr(stage, role), "GET", url) == 200}
    expected = {"withdraw": {"head"}, "return": {"reviewer"}, "approve": {"reviewer"}}
    assert asked == expected.get(name, set())


def test_strangers_can_not_perform_comment_or_start(client: Client, stage: Stage) -> None:
    names = ("shared_pages:comment", "shared_pages:start_review")
    urls = [reverse(name, args=(stage.pk,)) for name in names]
    urls += [reverse("shared_pages:transition", args=(stage.pk, name)) for name in TRANSITIONS]
    events = Event.objects.count()
    for person in (*stage.strangers, stage.administrator, stage.auditor):
        for url in urls:
            assert visit(client, person, "POST", url, {"where": OFFICE, "text": "越权", "comment": "越权"}) == 404, url
    assert not Comment.objects.exists()
    assert Event.objects.count() == events


def test_strangers_can_not_answer_or_close(client: Client, stage: Stage) -> None:
    comment = open_comment(stage.pk, stage.reviewer, OFFICE, "请核对。")
    perform("return", stage.pk, stage.reviewer)
    for person in (*stage.strangers, stage.administrator, stage.auditor):
        for name in ("shared_pages:answer", "shared_pages:close"):
            assert visit(client, person, "POST", reverse(name, args=(comment.pk,)), {"text": "越权"}) == 404
    comment.refresh_from_db()
    assert comment.state == "open"


def test_the_desk_is_for_bureaus(client: Client, stage: Stage) -> None:
    found = {visit(client, person, "GET", reverse("desk:list")) for person in (stage.reviewer, stage.manager)}
    others = (stage.preparer, stage.head, stage.administrator, stage.auditor)
    assert (found, {visit(client, person, "GET", reverse("desk:list")) for person in others}) == ({200}, {404})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_assignment_and_extension_are_for_the_manager(client: Client, stage: Stage, method: str) -> None:
    urls = [reverse("desk:assignments"), reverse("desk:extension", args=(stage.year.pk, stage.unit.pk))]
    for url in urls:
        for person in stage.everybody:
            is_manager = person == stage.manager or (person == stage.strangers[-1] and url == urls[0])
            assert (visit(client, person, method, url) != 404) == is_manager, (person, url)


def test_a_visitor_is_sent_to_sign_in(client: Client, stage: Stage) -> None:
    for url in (reverse("desk:list"), reverse("shared_pages:document", args=(stage.pk,))):
        response = client.get(url)
        assert (response.status_code, response.headers["Location"]) == (302, f"/sign-in/?next={url}")


def test_reaching_for_another_units_evaluation_is_audited(client: Client, stage: Stage) -> None:
    stranger = stage.strangers[0]
    visit(client, stranger, "GET", reverse("shared_pages:document", args=(stage.pk,)))
    event = AuditEvent.objects.get(action="refused")
    assert (event.actor, event.subject) == (stranger, str(stage.pk))


def test_only_the_units_preparer_locks_an_evaluation_and_others_tries_stay_in_the_log(stage: Stage) -> None:
    with locked_for_edit(stage.preparer, stage.pk) as evaluation:
        assert evaluation.pk == stage.pk
    for person in (stage.head, stage.reviewer, *stage.strangers):
        with pytest.raises(Http404), locked_for_edit(person, stage.pk):
            pytest.fail("locked")
    refused = AuditEvent.objects.filter(action="refused", subject=str(stage.pk))
    assert {event.actor for event in refused} == {stage.head, stage.reviewer, *stage.strangers}


def test_an_evaluation_that_is_none_can_not_be_locked_and_leaves_no_event(stage: Stage) -> None:
    with pytest.raises(Http404), locked_for_edit(stage.preparer, stage.pk + 1):
        pytest.fail("locked")
    assert not AuditEvent.objects.filter(action="refused").exists()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "1.5", "%00", "９９"])
@pytest.mark.parametrize("address", ["document/", "comments/", "files/json/", "transitions/approve/", "start-review/"])
def test_a_number_that_is_none_is_not_found(client: Client, stage: Stage, number: str, address: str) -> None:
    method = "GET" if address in ("document/", "transitions/approve/") else "POST"
    assert visit(client, stage.manager, method, f"/evaluations/{number}/{address}") == 404


def test_words_that_are_no_transition_or_file_are_not_found(client: Client, stage: Stage) -> None:
    for address in (
        "delete/",
        "files/attachment9/",
        "files/",
        "approve/",
        "transitions/delete/",
        "transitions/approve/x/",
    ):
        assert visit(client, stage.reviewer, "POST", f"/evaluations/{stage.pk}/{address}") == 404


@pytest.mark.parametrize(
    ("name", "args", "method"),
    [
        ("desk:list", "", "POST"),
        ("shared_pages:document", "pk", "POST"),
        ("shared_pages:start_review", "pk", "GET"),
        ("shared_pages:comment", "pk", "GET"),
        ("shared_pages:download", "pk json", "GET"),
        ("shared_pages:answer", "comment", "GET"),
        ("shared_pages:close", "comment", "GET"),
    ],
)
def test_a_wrong_method_is_refused(client: Client, stage: Stage, name: str, args: str, method: str) -> None:
    words = {"pk": stage.pk, "comment": 1}
    url = reverse(name, args=[words.get(word, word) for word in args.split()])
    assert visit(client, stage.reviewer, method, url) == 405


def test_only_get_and_post_pass_a_transition(client: Client, stage: Stage) -> None:
    client.force_login(stage.reviewer)
    url = reverse("shared_pages:transition", args=(stage.pk, "approve"))
    assert [client.put(url).status_code, client.delete(url).status_code] == [405, 405]
    assert SelfEvaluation.objects.get(pk=stage.pk).state == State.SUBMITTED
