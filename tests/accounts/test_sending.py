"""Forms posted without a session, or with the token of an older one: nobody is led to an address that is no page, and what was typed comes back."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.roles import Role
from accounts.sending import Sent, is_from_here, page_before
from evaluations.comments.models import Comment
from evaluations.records.states import State
from tests.factories import PASSWORD, a_person
from tests.scenario import Scenario, Standing

pytestmark = pytest.mark.django_db
TEXT = "社保缴费基数调整，<b>“增支”</b> & 3 万元"
HERE = "http://testserver"


@pytest.fixture(scope="module", autouse=True)
def submitted(standing: Standing) -> Iterator[Scenario]:
    with standing():
        yield Scenario().at(State.SUBMITTED)


@pytest.fixture
def scenario(submitted: Scenario) -> Scenario:
    """An evaluation in review."""
    return deepcopy(submitted)


@pytest.fixture
def strict() -> Client:
    """A browser whose tokens are checked."""
    return Client(enforce_csrf_checks=True)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{before}{one.namespace}:" if one.namespace else before)
        else:
            yield f"{before}{one.name}", one


NAMES = dict(patterns(get_resolver()))


def address_of(name: str, scenario: Scenario) -> str:
    values = {
        "evaluation_id": scenario.pk,
        "fiscal_year_id": scenario.year.pk,
        "unit_id": scenario.unit.pk,
        "project_id": 1,
        "comment_id": 1,
        "standard_id": 1,
        "person_id": scenario.head.pk,
        "membership_id": 1,
        "region_id": scenario.unit.region_id,
        "section_id": 1,
        "change_id": 1,
        "edition_id": scenario.year.edition_id,
        "draft_id": 1,
        "query_id": 1,
        "way": "evenly",
        "which": "json",
        "name": "approve",
        "code": "grades",
        "subject": "unit",
        "number": 1,
        "step": "basic-data",
    }
    return reverse(name, kwargs={key: values[key] for key in NAMES[name].pattern.converters})


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


def fields_in(page: str) -> dict[str, str]:
    """The hidden fields of the page's main part."""
    main = page[page.index("<main") :]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', main)}


def sign_in_on(client: Client, page: str, username: str) -> Any:
    return client.post("/sign-in/", fields_in(page) | {"username": username, "password": PASSWORD})


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("referer", [True, False], ids=["told the page before", "not told"])
def test_after_signing_in_no_posted_form_leads_to_405(
    name: str,
    referer: bool,  # noqa: FBT001
    client: Client,
    scenario: Scenario,
) -> None:
    url = address_of(name, scenario)
    response = client.post(url, headers={"Referer": f"{HERE}{url}"} if referer else {})
    if response.status_code != 302 or not response["Location"].startswith("/sign-in/"):
        assert response.status_code in (200, 302, 401, 404, 405)  # open to visitors, or a script's own answer
        return
    for person in (scenario.preparer, scenario.reviewer, scenario.manager):
        client.force_login(person)
        following = client.get(sign_in_on(client, client.get(response["Location"]).text, person.username)["Location"])
        assert following.status_code != 405


@pytest.mark.parametrize("name", NAMES)
def test_an_address_that_takes_no_get_is_known_as_such(name: str, client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.reviewer)
    answer = client.get(address_of(name, scenario))
    assert (answer.status_code == 405) == getattr(NAMES[name].callback, "is_post_only", False)
    if answer.status_code == 405:
        assert "不能直接打开" in answer.text
        assert answer["Allow"] == "POST"


def test_what_was_typed_in_a_session_that_ended_is_sent_again_after_signing_in(
    strict: Client, scenario: Scenario
) -> None:
    asked = post_without_session(strict, scenario, scenario.reviewer.username)
    assert asked.status_code == 403
    assert "登录已过期" in asked.text
    given_back = sign_in_on(strict, asked.text, scenario.reviewer.username)
    assert "社保缴费基数调整，&lt;b&gt;“增支”&lt;/b&gt; &amp; 3 万元" in given_back.text
    fields = fields_in(given_back.text)
    assert fields["text"] == TEXT
    sent = strict.post(reverse("shared_pages:comment", args=[scenario.pk]), fields)
    assert sent.status_code == 302
    assert Comment.objects.get().text == TEXT


