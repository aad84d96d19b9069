"""The manager's pages of years: opened, issued, changed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation, in_state
from tests.pages import Page

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("administration:years"), reverse("administration:new_year")


@pytest.fixture
def browser(client: Client) -> Client:
    """A manager's."""
    client.force_login(a_person(Role.MANAGER))
    return client


def address(name: str, year: FiscalYear) -> str:
    return reverse(f"administration:{name}", args=[year.pk])


def typed(**changed: object) -> dict[str, object]:
    edition = FormEdition.objects.filter(code="lusong-2023").earliest("pk").pk
    times = {"opens_at": "2024-01-10T09:00", "deadline": "2024-04-30T18:00"}
    text = {"year": "2023", "edition": edition, "notice": "请于四月底前报送。"}
    return {**text, "levels": ["unit_check"], **times, **changed}


def an_unissued_year(**fields: object) -> FiscalYear:
    return a_year(needs_issuing=True, **fields)  # type: ignore[arg-type]  # as the test gives it


def test_without_a_year_the_page_says_how_to_begin(browser: Client) -> None:
    page = Page(browser.get(LIST))
    assert "还没有设定年度" in page.text
    assert (NEW, "设定新的年度") in page.links


@pytest.mark.slow
def test_a_year_is_opened_and_issued(browser: Client) -> None:
    unit = a_unit()
    a_person(Role.PREPARER, unit)
    response = browser.post(NEW, typed(), follow=True)
    year = FiscalYear.objects.get()
    assert (year.region, year.year, year.needs_issuing, year.notice) == (a_region(), 2023, True, "请于四月底前报送。")
    page = Page(response)
    assert "还没有下达，单位看不到这个年度" in page.text
    assert "没有单位负责人" in page.text
    preview = Page(browser.get(address("issue_year", year)))
    assert "将下达给 1 个单位" in preview.text
    issued = browser.post(address("issue_year", year), {"scope": "all"}, follow=True)
    assert "已下达给 1 个单位。" in issued.text
    again = browser.post(address("issue_year", year), {"scope": "all"}, follow=True)
    assert "没有变化" in again.text
    assert SelfEvaluation.objects.get().unit == unit


def test_a_manager_of_several_regions_chooses_whose_year_is_opened(browser: Client) -> None:
    other = a_region("430204")
    User.objects.get().memberships.create(role=Role.MANAGER, region=other)
    assert f"{NEW}?region=430204" in Page(browser.get(NEW)).addresses
    browser.post(f"{NEW}?region=430204", typed())
    assert FiscalYear.objects.get().region == other
    assert browser.get(f"{NEW}?region=430299").status_code == 404


def test_a_new_year_begins_as_the_one_before(browser: Client) -> None:
    before = an_unissued_year(year=2022, notice="去年的通知")
    fields = Page(browser.get(NEW)).fields
    assert (fields["year"], fields["notice"]) == ("2023", "去年的通知")
    later = timezone.localtime(before.deadline)
    assert fields["deadline"][:4] == str(later.year + 1)


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("year", "23", "年度应在"),
        ("year", "去年", "四位数字"),
        ("edition", "999999", "没有这个表样"),
        ("deadline", "2024-01-01T09:00", "截止时间必须晚于开始填报时间"),
        ("deadline", "四月底", "例如 2024-05-31 18:00"),
        ("notice", "通" * 2001, "通知不能超过 2000 个字"),
    ],
)
def test_what_can_not_be_used_is_said(browser: Client, field: str, text: str, told: str) -> None:
    response = browser.post(NEW, typed(**{field: text}))
    assert response.status_code == 422
    assert told in Page(response).text
    assert not FiscalYear.objects.exists()


def test_a_year_is_opened_once(browser: Client) -> None:
    browser.post(NEW, typed())
    assert "该地区已有这个年度" in browser.post(NEW, typed()).text


@pytest.mark.slow
def test_times_change_but_not_the_edition_once_it_is_issued(browser: Client) -> None:
    year = an_unissued_year()
    a_unit()
    other = FormEdition.objects.create(
        code="other", version=1, content=year.edition.content.replace('code = "', 'code = "x', 1), sha256="x"
    )
    browser.post(address("issue_year", year), {"scope": "all"})
    kept = {"opens_at": "2024-01-10T09:00", "deadline": "2024-05-31T18:00", "notice": ""}
    refused = browser.post(address("change_year", year), {**kept, "edition": other.pk})
    assert "表样不能再换" in Page(refused).text
    changed = browser.post(address("change_year", year), {**kept, "edition": year.edition_id}, follow=True)
    assert "的设定已保存" in changed.text
    assert "2024年5月31日 18:00" in changed.text


@pytest.mark.slow
def test_the_levels_of_checking_are_chosen_and_one_at_which_evaluations_wait_stays(browser: Client) -> None:
    year = an_unissued_year()
    kept = {"opens_at": "2024-01-10T09:00", "deadline": "2024-05-31T18:00", "notice": "", "edition": year.edition_id}
    url = address("change_year", year)
    assert "由绩效管理员（不是初审的人）" in browser.get(url).text
    shown = browser.post(url, {**kept, "levels": ["unit_check", "second_review"]}, follow=True)
    assert "单位负责人审核 → 财政初审 → 财政复审" in shown.text
    an_evaluation(a_unit(), year, **in_state(State.SECOND_REVIEW))
    refused = browser.post(url, kept)
    assert refused.status_code == 422
    assert "还有 1 份自评停在“财政复审”这一级" in Page(refused).text
    assert "没有这个审核环节" in browser.post(url, {**kept, "levels": ["third_review"]}).text
    year.refresh_from_db()
    assert year.second_review


@pytest.mark.parametrize("name", ["year", "change_year", "issue_year", "extend_year", "excuse_units"])
def test_a_year_of_another_region_is_none_of_theirs(name: str, browser: Client) -> None:
    elsewhere = a_year(region=a_region("430204"))
    assert browser.get(address(name, elsewhere)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_the_pages_are_for_managers(role: Role, client: Client) -> None:
    year = a_year()
    client.force_login(a_person(role))
    pages = [LIST, NEW, *(address(name, year) for name in ("year", "issue_year", "extend_year"))]
    assert {client.get(page).status_code for page in pages} == {404}
