"""A unit's year with projects: each is registered, filled in, submitted, approved and taken as a sheet, beside the unit's own evaluation."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from evaluations.core.content.cells import cells
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.browser.acting import follow, press_named, sign_in
from tests.browser.whole_way import decide, sheet, submit, type_in
from tests.core.builders import document
from tests.factories import a_person, a_unit, a_year
from tests.filling.forms import fill_in
from tests.house.other_forms import filled
from tests.look.axe import violations
from tests.scenario import assign_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROJECTS = ("图书馆免费开放", "古籍修复", "智慧阅览室建设", "“书香进社区”活动")
FORM = "project-2022"


@pytest.fixture
def people() -> dict[Role, User]:
    """A unit whose year asks for its own evaluation and for those of its projects."""
    a_year()
    a_year(edition=FormEdition.objects.get(code=FORM))
    roles = (Role.PREPARER, Role.UNIT_HEAD, Role.REVIEWER, Role.MANAGER)
    users = {role: a_person(role) for role in roles}
    assign_to(users[Role.REVIEWER], a_unit(), users[Role.MANAGER])
    return users


def test_four_projects_and_the_unit_go_from_nothing_to_approved_sheets(
    page: Page, people: dict[Role, User], tmp_path: Path
) -> None:
    sign_in(page, people[Role.PREPARER])
    register(page)
    begin_all(page)
    for evaluation in evaluations():
        fill(page, evaluation)
        submit(page, evaluation)
    sign_in(page, people[Role.UNIT_HEAD])
    for evaluation in evaluations():
        decide(page, evaluation, "确认上报")
    sign_in(page, people[Role.REVIEWER])
    page.goto("/review/?year=2023项目支出")
    for name in PROJECTS:
        expect(page.get_by_role("link", name=f"{name}｜测试单位U1")).to_be_visible()
    assert not violations(page)
    for evaluation in evaluations():
        decide(page, evaluation, "审核通过")
    assert {evaluation.state for evaluation in evaluations()} == {State.APPROVED}
    sign_in(page, people[Role.PREPARER])
    page.goto("/")
    for name in PROJECTS:
        assert name in sheet(page, f"2023年度项目支出自评：{name}", tmp_path)


def evaluations() -> list[SelfEvaluation]:
    return list(SelfEvaluation.objects.select_related("edition", "project").order_by("fiscal_year", "project__number"))


def register(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_text("还没有登记这一年度的项目")).to_be_visible()
    follow(page, "登记项目")
    assert not violations(page)
    for name in PROJECTS:
        follow(page, "登记项目")
        page.get_by_label("项目名称").fill(name)
        press_named(page, "登记")
        expect(page.get_by_text(f"已登记项目“{name}”")).to_be_visible()
    assert not violations(page)


def begin_all(page: Page) -> None:
    for _ in range(1 + len(PROJECTS)):
        page.goto("/")
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^开始填报")).first.click()
    page.goto("/")
    expect(page.get_by_role("button", name=re.compile("^开始填报"))).to_have_count(0)
    assert len(evaluations()) == 1 + len(PROJECTS)


def fill(page: Page, evaluation: SelfEvaluation) -> None:
    """The unit's own is tried elsewhere; each cell of a project is typed."""
    if evaluation.project is None:
        fill_in(evaluation, document())
        return
    form = evaluation.edition.edition
    type_in(page, evaluation, {path: cell.text for path, cell in cells(form, filled(FORM, form)).items()})
