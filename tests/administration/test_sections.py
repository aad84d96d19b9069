"""The page of a bureau's sections."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from evaluations.units.models import Section, Unit
from tests.factories import a_person, a_region, a_unit

pytestmark = pytest.mark.django_db
PAGE = reverse("administration:sections")


@pytest.fixture(autouse=True)
def manager(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))


def a_section(name: str = "教科文股", region: str = "430203") -> Section:
    return Section.objects.create(region=a_region(region), name=name)


def test_a_section_is_added_renamed_and_removed(client: Client) -> None:
    assert "还没有股室" in client.get(PAGE).text
    assert client.post(PAGE, {"name": " 教科文股 "}).status_code == 302
    section = Section.objects.get()
    assert section.name == "教科文股"
    renaming = reverse("administration:rename_section", args=[section.pk])
    assert 'value="教科文股"' in client.get(renaming).text
    assert client.post(renaming, {"name": "科教股"}).status_code == 302
    assert "科教股" in client.get(PAGE).text
    assert client.post(reverse("administration:remove_section", args=[section.pk])).status_code == 302
    assert not Section.objects.exists()


def test_a_section_with_units_stays(client: Client) -> None:
    section = a_section()
    Unit.objects.filter(pk=a_unit().pk).update(section=section)
    remove = reverse("administration:remove_section", args=[section.pk])
    assert remove not in client.get(PAGE).text
    assert "还有 1 个单位归口教科文股" in client.post(remove, follow=True).text
    assert Section.objects.exists()


@pytest.mark.parametrize(("name", "said"), [("", "请填写股室名称"), ("社保股", "已有同名的股室"), ("长" * 201, "200")])
def test_a_name_that_can_not_be_is_told(client: Client, name: str, said: str) -> None:
    a_section("社保股")
    renaming = reverse("administration:rename_section", args=[a_section().pk])
    for address in (PAGE, renaming):
        answer = client.post(address, {"name": name})
        assert answer.status_code in (409, 422)
        assert said in answer.text


def test_another_bureaus_section_is_out_of_reach(client: Client) -> None:
    foreign = a_section(region="430204")
    assert foreign.name not in client.get(PAGE).text
    for name in ("rename_section", "remove_section"):
        assert client.post(reverse(f"administration:{name}", args=[foreign.pk]), {"name": "新"}).status_code == 404
    assert Section.objects.get().name == foreign.name


def test_the_page_takes_as_many_queries_for_many_as_for_one(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    a_section()
    few = queries()
    for number in range(20):
        a_section(f"股{number}")
    assert queries() == few <= 5
