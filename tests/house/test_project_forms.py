"""The shipped project forms go the whole way: filled in, submitted, confirmed, reviewed, returned, approved, published; every page of it opens."""

from collections.abc import Mapping

import pytest
from django.test import Client

from accounts.actors import actor_of
from accounts.models import User
from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import rows
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.dossier.store import load
from evaluations.filling.steps import BUDGET, INDICATORS, steps_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core.builders import empty, fill
from tests.factories import a_year
from tests.filling.forms import address
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PART, LIST = "self_assessment.", "self_assessment.indicators"
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


def filled(code: str, form: Edition) -> Document:
    """A document of the form without findings."""
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


@pytest.fixture(params=list(WEIGHTS))
def scenario(request: pytest.FixtureRequest) -> Scenario:
    """A unit whose year has a project form, filled in."""
    stored = FormEdition.objects.get(code=request.param)
    document = filled(request.param, stored.edition)
    assert not checks.run(Case(stored.edition, document))
    return Scenario(year=a_year(edition=stored)).fill(document)


def opens(client: Client, person: User, *paths: str) -> None:
    client.force_login(person)
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_every_page_of_filling_in_opens(scenario: Scenario, client: Client) -> None:
    evaluation = scenario.evaluation
    steps = [address(evaluation, step) for step in steps_of(evaluation.edition.edition)]
    here = f"/evaluations/{evaluation.pk}"
    panels = (
        f"{address(evaluation, BUDGET)}cell/?path={PART}fiscal_executed",
        f"{address(evaluation, INDICATORS)}cell/?path={LIST}.1.score",
    )
    opens(
        client,
        scenario.preparer,
        "/",
        f"{here}/",
        *steps,
        f"{here}/upload/",
        f"{here}/document/",
        *panels,
    )


def test_it_goes_the_whole_way(scenario: Scenario, client: Client) -> None:
    here, submit = f"/evaluations/{scenario.pk}", f"/evaluations/{scenario.pk}/transitions/submit/"
    opens(client, scenario.preparer, submit)
    scenario.submit()
    opens(client, scenario.head, "/", f"{here}/document/", f"{here}/transitions/confirm/")
    scenario.confirm()
    opens(client, scenario.reviewer, "/review/", f"{here}/document/", f"{here}/document/?comment={PART}fiscal_executed")
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请核对项目名称。")
    opens(client, scenario.preparer, f"{here}/", address(scenario.evaluation, BUDGET))
    scenario.submit().confirm()
    for beside in ("", "?beside=previous", "?beside=kind", "?beside=last_year"):
        opens(client, scenario.reviewer, f"{here}/document/{beside}", f"{here}/transitions/approve/")
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    perform("publish", scenario.pk, actor_of(scenario.manager), redaction_seen=True)
    opens(client, scenario.manager, "/review/", f"{here}/document/")
    assert "测试单位U1 2023年度项目支出自评：免费开放</h1>" in client.get(f"{here}/document/").text
    assert scenario.evaluation.state == State.PUBLISHED
    assert load(scenario.evaluation).self_assessment.fields["fiscal_executed"] == "12.5"
