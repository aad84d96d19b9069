"""A chapter beside the texts that it resembles."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from evaluations.records.states import State
from tests.core.builders import document
from tests.core.checks.test_n_19 import OTHER, TEXT
from tests.factories import a_unit
from tests.scenario import Scenario, assign_to, explained

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHAPTER = "report.chapters.6"
CHANGED = TEXT.replace("五十二场", "五十三场")


@pytest.fixture
def scenario() -> Scenario:
    """The unit has handed in a chapter that another had handed in before, but for one word."""
    first = Scenario(a_unit("U2")).type({"chapters.6": TEXT}).submit().confirm()
    scenario = Scenario(a_unit("U1"))
    copied = document({"chapters.6": CHANGED})
    reasons = explained(CHAPTER, "N-19", "两个单位合办。")
    scenario.fill(copied.model_copy(update={"explanations": reasons})).submit().confirm()
    assign_to(scenario.reviewer, first.unit, scenario.manager)
    return scenario


def page(client: Client, person: User, scenario: Scenario, chapter: str = CHAPTER) -> str:
    client.force_login(person)
    return client.get(reverse("shared_pages:alike", args=(scenario.pk,)), {"chapter": chapter}).text


def test_a_reviewer_sees_both_texts_with_what_they_share(client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.reviewer)
    read = client.get(reverse("shared_pages:document", args=(scenario.pk,))).text
    assert f"{reverse('shared_pages:alike', args=(scenario.pk,))}?chapter={CHAPTER}" in read
    shown = page(client, scenario.reviewer, scenario)
    assert "与测试单位U2相同 9" in shown
    assert '<mark class="shared">' in shown
    assert "五十三场" in shown.replace("</mark>", "").replace('<mark class="shared">', "")


def test_the_unit_reads_nobody_elses_text(client: Client, scenario: Scenario) -> None:
    shown = page(client, scenario.preparer, scenario)
    assert "没有相近的文字" in shown
    assert "测试单位U2" not in shown
    assert "五十二场" not in shown


def test_another_chapter_has_none_and_anything_else_is_no_page(client: Client, scenario: Scenario) -> None:
    assert "没有相近的文字" in page(client, scenario.reviewer, scenario, "report.chapters.1")
    address = reverse("shared_pages:alike", args=(scenario.pk,))
    for wrong in ("", "report.chapters.99", "filing_date", "\x00"):
        assert client.get(address, {"chapter": wrong}).status_code == 404


def test_it_takes_as_many_queries_with_many_like_texts(client: Client, scenario: Scenario) -> None:
    client.force_login(scenario.reviewer)
    address = reverse("shared_pages:alike", args=(scenario.pk,)) + f"?chapter={CHAPTER}"
    client.get(address)  # that somebody reads it is noted once a day
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for at in range(3):
        other = Scenario(a_unit(f"L{at}"))
        other.fill(document({"chapters.6": chr(0x4E00 + at) * 40 + OTHER[at * 20 :]})).submit().confirm()
        assert other.evaluation.state == State.SUBMITTED
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 10
