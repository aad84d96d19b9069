"""The shipped forms beside that of 整体支出 go the whole way: filled in, submitted, confirmed, reviewed, returned, approved, published; every page of it opens."""

import pytest
from django.test import Client

from accounts.actors import actor_of
from accounts.models import User
from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.dossier.store import load
from evaluations.files.formats import formats_of
from evaluations.filling.steps import BASIC_DATA as BASIC
from evaluations.filling.steps import BUDGET, INDICATORS, steps_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.factories import a_year
from tests.filling.forms import address
from tests.house.other_forms import LINES, LIST, PART, WEIGHTS, filled
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CELLS = {BASIC: f"{LINES}.three_public.final", BUDGET: f"{PART}fiscal_executed", INDICATORS: f"{LIST}.1.score"}
"""A cell on each step with a table."""


@pytest.fixture(params=[*WEIGHTS, "hunan-2018"])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    """A unit whose year has such a form, filled in."""
    stored = FormEdition.objects.get(code=request.param)
    document = filled(request.param, stored.edition)
    assert not checks.run(Case(stored.edition, document))
    return Scenario(year=a_year(edition=stored)).fill(document)


def opens(client: Client, person: User, *paths: str, act: str = "get") -> None:
    client.force_login(person)
    for path in paths:
        assert getattr(client, act)(path).status_code == 200, path


def test_every_page_of_filling_in_opens(scenario: Scenario, client: Client) -> None:
    evaluation = scenario.evaluation
    steps = steps_of(evaluation.edition.edition)
    here = f"/evaluations/{evaluation.pk}"
    pages = [address(evaluation, step) for step in steps]
    panels = [f"{address(evaluation, step)}cell/?path={cell}" for step, cell in CELLS.items() if step in steps]
    opens(client, scenario.preparer, "/", f"{here}/", *pages, f"{here}/upload/", f"{here}/document/", *panels)


@pytest.mark.any_database
def test_each_of_its_files_is_made(scenario: Scenario, client: Client) -> None:
    files = formats_of(scenario.evaluation.edition.edition)
    opens(client, scenario.preparer, *(f"/evaluations/{scenario.pk}/files/{which}/" for which in files), act="post")


def test_it_goes_the_whole_way(scenario: Scenario, client: Client) -> None:
    here, submit = f"/evaluations/{scenario.pk}", f"/evaluations/{scenario.pk}/transitions/submit/"
    step, commented = next(
        (step, cell) for step, cell in CELLS.items() if step in steps_of(scenario.evaluation.edition.edition)
    )
    filled_in = load(scenario.evaluation)
    opens(client, scenario.preparer, submit)
    scenario.submit()
    opens(client, scenario.head, "/", f"{here}/document/", f"{here}/transitions/confirm/")
    scenario.confirm()
    opens(client, scenario.reviewer, "/review/", f"{here}/document/", f"{here}/document/?comment={commented}")
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请核对项目名称。")
    opens(client, scenario.preparer, f"{here}/", address(scenario.evaluation, step))
    scenario.submit().confirm()
    for beside in ("", "?beside=previous", "?beside=kind", "?beside=last_year"):
        opens(client, scenario.reviewer, f"{here}/document/{beside}", f"{here}/transitions/approve/")
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    perform("publish", scenario.pk, actor_of(scenario.manager), redaction_seen=True)
    opens(client, scenario.manager, "/review/", f"{here}/document/")
    whose = "2023年度项目支出自评：免费开放" if scenario.evaluation.project else "2023年度自评"
    assert f"测试单位U1 {whose}</h1>" in client.get(f"{here}/document/").text
    assert scenario.evaluation.state == State.PUBLISHED
    assert load(scenario.evaluation) == filled_in
