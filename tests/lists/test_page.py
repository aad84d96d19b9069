"""The page of a list: a file is read, shown row by row, and stored as it was announced, or not at all."""

import json
import re
from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, Membership, User
from accounts.roles import Role
from evaluations.lists import preview as previewing
from evaluations.units.models import Unit
from tests.factories import a_person, a_region, a_unit
from tests.files.sheet_text import opened, texts
from tests.lists.uploads import URL, confirm, preview_of, send, stored, units_file, upload, workbook
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROWS = [("101001", "文化馆", "是"), ("101002", "图书馆", "是")]


@pytest.fixture
def manager() -> User:
    return a_person(Role.MANAGER)


@pytest.fixture
def browser(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


# The page, and its files


def test_the_page_says_what_can_be_brought_in_and_gives_its_files(browser: Client) -> None:
    page = Page(browser.get(URL))
    assert "不超过 10 MB、20000 行" in page.text
    assert page.takes("file")
    assert page.buttons == {f"{URL}template/", f"{URL}present/"}


def test_the_template_is_blank_and_the_present_list_holds_the_regions_own_units(browser: Client) -> None:
    a_unit("101001")
    a_unit("999", a_region("430204"))
    assert browser.post(f"{URL}template/").content != browser.post(f"{URL}present/").content
    present = browser.post(f"{URL}present/")
    assert present["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    page = preview_of(browser, present.content)
    assert "新增0 行 修改0 行 不变1 行" in page.text
    assert "文件与系统里的清单相同" in page.text
    assert "确认导入" not in page.text


def test_the_log_tells_who_took_the_list_away(browser: Client, manager: User) -> None:
    a_unit("101001")
    browser.post(f"{URL}template/")
    browser.post(f"{URL}present/")
    [event] = AuditEvent.objects.filter(action="export_list")
    assert (event.actor, event.subject, json.loads(event.detail)) == (manager, "units", {"rows": 1})


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_nobody_but_a_manager_gets_there(client: Client, role: Role) -> None:
    client.force_login(a_person(role))
    for act in (lambda: client.get(URL), lambda: client.post(f"{URL}present/"), lambda: upload(client, b"")):
        assert act().status_code == 404
    assert AuditEvent.objects.filter(action="refused").exists()


def test_there_are_no_other_lists(browser: Client) -> None:
    assert browser.get("/lists/secrets/").status_code == 404
    assert browser.get(f"{URL}present/").status_code == 405


def test_who_manages_several_regions_works_on_the_one_that_the_address_names(browser: Client, manager: User) -> None:
    other = a_region("430204")
    Membership.objects.create(user=manager, role=Role.MANAGER, region=other)
    page = Page(browser.get(URL))
    assert "测试区430203：预算单位清单" in page.headings
    assert (f"{URL}?region=430204", "测试区430204") in page.links
    assert browser.get(f"{URL}?region=430205").status_code == 404
    assert AuditEvent.objects.filter(action="refused", actor=manager, subject="/lists/<slug:name>/").exists()
    file = SimpleUploadedFile("单位.xlsx", units_file(*ROWS))
    page = Page(browser.post(f"{URL}?region=430204", {"file": file}))
    sent = {"sealed": page.fields["sealed"], "action": "confirm"}
    assert "为另一份清单" in Page(browser.post(URL, sent)).text
    assert browser.post(f"{URL}?region=430204", sent)["Location"] == f"{URL}?region=430204"
    assert {unit.region for unit in Unit.objects.all()} == {other}
    assert AuditEvent.objects.get(action="import_list").region == other


# Nothing is stored before it was announced and confirmed


def test_a_file_is_shown_row_by_row_and_stored_once_it_is_confirmed(browser: Client) -> None:
    a_unit("101001")
    page = preview_of(browser, units_file(("101001", "文化馆", "否"), ROWS[1]))
    assert "新增1 行 修改1 行 不变0 行" in page.text
    assert "2101001 文化馆单位名称测试单位101001 文化馆" in page.text
    assert "2101001 文化馆启用是 否" in page.text
    assert "3101002图书馆是" in page.text
    assert stored() == [("101001", "测试单位101001", True)]
    answer = confirm(browser, page)
    assert "已导入“单位.xlsx”：新增 1 行，修改 1 行，不变 0 行。" in Page(browser.get(answer["Location"])).text
    assert stored() == [("101001", "文化馆", False), ("101002", "图书馆", True)]
    assert Unit.objects.get(code="101002").region == a_region()


def test_a_second_time_changes_nothing(browser: Client) -> None:
    page = preview_of(browser, units_file(*ROWS))
    confirm(browser, page)
    again = confirm(browser, page)
    assert again.status_code == 409
    assert "不变 2 行" in Page(again).text
    assert AuditEvent.objects.filter(action="import_list").count() == 1


def test_one_row_that_can_not_be_taken_holds_up_all(browser: Client) -> None:
    page = preview_of(browser, units_file(*ROWS, ("101003", "", "也许")))
    assert "有 2 处不能导入，所以一行也没有导入" in page.text
    assert "第 4 行 单位名称必填，不能空白" in page.text
    assert "第 4 行 启用：“也许”应为“是”、“否”之一" in page.text
    assert "确认导入" not in page.text
    assert confirm(browser, page).status_code == 409
    assert stored() == []


def test_a_code_of_another_region_is_refused_by_row(browser: Client) -> None:
    a_unit("101002", a_region("430204"))
    page = preview_of(browser, units_file(*ROWS))
    assert "第 3 行 单位代码：“101002”这个代码是其他地区的单位" in page.text
    confirm(browser, page)
    assert len(stored()) == 1


def test_units_that_the_file_does_not_name_stay(browser: Client) -> None:
    a_unit("9")
    page = preview_of(browser, units_file(*ROWS))
    assert "系统里另有 1 个预算单位不在文件里，保持原样" in page.text
    confirm(browser, page)
    assert ("9", "测试单位9", True) in stored()


def test_columns_that_the_list_has_not_are_named(browser: Client) -> None:
    rows = [("单位代码", "单位名称", "备注"), ("101001", "文化馆", "新设")]
    assert "清单没有“备注（C 列）”，没有读取。" in preview_of(browser, workbook(*rows)).text


# Questions


LOST = [("010101", "文化馆", "是"), ("010102", "图书馆", "是"), (10103, "美术馆", "是")]


def test_a_code_that_lost_its_zero_is_asked_about_before_anything_is_stored(browser: Client) -> None:
    page = preview_of(browser, units_file(*LOST))
    assert "第 4 行单位代码是“10103”，比其他的少 1 位，是“010103”吗？" in page.text
    assert "确认导入" not in page.text
    assert confirm(browser, page).status_code == 409
    assert stored() == []


@pytest.mark.parametrize(("answer", "code"), [("yes", "010103"), ("no", "10103")])
def test_what_was_answered_is_shown_and_then_stored(browser: Client, answer: str, code: str) -> None:
    given = {"code.zeros-1": answer}
    page = Page(send(browser, preview_of(browser, units_file(*LOST)), "compare", given))
    assert f"4{code}美术馆是" in page.text
    assert page.ticked("answer.code.zeros-1")[answer]
    confirm(browser, page, given)
    assert [row[0] for row in stored()] == sorted(["010101", "010102", code])


def test_another_answer_than_the_one_that_was_shown_is_shown_first(browser: Client) -> None:
    page = Page(send(browser, preview_of(browser, units_file(*LOST)), "compare", {"code.zeros-1": "yes"}))
    answer = confirm(browser, page, {"code.zeros-1": "no"})
    assert answer.status_code == 409
    assert "您改了回答，没有导入" in Page(answer).text
    assert stored() == []


# What changes in between


def test_a_list_that_changed_since_is_compared_anew(browser: Client) -> None:
    a_unit("101001")
    page = preview_of(browser, units_file(*ROWS))
    Unit.objects.filter(code="101001").update(name="文化馆")
    answer = confirm(browser, page)
    again = Page(answer)
    assert answer.status_code == 409
    assert "系统里的清单又有改动，没有导入。请同现在的内容重新核对" in again.text
    assert "新增1 行 修改0 行 不变1 行" in again.text
    assert len(stored()) == 1
    confirm(browser, again)
    assert len(stored()) == 2


def test_a_change_elsewhere_in_the_list_does_not_matter(browser: Client) -> None:
    page = preview_of(browser, units_file(*ROWS))
    a_unit("999")
    assert confirm(browser, page).status_code == 302


def test_a_page_is_of_its_person_and_can_not_be_altered(browser: Client, client: Client) -> None:
    page = preview_of(browser, units_file(*ROWS))
    altered = dict(page.fields)
    altered["sealed"] = altered["sealed"][:-3] + "abc"
    refused = browser.post(URL, {"sealed": altered["sealed"], "action": "confirm"})
    assert refused.status_code == 400
    assert "页面的内容不完整或被改动" in Page(refused).text
    client.force_login(a_person(Role.MANAGER))
    assert "为另一份清单或另一个人打开的" in Page(confirm(client, page)).text
    assert stored() == []


# Files that are not taken


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("单位.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "旧格式（97-2003）"),
        ("单位.xlsx", b"", "文件是空的"),
        ("单位.xlsx", b"PK\x03\x04kaputt", "文件已损坏"),
        ("单位.xlsx", workbook(("姓名", "电话"), ("周敏", "1")), "没有找到预算单位清单的列名"),
        ("单位.xlsx", workbook(("单位名称", "启用"), ("文化馆", "是")), "缺少必填的列“单位代码”"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_what_to_do(
    browser: Client, name: str, content: bytes, words: str
) -> None:
    answer = upload(browser, content, name)
    assert answer.status_code == 422
    assert words in Page(answer).text
    assert AuditEvent.objects.filter(action="upload_refused", subject="lists/units").exists()


def test_no_file_or_two_are_refused(browser: Client) -> None:
    assert browser.post(URL).status_code == 422
    assert browser.post(URL, {"file": "text"}).status_code == 422
    assert browser.post(URL, {"sealed": "nothing"}).status_code == 400
    assert browser.post(f"{URL}result/").status_code == 400


# The log, and the file of what is shown


def test_the_log_tells_of_the_file_and_of_every_row(browser: Client, manager: User) -> None:
    a_unit("101001")
    confirm(browser, preview_of(browser, units_file(*ROWS)))
    told = {
        event.action: (event.subject, json.loads(event.detail)) for event in AuditEvent.objects.filter(actor=manager)
    }
    assert told["import_list"][0] == "units"
    assert told["import_list"][1].items() >= {"name": "单位.xlsx", "added": 1, "changed": 1}.items()
    assert re.fullmatch("[0-9a-f]{64}", told["import_list"][1]["sha256"])
    assert told["change_unit"] == ("101001", {"changes": ["单位名称：测试单位101001 → 文化馆"]})
    assert told["add_unit"] == ("101002", {"changes": ["单位代码：101002", "单位名称：图书馆", "启用：是"]})


def test_all_that_is_told_of_a_file_can_be_taken_away(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "SHOWN", 1)
    a_unit("101001")
    page = preview_of(browser, units_file(("101001", "文化馆", "否"), *LOST, ("101009", "", "是")))
    assert "只列出前 1 行" in page.text
    answer = browser.post(f"{URL}result/", {"sealed": page.fields["sealed"]})
    told = texts(opened(answer.content))
    assert told[:7] == ["行", "结果", "名称", "列", "现在", "文件中", "说明"]
    rows = [told[at : at + 7] for at in range(7, len(told), 7)]
    assert [(row[0], row[1]) for row in rows] == [
        ("2", "修改"), ("2", "修改"), ("3", "新增"), ("4", "新增"), ("5", "待回答"), ("6", "不能导入"),
    ]  # fmt: skip
    assert rows[0] == ["2", "修改", "101001 文化馆", "单位名称", "测试单位101001", "文化馆", ""]


# Costs


ACTS: Mapping[str, Callable[[Client, bytes, Page], object]] = {
    "preview": lambda browser, content, _: upload(browser, content),
    "confirm": lambda browser, _, page: confirm(browser, page),
    "present": lambda browser, _, __: browser.post(f"{URL}present/"),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_takes_as_many_queries_with_many_rows_as_with_one(browser: Client, act: str) -> None:
    taken = {}
    for number in (1, 100):
        Unit.objects.all().delete()
        rows = [(f"1{at:05d}", f"单位{at}", "是") for at in range(number)]
        confirm(browser, preview_of(browser, units_file(*rows)))
        changed = units_file(*((code, f"{name}新", "是") for code, name, _ in rows), ("200000", "新", "是"))
        page = preview_of(browser, changed)
        with CaptureQueriesContext(connection) as queries:
            ACTS[act](browser, changed, page)
        taken[number] = len(queries)
    assert taken[1] == taken[100] <= 25, taken
