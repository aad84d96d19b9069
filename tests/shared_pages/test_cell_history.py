"""Who changed a cell: for the unit all changes, for the bureau those up to the hand-in."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import User
from evaluations.core.content.cells import fill
from evaluations.dossier.store import edition_of, load, save
from evaluations.records.states import State
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"


def type_in(scenario: Scenario, text: str) -> None:
    evaluation = scenario.evaluation
    stored = load(evaluation)
    changed, _ = fill(edition_of(evaluation), stored, {OFFICE: text})
    save(evaluation, stored, changed, revision=evaluation.revision, actor=actor_of(scenario.preparer))


def told(client: Client, scenario: Scenario, person: User, path: str = OFFICE, status: int = 200) -> str:
    client.force_login(person)
    response = client.get(reverse("shared_pages:cell_history", args=[scenario.pk]), {"path": path})
    assert response.status_code == status
    return response.text


def changes(text: str) -> list[str]:
    lines = re.findall(r"<li>(.*?)</li>", text)
    return [re.sub(r"<span.*</span> ", "", line).strip() for line in lines]


def test_the_newest_change_comes_first_with_who_and_when(client: Client) -> None:
    scenario = Scenario()
    for text in ("1.5", "2", ""):
        type_in(scenario, text)
    page = told(client, scenario, scenario.head)
    assert changes(page) == ["2 → 清空", "1.5 → 2", "1.5"]
    assert re.search(rf"{scenario.preparer.name} \d\d:\d\d:\d\d", page)


@pytest.mark.slow
def test_the_bureau_does_not_see_what_the_unit_changes_after_the_hand_in(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    type_in(scenario, "999")
    assert "→ 999" in told(client, scenario, scenario.preparer)
    page = told(client, scenario, scenario.reviewer)
    assert "999" not in page
    assert len(changes(page)) == 1


def test_a_cell_that_nobody_changed_says_so(client: Client) -> None:
    scenario = Scenario()
    assert "没有修改记录。" in told(client, scenario, scenario.preparer)


@pytest.mark.parametrize("path", ["", "nothing", "\x00", "<script>", "basic_data", "x" * 3000])
def test_what_is_no_cell_has_no_history(client: Client, path: str) -> None:
    scenario = Scenario()
    told(client, scenario, scenario.preparer, path, 404)


@pytest.mark.slow
def test_many_changes_take_as_many_queries_and_show_the_last(client: Client) -> None:
    scenario = Scenario()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            told(client, scenario, scenario.preparer)
        return len(captured)

    type_in(scenario, "1")
    few = queries()
    for number in range(2, 12):
        type_in(scenario, str(number))
    assert queries() == few
    assert len(changes(told(client, scenario, scenario.preparer))) == 8
