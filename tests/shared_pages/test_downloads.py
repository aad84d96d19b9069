"""The files of an evaluation are those of the export, of the document that the person sees."""

import json
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from evaluations.core.content import interchange
from evaluations.dossier.store import load
from evaluations.files import export
from evaluations.files.export import content, exported
from evaluations.files.formats import formats_of
from evaluations.records.states import State
from tests.core import builders
from tests.files.reading_places import all_taken
from tests.scenario import Scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def fetch(client: Client, scenario: Scenario, person: User, which: str) -> tuple[bytes, str]:
    client.force_login(person)
    response = client.post(reverse("shared_pages:download", args=(scenario.pk, which)))
    assert response.status_code == 200
    return response.content, response.headers["Content-Disposition"]


@pytest.mark.parametrize("state", [State.DRAFTING, State.UNIT_CHECK, State.SUBMITTED, State.APPROVED])
def test_the_files_are_those_of_the_export(client: Client, state: State) -> None:
    scenario = Scenario().at(state)
    author = scenario.unit.region.bureau_name
    formats = ("docx", "pdf", "xlsx", "json")
    files = list(exported(load(scenario.evaluation), builders.edition(), formats, author=author))
    for which, (name, expected) in zip(formats_of(builders.edition()), files, strict=True):
        found, disposition = fetch(client, scenario, scenario.preparer, which)
        assert found == expected
        assert disposition == f"attachment; filename*=utf-8''{quote(name)}"


def test_the_bureau_gets_what_was_handed_in(client: Client) -> None:
    scenario = Scenario().at(State.RETURNED)
    handed_in = load(scenario.evaluation)
    scenario.type({"thrift_measures": "退回后改的措施。"})
    author = scenario.unit.region.bureau_name
    assert fetch(client, scenario, scenario.reviewer, "json")[0] == interchange.dump(handed_in).encode()
    assert fetch(client, scenario, scenario.manager, "attachment2")[0] == content(
        handed_in, builders.edition(), "attachment2", author=author
    )
    assert "退回后改的措施。" in fetch(client, scenario, scenario.preparer, "json")[0].decode()


@pytest.mark.usefixtures("no_fonts")
def test_a_machine_without_the_fonts_of_pdf_files_says_so_on_the_documents_page(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    response = client.post(reverse("shared_pages:download", args=(scenario.pk, "pdf")), follow=True)
    assert response.redirect_chain == [(reverse("shared_pages:document", args=(scenario.pk,)), 302)]
    assert "管理员请安装 fonts-noto-cjk。" in response.content.decode()
    assert not AuditEvent.objects.filter(action="export").exists()


def test_who_asks_while_too_many_files_are_made_is_told_to_come_back(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    client.force_login(scenario.reviewer)
    with all_taken(export.CHILDREN):
        response = client.post(reverse("shared_pages:download", args=(scenario.pk, "pdf")))
    assert response.status_code == 503
    assert "现在生成文件的人较多" in response.content.decode()
    assert "请过一会儿再试。" in response.content.decode()
    assert not AuditEvent.objects.filter(action="export").exists()
    assert fetch(client, scenario, scenario.reviewer, "pdf")


@pytest.mark.parametrize("which", ["pdf", "docx", "attachment3"])
def test_a_file_that_takes_too_much_is_refused_with_the_text_to_shorten(
    client: Client, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = Scenario().at(State.DRAFTING)
    scenario.type({"report.chapters.2": "长" * 3000})
    client.force_login(scenario.preparer)
    monkeypatch.setattr(export.CHILDREN, "size", 100)
    response = client.post(reverse("shared_pages:download", args=(scenario.pk, which)))
    assert response.status_code == 413
    page = response.content.decode()
    assert "花费的时间或内存过多，没有生成。最长的一处是“自评报告 二、一般公共预算支出情况”，有 3000 个字" in page
    assert "返回2023年度自评" in page
    assert not AuditEvent.objects.filter(action="export").exists()


def test_a_file_that_nobody_waits_for_any_more_is_not_made(client: Client) -> None:
    scenario = Scenario().at(State.DRAFTING)
    scenario.type({f"report.chapters.{number}": "1" * 100_000 for number in range(1, 10)})
    client.force_login(scenario.preparer)
    address = reverse("shared_pages:download", args=(scenario.pk, "pdf"))
    assert client.post(address, client_gone=lambda: True).status_code == 413
    assert not AuditEvent.objects.filter(action="export").exists()


def test_a_download_is_audited(client: Client) -> None:
    scenario = Scenario().at(State.SUBMITTED)
    fetch(client, scenario, scenario.reviewer, "attachment3")
    event = AuditEvent.objects.get(action="export")
    assert (event.actor, event.subject) == (scenario.reviewer, str(scenario.pk))
    assert "附件3" in json.loads(event.detail)["file"]
