"""Whatever is renamed after the approval, what is exported is what was approved."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from evaluations.dossier.judging import previous_document
from evaluations.dossier.prefill import begin
from evaluations.dossier.store import documents, load
from evaluations.files.formats import FORMATS
from evaluations.records.states import State
from tests.cast import a_year
from tests.stage import Stage

pytestmark = pytest.mark.django_db
Files = dict[str, bytes]


def rename(stage: Stage) -> None:
    """Another name for everything that has one."""
    unit, region = stage.unit, stage.unit.region
    unit.name = "改名以后的单位"
    unit.save()
    region.name, region.bureau_name = "改名以后的区", "改名以后的财政局"
    region.save()
    for person in stage.everybody:
        User.objects.filter(pk=person.pk).update(name=f"改名{person.pk}", phone="0700-1")


def downloads(client: Client, stage: Stage, person: User) -> Files:
    client.force_login(person)
    files = {}
    for which in FORMATS:
        response = client.post(reverse("shared_pages:download", args=(stage.pk, which)))
        assert response.status_code == 200
        files[which + response.headers["Content-Disposition"]] = response.content
    return files


def by_command(stage: Stage, to: Path) -> Files:
    call_command("export_evaluation", unit=stage.unit.code, year=str(stage.year.year), to=to)
    return {path.name: path.read_bytes() for path in to.iterdir()}


def printed(client: Client, stage: Stage, person: User) -> str:
    """What of the document's page is printed: its title, and what the style sheet leaves."""
    client.force_login(person)
    page = client.get(reverse("shared_pages:document", args=(stage.pk,))).text
    title = page.partition("<title>")[2].partition("</title>")[0]
    return title + page.partition('<article class="paper">')[2].partition("</article>")[0]


@pytest.mark.parametrize("state", [State.UNIT_CHECK, State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_every_export_of_what_was_handed_in_is_the_same_after_a_renaming(
    client: Client, tmp_path: Path, state: State
) -> None:
    stage = Stage().at(state)
    readers = [stage.preparer, stage.head]
    readers += [] if state == State.UNIT_CHECK else [stage.reviewer, stage.manager]
    before = [downloads(client, stage, person) for person in readers], by_command(stage, tmp_path / "1")
    pages = [printed(client, stage, person) for person in readers]
    rename(stage)
    assert ([downloads(client, stage, person) for person in readers], by_command(stage, tmp_path / "2")) == before
    assert [printed(client, stage, person) for person in readers] == pages


def test_the_bureau_exports_what_was_handed_in_while_the_unit_corrects_under_its_new_name(client: Client) -> None:
    stage = Stage().at(State.RETURNED)
    before = downloads(client, stage, stage.reviewer)
    rename(stage)
    assert downloads(client, stage, stage.reviewer) == before
    assert all("改名以后的单位" in load(stage.evaluation).unit.name for _ in before)


def test_what_the_unit_fills_in_has_its_new_name(client: Client, tmp_path: Path) -> None:
    stage = Stage().at(State.DRAFTING)
    rename(stage)
    assert all(name.startswith("2023年度改名以后的单位") for name in by_command(stage, tmp_path))
    assert "改名以后的单位" in printed(client, stage, stage.preparer)


def test_the_next_year_begins_with_the_approved_one_under_the_new_name() -> None:
    stage = Stage().at(State.APPROVED)
    approved = load(stage.evaluation)
    rename(stage)
    begun, was_filled = begin(stage.unit, a_year(2024), stage.preparer)
    evaluation = documents().get(pk=begun.pk)
    assert was_filled
    assert load(evaluation).unit.name == "改名以后的单位"
    assert previous_document(evaluation) == approved