def post_without_session(client: Client, scenario: Scenario, typed_by: str, **more: Any) -> Any:
    form = {"where": "basic_data.staffing.staff_in_post", "text": TEXT, "typed_by": typed_by}
    page = f"{HERE}/evaluations/{scenario.pk}/document/?comment=basic_data.staffing.staff_in_post"
    return client.post(reverse("shared_pages:comment", args=[scenario.pk]), form, headers={"Referer": page}, **more)


def test_nobody_else_gets_what_was_typed(strict: Client, scenario: Scenario) -> None:
    asked = post_without_session(strict, scenario, scenario.reviewer.username)
    response = sign_in_on(strict, asked.text, scenario.manager.username)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert not Comment.objects.exists()


def test_a_wrong_password_keeps_what_was_typed(strict: Client, scenario: Scenario) -> None:
    asked = post_without_session(strict, scenario, scenario.reviewer.username)
    wrong = strict.post("/sign-in/", fields_in(asked.text) | {"username": scenario.reviewer.username, "password": "x"})
    assert "不正确" in wrong.text
    assert TEXT in unescape(sign_in_on(strict, wrong.text, scenario.reviewer.username).text)


def test_a_token_of_an_older_session_gives_back_what_was_typed(strict: Client, scenario: Scenario) -> None:
    strict.force_login(scenario.reviewer)
    refused = post_without_session(strict, scenario, scenario.reviewer.username)
    assert refused.status_code == 403
    assert strict.post(reverse("shared_pages:comment", args=[scenario.pk]), fields_in(refused.text)).status_code == 302
    assert Comment.objects.count() == 1


def test_a_token_of_another_persons_session_gives_nothing_back(strict: Client, scenario: Scenario) -> None:
    strict.force_login(scenario.manager)
    refused = post_without_session(strict, scenario, scenario.reviewer.username)
    assert refused.status_code == 403
    assert "增支" not in refused.text
    assert f'href="/evaluations/{scenario.pk}/document/?comment=basic_data.staffing.staff_in_post"' in refused.text


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_another_sites_form_is_not_given_back(strict: Client, scenario: Scenario, headers: dict[str, str]) -> None:
    form = {"text": TEXT, "typed_by": scenario.reviewer.username}
    strict.force_login(scenario.reviewer)
    assert "增支" not in strict.post(reverse("shared_pages:comment", args=[scenario.pk]), form, headers=headers).text
    visitor = Client(enforce_csrf_checks=True)
    assert "增支" not in visitor.post(reverse("shared_pages:comment", args=[scenario.pk]), form, headers=headers).text


def test_a_password_is_never_given_back(client: Client) -> None:
    response = client.post("/password/", {"old_password": PASSWORD, "new_password1": "neu-1234567", "typed_by": "x"})
    assert response["Location"] == "/sign-in/?next=/password/"


def test_a_script_is_still_answered_401_or_403(strict: Client, scenario: Scenario) -> None:
    url = reverse("filling:cells", args=[scenario.pk, "basic-data"])
    answer = strict.post(url, "{}", content_type="application/json")
    assert answer.status_code == 403
    strict.force_login(scenario.preparer)
    assert strict.post(url, "{}", content_type="application/json").status_code == 403


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_page_of_signing_in_that_is_too_old_asks_anew_or_goes_on(strict: Client, is_signed_in: bool) -> None:  # noqa: FBT001
    person = a_person(Role.PREPARER)
    if is_signed_in:
        strict.force_login(person)
    old = {"username": person.username, "password": PASSWORD, "next": "/help/", "csrfmiddlewaretoken": "x" * 32}
    response = strict.post("/sign-in/", old)
    if is_signed_in:
        assert response["Location"] == "/help/"
    else:
        assert response.status_code == 403
        assert "请重新输入用户名和密码" in response.text
        assert sign_in_on(strict, response.text, person.username)["Location"] == "/help/"


