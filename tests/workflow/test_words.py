"""What people read before and after an act: what they sign, what must not be public, what happened and who has it next."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.comments.services import open_comment
from evaluations.core.basics.values import show_amount
from evaluations.records.states import State
from evaluations.workflow.next_person import said
from evaluations.workflow.redaction import personal
from evaluations.workflow.transitions import TRANSITIONS, perform
from tests.cast import a_person
from tests.core.builders import document, edition
from tests.stage import Stage

pytestmark = pytest.mark.django_db
OFFICE = "basic_data.expenditure.office.final"


def url(stage: Stage, name: str) -> str:
    return reverse("shared_pages:transition", args=(stage.pk, name))


def done(client: Client, stage: Stage, name: str, actor: User) -> str:
    client.force_login(actor)
    form = {"comment": "请补充。", "redaction_seen": "1"}
    return unescape(client.post(url(stage, name), form, follow=True).text)


@pytest.mark.parametrize(
    ("name", "state", "actor", "words"),
    [
        ("submit", State.DRAFTING, "preparer", "已提交单位审核。接下来由单位负责人{head.name}核对并确认上报"),
        ("send_back", State.UNIT_CHECK, "head", "已退回修改。接下来由填报人{preparer.name}修改"),
        ("withdraw", State.UNIT_CHECK, "preparer", "已撤回。接下来由填报人{preparer.name}修改"),
        ("confirm", State.UNIT_CHECK, "head", "已确认上报财政局。接下来由审核员{reviewer.name}审核"),
        ("return", State.SUBMITTED, "reviewer", "已退回单位修改。接下来由填报人{preparer.name}修改"),
        ("approve", State.SUBMITTED, "reviewer", "已审核通过。"),
        ("reopen", State.APPROVED, "manager", "已撤销审核结论，退回单位修改。接下来由填报人{preparer.name}修改"),
        ("publish", State.APPROVED, "manager", "已登记为“已公开”"),
        ("unpublish", State.PUBLISHED, "manager", "已撤销公开，自评回到“已通过”。"),
    ],
)
def test_an_act_is_answered_with_what_happened_and_who_has_it_next(
    client: Client, name: str, state: State, actor: str, words: str
) -> None:
    stage = Stage().at(state)
    people = {role: getattr(stage, role) for role in ("preparer", "head", "reviewer")}
    page = done(client, stage, name, getattr(stage, actor))
    assert words.format(**people) in page
    assert "现在是“" not in page


def test_every_act_has_its_sentence() -> None:
    stage = Stage()
    for step in TRANSITIONS.values():
        sentence = said(step.done, stage.evaluation)
        assert sentence.startswith("已")
        assert "{" not in sentence


def test_the_bureau_reads_which_unit_it_was(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    assert f"{stage.unit.name} 2023年度自评：已退回单位修改。" in done(client, stage, "return", stage.reviewer)


def test_who_is_lacking_is_said() -> None:
    stage = Stage()
    Assignment.objects.all().delete()
    stage.head.is_active = False
    stage.head.save()
    assert "审核员（还没有分配）审核" in said(TRANSITIONS["confirm"].done, stage.evaluation)
    assert "单位负责人（单位还没有这样的账号，请联系系统管理员）核对" in said(
        TRANSITIONS["submit"].done, stage.evaluation
    )


def test_of_many_people_three_are_named() -> None:
    stage = Stage()
    others = [a_person(Role.UNIT_HEAD, stage.unit, name=f"负责人{letter}") for letter in "甲乙丙"]
    named = "、".join(person.name for person in (stage.head, *others[:2]))
    assert f"由单位负责人{named}等核对" in said(TRANSITIONS["submit"].done, stage.evaluation)


@pytest.mark.parametrize(
    ("name", "state", "actor"),
    [
        ("submit", State.DRAFTING, "preparer"),
        ("confirm", State.UNIT_CHECK, "head"),
        ("approve", State.SUBMITTED, "reviewer"),
    ],
)
def test_what_is_signed_stands_on_the_page_that_asks(client: Client, name: str, state: State, actor: str) -> None:
    stage = Stage().at(state)
    client.force_login(getattr(stage, actor))
    page = client.get(url(stage, name)).text
    part = document().self_assessment
    for words in ("总分", "评价等级", "执行率", f"{show_amount(part.adjusted_budget)} 万元", "已说明原因"):
        assert words in page
    assert reverse("shared_pages:document", args=(stage.pk,)) in page


def test_a_blank_evaluation_is_signed_with_nothing_in_it_and_breaks_nothing(client: Client) -> None:
    stage = Stage()
    client.force_login(stage.preparer)
    assert "未填" in client.get(url(stage, "submit")).text


def test_whoever_submits_with_unanswered_comments_is_told_and_may(client: Client) -> None:
    stage = Stage().at(State.SUBMITTED)
    open_comment(stage.pk, stage.reviewer, OFFICE, "请核对。")
    perform("return", stage.pk, stage.reviewer)
    client.force_login(stage.preparer)
    assert "还有 1 条审核意见未答复" in client.get(url(stage, "submit")).text
    done(client, stage, "submit", stage.preparer)
    assert stage.evaluation.state == State.UNIT_CHECK


def test_without_comments_nothing_is_said_of_them(client: Client) -> None:
    stage = Stage().fill()
    client.force_login(stage.preparer)
    assert "未答复" not in client.get(url(stage, "submit")).text


def test_publishing_promises_no_page_and_shows_what_must_be_left_out(client: Client) -> None:
    stage = Stage()
    text = f"联系人{stage.head.name}，手机 13812345678。"
    chapters = document().report.chapters | {"9": text}
    content = document().model_copy(update={"report": document().report.model_copy(update={"chapters": chapters})})
    stage.fill(content).submit().confirm()
    perform("approve", stage.pk, stage.reviewer)
    client.force_login(stage.manager)
    page = unescape(client.get(url(stage, "publish")).text)
    assert "任何人都可以看到" not in page
    assert "本系统没有对外的网页" in page
    where = reverse("shared_pages:document", args=(stage.pk,))
    for path, said_there in (
        ("preparer.name", "甲"),
        ("preparer.phone", "0731-28000000"),
        ("report.chapters.9", f"{stage.head.name}、13812345678"),
    ):
        assert f'href="{where}#{path}"' in page
        assert f"</a>：{said_there}</li>" in page


def test_a_published_evaluation_is_seen_by_no_visitor(client: Client) -> None:
    stage = Stage().at(State.PUBLISHED)
    response = client.get(reverse("shared_pages:document", args=(stage.pk,)))
    assert response["Location"].startswith("/sign-in/")


def found(text: str, *people: str) -> dict[str, str]:
    content = document({"thrift_measures": text}).model_copy(update={"preparer": document().preparer})
    listed = dict(personal(edition(), content, people))
    assert listed.pop("preparer.name") == "甲"
    assert listed.pop("preparer.phone") == "0731-28000000"
    return listed


@pytest.mark.parametrize(
    "number", ["13812345678", "0731-28000000", "073128000000", "010 12345678", "0731－2800000", "0700—5550101"]
)
def test_telephone_numbers_in_texts_are_found(number: str) -> None:
    assert found(f"请拨{number}咨询") == {"basic_data.thrift_measures": number}


@pytest.mark.parametrize("text", ["支出 1234567.89 万元", "2023-2024 年", "编号 202312345678901", "2023年12月31日"])
def test_other_numbers_are_not_taken_for_telephones(text: str) -> None:
    assert found(text) == {}


@given(st.text(max_size=40))
def test_a_name_is_found_in_whatever_text_stands_around_it(around: str) -> None:
    clean = "".join(char for char in around if char.isalnum() and not char.isdigit())
    assert "沈立群" in found(f"{clean}沈立群{clean}", "沈立群", "")["basic_data.thrift_measures"]
