"""Lists brought to their page as files: chosen, looked at, confirmed."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook

from evaluations.units.models import Unit
from tests.pages import Page

URL = "/lists/units/"
HEADINGS = ("单位代码", "单位名称", "启用")


def workbook(*rows: Sequence[object]) -> bytes:
    """A file as somebody may type it, the headings among its rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("单位")
    for row in rows:
        sheet.append(list(row))
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def units_file(*rows: Sequence[object]) -> bytes:
    """A file of units: code, name and whether they are active."""
    return workbook(HEADINGS, *rows)


def upload(browser: Client, content: bytes, name: str = "单位.xlsx") -> HttpResponse:
    """Choose this file."""
    return cast("HttpResponse", browser.post(URL, {"file": SimpleUploadedFile(name, content)}))


def preview_of(browser: Client, content: bytes) -> Page:
    """What this file would do."""
    response = upload(browser, content)
    page = Page(response)
    assert response.status_code == 200, page.text
    return page


def send(browser: Client, page: Page, action: str, answers: Mapping[str, str] | None = None) -> HttpResponse:
    """Press a button of the preview, with these answers."""
    fields = {f"answer.{key}": value for key, value in (answers or {}).items()}
    sent = {"sealed": page.fields["sealed"], "action": action, **fields}
    return cast("HttpResponse", browser.post(URL, sent))


def confirm(browser: Client, page: Page, answers: Mapping[str, str] | None = None) -> HttpResponse:
    """Confirm what the preview announces."""
    return send(browser, page, "confirm", answers)


def stored() -> list[tuple[str, str, bool]]:
    """All units, by their codes."""
    return list(Unit.objects.order_by("code").values_list("code", "name", "is_active"))
