"""What follows from the table of kinds: who sees a comment, what waits for an answer, its buttons and its words in the log."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from evaluations.auditing.words import action_in_words
from evaluations.comments.kinds import ANSWERED, Kind, answered_at, open_to, seen_by
from evaluations.comments.models import Comment
from evaluations.comments.reach import comments_of, unanswered
from evaluations.comments.services import open_comment
from evaluations.records.states import State
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"


@pytest.mark.parametrize("kind", Kind)
def test_a_comment_is_seen_where_its_kind_is_seen(kind: Kind) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    Comment.objects.create(
        evaluation_id=scenario.pk,
        kind=kind,
        where=OFFICE,
        cell_name="格",
        text="请核对。",
        author=scenario.reviewer,
        at=scenario.year.opens_at,
    )
    for place, person in (("unit", scenario.preparer), ("bureau", scenario.manager)):
        actor = actor_of(person)
        assert (kind in seen_by(scenario.evaluation, actor)) == (place in kind.facts.seen_at)
        assert comments_of(scenario.evaluation, actor).exists() == (place in kind.facts.seen_at)
    assert unanswered(scenario.evaluation).exists() == (kind in ANSWERED)
    assert unanswered(scenario.evaluation, by="unit").exists() == (kind in answered_at("unit"))


@pytest.mark.parametrize("kind", Kind)
def test_every_act_on_a_kind_has_words_in_the_log(kind: Kind) -> None:
    assert all(action_in_words(action) == words for action, words in kind.actions.items())
    assert (f"answer_{kind}" in kind.actions) == (kind in ANSWERED)


@pytest.mark.slow
def test_the_box_has_a_button_for_each_kind_that_the_person_may_write(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    page = client.get(reverse("shared_pages:document", args=[scenario.pk]), {"comment": OFFICE}).text
    writable = open_to(scenario.evaluation, actor_of(scenario.reviewer))
    assert Kind.COMMENT in writable
    for kind in Kind:
        assert (f'value="{kind}">发出{kind.label}</button>' in page) == (kind in writable)


@pytest.mark.slow
@pytest.mark.parametrize("kind", Kind)
def test_the_button_that_was_pressed_says_the_kind(client: Client, kind: Kind) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    sent = {"where": OFFICE, "text": "请核对。", "action": kind.value}
    response = client.post(reverse("shared_pages:comment", args=[scenario.pk]), sent)
    if kind in open_to(scenario.evaluation, actor_of(scenario.reviewer)):
        assert response.status_code == 302
        assert Comment.objects.get().kind == kind


def test_there_is_no_comment_of_a_kind_that_does_not_exist(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    sent = {"where": OFFICE, "text": "请核对。", "action": "shout"}
    assert client.post(reverse("shared_pages:comment", args=[scenario.pk]), sent).status_code == 404
    assert not Comment.objects.exists()


def test_a_new_comment_is_of_the_first_kind_unless_another_is_named() -> None:
    scenario = Scenario().at(State.SUBMITTED)
    assert open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。").kind == Kind.COMMENT
