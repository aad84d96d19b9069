"""The pages of a return that opened only the commented places: shut cells are texts that say why, and the way leads to the open ones."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from evaluations.comments.services import open_comment
from evaluations.core.paths import WHOLE
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, DETAILS, INDICATORS, REPORT, STEPS, Step
from evaluations.records.states import State
from tests.filling.forms import address
from tests.filling.saving.test_opened import OFFICE, QUANTITY, WHY, returned
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def page(client: Client, scenario: Scenario, step: Step) -> str:
    client.force_login(scenario.preparer)
    response = client.get(address(scenario.evaluation, step))
    assert response.status_code == 200
    return str(response.text)


def inputs(text: str) -> set[str]:
    form = text[text.index('id="filling"') :]
    return {name for name in re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', form) if "." in name}


@pytest.mark.parametrize("step", [step for step in STEPS if step is not CHECK])
def test_only_open_cells_have_inputs_and_the_others_say_why(client: Client, step: Step) -> None:
    text = page(client, returned(OFFICE), step)
    opened = {
        BASIC_DATA: {OFFICE, "basic_data.expenditure.operating.final"},
        REPORT: {name for name in inputs(text) if name.startswith("report.figures.")} | {"report.chapters.2"},
    }
    assert inputs(text) == opened.get(step, set())
    assert f'title="{WHY}' in text
    assert f"{WHY}（及随之变化的），其余只能查看" in text
    if step in (DETAILS, BUDGET, INDICATORS):
        assert f'下一处可以修改的是<a href="{address_of(step, text)}' in text


def address_of(step: Step, text: str) -> str:
    found = re.search(r"下一处可以修改的是<a href=\"([^\"#]+)", text)
    assert found
    assert found[1].endswith("/basic-data/") or found[1].endswith("/report/")
    return found[1]


def test_tools_of_shut_rows_are_gone_and_those_of_an_open_list_stay(client: Client) -> None:
    text = page(client, returned(QUANTITY), INDICATORS)
    assert f"add:{QUANTITY}" in text
    assert "remove:self_assessment.indicators.1" in text
    assert "add:self_assessment.indicators.output.quality" not in text
    assert "remove:self_assessment.indicators.3" not in text


def test_a_full_return_shows_no_such_line(client: Client) -> None:
    text = page(client, returned(OFFICE, only_commented=False), BASIC_DATA)
    assert WHY not in text


@pytest.mark.parametrize(("wheres", "chosen"), [([OFFICE], "on"), ([OFFICE, WHOLE], ""), ([WHOLE], ""), ([], None)])
def test_the_return_proposes_the_commented_places_unless_all_of_it_is_commented(
    client: Client, wheres: list[str], chosen: str | None
) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    for where in wheres:
        open_comment(scenario.pk, actor_of(scenario.reviewer), where, "请核对。")
    client.force_login(scenario.reviewer)
    url = reverse("shared_pages:transition", args=[scenario.pk, "return"])
    text = client.get(url).text
    assert ('name="only_commented"' in text) == (chosen is not None)
    if chosen is not None:
        assert re.search(rf'name="only_commented" value="{chosen}" checked', text)
        client.post(url, {"comment": "请改。", "only_commented": chosen})
        assert scenario.evaluation.only_commented == (chosen == "on")
