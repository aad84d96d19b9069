"""The library of standard comments: who keeps which, placeholders, and what is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_of
from accounts.models import AuditEvent
from evaluations.comments.models import StandardComment
from evaluations.comments.standard import OWN, filled, keep, kept_by, offered, owners
from evaluations.common.refusal import Refused
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "shared_pages:standard_comments"


@pytest.fixture
def scenario() -> Scenario:
    return Scenario()


def test_reviewers_keep_their_own_and_managers_the_bureaus(scenario: Scenario) -> None:
    reviewer, manager = actor_of(scenario.reviewer), actor_of(scenario.manager)
    bureau = str(scenario.unit.region_id)
    assert [value for value, _ in owners(reviewer)] == [OWN]
    assert [value for value, _ in owners(manager)] == [bureau]
    keep(reviewer, "依据", "请补充依据。", owner=OWN)
    keep(manager, "依据", "请补充文号。", owner=bureau)
    assert [one.text for one in kept_by(reviewer)] == ["请补充依据。"]
    assert [one.text for one in kept_by(manager)] == ["请补充文号。"]
    assert {one.text for one in offered(scenario.evaluation, reviewer)} == {"请补充依据。", "请补充文号。"}
    for other, owner in ((manager, OWN), (reviewer, bureau), (reviewer, "x")):
        with pytest.raises(Refused, match="归谁用"):
            keep(other, "别的", "文字", owner=owner)
    assert AuditEvent.objects.filter(action="add_standard_comment").count() == 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("", "文字", "请填写名称"),
        ("名" * 41, "文字", "名称："),
        ("名称", " ", "请填写内容"),
        ("名称", "见{单位名}", r"没有“\{单位名\}”这样的占位符，能用的有：\{单元格\}、\{填报数\}、\{上年数\}、\{预期\}"),
        ("名称", "见{}", "占位符"),
        ("依据", "文字", "已有名称"),
    ],
)
def test_what_is_refused_in_words(scenario: Scenario, name: str, text: str, message: str) -> None:
    reviewer = actor_of(scenario.reviewer)
    keep(reviewer, "依据", "请补充依据。", owner=OWN)
    with pytest.raises(Refused, match=message):
        keep(reviewer, name, text, owner=OWN)
    assert StandardComment.objects.count() == 1


def test_placeholders_take_their_values_and_a_dash_without_one() -> None:
    text = "{单元格}填的是 {填报数}，上年 {上年数}。"
    assert filled(text, {"单元格": "办公经费", "填报数": "3.2"}) == "办公经费填的是 3.2，上年 —。"


def test_the_page_adds_changes_and_deletes_after_asking(scenario: Scenario, client: Client) -> None:
    client.force_login(scenario.reviewer)
    assert client.post(reverse(PAGE), {"owner": OWN, "name": "依据", "text": "{谁}"}).status_code == 422
    assert client.post(reverse(PAGE), {"owner": OWN, "name": "依据", "text": "请补充依据。"}).status_code == 302
    one = StandardComment.objects.get()
    assert "请补充依据。" in client.get(reverse(PAGE)).text
    change, delete = (
        reverse(f"shared_pages:{name}", args=[one.pk]) for name in ("standard_comment", "delete_standard_comment")
    )
    assert client.post(change, {"name": "", "text": "x"}).status_code == 422
    assert client.post(change, {"name": "文号", "text": "请补充文号。"}).status_code == 302
    assert "请补充文号。" in client.get(delete).text
    assert StandardComment.objects.get().name == "文号"
    client.post(delete)
    assert not StandardComment.objects.exists()


def test_the_box_opens_with_a_standard_comment_or_with_a_finding(client: Client) -> None:
    scenario = Scenario().type({"office.final": "0.25"})
    scenario.fill().submit().confirm()
    where = "basic_data.expenditure.office.final"
    keep(actor_of(scenario.reviewer), "依据", "{单元格}填的是 {填报数}。", owner=OWN)
    client.force_login(scenario.reviewer)
    page = reverse("shared_pages:document", args=[scenario.pk])
    opened = client.get(page, {"comment": where, "standard": str(StandardComment.objects.get().pk)}).text
    assert "附件2 办公经费 2023年决算数填的是 " in opened
    assert client.get(page, {"comment": where, "standard": "x", "finding": "nothing"}).status_code == 200
