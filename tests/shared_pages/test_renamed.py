"""Whatever is renamed after the approval, what is exported is what was approved."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import User
from evaluations.dossier.judging import previous_document
from evaluations.dossier.prefill import begin
from evaluations.dossier.store import documents, load
from evaluations.files.formats import formats_of
from evaluations.records.states import State
from tests.factories import a_year
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Files = dict[str, bytes]


def rename(scenario: Scenario) -> None:
    """Another name for everything that has one."""
    unit, region = scenario.unit, scenario.unit.region
    unit.name = "改名以后的单位"
    unit.save()
    region.name, region.bureau_name = "改名以后的区", "改名以后的财政局"
    region.save()
    for person in scenario.everybody:
        User.objects.filter(pk=person.pk).update(name=f"改名{person.pk}", phone="0700-1")


def downloads(client: Client, scenario: Scenario, person: User) -> Files:
    client.force_login(person)
    files = {}
    for which in formats_of(scenario.evaluation.edition.edition):
        response = client.post(reverse("shared_pages:download", args=(scenario.pk, which)))
        assert response.status_code == 200
        files[which + response.headers["Content-Disposition"]] = response.content
    return files


def by_command(scenario: Scenario, to: Path) -> Files:
    call_command("export_evaluation", unit=scenario.unit.code, year=str(scenario.year.year), to=to)
    return {path.name: path.read_bytes() for path in to.iterdir()}


def printed(client: Client, scenario: Scenario, person: User) -> str:
    """What of the document's page is printed: its title, and what the style sheet leaves."""
    client.force_login(person)
    page = client.get(reverse("shared_pages:document", args=(scenario.pk,))).text
    title = page.partition("<title>")[2].partition("</title>")[0]
    return title + page.partition('<article class="paper">')[2].partition("</article>")[0]


@pytest.mark.parametrize("state", [State.UNIT_CHECK, State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_every_export_of_what_was_handed_in_is_the_same_after_a_renaming(
    client: Client, tmp_path: Path, state: State
) -> None:
    scenario = Scenario().at(state)
    readers = [scenario.preparer, scenario.head]
    readers += [] if state == State.UNIT_CHECK else [scenario.reviewer, scenario.manager]
    before = [downloads(client, scenario, person) for person in readers], by_command(scenario, tmp_path / "1")
    pages = [printed(client, scenario, person) for person in readers]
    rename(scenario)
    assert ([downloads(client, scenario, person) for person in readers], by_command(scenario, tmp_path / "2")) == before
    assert [printed(client, scenario, person) for person in readers] == pages


def test_the_bureau_exports_what_was_handed_in_while_the_unit_corrects_under_its_new_name(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    before = downloads(client, scenario, scenario.reviewer)
    rename(scenario)
    assert downloads(client, scenario, scenario.reviewer) == before
    assert all("改名以后的单位" in load(scenario.evaluation).unit.name for _ in before)


def test_what_the_unit_fills_in_has_its_new_name(client: Client, tmp_path: Path) -> None:
    scenario = Scenario().at(State.DRAFTING)
    rename(scenario)
    assert all(name.startswith("2023年度改名以后的单位") for name in by_command(scenario, tmp_path))
    assert "改名以后的单位" in printed(client, scenario, scenario.preparer)


def test_the_next_year_begins_with_the_approved_one_under_the_new_name() -> None:
    scenario = Scenario().at(State.APPROVED)
    approved = load(scenario.evaluation)
    rename(scenario)
    begun, was_filled = begin(scenario.unit, a_year(2024), actor_of(scenario.preparer))
    evaluation = documents().get(pk=begun.pk)
    assert was_filled
    assert load(evaluation).unit.name == "改名以后的单位"
    assert previous_document(evaluation) == approved
