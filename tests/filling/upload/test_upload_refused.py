"""Importing files: what is refused, and files that contradict each other."""

from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from config.settings import DATA_UPLOAD_MAX_MEMORY_SIZE
from evaluations.core.form.document import Document
from evaluations.core.readback.reading import ReadBack
from evaluations.files.reading import SIZE_LIMIT
from evaluations.filling.upload.files import FILES_LIMIT, TEXTS_LIMIT, Uploaded
from evaluations.filling.upload.seal import Sealed, seal, unseal
from evaluations.records.models import SelfEvaluation
from tests.files.handmade_report import typed_by_hand
from tests.files.reading_places import all_taken
from tests.filling.files import sheets, with_cell
from tests.filling.forms import (
    EDITION,
    QUANTITY,
    blank_with,
    stored,
)
from tests.filling.uploads import Files, confirm, offered, preview_of, upload, url
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# Several files


def test_files_that_say_different_things_of_a_cell_are_refused(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    other = with_cell(both["附件2.xlsx"], 10, 12)
    response = upload(browser, evaluation, {"附件2.xlsx": both["附件2.xlsx"], "附件2（改）.xlsx": other})
    assert response.status_code == 422
    page = Page(response)
    assert "附件2（改）.xlsx" in page.text
    assert "与“附件2.xlsx”有 1 处不同，例如“附件2 编制数”" in page.text


def test_other_rows_in_two_files_are_refused_too(browser: Client, evaluation: SelfEvaluation) -> None:
    named = [blank_with({"self_assessment.indicators.1.name": name}, QUANTITY) for name in ("次数", "场次")]
    files = {f"{number}.xlsx": sheets(EDITION, one)[1] for number, one in enumerate(named)}
    response = upload(browser, evaluation, files)
    assert response.status_code == 422
    assert "例如“附件3 数量指标”" in Page(response).text


def test_a_report_that_repeats_its_sheets_and_a_file_chosen_twice_are_no_contradiction(
    browser: Client, evaluation: SelfEvaluation, filled: Document, both: Files
) -> None:
    report = typed_by_hand(EDITION, filled, merged=True)
    once = offered(preview_of(browser, evaluation, {**both, "报告.docx": report}))
    assert once
    again = {**both, "报告.docx": report, "附件2 (1).xlsx": both["附件2.xlsx"]}
    page = preview_of(browser, evaluation, again)
    assert offered(page) == once
    assert confirm(browser, evaluation, page, list(once)).status_code == 303
    assert stored(evaluation)["self_assessment.indicators.1.name"] == filled.self_assessment.indicators[0].name


def test_who_filled_it_in_may_differ_and_the_first_counts(
    browser: Client, evaluation: SelfEvaluation, filled: Document
) -> None:
    one, _ = sheets(EDITION, filled)
    other = filled.model_copy(update={"preparer": filled.preparer.model_copy(update={"name": "另一位"})})
    _, two = sheets(EDITION, other)
    page = preview_of(browser, evaluation, {"附件2.xlsx": one, "附件3.xlsx": two})
    assert "只采用前一处" in page.text
    confirm(browser, evaluation, page, list(offered(page)))
    assert stored(evaluation)["preparer.name"] == filled.preparer.name


# Refusals


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "旧格式"),
        ("a.xlsx", b"", "选择文件"),
        ("a.xlsx", b"PK\x03\x04 not a zip", "已损坏"),
        ("a.pdf", b"%PDF-1.7", "请上传 .xlsx 或 .docx"),
        ("a.xlsm", b"PK\x03\x04", "宏"),
        ("a.csv", b"a,b", "不能读取 .csv"),
        ("大.xlsx", b"PK\x03\x04" + b"x" * SIZE_LIMIT, "文件超过 10 MB"),
    ],
    ids=["old", "empty", "damaged", "pdf", "macros", "csv", "large"],
)
def test_a_file_that_is_not_read_comes_back_beside_its_name(
    browser: Client, evaluation: SelfEvaluation, name: str, content: bytes, said: str
) -> None:
    response = upload(browser, evaluation, {name: content})
    assert response.status_code == 422
    page = Page(response)
    assert said in page.text
    if content:
        assert ("#files", name) in page.links
    assert page.takes("file")


def test_while_others_files_are_read_it_says_so_once_and_takes_nothing(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    with all_taken():
        response = upload(browser, evaluation, {"旧.xls": b"x", **both})
    assert response.status_code == 422
    page = Page(response)
    assert page.text.count("现在读取文件的人较多") == 1
    for told in ("旧.xls", "附件2.xlsx"):
        assert ("#files", told) in page.links
    assert offered(preview_of(browser, evaluation, both))


def test_no_file_and_too_many_files_are_refused(browser: Client, evaluation: SelfEvaluation) -> None:
    for form in ({}, {"files": "text"}, {"other": SimpleUploadedFile("a.xlsx", b"x")}):
        empty = browser.post(url(evaluation), form)
        assert empty.status_code == 422
        assert "没有选择文件" in Page(empty).text
    many = {f"{number}.xlsx": b"PK\x03\x04" for number in range(FILES_LIMIT + 1)}
    response = upload(browser, evaluation, many)
    assert response.status_code == 422
    assert f"一次最多 {FILES_LIMIT} 个" in Page(response).text


def test_more_text_than_a_form_may_post_is_refused(
    browser: Client, evaluation: SelfEvaluation, both: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluations.filling.upload.files.TEXTS_LIMIT", 100)
    response = upload(browser, evaluation, both)
    assert response.status_code == 422
    assert "文件的文字太多" in Page(response).text


def test_the_most_text_that_is_taken_can_be_posted() -> None:
    characters = [chr(code) for code in range(0x4E00, 0x9FA5)]
    text = "".join(Random(1).choices(characters, k=TEXTS_LIMIT))  # noqa: S311 - no secret
    path = "report.chapters.1"
    read = ReadBack({path: text}, {}, {path: "第一章"}, ())
    sealed = seal(Sealed(1, 1, 1, Uploaded((), read)))
    assert len(sealed) < DATA_UPLOAD_MAX_MEMORY_SIZE / 2
    assert unseal(sealed, 1, 1).uploaded.read == read


def test_one_refused_file_keeps_the_others_out(browser: Client, evaluation: SelfEvaluation, both: Files) -> None:
    response = upload(browser, evaluation, {**both, "旧.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
    assert response.status_code == 422
    assert "旧.xls" in Page(response).text
    assert "sealed" not in Page(response).fields


def test_a_name_full_of_marks_is_only_text(browser: Client, evaluation: SelfEvaluation) -> None:
    response = upload(browser, evaluation, {"<script>alert(1)<.xlsx": b"PK\x03\x04"})
    assert response.status_code == 422
    assert b"<script>alert" not in response.content


def test_a_request_past_the_limit_is_refused_and_nothing_of_it_kept(
    browser: Client, evaluation: SelfEvaluation, settings: Settings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    files = {f"{number}.xlsx": bytes(SIZE_LIMIT + 1024 * 1024) for number in range(FILES_LIMIT)}
    response = upload(browser, evaluation, files)
    assert response.status_code == 413
    assert "文件每个不超过 10 MB" in Page(response).text
    assert not list(tmp_path.iterdir())
