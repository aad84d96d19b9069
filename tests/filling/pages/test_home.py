"""The first page, by role and state."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.core import builders
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, PROJECT, address, fill_in, typed_into
from tests.pages import Page

pytestmark = pytest.mark.django_db


def home(browser: Client) -> str:
    return unescape(browser.get("/").content.decode())


def test_a_unit_without_years_is_told_what_will_happen(browser: Client) -> None:
    assert "还没有可以填报的年度" in home(browser)


@pytest.mark.slow
def test_an_open_year_can_be_begun(browser: Client, preparer: User) -> None:
    year = a_year()
    assert f'action="/years/{year.pk}/units/{a_unit().pk}/begin/"' in home(browser)
    response = browser.post(f"/years/{year.pk}/units/{a_unit().pk}/begin/")
    evaluation = SelfEvaluation.objects.get(unit=a_unit(), fiscal_year=year)
    assert response["Location"] == address(evaluation)
    assert "待办 1 项" in home(browser)
    assert "待填报" in home(browser)


def test_beginning_twice_leads_to_the_same_evaluation(browser: Client) -> None:
    year = a_year()
    first, second = (browser.post(f"/years/{year.pk}/units/{a_unit().pk}/begin/")["Location"] for _ in range(2))
    assert first == second


def test_a_closed_year_can_not_be_begun(browser: Client) -> None:
    year = a_year(deadline=timezone.now() - timedelta(hours=1))
    assert "没有填报，已经截止" in home(browser)
    response = browser.post(f"/years/{year.pk}/units/{a_unit().pk}/begin/")
    assert response.status_code == 409
    assert "截止，不能再填写和提交" in unescape(response.content.decode())
    assert not SelfEvaluation.objects.exists()


def test_an_extension_opens_the_year_again_for_its_unit_only(
    browser: Client, signed_in: SignIn, preparer: User
) -> None:
    now = timezone.now()
    year = a_year(deadline=now - timedelta(hours=1))
    DeadlineExtension.objects.create(
        fiscal_year=year,
        unit=a_unit(),
        until=now + timedelta(days=3),
        reason="停电",
        granted_by=a_person(Role.MANAGER),
        granted_at=now,
    )
    assert "还有 3 天" in home(browser)
    assert "可以开始填报" in home(browser)
    other = a_person(Role.PREPARER, unit=a_unit("U2"))
    assert "没有填报，已经截止" in home(signed_in(other))


def test_a_year_to_come_says_when_it_opens(browser: Client) -> None:
    now = timezone.now()
    a_year(opens_at=now + timedelta(days=1), deadline=now + timedelta(days=9))
    assert "开始填报" in home(browser)
    assert "/begin/" not in home(browser)


def test_a_year_of_another_region_does_not_exist_here(browser: Client) -> None:
    other = a_year(region=a_region("430204"))
    assert "2023" not in home(browser)
    assert browser.post(f"/years/{other.pk}/begin/").status_code == 404


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.MANAGER, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_a_preparer_begins_a_year(signed_in: SignIn, role: Role) -> None:
    year = a_year()
    response = signed_in(a_person(role)).post(f"/years/{year.pk}/units/{a_unit().pk}/begin/")
    assert response.status_code in (404, 409)
    assert not SelfEvaluation.objects.exists()


def test_what_is_missing_is_told_of_the_evaluation_being_filled_in(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "还没有填写" in home(browser)
    fill_in(evaluation, typed_into(BLANK, {f"{PROJECT}.final": "8", f"{PROJECT}.budget": "3"}))
    page = home(browser)
    assert "已完成 0 / 5 步" in page
    assert "处错误" in page
    assert "1 处需说明" in page


def test_a_deadline_that_has_passed_is_said(browser: Client, evaluation: SelfEvaluation) -> None:
    FiscalYear.objects.update(deadline=timezone.now() - timedelta(hours=1))
    page = home(browser)
    assert "已截止" in page
    assert "申请延期" in page
    assert "现在没有要填报、核对的自评" in page


@pytest.mark.parametrize(
    "case",
    [
        (State.UNIT_CHECK, Role.UNIT_HEAD, "待核对，确认上报"),
        (State.UNIT_CHECK, Role.PREPARER, "等待单位负责人确认上报"),
        (State.SUBMITTED, Role.UNIT_HEAD, "已上报，等待审核"),
        (State.APPROVED, Role.PREPARER, "审核已通过"),
        (State.PUBLISHED, Role.PREPARER, "已公开"),
        (State.RETURNED, Role.PREPARER, "待按意见修改"),
        (State.RETURNED, Role.UNIT_HEAD, "填报人正在修改"),
    ],
)
def test_everybody_sees_what_an_evaluation_waits_for(
    signed_in: SignIn,
    evaluation: SelfEvaluation,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
    case: tuple[State, Role, str],
) -> None:
    state, role, waits = case
    submitted(evaluation, state)
    assert waits in home(signed_in(a_person(role)))


def test_what_awaits_the_head_is_marked(
    signed_in: SignIn,
    unit_head: User,
    evaluation: SelfEvaluation,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
) -> None:
    assert "现在没有要填报、核对的自评" in home(signed_in(unit_head))
    submitted(evaluation, State.UNIT_CHECK)
    page = home(signed_in(unit_head))
    assert 'class="focus mine"' in page
    assert f'href="{address(evaluation)}transitions/confirm/"' in page


def test_who_has_it_now_is_named_with_the_telephone_number(
    browser: Client,
    unit_head: User,
    evaluation: SelfEvaluation,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
) -> None:
    assert "填报人周敏" in home(browser)
    submitted(evaluation, State.UNIT_CHECK)
    User.objects.filter(pk=unit_head.pk).update(phone="0731-28000009")
    page = home(browser)
    assert "单位负责人陈立" in page
    assert "0731-28000009" in page


def test_last_years_result_stands_beside_this_years_work(
    browser: Client, evaluation: SelfEvaluation, submitted: Callable[[SelfEvaluation, State], SelfEvaluation]
) -> None:
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), builders.document())
    submitted(last_year, State.APPROVED)
    page = Page(browser.get("/"))
    assert "100 分，优" in page.text
    assert "全年执行 74 万元" in page.text
    files = {f"/evaluations/{last_year.pk}/files/{which}/" for which in ("docx", "pdf", "attachment2", "attachment3")}
    assert page.buttons == files


@pytest.mark.parametrize("units", [2, 12])
def test_of_several_units_those_that_wait_for_me_come_first_with_as_many_queries(
    signed_in: SignIn, preparer: User, units: int, submitted: Callable[[SelfEvaluation, State], SelfEvaluation]
) -> None:
    for number in range(units):
        unit = a_unit(f"M{number:02}")
        Membership.objects.create(user=preparer, role=Role.PREPARER, unit=unit)
        evaluation = fill_in(an_evaluation(unit, a_year(region=unit.region)), BLANK)
        if number < units - 1:
            submitted(evaluation, State.UNIT_CHECK)
    an_evaluation(a_unit())
    browser = signed_in(User.objects.get(pk=preparer.pk))
    with CaptureQueriesContext(connection) as queries:
        page = home(browser)
    assert len(queries) <= 9
    assert page.index(a_unit(f"M{units - 1:02}").name) < page.index(a_unit("M00").name)


def test_other_units_evaluations_are_not_listed(browser: Client) -> None:
    a_year()
    other = an_evaluation(a_unit("U2"))
    assert address(other) not in home(browser)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MANAGER])
def test_the_bureau_goes_on_to_its_desk(signed_in: SignIn, role: Role) -> None:
    assert signed_in(a_person(role)).get("/")["Location"] == "/review/"


def test_the_administrator_goes_on_to_the_people(signed_in: SignIn) -> None:
    assert signed_in(a_person(Role.ADMINISTRATOR)).get("/")["Location"] == "/administration/people/"


def test_the_auditor_goes_on_to_the_log(signed_in: SignIn) -> None:
    assert signed_in(a_person(Role.AUDITOR)).get("/")["Location"] == "/audit/"


def test_a_person_without_a_role_is_told_whom_to_ask(signed_in: SignIn, preparer: User) -> None:
    Membership.objects.all().delete()
    assert "您现在没有任职" in home(signed_in(User.objects.get(pk=preparer.pk)))
