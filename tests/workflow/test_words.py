"""What people read before and after an act: what they sign, what must not be public, what happened and who has it next."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.comments.models import Comment
from evaluations.comments.services import open_comment
from evaluations.core.basics.values import show_amount
from evaluations.fiscal_years.models import FormEdition
from evaluations.records.states import State
from evaluations.workflow.next_person import said
from evaluations.workflow.redaction import personal
from evaluations.workflow.signing import signed
from evaluations.workflow.transitions import TRANSITIONS, perform
from tests.core.builders import document, edition, empty, fill
from tests.factories import a_person
from tests.scenario import Scenario

pytestmark = pytest.mark.django_db
OFFICE = "basic_data.expenditure.office.final"


LEVELS = {
    "submit_directly": (),
    "submit_to_department": ("department_check",),
    "confirm_to_department": ("unit_check", "department_check"),
    "pass": ("unit_check", "second_review"),
}


def url(scenario: Scenario, name: str) -> str:
    return reverse("shared_pages:transition", args=(scenario.pk, name))


def done(client: Client, scenario: Scenario, name: str, actor: User) -> str:
    client.force_login(actor)
    form = {"comment": "请补充。", "redaction_seen": "1"}
    return unescape(client.post(url(scenario, name), form, follow=True).text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "state", "actor", "words"),
    [
        ("submit", State.DRAFTING, "preparer", "已提交单位审核。接下来由单位负责人{head.name}核对并确认上报"),
        ("send_back", State.UNIT_CHECK, "head", "已退回修改。接下来由填报人{preparer.name}修改"),
        ("withdraw", State.UNIT_CHECK, "preparer", "已撤回。接下来由填报人{preparer.name}修改"),
        ("confirm", State.UNIT_CHECK, "head", "已确认上报。接下来由审核员{reviewer.name}审核"),
        ("return", State.SUBMITTED, "reviewer", "已退回单位修改。接下来由填报人{preparer.name}修改"),
        ("approve", State.SUBMITTED, "reviewer", "已审核通过。"),
        (
            "submit_to_department",
            State.DRAFTING,
            "preparer",
            "已提交主管部门。接下来由主管部门审核人{department_reviewer.name}审核",
        ),
        (
            "confirm_to_department",
            State.UNIT_CHECK,
            "head",
            "已确认报主管部门。接下来由主管部门审核人{department_reviewer.name}",
        ),
        ("endorse", State.DEPARTMENT_CHECK, "department_reviewer", "已同意上报。接下来由审核员{reviewer.name}审核"),
        (
            "send_down",
            State.DEPARTMENT_CHECK,
            "department_reviewer",
            "已退回单位修改。接下来由填报人{preparer.name}修改",
        ),
        ("submit_directly", State.DRAFTING, "preparer", "已提交上报。接下来由审核员{reviewer.name}审核"),
        ("pass", State.SUBMITTED, "reviewer", "已初审通过。接下来由绩效管理员{manager.name}复审"),
        ("approve_again", State.SECOND_REVIEW, "manager", "已复审通过。接下来由填报人{preparer.name}打印附件"),
        ("back_to_first", State.SECOND_REVIEW, "manager", "已退回初审。接下来由审核员{reviewer.name}重新审核"),
        ("reopen", State.APPROVED, "manager", "已撤销审核结论，退回单位修改。接下来由填报人{preparer.name}修改"),
        ("publish", State.APPROVED, "manager", "已登记为“已公开”"),
        ("unpublish", State.PUBLISHED, "manager", "已撤销公开，自评回到“已通过”。"),
    ],
)
def test_an_act_is_answered_with_what_happened_and_who_has_it_next(
    client: Client, name: str, state: State, actor: str, words: str
) -> None:
    scenario = Scenario().at(state)
    people = {
        role: getattr(scenario, role) for role in ("preparer", "head", "department_reviewer", "reviewer", "manager")
    }
    if name in LEVELS:
        scenario.with_levels(*LEVELS[name])
    page = done(client, scenario, name, getattr(scenario, actor))
    assert all(sentence in page for sentence in words.format(**people).split("。"))
    assert "现在是“" not in page


def test_every_act_has_its_sentence() -> None:
    scenario = Scenario()
    for step in TRANSITIONS.values():
        sentence = said(step.done, scenario.evaluation)
        assert sentence.startswith("已")
        assert "{" not in sentence


@pytest.mark.slow
def test_the_bureau_reads_which_unit_it_was(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    assert f"{scenario.unit.name} 2023年度自评：已退回单位修改。" in done(client, scenario, "return", scenario.reviewer)


def test_who_is_lacking_is_said() -> None:
    scenario = Scenario()
    Assignment.objects.all().delete()
    scenario.head.is_active = False
    scenario.head.save()
    assert "审核员（还没有分配）审核" in said(TRANSITIONS["confirm"].done, scenario.evaluation)
    assert "单位负责人（单位还没有这样的账号，请联系系统管理员）核对" in said(
        TRANSITIONS["submit"].done, scenario.evaluation
    )


def test_of_many_people_three_are_named() -> None:
    scenario = Scenario()
    others = [a_person(Role.UNIT_HEAD, scenario.unit, name=f"负责人{letter}") for letter in "甲乙"]
    named = "、".join(person.name for person in (scenario.head, *others))
    assert f"由单位负责人{named}核对" in said(TRANSITIONS["submit"].done, scenario.evaluation)
    a_person(Role.UNIT_HEAD, scenario.unit)
    assert f"由单位负责人{named}等核对" in said(TRANSITIONS["submit"].done, scenario.evaluation)


@pytest.mark.parametrize(
    ("name", "state", "actor"),
    [
        ("submit", State.DRAFTING, "preparer"),
        ("confirm", State.UNIT_CHECK, "head"),
        ("approve", State.SUBMITTED, "reviewer"),
    ],
)
def test_what_is_signed_stands_on_the_page_that_asks(client: Client, name: str, state: State, actor: str) -> None:
    scenario = Scenario().at(state)
    client.force_login(getattr(scenario, actor))
    page = client.get(url(scenario, name)).text
    part = document().self_assessment
    for words in ("总分", "评价等级", "执行率", f"{show_amount(part.adjusted_budget)} 万元", "已说明原因"):
        assert words in page
    assert reverse("shared_pages:document", args=(scenario.pk,)) in page


def test_what_is_signed_is_named_with_its_figures() -> None:
    assert signed(edition(), document()) == [
        ("总分", "100"),
        ("评价等级", "优"),
        ("全年预算数", "74 万元"),
        ("全年执行数", "74 万元"),
        ("执行率", "100%"),
        ("已说明原因", "0 条"),
    ]


def test_without_scores_the_totals_are_signed() -> None:
    form = FormEdition.objects.get(code="hunan-2018").edition
    typed = {"basic_data.expenditure.three_public.final": "44.29"}
    assert signed(form, fill(form, empty(form), typed)) == [
        ("三公经费 2023年决算数", "44.29 万元"),
        ("项目支出 2023年决算数", "未填"),
        ("公用经费 2023年决算数", "未填"),
        ("已说明原因", "0 条"),
    ]


def test_a_blank_evaluation_is_signed_with_nothing_in_it_and_breaks_nothing(client: Client) -> None:
    scenario = Scenario()
    client.force_login(scenario.preparer)
    assert "未填" in client.get(url(scenario, "submit")).text


@pytest.mark.slow
def test_whoever_submits_with_unanswered_comments_is_told_and_may(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    open_comment(scenario.pk, actor_of(scenario.reviewer), OFFICE, "请核对。")
    perform("return", scenario.pk, actor_of(scenario.reviewer))
    client.force_login(scenario.preparer)
    page = client.get(url(scenario, "submit")).text
    assert "还有 1 条批注没有答复" in page
    assert f'/document/#comment-{Comment.objects.get().pk}"' in page
    done(client, scenario, "submit", scenario.preparer)
    assert scenario.evaluation.state == State.UNIT_CHECK


def test_without_comments_nothing_is_said_of_them(client: Client) -> None:
    scenario = Scenario().fill()
    client.force_login(scenario.preparer)
    assert "未答复" not in client.get(url(scenario, "submit")).text


@pytest.mark.slow
def test_publishing_promises_no_page_and_shows_what_must_be_left_out(client: Client) -> None:
    scenario = Scenario()
    text = f"联系人{scenario.head.name}，手机 13812345678。"
    chapters = document().report.chapters | {"9": text}
    content = document().model_copy(update={"report": document().report.model_copy(update={"chapters": chapters})})
    scenario.fill(content).submit().confirm()
    perform("approve", scenario.pk, actor_of(scenario.reviewer))
    client.force_login(scenario.manager)
    page = unescape(client.get(url(scenario, "publish")).text)
    assert "任何人都可以看到" not in page
    assert "本系统没有对外的网页" in page
    where = reverse("shared_pages:document", args=(scenario.pk,))
    for path, said_there in (
        ("preparer.name", "甲"),
        ("preparer.phone", "0731-28000000"),
        ("report.chapters.9", f"{scenario.head.name}、13812345678"),
    ):
        assert f'href="{where}#{path}"' in page
        assert f"</a>：{said_there}</li>" in page


@pytest.mark.slow
def test_a_published_evaluation_is_seen_by_no_visitor(client: Client) -> None:
    scenario = Scenario().at(State.PUBLISHED)
    response = client.get(reverse("shared_pages:document", args=(scenario.pk,)))
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
