"""The page 填报口径: of which year, for whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from tests.factories import a_person, a_region, a_unit, a_year
from tests.pages import Page

pytestmark = pytest.mark.django_db
ADDRESS = "/definitions/"


def test_the_latest_year_of_ones_own_region_is_defined_unless_another_is_asked_for(client: Client) -> None:
    a_year(2022)
    a_year(2023)
    a_year(2025, a_region("other"))
    client.force_login(a_person(Role.PREPARER, a_unit("101001")))
    assert "2023年决算数" in Page(client.get(ADDRESS)).text
    assert "2022年决算数" in Page(client.get(ADDRESS, {"year": "2022"})).text
    for nonsense in ("2025", "x", "<b>"):
        assert "2023年决算数" in Page(client.get(ADDRESS, {"year": nonsense})).text


def test_who_works_in_no_region_reads_the_latest_edition(client: Client) -> None:
    client.force_login(a_person(Role.AUDITOR))
    assert "取本年度部门决算" in Page(client.get(ADDRESS)).text


def test_it_takes_as_many_queries_with_many_years(client: Client) -> None:
    client.force_login(a_person(Role.PREPARER, a_unit("101001")))
    taken = set()
    for years in ([2023], range(2016, 2023)):
        for year in years:
            a_year(year)
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        taken.add(len(queries))
    assert len(taken) == 1
