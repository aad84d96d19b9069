"""The pages of keeping units."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import Role
from evaluations.records.states import State
from evaluations.registry.changes import Order, close_unit, correct_department, merge_unit, move_unit, rename_unit
from evaluations.units.models import Region, Section, Unit, UnitKind
from tests.factories import a_person, a_region, a_unit, a_year, an_evaluation, in_state
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
LIST = reverse("administration:units")
DAY = timedelta(days=1)


@pytest.fixture
def manager(client: Client) -> User:
    person = a_person(Role.MANAGER)
    client.force_login(person)
    return person


def page(name: str, *keys: object) -> str:
    return reverse(f"administration:{name}", args=keys)


def listed(client: Client, query: str = "") -> list[str]:
    """The codes on the list, in order."""
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return re.findall(r'<td class="code"[^>]*>([^<]*)</td>', answer.text)


def on(day: date) -> Order:
    return Order(day, None)


def today() -> date:
    return timezone.localdate()


# The list


@pytest.mark.slow
def test_the_list_shows_the_units_in_use_of_the_region_by_code(client: Client, manager: User) -> None:
    for code in ("U3", "U1", "U2"):
        a_unit(code)
    a_unit("F1", a_region("430204"))
    close_unit(a_unit("U2"), on(today()))
    assert listed(client) == ["U1", "U3"]
    assert listed(client, "?state=closed") == ["U2"]
    assert listed(client, "?state=all") == ["U1", "U2", "U3"]
    assert "已撤销</span>" in client.get(f"{LIST}?state=all").text


@pytest.mark.slow
def test_the_list_is_narrowed_by_each_of_its_fields(client: Client, manager: User) -> None:
    section = Section.objects.create(region=a_region(), name="教科文股")
    bureau = a_unit("D1")
    Unit.objects.filter(pk=bureau.pk).update(name="文旅局")
    Unit.objects.filter(pk=a_unit("U1").pk).update(section=section, kind=UnitKind.FIRST_CLASS, department=bureau)
    assert listed(client, f"?section={section.pk}") == ["U1"]
    assert listed(client, "?section=none") == ["D1"]
    assert listed(client, "?kind=first_class") == ["U1"]
    assert listed(client, "?kind=none") == ["D1"]
    assert listed(client, "?department=文旅") == ["U1"]
    assert listed(client, "?department=D1") == ["U1"]
    assert listed(client, "?name=u1") == ["U1"]
    assert listed(client, "?name=文旅") == ["D1"]
    assert "没有符合条件的单位" in client.get(f"{LIST}?name=没有").text


def test_a_unit_is_found_by_a_former_name(client: Client, manager: User) -> None:
    former = a_unit().name
    rename_unit(a_unit(), "文旅中心", on(today()))
    assert listed(client, f"?name={former}") == ["U1"]


@pytest.mark.parametrize(
    "query",
    [
        "?kind=club&section=x&state=x&after=%00&before=%00",
        "?section=9999999999999999999",
        "?name=%00&department=%00",
        "?after=0",
    ],
)
def test_what_no_unit_can_have_narrows_nothing(client: Client, manager: User, query: str) -> None:
    a_unit()
    assert listed(client, query) == ["U1"]


def test_an_empty_region_leads_on(client: Client, manager: User) -> None:
    answer = client.get(LIST)
    assert "还没有单位" in answer.text
    assert page("add_unit") in answer.text
    assert reverse("lists:list", args=["units"]) in answer.text


def test_a_manager_of_several_regions_works_on_one_at_a_time(client: Client, manager: User) -> None:
    other = a_region("430204")
    manager.memberships.create(role=Role.MANAGER, region=other)
    a_unit("U1")
    a_unit("F1", other)
    assert listed(client) == ["U1"]
    assert listed(client, "?region=430204") == ["F1"]
    assert "?region=430204" in client.get(LIST).text
    assert client.get(f"{LIST}?region=430299").status_code == 404
    assert AuditEvent.objects.filter(action="refused", actor=manager, subject="/administration/units/").exists()


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", "?name=U&state=all", "?state=no_preparer"])
def test_the_list_takes_as_many_queries_with_many_units_as_with_one(client: Client, manager: User, query: str) -> None:
    a_unit()
    few = queries(client, LIST + query)
    section, department = Section.objects.create(region=a_region(), name="教科文股"), a_unit("D1")
    Unit.objects.bulk_create(
        Unit(region=a_region(), code=f"U{n}", name=f"单位{n}", section=section, department=department)
        for n in range(100, 400)
    )
    assert queries(client, LIST + query) == few <= 7
    assert len(listed(client, query)) == 50


@pytest.mark.slow
def test_the_pages_lead_on_and_back(client: Client, manager: User) -> None:
    Unit.objects.bulk_create(Unit(region=a_region(), code=f"U{n}", name=f"单位{n}") for n in range(100, 220))
    codes = [f"U{n}" for n in range(100, 220)]
    assert "每页 50 个" in client.get(LIST).text
    assert [listed(client, query) for query in ("", "?after=U149", "?after=U199")] == [
        codes[:50],
        codes[50:100],
        codes[100:],
    ]
    assert (listed(client, "?before=U150"), listed(client, "?before=U200")) == (codes[:50], codes[50:100])
    assert "?after=U199" in client.get(f"{LIST}?after=U149").text
    assert "?before=U150" in client.get(f"{LIST}?after=U149").text


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# Who may


def addresses(unit: Unit, section: Section) -> list[str]:
    change = rename_unit(unit, "文旅中心", on(today())).changes.get()
    acts = [page("unit_act", unit.pk, name) for name in ("rename", "move", "merge", "split", "close", "reopen")]
    own = [page("unit", unit.pk), page("change_unit", unit.pk), page("withdraw_change", unit.pk, change.pk)]
    return [LIST, page("add_unit"), page("sections"), page("rename_section", section.pk), *own, *acts]


@pytest.mark.slow
def test_managers_alone_keep_units_and_only_those_of_their_region(client: Client) -> None:
    unit, section = a_unit(), Section.objects.create(region=a_region(), name="教科文股")
    kept = addresses(unit, section)
    for role in Role:
        client.force_login(a_person(role))
        expected = 200 if role == Role.MANAGER else 404
        assert {address: client.get(address).status_code for address in kept} == dict.fromkeys(kept, expected)
        if role != Role.MANAGER:
            assert AuditEvent.objects.filter(action="refused", actor_name__startswith=role.label).exists()
    client.force_login(a_person(Role.MANAGER, region=a_region("430204")))
    foreign = kept[3:]
    assert {client.post(address).status_code for address in foreign} <= {404, 405}
    assert {client.get(address).status_code for address in foreign} == {404}


def test_there_is_nothing_else_to_become_of_a_unit(client: Client, manager: User) -> None:
    assert client.get(page("unit_act", a_unit().pk, "sell")).status_code == 404
    assert client.get(page("withdraw_change", a_unit().pk, 1)).status_code == 404


# Adding and changing


def test_a_unit_is_added_with_all_that_is_known(client: Client, manager: User) -> None:
    section, department = Section.objects.create(region=a_region(), name="教科文股"), a_unit("D1")
    given = {
        "code": "U9",
        "name": "文化馆",
        "kind": "first_class",
        "section": section.pk,
        "department": "d1",
        "since_year": "2024",
    }
    answer = client.post(page("add_unit"), given | {"credit_code": "91350100m000100y43"}, follow=True)
    unit = Unit.objects.get(code="U9")
    assert answer.redirect_chain == [(page("unit", unit.pk), 302)]
    assert (unit.section, unit.department, unit.since_year) == (section, department, 2024)
    assert (unit.kind, unit.credit_code) == (UnitKind.FIRST_CLASS, "91350100M000100Y43")
    assert AuditEvent.objects.get(action="add_unit").actor == manager


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": ""}, "请填写单位代码"),
        ({"name": ""}, "请填写单位名称"),
        ({"name": "长" * 201}, "200"),
        ({"code": "U1"}, "已存在"),
        ({"credit_code": "123"}, "填了 3 位，统一社会信用代码应为 18 位"),
        ({"credit_code": "91350100M000100Y44"}, "最后一位校验码与前 17 位不符"),
        ({"since_year": "二四"}, "请填写四位数的年度"),
        ({"since_year": "1999"}, "请填写四位数的年度"),
        ({"since_year": "2024", "until_year": "2023"}, "终止年度不能早于起始年度"),
        ({"department": "没有"}, "没有代码或名称含“没有”的"),
        ({"department": "测试单位"}, "有几个单位含“测试单位”，请填完整的代码：测试单位U1（U1）、测试单位U2（U2）"),
        ({"section": "99"}, "选择"),
        ({"name": "带\x00零"}, ""),
    ],
)
def test_what_can_not_be_added_is_told_at_its_field(
    client: Client, manager: User, given: dict[str, str], said: str
) -> None:
    a_unit("U1")
    a_unit("U2")
    answer = client.post(page("add_unit"), {"code": "U9", "name": "文化馆"} | given)
    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert not Unit.objects.filter(code="U9").exists()


def test_particulars_are_changed(client: Client, manager: User) -> None:
    unit = a_unit()
    form = client.get(page("change_unit", unit.pk))
    seen = re.search(r'name="seen" value="(\w+)"', form.text)
    assert seen
    given = {"code": "U8", "kind": "other", "until_year": "2030", "seen": seen[1]}
    assert client.post(page("change_unit", unit.pk), given).status_code == 302
    changed = Unit.objects.get(pk=unit.pk)
    assert (changed.code, changed.kind, changed.until_year, changed.name) == ("U8", "other", 2030, unit.name)
    again = client.post(page("change_unit", unit.pk), given)
    assert again.status_code == 422
    assert "资料已被别人修改" in again.text


# What becomes of a unit


def confirm(client: Client, address: str, given: dict[str, str]) -> str:
    """What the preview says; the change is confirmed then, as the page would."""
    before = list(Unit.objects.order_by("pk").values())
    preview = client.post(address, given)
    assert preview.status_code == 200, preview.text
    assert list(Unit.objects.order_by("pk").values()) == before, "a preview changes nothing"
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview.text))
    del hidden["csrfmiddlewaretoken"]
    answer = client.post(address, hidden)
    assert answer.status_code == 302
    return preview.text


@pytest.mark.slow
def test_a_renaming_tells_which_years_keep_the_name(client: Client, manager: User) -> None:
    unit, now = a_unit(), timezone.now()
    an_evaluation(unit, a_year(2022, opens_at=now - 60 * DAY, deadline=now - 30 * DAY))
    an_evaluation(unit, a_year(2023))
    given = {"name": "文旅中心", "how": "since", "on": str(today() - DAY), "basis": "芦编〔2024〕3 号"}
    preview = confirm(client, page("unit_act", unit.pk, "rename"), given)
    assert f"2022年度仍用“{unit.name}”" in preview
    assert "2023年度用新名称" in preview
    assert "芦编〔2024〕3 号" in preview
    shown = client.get(page("unit", unit.pk)).text
    assert f"由“{unit.name}”改名为“文旅中心”" in shown
    assert f"依据：芦编〔2024〕3 号。{manager.name}" in shown


@pytest.mark.slow
def test_a_correction_holds_for_all_years_and_needs_no_day(client: Client, manager: User) -> None:
    unit = a_unit()
    preview = confirm(client, page("unit_act", unit.pk, "rename"), {"name": "文化馆", "how": "always", "on": ""})
    assert "更正为“文化馆”，各年都用这个名称" in preview
    assert Unit.objects.get().name == "文化馆"
    assert not unit.changes.exists()


@pytest.mark.slow
def test_a_move_a_split_and_a_reopening_are_told_and_done(client: Client, manager: User) -> None:
    unit, bureau = a_unit(), a_unit("D1")
    day = {"on": str(today()), "basis": ""}
    told = confirm(client, page("unit_act", unit.pk, "move"), day | {"department": "测试单位D1（D1）", "how": "since"})
    assert "主管部门由“无”换为“测试单位D1”" in told
    assert Unit.objects.get(code="U1").department == bureau
    told = confirm(client, page("unit_act", unit.pk, "split"), day | {"code": "U9", "name": "新馆", "since_year": ""})
    assert "由“测试单位U1”分设“新馆”（U9）" in told
    assert Unit.objects.get(code="U9").department == bureau
    told = confirm(client, page("unit_act", unit.pk, "close"), day)
    assert "撤销，不再填报以后的年度" in told
    told = confirm(client, page("unit_act", unit.pk, "reopen"), day)
    assert "恢复在用" in told
    assert Unit.objects.get(code="U1").is_active
    shown = client.get(page("unit", unit.pk)).text
    for words in ("主管部门由无换为“测试单位D1”", "分设出“新馆”", "撤销", "恢复"):
        assert words in shown


@pytest.mark.slow
def test_a_merger_tells_what_follows_for_people_units_and_evaluations(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.manager)
    correct_department(a_unit("U3"), scenario.unit, None)
    address = page("unit_act", scenario.unit.pk, "merge")
    told = confirm(client, address, {"into": "U2", "on": str(today()), "basis": ""})
    assert "下属单位（测试单位U3）的主管部门换为“测试单位U2”" in told
    assert scenario.preparer.name in told
    assert "2023年度（待审核）" in told
    assert f"审核员{scenario.reviewer.name}继续负责，直到办完" in told
    shown = client.get(page("unit", scenario.unit.pk)).text
    assert "已撤销</span>" in shown
    assert "并入“测试单位U2”" in shown
    assert "“测试单位U1”并入本单位" in client.get(page("unit", a_unit("U2").pk)).text


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("rename", {"name": "测试单位U1"}, "没有改名"),
        ("rename", {"name": ""}, "请填写单位名称"),
        ("rename", {"name": "新", "on": ""}, "请填写日期，例如"),
        ("rename", {"name": "新", "on": "明天"}, "请填写日期，例如"),
        ("rename", {"name": "新", "on": "2100-01-01"}, "还没有到，请到那一天再登记"),
        ("rename", {"name": "新", "how": "never"}, "选择"),
        ("rename", {"name": "新", "on": "0001-01-01"}, ""),
        ("move", {"department": "U1"}, "没有代码或名称含“U1”的"),
        ("move", {"department": "U3"}, "主管部门不能是它自己，也不能是它的下属单位"),
        ("merge", {"into": ""}, "请填写并入的单位"),
        ("split", {"code": "U2", "name": "新"}, "已存在"),
        ("close", {}, "下面还有在用的单位（测试单位U3），请先给它们换主管部门"),
        ("reopen", {}, "现在就在用，不需要恢复"),
    ],
)
def test_what_can_not_be_is_told_before_the_preview(
    client: Client, manager: User, name: str, given: dict[str, str], said: str
) -> None:
    unit = a_unit("U1")
    a_unit("U2")
    correct_department(a_unit("U3"), unit, None)
    before = list(Unit.objects.order_by("pk").values())
    answer = client.post(page("unit_act", unit.pk, name), {"on": str(today()), "how": "since", "basis": ""} | given)
    if said:
        assert answer.status_code in (409, 422)
        assert said in answer.text
    assert list(Unit.objects.order_by("pk").values()) == before


def test_what_happened_meanwhile_is_told_instead_of_done(client: Client, manager: User) -> None:
    unit = a_unit()
    given = {"name": "新", "how": "since", "on": str(today() - DAY), "basis": "", "confirmed": "1"}
    close_unit(unit, on(today()))
    answer = client.post(page("unit_act", unit.pk, "rename"), given)
    assert answer.status_code == 409
    assert "已撤销，不能再变更；确需变更的，请先恢复" in answer.text


def test_going_back_from_the_preview_keeps_what_was_typed(client: Client, manager: User) -> None:
    address = page("unit_act", a_unit().pk, "rename")
    preview = client.post(
        address, {"name": "文旅中心", "how": "since", "on": str(today()), "basis": "芦编〔2024〕3 号"}
    )
    back = re.search(r'href="([^"]+)">取消', preview.text)
    assert back
    form = client.get(back[1].replace("&amp;", "&")).text
    assert 'value="文旅中心"' in form
    assert 'value="芦编〔2024〕3 号"' in form


def test_the_last_renaming_is_withdrawn(client: Client, manager: User) -> None:
    unit = a_unit()
    change = rename_unit(unit, "文旅中心", on(today())).changes.get()
    address = page("withdraw_change", unit.pk, change.pk)
    assert address in client.get(page("unit", unit.pk)).text
    assert f"单位名称回到“{unit.name}”" in client.get(address).text
    assert client.post(address).status_code == 302
    assert Unit.objects.get().name == unit.name
    assert client.post(address).status_code == 404


# One unit


def test_a_unit_shows_its_years_under_the_names_of_then(client: Client, manager: User) -> None:
    unit, bureau, now = a_unit(), a_unit("D1"), timezone.now()
    old = an_evaluation(
        unit, a_year(2022, opens_at=now - 60 * DAY, deadline=now - 30 * DAY), **in_state(State.APPROVED)
    )
    an_evaluation(unit, a_year(2023), excused_at=now, excused_by=manager, excuse="新设")
    former = unit.name
    move_unit(unit, bureau, on(today() - DAY))
    rename_unit(unit, "文旅中心", on(today()))
    years = client.get(page("unit", unit.pk)).text.partition('id="years"')[2].partition("</section>")[0]
    then, now_ = (row.partition("</tr>")[0] for row in reversed(years.split("<tr>")[2:]))
    assert (former in then, "无" in then, "已通过" in then) == (True, True, True)
    assert ("文旅中心" in now_, bureau.name in now_, "免报" in now_) == (True, True, True)
    assert reverse("shared_pages:document", args=[old.pk]) in then
    assert "/document/" not in now_


def test_a_department_shows_the_tree_of_units_under_it(client: Client, manager: User) -> None:
    top, middle, leaf, closed = (a_unit(code) for code in ("D1", "D2", "U3", "U4"))
    for unit, above in ((middle, top), (leaf, middle), (closed, middle)):
        correct_department(unit, above, None)
    close_unit(closed, on(today()))
    tree = client.get(page("unit", top.pk)).text.partition('id="branches"')[2].partition("</section>")[0]
    assert re.findall(r'<span class="code">(\w+)<', tree) == ["D2", "U3"]
    assert tree.count("<ul") == 2


def test_a_unit_shows_whose_membership_has_not_ended(client: Client, manager: User) -> None:
    unit = a_unit()
    here, gone, coming = (a_person(Role.PREPARER, unit) for _ in range(3))
    gone.memberships.update(until=today() - DAY)
    coming.memberships.update(since=today() + DAY, until=today() + 2 * DAY)
    shown = client.get(page("unit", unit.pk)).text
    assert (here.name in shown, gone.name in shown, coming.name in shown) == (True, False, True)
    assert f"{today() + DAY} 起，到 {today() + 2 * DAY}" in shown
    assert "不限期" in shown


@pytest.mark.slow
def test_a_units_page_takes_as_many_queries_with_much_as_with_little(client: Client, manager: User) -> None:
    unit = a_unit()
    few = queries(client, page("unit", unit.pk))
    for number in range(12):
        below = a_unit(f"B{number}")
        correct_department(
            below, unit if number % 2 else a_unit(f"B{max(number - 1, 0)}") if number > 1 else unit, None
        )
        a_person(Role.PREPARER, unit)
        rename_unit(unit, f"名称{number}", on(today()))
        an_evaluation(unit, a_year(2010 + number))
    merge_unit(a_unit("X1"), unit, on(today()))
    assert queries(client, page("unit", unit.pk)) == few <= 11


def test_a_unit_in_a_region_without_people_or_years_is_shown(client: Client, manager: User) -> None:
    shown = client.get(page("unit", a_unit().pk)).text
    for words in ("还没有人员", "还没有自评", "没有登记过变更", "未分配", "不限"):
        assert words in shown
    assert Region.objects.count() == 1
