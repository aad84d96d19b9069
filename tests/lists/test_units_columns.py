"""What a list of units tells of each: kind, section, department, credit code and years, and what is refused of them."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.units.models import Section, Unit, UnitChange, UnitKind
from tests.factories import a_person, a_region, a_unit, an_evaluation
from tests.lists.uploads import URL, confirm, preview_of, workbook
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HEADINGS = ("单位代码", "单位名称", "类型", "归口股室", "主管部门", "统一社会信用代码", "起始年度", "截止年度", "启用")
CREDIT, OTHER_CREDIT = "91350100M000100Y43", "12100000400018072U"


@pytest.fixture
def browser(client: Client) -> Client:
    Section.objects.create(region=a_region(), name="教科文股")
    client.force_login(a_person(Role.MANAGER))
    return client


def row(code: str, **said: object) -> tuple[object, ...]:
    """A row of the file; the other cells are blank."""
    told: Mapping[str, object] = {"单位代码": code, "单位名称": f"单位{code}", **said}
    return tuple(told.get(heading) for heading in HEADINGS)


def shown(browser: Client, *rows: tuple[object, ...]) -> Page:
    return preview_of(browser, workbook(HEADINGS, *rows))


def imported(browser: Client, *rows: tuple[object, ...]) -> None:
    answer = confirm(browser, shown(browser, *rows))
    assert answer.status_code == 302, Page(answer).text


def departments() -> dict[str, str | None]:
    return dict(Unit.objects.values_list("code", "department__code"))


def test_everything_that_a_row_says_is_stored_and_exported_again(browser: Client) -> None:
    said = {
        "类型": "公益一类",
        "归口股室": "教科文股",
        "统一社会信用代码": CREDIT.lower(),
        "起始年度": 2024,
        "截止年度": "2027年",
    }
    imported(browser, row("101001", 主管部门="101", **said), row("101"))
    unit = Unit.objects.get(code="101001")
    assert (unit.kind, unit.section and unit.section.name) == (UnitKind.FIRST_CLASS, "教科文股")
    assert (unit.credit_code, unit.since_year, unit.until_year) == (CREDIT, 2024, 2027)
    assert departments() == {"101001": "101", "101": None}
    page = preview_of(browser, browser.post(f"{URL}present/").content)
    assert "不变2 行" in page.text


def test_a_second_time_changes_nothing(browser: Client) -> None:
    rows = row("101001", 主管部门="101", 类型="参公", 统一社会信用代码=CREDIT.lower()), row("101")
    imported(browser, *rows)
    assert "不变2 行" in shown(browser, *rows).text


def test_a_blank_cell_keeps_what_is_stored_and_the_word_for_none_empties_it(browser: Client) -> None:
    imported(browser, row("101"), row("101001", 主管部门="101", 统一社会信用代码=CREDIT, 起始年度=2024))
    imported(browser, row("101001", 截止年度=2027))
    assert departments()["101001"] == "101"
    imported(browser, row("101001", 主管部门="无", 统一社会信用代码="无", 起始年度="无"))
    unit = Unit.objects.get(code="101001")
    assert (unit.department, unit.credit_code, unit.since_year, unit.until_year) == (None, "", None, 2027)


def test_units_change_places_with_their_departments_and_credit_codes(browser: Client) -> None:
    imported(
        browser,
        row("1"),
        row("2", 主管部门="1", 统一社会信用代码=CREDIT),
        row("3", 主管部门="2", 统一社会信用代码=OTHER_CREDIT),
    )
    turned = (
        row("1", 主管部门="2"),
        row("2", 主管部门="3", 统一社会信用代码=OTHER_CREDIT),
        row("3", 主管部门="无", 统一社会信用代码=CREDIT),
        row("4", 主管部门="1"),
    )
    imported(browser, *turned)
    assert departments() == {"1": "2", "2": "3", "3": None, "4": "1"}
    assert Unit.objects.get(code="2").credit_code == OTHER_CREDIT


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((row("1", 归口股室="农业股"),), "第 2 行 归口股室：“农业股”应为“教科文股”之一，请改正；新的股室请先在“归口股室”里添加"),
        ((row("1", 类型="企业"),), "第 2 行 类型：“企业”应为“行政单位”"),
        ((row("1", 主管部门="9"),), "第 2 行 主管部门：“9”系统里没有这个代码的单位"),
        ((row("1", 主管部门="1"),), "第 2 行 主管部门：“1”主管部门不能是它自己"),
        ((row("1", 主管部门="2"), row("2", 主管部门="1")), "第 3 行 主管部门：“1”主管部门绕成了一圈（1 → 2 → 1）"),
        ((row("1", 主管部门="101"),), "第 2 行 主管部门：“101”主管部门绕成了一圈（1 → 101 → 1）"),
        ((row("1", 主管部门="2"), row("2", 启用="否")), "第 2 行 主管部门：“2”这个单位已停用，不能作主管部门"),
        ((row("1", 启用="否"),), "第 2 行 启用：“否”下面还有在用的单位（101）"),
        ((row("1", 统一社会信用代码=f"{CREDIT[:-1]}4"),), "是“4”，按前 17 位应为“3”"),
        ((row("1", 统一社会信用代码="123"),), "填了 3 位，统一社会信用代码应为 18 位"),
        ((row("1", 统一社会信用代码=CREDIT), row("2", 统一社会信用代码=CREDIT)), "第 3 行 统一社会信用代码：“91350100M000100Y43”第 2 行也是这个代码"),
        ((row("3", 统一社会信用代码=OTHER_CREDIT),), "测试单位101（101）也是这个代码"),
        ((row("1", 起始年度=2026, 截止年度=2024),), "第 2 行 截止年度：“2024”早于起始年度 2026"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_by_row(browser: Client, rows: tuple[tuple[object, ...]], words: str) -> None:
    under, above = a_unit("101"), a_unit("1")
    Unit.objects.filter(pk=under.pk).update(department=above, credit_code=OTHER_CREDIT)
    page = shown(browser, *rows)
    assert words in page.text
    assert "确认导入" not in page.text


def test_a_credit_code_of_another_region_does_not_tell_whose_it_is(browser: Client) -> None:
    Unit.objects.filter(pk=a_unit("9", a_region("430204")).pk).update(credit_code=CREDIT)
    page = shown(browser, row("1", 统一社会信用代码=CREDIT))
    assert "其他地区的单位也是这个代码" in page.text
    assert "测试单位9" not in page.text


def test_a_unit_that_is_closed_loses_its_reviewer_unless_it_has_something_to_finish(browser: Client) -> None:
    reviewer, manager = a_person(Role.REVIEWER), a_person(Role.MANAGER)
    for code in ("1", "2"):
        Assignment.objects.create(
            unit=a_unit(code), reviewer=reviewer, assigned_by=manager, assigned_at="2024-01-01T00:00Z"
        )
    an_evaluation(a_unit("2"))
    imported(browser, row("1", 启用="否"), row("2", 启用="否"))
    assert [given.unit.code for given in Assignment.objects.all()] == ["2"]
    assert UnitChange.objects.count() == 2


def test_the_file_offers_the_regions_sections(browser: Client) -> None:
    book = load_workbook(BytesIO(browser.post(f"{URL}template/").content))
    assert "教科文股" in [cell.value for cells in book["选项"].columns for cell in cells]


def test_the_number_of_queries_is_the_same_with_many_rows(browser: Client) -> None:
    taken = {}
    for number in (2, 100):
        Unit.objects.all().update(department=None)
        Unit.objects.all().delete()
        rows = [row("100"), *(row(f"1{at:05d}", 主管部门="100", 归口股室="教科文股") for at in range(number))]
        imported(browser, *rows)
        page = shown(
            browser,
            *(row(f"1{at:05d}", 主管部门="无", 类型="行政") for at in range(number)),
            row("200", 主管部门="100"),
        )
        with CaptureQueriesContext(connection) as queries:
            assert confirm(browser, page).status_code == 302
        taken[number] = len(queries)
    assert taken[2] == taken[100] <= 35, taken
