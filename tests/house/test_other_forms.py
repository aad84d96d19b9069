"""The shipped forms beside that of 整体支出 go the whole way: filled in, submitted, confirmed, reviewed, returned, approved, published; every page of it opens."""

from collections.abc import Mapping

import pytest
from django.test import Client

from accounts.actors import actor_of
from accounts.models import User
from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import rows
from evaluations.core.form.document import COLUMNS, Document
from evaluations.core.form.edition import Edition
from evaluations.dossier.store import load
from evaluations.files.formats import formats_of
from evaluations.filling.steps import BASIC_DATA as BASIC
from evaluations.filling.steps import BUDGET, INDICATORS, steps_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core.builders import empty, fill
from tests.factories import a_year
from tests.filling.forms import address
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PART, LIST, LINES = "self_assessment.", "self_assessment.indicators", "basic_data.expenditure"
HEAD = {
    "preparer.name": "周敏",
    "preparer.phone": "0731-2868",
    "filing_date": "2024-03-15",
    **{f"{PART}{cell}": "12.5" for cell in ("initial_budget", "adjusted_budget", "executed", "fiscal_executed")},
    **{f"{PART}{cell}": "12.5" for cell in ("fiscal_initial", "fiscal_adjusted")},
    f"{PART}execution_score": "10",
    f"{PART}expected_objective": "全年免费开放三百天。",
    f"{PART}actual_completion": "全年免费开放三百零二天。",
}
CELLS = {BASIC: f"{LINES}.three_public.final", BUDGET: f"{PART}fiscal_executed", INDICATORS: f"{LIST}.1.score"}
"""A cell on each step with a table."""
WEIGHTS: Mapping[str, Mapping[str, str]] = {
    "project-2022": {
        **dict.fromkeys(("output.quantity", "output.quality", "output.timeliness"), "10"),
        "output.cost": "20",
        **dict.fromkeys(("benefit.social", "benefit.ecological", "benefit.sustainable"), "10"),
        "benefit.economic": "",
        "satisfaction.beneficiary": "10",
    },
    "sichuan-project-2023": {"output.quantity": "60", "benefit.social": "30"},
}


BASIC_DATA = {
    **{path: HEAD[path] for path in ("preparer.name", "preparer.phone", "filing_date")},
    "basic_data.staffing.authorized_posts": "143",
    "basic_data.staffing.staff_in_post": "136",
    **{
        f"{LINES}.{item}.{column}": amount
        for item, amount in (("three_public", "3"), ("official_vehicles", "2"), ("vehicle_operation", "2"))
        for column in COLUMNS
    },
    **{f"{LINES}.official_reception.{column}": "1" for column in COLUMNS},
}


def filled(code: str, form: Edition) -> Document:
    """A document of the form without findings."""
    if code not in WEIGHTS:
        return fill(form, empty(form), BASIC_DATA)
    weights = WEIGHTS[code]
    begun = empty(form)
    for category in weights:
        begun = rows.add(form, begun, f"{LIST}.{category}", 1).document
    typed = dict(HEAD)
    for number, row in enumerate(begun.self_assessment.indicators, 1):
        typed |= {
            f"{LIST}.{number}.{column}": text for column, text in _row(form, number, weights[row.category]).items()
        }
    return fill(form, begun, typed)


def _row(form: Edition, number: int, weight: str) -> Mapping[str, str]:
    if not weight:
        return {"name": "无"}
    own = {"nature": "≥", "unit": "天"} if form.own[LIST] else {}
    sign, unit = ("", "") if own else ("≥", "天")
    said = {"name": f"第 {number} 项开放天数", "target": f"{sign}300{unit}", "actual": f"302{unit}"}
    return {**said, "weight": weight, "score": weight, **own}


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
        (step, cell) for step, cell in CELLS.items() if step.is_in(scenario.evaluation.edition.edition)
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
