"""A manager learns how a form is made, and begins a new one with a blank workbook."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from evaluations.core.readback.source import Source
from evaluations.core.workbook.reading import read
from evaluations.core.workbook.writing import blank_pages
from evaluations.own_forms.guide import pictures
from tests.core.workbook.sheets import EDITIONS, PROJECT, form
from tests.own_forms.forms import a_manager

pytestmark = pytest.mark.slow


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(a_manager())
    return client


@pytest.mark.django_db
def test_the_guide_shows_the_sheets_of_a_real_workbook(
    manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    manager.get("/forms/guide/")
    with django_assert_max_num_queries(6):
        page = manager.get("/forms/guide/").text
    for words in ("下载空白工作簿（整体支出）", "self_assessment.fiscal_initial", "工作表“通用核对”"):
        assert words in page


def test_a_picture_covers_each_place_once() -> None:
    for picture in pictures(form(PROJECT)).values():
        covered = sum(square.columns * square.rows for _, squares in picture.rows for square in squares)
        assert covered == len(picture.letters) * len(picture.rows)


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_a_blank_workbook_lacks_only_what_makes_a_form_this_form(path: Path) -> None:
    sheets = blank_pages(form(path))
    mistakes = [str(each) for each in read(Source(tuple(page.table for page in sheets))).mistakes]
    named = [f"工作表“表样” B{row}：这一格是空的，请填写。" for row in (3, 4, 5)]
    assert mistakes[:3] == named
    assert [text for text in mistakes[3:] if "“指标”中至少要有一个一级指标" not in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["unit", "project"])
def test_a_blank_workbook_is_downloaded_and_told_what_to_fill_in(manager: Client, subject: str) -> None:
    made = manager.post(f"/forms/blank/{subject}/").content
    assert load_workbook(BytesIO(made))["通用核对"]["A2"].value == "代码"
    page = manager.post("/forms/", {"file": SimpleUploadedFile("新表样.xlsx", made)}, follow=True).text
    assert "有 4 处要改" in page


@pytest.mark.django_db
def test_there_is_no_blank_workbook_of_another_subject(manager: Client) -> None:
    assert manager.post("/forms/blank/policy/").status_code == 404
