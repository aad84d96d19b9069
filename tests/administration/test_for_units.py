"""What is done to a year for many units at once, and how these are chosen."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from evaluations.fiscal_years.deadlines import deadline_for
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Section, Unit, UnitKind
from tests.factories import a_person, a_region, a_unit, a_year
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    """A manager's."""
    client.force_login(a_person(Role.MANAGER))
    return client


def address(name: str, year: FiscalYear) -> str:
    return reverse(f"administration:{name}", args=[year.pk])


def an_unissued_year() -> FiscalYear:
    return a_year(needs_issuing=True)


@pytest.fixture
def tree() -> dict[str, Unit]:
    """Six units: a department A with B under it and C under that, D and E under none, and F, which no longer evaluates the year."""
    made = {code: a_unit(code) for code in "ABCDEF"}
    first, second = (Section.objects.create(region=a_region(), name=name) for name in ("教科文股", "行政政法股"))
    stored: dict[str, dict[str, Any]] = {
        "A": {"kind": UnitKind.ADMINISTRATIVE, "section": first},
        "B": {"kind": UnitKind.FIRST_CLASS, "section": first, "department": made["A"]},
        "C": {"kind": UnitKind.FIRST_CLASS, "section": second, "department": made["B"]},
        "D": {"kind": UnitKind.ADMINISTRATIVE, "section": second},
        "F": {"kind": UnitKind.ADMINISTRATIVE, "section": first, "until_year": 2022},
    }
    for code, values in stored.items():
        Unit.objects.filter(code=code).update(**values)
    return made


def section(name: str) -> str:
    return str(Section.objects.get(name=name).pk)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"scope": "all"}, "ABCDE"),
        ({"scope": "some", "kinds": ["administrative"]}, "AD"),
        ({"scope": "some", "kinds": ["administrative", "none"]}, "ADE"),
        ({"scope": "some", "sections": ["教科文股"]}, "AB"),
        ({"scope": "some", "sections": ["none"]}, "E"),
        ({"scope": "some", "sections": ["教科文股", "none"]}, "ABE"),
        ({"scope": "some", "department": "A"}, "ABC"),
        ({"scope": "some", "department": "B"}, "BC"),
        ({"scope": "some", "department": "A", "sections": ["教科文股"], "kinds": ["first_class"]}, "B"),
        # Conditions count where they are asked for only.
        ({"scope": "all", "kinds": ["administrative"]}, "ABCDE"),
        ({"scope": "codes", "codes": "D，A", "department": "B"}, "AD"),
    ],
)
def test_units_are_chosen_by_what_they_are(
    browser: Client, tree: dict[str, Unit], asked: dict[str, Any], expected: str
) -> None:
    year = an_unissued_year()
    posted = {**asked, "sections": [one if one == "none" else section(one) for one in asked.get("sections", ())]}
    if "department" in asked:
        posted["department"] = tree[asked["department"]].pk
    preview = Page(browser.get(address("issue_year", year), posted))
    assert f"将下达给 {len(expected)} 个单位" in preview.text
    browser.post(address("issue_year", year), posted)
    assert "".join(SelfEvaluation.objects.order_by("unit__code").values_list("unit__code", flat=True)) == expected


def test_the_confirmation_sends_the_conditions_of_the_preview(browser: Client, tree: dict[str, Unit]) -> None:
    year = an_unissued_year()
    asked: dict[str, Any] = {"scope": "some", "kinds": ["administrative", "first_class"], "department": tree["A"].pk}
    text = browser.get(address("issue_year", year), asked).text
    for name, value in (("scope", "some"), ("kinds", "administrative"), ("kinds", "first_class")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"scope": "some"}, "请至少选择一个条件"),
        ({"scope": "nobody"}, "请选择哪些单位"),
        ({"scope": "codes", "codes": " "}, "请填写单位代码"),
        ({"scope": "codes", "codes": "A far 没有"}, "没有代码为 far、没有 的单位"),
        ({"scope": "some", "kinds": ["school"]}, "没有这种单位类型"),
        ({"scope": "some", "sections": ["999999"]}, "股室已有变化"),
        ({"scope": "some", "department": "999999"}, "主管部门已有变化"),
        ({"scope": "some", "department": "x\x00"}, "主管部门已有变化"),
    ],
)
def test_what_can_not_be_chosen_is_said_and_nothing_is_issued(
    browser: Client, tree: dict[str, Unit], asked: dict[str, Any], told: str
) -> None:
    year = an_unissued_year()
    a_unit("far", a_region("430204"))
    for response in (browser.get(address("issue_year", year), asked), browser.post(address("issue_year", year), asked)):
        assert response.status_code == 422
        assert told in Page(response).text
    assert not SelfEvaluation.objects.exists()


def test_without_sections_and_departments_nothing_is_asked_of_them(browser: Client) -> None:
    a_unit()
    text = Page(browser.get(address("issue_year", an_unissued_year()))).text
    assert "单位类型" in text
    assert "归口股室" not in text
    assert "主管部门" not in text


@pytest.mark.slow
def test_several_units_get_a_later_deadline_once_their_number_is_seen(browser: Client) -> None:
    year, unit, other = a_year(), a_unit("A1"), a_unit("A2")
    until = timezone.localtime(year.deadline + timedelta(days=9)).replace(second=0, microsecond=0)
    asked = {"scope": "codes", "codes": "A1", "until": until.strftime("%Y-%m-%dT%H:%M"), "reason": "停电"}
    preview = Page(browser.post(address("extend_year", year), asked))
    assert "将给 1 个单位延期到" in preview.text
    assert not DeadlineExtension.objects.exists()
    confirmed = browser.post(address("extend_year", year), {**asked, "confirmed": "1"}, follow=True)
    assert "1 个单位的 2023年度自评已延期到" in confirmed.text
    assert deadline_for(year, unit) == until
    assert deadline_for(year, other) == year.deadline


@pytest.mark.slow
def test_a_unit_is_excused_and_filled_in_again(browser: Client) -> None:
    year, unit = an_unissued_year(), a_unit("A1")
    browser.post(address("issue_year", year), {"scope": "all"})
    asked = {"scope": "codes", "codes": "A1", "reason": "当年新设"}
    assert "将免除 1 个单位填报" in Page(browser.post(address("excuse_units", year), asked)).text
    page = browser.post(address("excuse_units", year), {**asked, "confirmed": "1"}, follow=True)
    assert "已免除 1 个单位填报" in page.text
    assert "当年新设" in Page(page).text
    assert "没有要免报的单位" in Page(browser.post(address("excuse_units", year), asked)).text
    evaluation = SelfEvaluation.objects.get()
    back = browser.post(reverse("administration:end_excuse", args=[evaluation.pk]), follow=True)
    assert f"{unit.name}恢复填报" in back.text


@pytest.mark.slow
def test_the_page_takes_as_many_queries_with_300_units_as_with_six(browser: Client, tree: dict[str, Unit]) -> None:
    year = an_unissued_year()
    asked: dict[str, Any] = {"scope": "some", "kinds": ["administrative"], "department": tree["A"].pk}

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address("issue_year", year), asked).status_code == 200
        return len(captured)

    few = queries()
    Unit.objects.bulk_create(
        Unit(region=a_region(), code=f"X{number}", name=f"单位{number}", department=tree["C"], kind="administrative")
        for number in range(300)
    )
    assert queries() <= few + 1
