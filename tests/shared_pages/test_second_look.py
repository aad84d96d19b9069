"""The reviewer's second look begins with the comments of the last round and what came of them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import User
from evaluations.comments.models import Comment, CommentState
from evaluations.comments.services import answer_comment, open_comment
from evaluations.core.content.cells import fill
from evaluations.dossier.store import edition_of, load, save
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WHERE = "report.chapters.7"
CHAPTER = "report.chapters.8"
HEADING = "上一次的批注和单位的答复"


def handed_in_again(fixed: int = 1) -> Scenario:
    """`fixed` comments answered by a change, one by a reason."""
    scenario = Scenario().at(State.SUBMITTED)
    reviewer, preparer = actor_of(scenario.reviewer), actor_of(scenario.preparer)
    comments = [open_comment(scenario.pk, reviewer, WHERE, "请补充原因。") for _ in range(fixed)]
    reasoned = open_comment(scenario.pk, reviewer, CHAPTER, "请写具体。")
    perform("return", scenario.pk, reviewer, only_commented=True)
    evaluation = scenario.evaluation
    stored = load(evaluation)
    changed, _ = fill(edition_of(evaluation), stored, {WHERE: "新的原因。"})
    save(evaluation, stored, changed, revision=evaluation.revision, actor=preparer)
    for comment in comments:
        answer_comment(comment, preparer, "改好了。", CommentState.FIXED)
    answer_comment(reasoned, preparer, "已经具体。")
    return scenario.submit().confirm()


def shown(client: Client, scenario: Scenario, person: User) -> str:
    client.force_login(person)
    return str(client.get(reverse("shared_pages:document", args=[scenario.pk])).text)


def test_answers_come_before_the_sheets_with_what_was_changed(client: Client) -> None:
    scenario = handed_in_again()
    text = shown(client, scenario, scenario.reviewer)
    assert text.index(HEADING) < text.index('class="paper"')
    assert "→ <ins>新的原因。</ins>" in text
    for comment in Comment.objects.all():
        assert len(re.findall(rf'id="comment-{comment.pk}"', text)) == 1
    assert text.count('value="raised_again"') == 2


def test_settled_ones_leave_the_list_and_new_ones_do_not_join_it(client: Client) -> None:
    scenario = handed_in_again()
    client.force_login(scenario.reviewer)
    fixed, reasoned = Comment.objects.all()
    client.post(reverse("shared_pages:settle", args=[fixed.pk]), {"action": "closed"})
    again = client.post(
        reverse("shared_pages:settle", args=[reasoned.pk]), {"action": "raised_again", "text": "仍不具体。"}
    )
    assert again["Location"].endswith(f"#comment-{Comment.objects.latest('pk').pk}")
    text = shown(client, scenario, scenario.reviewer)
    assert HEADING not in text
    assert text.index("请写具体。") < text.index("已经具体。") < text.index("仍不具体。")


def test_raising_again_without_a_text_is_refused_and_shown_again(client: Client) -> None:
    scenario = handed_in_again()
    client.force_login(scenario.reviewer)
    response = client.post(
        reverse("shared_pages:settle", args=[Comment.objects.latest("pk").pk]), {"action": "raised_again"}
    )
    assert response.status_code == 409
    assert "请填写批注内容" in response.text
    assert client.post(reverse("shared_pages:settle", args=[1]), {"action": "open"}).status_code == 404


def test_the_unit_reads_the_sheets_first(client: Client) -> None:
    scenario = handed_in_again()
    assert HEADING not in shown(client, scenario, scenario.head)


def queries(client: Client, scenario: Scenario) -> int:
    with CaptureQueriesContext(connection) as captured:
        shown(client, scenario, scenario.reviewer)
    return len(captured)


def test_the_queries_do_not_depend_on_the_number_of_comments(client: Client) -> None:
    scenario = handed_in_again(6)
    shown(client, scenario, scenario.reviewer)
    many = queries(client, scenario)
    Comment.objects.filter(pk__in=list(Comment.objects.values_list("pk", flat=True)[:5])).delete()
    assert queries(client, scenario) == many <= 15
