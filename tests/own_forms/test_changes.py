"""A manager changes a few cells of a form in pages, without Excel, and it goes the same way as an uploaded one."""

import json
import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, User
from evaluations.core.editions.file import stored_edition
from evaluations.core.form.edition import Edition
from evaluations.fiscal_years.models import FormEdition
from evaluations.own_forms.models import FormDraft
from tests.factories import a_region

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def copy(client: Client, code: str = "lusong-2023") -> FormDraft:
    """A draft begun as a copy of the latest version of the form."""
    edition = FormEdition.objects.filter(code=code).latest("version")
    client.post(f"/forms/editions/{edition.pk}/copy/?region={a_region().code}")
    return FormDraft.objects.latest("pk")


def address(draft: FormDraft, sheet: str) -> str:
    return f"/forms/drafts/{draft.pk}/change/{sheet}/"


def now(draft: FormDraft) -> Edition:
    """The edition that the draft is now."""
    draft.refresh_from_db()
    return stored_edition(draft.content)


def name_of(page: str, text: str) -> str:
    """The name of the box that holds the text."""
    found = re.search(rf'name="(\w+)" value="{re.escape(text)}"', page)
    assert found
    return found[1]


def test_a_copy_of_anothers_form_gets_a_code_of_its_own(client: Client, manager: User) -> None:
    draft = copy(client)
    assert (now(draft).code, now(draft).version) == (f"lusong-2023-{a_region().code}", 1)
    actions = AuditEvent.objects.filter(action__endswith="_form").values_list("action", flat=True)
    assert list(actions) == ["copy_form"]


def test_a_copy_of_an_own_form_is_its_next_version(client: Client, manager: User, second: Client) -> None:
    first = copy(client)
    client.post(f"/forms/drafts/{first.pk}/acts/propose/")
    second.post(f"/forms/drafts/{first.pk}/acts/publish/")
    draft = copy(client, now(first).code)
    assert (now(draft).code, now(draft).version) == (now(first).code, 2)
    assert f"内容和 {now(first).code} 第 1 版 相同" not in client.get(f"/forms/drafts/{draft.pk}/").text


def test_a_changed_cell_is_kept_and_told_as_a_difference(client: Client, manager: User, second: Client) -> None:
    draft = copy(client)
    page = client.get(address(draft, "grades")).text
    answer = client.post(address(draft, "grades"), {name_of(page, "90"): "88"}, follow=True).text
    assert "“等级”已改 1 格" in answer
    assert now(draft).scoring.grades[0].at_least == 88
    told = client.get(f"/forms/drafts/{draft.pk}/").text
    assert "“等级”中 评价等级 优 的下限由“90”改为“88”。" in told
    assert "对照 lusong-2023 第 5 版，共 3 处" in told
    client.post(f"/forms/drafts/{draft.pk}/acts/propose/")
    second.post(f"/forms/drafts/{draft.pk}/acts/publish/")
    assert FormEdition.objects.get(code=now(draft).code).edition.scoring.grades[0].at_least == 88
    assert json.loads(AuditEvent.objects.get(action="change_form").detail)["sheet"] == "等级"


def test_what_is_wrong_is_told_at_the_cell_with_what_was_typed(client: Client, manager: User) -> None:
    draft = copy(client)
    name = name_of(client.get(address(draft, "grades")).text, "90")
    answer = client.post(address(draft, "grades"), {name: "九十"})
    assert answer.status_code == 422
    assert f'<a href="#{name}">{name}</a>：“九十”不是数字' in answer.text
    assert 'value="九十"' in answer.text
    assert f'aria-describedby="{name}-told"' in answer.text
    assert now(draft).scoring.grades[0].at_least == 90


def test_what_two_managers_change_in_different_sheets_is_kept(client: Client, manager: User, second: Client) -> None:
    draft = copy(client)
    grades, form = (page(client, draft, sheet) for sheet in ("grades", "form"))
    second.post(address(draft, "grades"), {**grades, name_of(client.get(address(draft, "grades")).text, "90"): "88"})
    client.post(address(draft, "form"), {**form, "B5": "新的名称"})
    assert (now(draft).scoring.grades[0].at_least, now(draft).name) == (Decimal(88), "新的名称")


def test_who_comes_second_in_one_sheet_is_told_what_was_typed(client: Client, manager: User, second: Client) -> None:
    draft = copy(client)
    seen = page(client, draft, "form")
    second.post(address(draft, "form"), {**seen, "B5": "第一位改的"})
    answer = client.post(address(draft, "form"), {**seen, "B5": "第二位改的"})
    assert answer.status_code == 409
    assert "被别人改过，没有保存" in answer.text
    assert "第二位改的" in answer.text
    assert now(draft).name == "第一位改的"


def page(client: Client, draft: FormDraft, sheet: str) -> dict[str, str]:
    """What the page of the sheet sends along."""
    found = re.search(r'name="seen" value="(\w+)"', client.get(address(draft, sheet)).text)
    assert found
    return {"seen": found[1]}


def test_a_proposed_form_is_not_changed(client: Client, manager: User) -> None:
    draft = copy(client)
    client.post(f"/forms/drafts/{draft.pk}/acts/propose/")
    shown = client.get(address(draft, "form")).text
    assert "这份表样已经提交，只能看" in shown
    assert ">保存</button>" not in shown
    answer = client.post(address(draft, "form"), {"B5": "新的名称"})
    assert answer.status_code == 409
    assert "已经提交，不能再改" in answer.text
    assert "新的名称" in answer.text


def test_there_is_no_page_for_a_sheet_that_is_not_changed_here(client: Client, manager: User) -> None:
    draft = copy(client)
    assert client.get(address(draft, "sentences")).status_code == 404
    assert client.post(address(draft, "sentences")).status_code == 404


def test_too_many_drafts_are_refused_in_words(client: Client, manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluations.own_forms.services.DRAFT_LIMIT", 1)
    copy(client)
    edition = FormEdition.objects.filter(code="lusong-2023").latest("version")
    answer = client.post(f"/forms/editions/{edition.pk}/copy/", follow=True)
    assert "还没有发布的表样已有 1 份" in answer.text


@pytest.mark.parametrize(("code", "sheet"), [("lusong-2023", "library"), ("hunan-2018", "steps")])
def test_a_page_asks_the_same_number_of_queries(
    client: Client, manager: User, django_assert_num_queries: DjangoAssertNumQueries, code: str, sheet: str
) -> None:
    draft = copy(client, code)
    client.get(address(draft, sheet))
    with django_assert_num_queries(3):
        client.get(address(draft, sheet))
