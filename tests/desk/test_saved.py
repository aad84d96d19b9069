"""Queries kept by name."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from evaluations.common.refusal import Refused
from evaluations.desk.asked import Asked
from evaluations.desk.models import SavedQuery
from evaluations.desk.saved import LIMIT, keep, offered
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
LOW = Asked(grade="差", sort="score")


@pytest.mark.slow
def test_a_query_is_kept_from_the_list_and_offered_in_any_year(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.manager)
    address = reverse("desk:keep_query", args=(scenario.year.pk,))
    posted = {"title": "低分的", "grade": "差", "sort": "score", "state": "approved", "year": "2023"}
    page = client.post(address, posted, follow=True).text
    assert "已保存常用查询“低分的”" in page
    assert "?year=2023&amp;state=approved&amp;grade=%E5%B7%AE&amp;sort=score" in page


def test_only_shared_ones_are_offered_to_colleagues() -> None:
    scenario = Scenario()
    region = scenario.unit.region
    own, shared = (
        keep(region, actor_of(scenario.manager), name, LOW, shared=name == "共用") for name in ("自己", "共用")
    )
    assert list(offered(region, actor_of(scenario.reviewer))) == [shared]
    assert set(offered(region, actor_of(scenario.manager))) == {own, shared}


def test_one_name_is_kept_once() -> None:
    scenario = Scenario()
    region, actor = scenario.unit.region, actor_of(scenario.manager)
    keep(region, actor, "低分", LOW, shared=False)
    keep(region, actor, " 低分 ", LOW._replace(grade="中"), shared=True)
    kept = SavedQuery.objects.get()
    assert ("%E4%B8%AD" in kept.query, kept.shared) == (True, True)


@pytest.mark.parametrize("name", ["", "　", "长" * 41, "a\x00b"])
def test_a_name_that_can_not_be_one_is_refused_in_words(name: str) -> None:
    scenario = Scenario()
    with pytest.raises(Refused, match="名称"):
        keep(scenario.unit.region, actor_of(scenario.manager), name, LOW, shared=False)


@pytest.mark.slow
def test_there_is_room_for_some_only() -> None:
    scenario = Scenario()
    region, actor = scenario.unit.region, actor_of(scenario.manager)
    for at in range(LIMIT):
        keep(region, actor, f"第 {at}", LOW, shared=False)
    with pytest.raises(Refused, match="最多保存"):
        keep(region, actor, "再一个", LOW, shared=False)
    keep(region, actor, "第 0", LOW, shared=True)


@pytest.mark.slow
def test_only_the_owner_removes_it(client: Client) -> None:
    scenario = Scenario()
    kept = keep(scenario.unit.region, actor_of(scenario.manager), "共用", LOW, shared=True)
    address = reverse("desk:remove_query", args=(kept.pk,))
    client.force_login(scenario.reviewer)
    assert "只能由本人删除" in client.post(address, follow=True).text
    client.force_login(scenario.manager)
    assert "已删除常用查询“共用”" in client.post(address, follow=True).text
    assert not SavedQuery.objects.exists()