@pytest.mark.slow
def test_a_page_of_signing_in_that_is_too_old_keeps_what_it_carries(strict: Client, scenario: Scenario) -> None:
    asked = post_without_session(strict, scenario, scenario.reviewer.username)
    old = fields_in(asked.text) | {"username": scenario.reviewer.username, "csrfmiddlewaretoken": "x" * 32}
    again = strict.post("/sign-in/", old)
    assert TEXT in unescape(sign_in_on(strict, again.text, scenario.reviewer.username).text)
    assert TEXT in unescape(strict.post("/sign-in/", old).text)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_what_the_page_of_signing_in_carries_leads_nowhere_else(
    client: Client, scenario: Scenario, elsewhere: str
) -> None:
    carried = {"sent_address": elsewhere, "sent_body": "text=a&typed_by=x", "sent_page": "/"}
    assert Sent.carried(carried) is None
    assert Sent.carried(carried | {"sent_address": "/x/", "sent_page": elsewhere}) is None


def test_a_form_whose_subject_is_out_of_reach_by_now_shows_what_was_typed(client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.strangers[0])
    form = {"text": TEXT, "typed_by": scenario.strangers[0].username}
    response = client.post(
        reverse("shared_pages:answer", args=[99]), form, headers={"Referer": f"{HERE}/evaluations/7/"}
    )
    assert response.status_code == 404
    assert TEXT in unescape(response.text)
    assert 'href="/evaluations/7/"' in response.text


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, True),
        ({"Origin": HERE}, True),
        ({"Origin": "null"}, False),
        ({"Referer": f"{HERE}/x/"}, True),
        ({"Referer": "https://testserver.example/"}, False),
    ],
)
def test_a_form_is_from_here(rf: RequestFactory, headers: dict[str, str], *, expected: bool) -> None:
    assert is_from_here(rf.post("/", headers=headers)) == expected


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        (f"{HERE}/review/?year=2023#x", "/review/?year=2023"),
        (f"{HERE}/comments/5/answer/", "/"),
        (f"{HERE}/nowhere/", "/"),
        ("https://elsewhere.example/review/", "/"),
        ("", "/"),
    ],
)
def test_the_page_before_is_one_that_can_be_opened(rf: RequestFactory, referer: str, expected: str) -> None:
    assert page_before(rf.post("/comments/5/answer/", headers={"Referer": referer})) == expected


def test_the_page_before_is_the_forms_own_where_that_is_a_page(rf: RequestFactory) -> None:
    assert page_before(rf.post("/evaluations/1/transitions/return/?x=1")) == "/evaluations/1/transitions/return/?x=1"


# Told what was taken


def test_the_browser_is_told_which_kept_form_was_taken(client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.reviewer)
    form = {"where": "basic_data.staffing.staff_in_post", "text": TEXT, "kept_as": "0123456789abcdef"}
    taken = client.post(reverse("shared_pages:comment", args=[scenario.pk]), form)
    assert taken.cookies["taken.0123456789abcdef"].value == "1"


@pytest.mark.parametrize(
    "change",
    [lambda form: form | {"text": ""}, lambda form: form | {"kept_as": "a;b"}, lambda form: form | {"kept_as": "x"}],
)
def test_a_refused_form_or_an_odd_name_is_not_told(
    client: Client, scenario: Scenario, change: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    client.force_login(scenario.reviewer)
    form = {"where": "basic_data.staffing.staff_in_post", "text": TEXT, "kept_as": "0123456789abcdef"}
    response = client.post(reverse("shared_pages:comment", args=[scenario.pk]), change(form))
    assert not any(name.startswith("taken.") for name in response.cookies)


def test_a_visitor_is_told_of_nothing_taken(client: Client, scenario: Scenario) -> None:
    response = client.post(reverse("shared_pages:comment", args=[scenario.pk]), {"kept_as": "0123456789abcdef"})
    assert not any(name.startswith("taken.") for name in response.cookies)


def test_the_session_says_who_it_is(client: Client, scenario: Scenario) -> None:
    assert client.get("/session/").json()["user"] == ""
    client.force_login(scenario.head)
    answer = client.get("/session/")
    assert answer.json()["user"] == scenario.head.username
    assert "no-store" in answer["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scenario.head)
    token = strict.get("/session/").json()["token"]
    assert strict.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 302
