"""A form whose 附件2 has four columns of its own goes the whole way: it is typed in, judged, stored, exported, brought back, frozen, and begins the next year."""

import json

import pytest
from django.test import Client

from accounts.actors import actor_of
from evaluations.contents.facts import exceeding, total
from evaluations.dossier.store import load
from evaluations.files.export import content
from evaluations.files.formats import formats_of
from evaluations.filling.steps import BASIC_DATA, CHECK
from evaluations.fiscal_years.loading import load_edition
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core.form.four_columns import ADJUSTED, APPROVED, BEFORE, LINES, SETTLED, SPECIAL, TYPED, filled, form, text
from tests.factories import a_year
from tests.filling.forms import address, post
from tests.filling.uploads import confirm, offered, preview_of
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def year() -> FiscalYear:
    return a_year(edition=load_edition(text()))


@pytest.fixture
def scenario(year: FiscalYear) -> Scenario:
    return Scenario(year=year)


def amounts(texts: dict[str, str]) -> dict[str, str]:
    return {path: said for path, said in texts.items() if path.startswith(f"{LINES}.")}


def test_its_page_asks_for_each_column_and_saves_it(scenario: Scenario, client: Client) -> None:
    client.force_login(scenario.preparer)
    page = client.get(address(scenario.evaluation, BASIC_DATA)).content.decode()
    assert all(f'name="{LINES}.three_public.{column}"' in page for column in (BEFORE, APPROVED, ADJUSTED, SETTLED))
    assert "年初预算数" in page
    assert f'name="{LINES}.procurement.{BEFORE}"' not in page
    typed = {f"{LINES}.official_reception.{APPROVED}": "３.0", f"{LINES}.overseas_travel.{APPROVED}": "1"}
    assert post(client, scenario.evaluation, BASIC_DATA, typed).status_code == 303
    assert load(scenario.evaluation).basic_data.amount("three_public", APPROVED) == 4
    cells = {"revision": scenario.evaluation.revision, "cells": {f"{LINES}.procurement.{ADJUSTED}": "-1"}}
    answer = client.post(f"{address(scenario.evaluation, BASIC_DATA)}cells/", json.dumps(cells), "application/json")
    assert answer.status_code == 200
    assert load(scenario.evaluation).basic_data.amount("procurement", ADJUSTED) == -1
    assert "不能为负数" in client.get(address(scenario.evaluation, CHECK)).content.decode()


def test_it_goes_the_whole_way(scenario: Scenario, client: Client) -> None:
    here = f"/evaluations/{scenario.pk}"
    scenario.fill(filled({"report.chapters.1": "古籍修复年初预算12万元，支出10.5万元，结余1万元。"}))
    stored = load(scenario.evaluation)
    assert stored.basic_data == filled().basic_data
    scenario.submit()
    client.force_login(scenario.head)
    page = client.get(f"{here}/transitions/confirm/").content.decode()
    assert "2023年决算数" in page
    scenario.confirm()
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    for which in ("", "?beside=previous", "?beside=last_year"):
        client.force_login(scenario.reviewer)
        assert client.get(f"{here}/document/{which}").status_code == 200
    assert scenario.evaluation.state == State.APPROVED
    assert load(scenario.evaluation) == stored


def test_its_amounts_are_asked_for_as_those_of_any_form(scenario: Scenario) -> None:
    scenario.fill(filled())
    every = SelfEvaluation.objects.all()
    assert total(every, "expenditure.budget", "project") == load(scenario.evaluation).basic_data.amount(
        "project", ADJUSTED
    )
    assert not exceeding(every, "expenditure.final", "expenditure.budget")
    scenario.fill(filled({f"procurement.{SETTLED}": "6"}))
    assert exceeding(every, "expenditure.final", "expenditure.budget")


def test_the_next_year_begins_with_its_final_amounts(scenario: Scenario, client: Client) -> None:
    scenario.fill(filled({"report.chapters.1": "已完成。"})).submit().confirm()
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    following = a_year(2024, edition=scenario.year.edition)
    client.force_login(scenario.preparer)
    client.post(f"/years/{following.pk}/units/{scenario.unit.pk}/begin/")
    begun = SelfEvaluation.objects.get(fiscal_year=following)
    assert load(begun).basic_data.amount("project", BEFORE) == filled().basic_data.amount("project", SETTLED)
    refused = post(client, begun, BASIC_DATA, {f"{LINES}.project.{BEFORE}": "11"})
    assert "上年" in refused.content.decode()
    assert load(begun).basic_data.amount("project", BEFORE) == filled().basic_data.amount("project", SETTLED)


@pytest.mark.parametrize("which", ["attachment2", "docx"])
def test_what_was_exported_is_read_back(scenario: Scenario, client: Client, which: str) -> None:
    made = content(filled(), form(), which, author="财政局")
    client.force_login(scenario.preparer)
    page = preview_of(client, scenario.evaluation, {f"导入.{'docx' if which == 'docx' else 'xlsx'}": made})
    taken = [path for path in offered(page) if path.startswith(f"{LINES}.")]
    assert len(taken) == len(amounts(TYPED))
    assert confirm(client, scenario.evaluation, page, taken).status_code == 303
    assert load(scenario.evaluation).basic_data == filled().basic_data


def test_each_of_its_files_is_made(scenario: Scenario, client: Client) -> None:
    client.force_login(scenario.preparer)
    scenario.fill(filled())
    for which in formats_of(form()):
        assert client.post(f"/evaluations/{scenario.pk}/files/{which}/").status_code == 200
    told = client.post(f"/evaluations/{scenario.pk}/files/json/").content.decode()
    assert f'"{APPROVED}": "12"' in told
    assert SPECIAL.rpartition(".")[2] in told
