"""The blank sheets of an edition, for managers who choose one."""

import json
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.fiscal_years.models import FormEdition
from tests.factories import a_person
from tests.pages import Page

pytestmark = pytest.mark.django_db


def address(which: str, edition: FormEdition) -> str:
    return reverse("administration:blank_sheet", args=[edition.pk, which])


def test_the_form_of_a_year_leads_to_the_blank_sheets_of_each_edition_offered(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    page = Page(client.get(reverse("administration:new_year")))
    edition = FormEdition.objects.get(code="lusong-2023")
    assert {address("attachment2", edition), address("attachment3", edition)} <= page.buttons


@pytest.mark.slow
@pytest.mark.parametrize("which", ["attachment2", "attachment3"])
def test_a_blank_sheet_is_downloaded_and_logged(client: Client, which: str) -> None:
    manager = a_person(Role.MANAGER)
    client.force_login(manager)
    edition = FormEdition.objects.get(code="lusong-2023")
    response = client.post(address(which, edition))
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    assert any("年度" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    event = AuditEvent.objects.get(action="export_blank")
    assert event.actor == manager
    assert "空白表样" in json.loads(event.detail)["file"]


def test_an_older_version_or_another_file_is_not_there(client: Client) -> None:
    client.force_login(a_person(Role.MANAGER))
    older = FormEdition.objects.get(code="lusong-2023")
    content = older.content.replace("version = 1", "version = 2", 1)
    FormEdition.objects.create(code=older.code, version=99, content=content, sha256="newer")
    assert client.post(address("attachment2", older)).status_code == 404
    assert client.post(address("json", FormEdition.objects.latest("version"))).status_code == 404
    assert client.get(address("attachment2", older)).status_code == 405


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_blank_sheets_are_for_managers(role: Role, client: Client) -> None:
    client.force_login(a_person(role))
    assert client.post(address("attachment2", FormEdition.objects.get(code="lusong-2023"))).status_code == 404
