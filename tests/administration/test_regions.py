"""The administrator's pages of regions."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.units.models import Region
from evaluations.units.services import add_region
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("administration:regions"), reverse("administration:add_region")


@pytest.fixture(autouse=True)
def administrator(client: Client) -> None:
    client.force_login(a_person(Role.ADMINISTRATOR))


def address(region: Region) -> str:
    return reverse("administration:region", args=[region.pk])


def change(client: Client, region: Region, **given: str) -> int:
    shown = dict(re.findall(r'name="(\w+)" value="([^"]*)"', client.get(address(region)).text))
    del shown["csrfmiddlewaretoken"]
    return client.post(address(region), shown | given).status_code


@pytest.mark.slow
def test_a_region_is_added_with_its_bureau_and_changed(client: Client) -> None:
    assert "还没有地区" in client.get(LIST).text
    assert client.post(ADD, {"code": "430200", "name": "株洲市"}).status_code == 302
    assert client.post(ADD, {"code": "430203", "name": "芦淞区", "parent": "430200"}).status_code == 302
    region = Region.objects.get(code="430203")
    assert (region.bureau_name, region.parent) == ("芦淞区财政局", Region.objects.get(code="430200"))
    assert change(client, region, name="荷塘区", bureau_name="荷塘区财政局", parent="") == 302
    region.refresh_from_db()
    assert (region.code, region.name, region.bureau_name, region.parent) == ("430203", "荷塘区", "荷塘区财政局", None)
    assert AuditEvent.objects.filter(action__in=("add_region", "change_region")).count() == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": ""}, "请填写地区代码"),
        ({"name": ""}, "请填写地区名称"),
        ({"code": "430203"}, "已存在"),
        ({"parent": "9"}, "没有代码为“9”的地区，请核对代码；上级地区要先添加"),
        ({"name": "长" * 201}, "200"),
    ],
)
def test_what_can_not_be_added_is_told_at_its_field(client: Client, given: dict[str, str], said: str) -> None:
    a_region()
    answer = client.post(ADD, {"code": "430204", "name": "荷塘区"} | given)
    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert Region.objects.count() == 1


def test_a_region_is_not_part_of_itself(client: Client) -> None:
    city, district = a_region("430200"), a_region("430203")
    assert change(client, district, parent="430200") == 302
    assert change(client, city, parent="430203") == 409
    assert change(client, city, parent="430200") == 409


def test_a_bureau_keeps_a_name_and_a_region_without_one_gets_none(client: Client) -> None:
    region, alone = a_region(), add_region("990101", "白石区", has_bureau=False)
    assert change(client, region, bureau_name=" ") == 422
    assert 'name="bureau_name"' not in client.get(address(alone)).text
    assert change(client, alone, name="白石镇", bureau_name="白石镇财政局") == 302
    alone.refresh_from_db()
    assert (alone.name, alone.has_bureau) == ("白石镇", False)
    assert "没有（单位自用）" in client.get(LIST).text


def test_what_another_changed_meanwhile_is_not_overwritten(client: Client) -> None:
    region = a_region()
    shown = dict(re.findall(r'name="(\w+)" value="([^"]*)"', client.get(address(region)).text))
    Region.objects.update(name="别人改的")
    answer = client.post(address(region), shown)
    assert answer.status_code == 422
    assert "资料已被别人修改" in answer.text


def test_the_list_is_searched_and_counts_units_in_use(client: Client) -> None:
    a_unit("U1")
    a_region("430204")
    text = client.get(f"{LIST}?name=430203").text
    assert "1 个</td>" in text
    assert "测试区430204" not in text
    assert "没有符合条件的地区" in client.get(f"{LIST}?name=没有").text


@pytest.mark.slow
def test_nobody_else_keeps_regions(client: Client) -> None:
    addresses = (LIST, ADD, address(a_region()))
    for role in Role:
        client.force_login(a_person(role))
        expected = {200} if role == Role.ADMINISTRATOR else {404}
        assert {client.get(each).status_code for each in addresses} == expected
    assert client.post(address(a_region()), {"name": "新"}).status_code == 404


@pytest.mark.slow
def test_the_list_takes_as_many_queries_for_many_as_for_one(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    a_unit()
    few = queries()
    for number in range(60):
        a_unit(f"N{number}", a_region(f"44{number}"))
    assert queries() == few <= 6
