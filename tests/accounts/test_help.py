"""The help page."""

import pytest
from django.test import Client

from accounts.roles import Role
from evaluations.units.models import Region
from tests.factories import a_person, a_region, a_unit
from tests.pages import Page

pytestmark = pytest.mark.django_db


def test_every_role_has_help() -> None:
    assert all(role.facts.help for role in Role)


def test_a_visitor_who_can_not_sign_in_may_read_it_but_sees_no_telephone(client: Client) -> None:
    a_person(Role.MANAGER, phone="0731-28000009")
    page = client.get("/help/").content.decode()
    assert "使用说明" in page
    assert "0731-28000009" not in page


def test_a_person_reads_their_own_role_first_and_whom_to_call(client: Client) -> None:
    a_person(Role.MANAGER, phone="0731-28000009")
    a_person(Role.MANAGER, region=a_region("other"), phone="0731-28000001")
    client.force_login(a_person(Role.UNIT_HEAD))
    page = client.get("/help/").content.decode()
    assert page.index("单位负责人（您）") < page.index("<h2>填报人")
    assert "0731-28000009" in page
    assert "0731-28000001" not in page


def test_the_regions_telephones_and_the_common_errors_are_told(client: Client) -> None:
    region = a_region()
    Region.objects.filter(pk=region.pk).update(consulting="0731-28000011", support="0731-28000012")
    client.force_login(a_person(Role.PREPARER, a_unit("101001")))
    page = Page(client.get("/help/"))
    assert "业务咨询电话：0731-28000011" in page.text
    assert "技术支持电话：0731-28000012" in page.text
    assert "必填项未填：没有发生额的填 0" in page.text
    assert ("/definitions/", "填报口径") in page.links


def test_a_unit_by_itself_reads_nothing_of_handing_in_and_of_no_bureaus_people(client: Client) -> None:
    region = Region.objects.create(code="990101", name="白石区", bureau_name="")
    client.force_login(a_person(Role.PREPARER, a_unit("101001", region)))
    page = Page(client.get("/help/"))
    assert page.headings == ["使用说明", "填报人（您）", "常见的错误和提示", "联系谁"]
    assert "检查与完成" in page.text
    assert not [word for word in ("提交单位审核", "绩效管理员", "退回", "审核员") if word in page.text]
    account = Page(client.get("/account/")).text
    assert "下载整份文件" in account
    assert "提交单位审核" not in account


def test_the_manager_of_a_department_is_called_by_its_name_and_not_a_bureaus(client: Client) -> None:
    region = Region.objects.create(code="990101-205", name="白石区", bureau_name="白石区教育局")
    manager = a_person(Role.MANAGER, region=region)
    assert manager.memberships.get().in_words == "白石区教育局绩效管理员"
    client.force_login(manager)
    texts = [Page(client.get(address)).text for address in ("/account/", "/help/", "/administration/people/add/")]
    assert "白石区教育局" in texts[0]
    assert not [text for text in texts if "财政局绩效管理员" in text]
