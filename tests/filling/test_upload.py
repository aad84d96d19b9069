"""Importing files: chosen, compared cell by cell with what is stored, confirmed; nothing is written before."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from random import Random
from typing import cast

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from pytest_django.fixtures import Settings

from accounts.models import AuditEvent, User
from accounts.roles import Role
from config.settings import DATA_UPLOAD_MAX_MEMORY_SIZE
from evaluations.core.document import Document
from evaluations.core.readback.reading import ReadBack
from evaluations.core.values import TO_UPDATE
from evaluations.dossier.freezing import freeze
from evaluations.dossier.store import documents
from evaluations.files.reading import SIZE_LIMIT
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, INDICATORS, REPORT, Step
from evaluations.filling.upload.files import FILES_LIMIT, TEXTS_LIMIT, Uploaded
from evaluations.filling.upload.seal import Sealed, seal, unseal
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.cast import a_person, a_unit, a_year, an_evaluation, in_state
from tests.core.builders import document
from tests.files.slots import all_taken
from tests.files.word import typed_by_hand
from tests.filling.conftest import SignIn
from tests.filling.files import sheets, with_cell
from tests.filling.forms import (
    BUILDINGS,
    EDITION,
    FUND,
    QUANTITY,
    address,
    blank_with,
    fill_in,
    post,
    revision_of,
    stored,
)

pytestmark = pytest.mark.django_db

OFFICE = "basic_data.expenditure.office.final"
POSTS = "basic_data.staffing.authorized_posts"
Files = Mapping[str, bytes]


def url(evaluation: SelfEvaluation) -> str:
    return f"/evaluations/{evaluation.pk}/upload/"


def upload(browser: Client, evaluation: SelfEvaluation, files: Files) -> HttpResponse:
    chosen = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return cast("HttpResponse", browser.post(url(evaluation), {"files": chosen}))


def page_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def sealed_in(page: str) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', page)
    assert found
    return found[1]


def offered(page: str) -> dict[str, bool]:
    """The cells that can be ticked, and whether they are."""
    found = re.findall(r'name="take" value="([^"]+)"( checked)?', page)
    return {path: bool(checked) for path, checked in found}


def confirm(browser: Client, evaluation: SelfEvaluation, page: str, take: Sequence[str]) -> HttpResponse:
    return cast("HttpResponse", browser.post(url(evaluation), {"sealed": sealed_in(page), "take": list(take)}))


def preview_of(browser: Client, evaluation: SelfEvaluation, files: Files) -> str:
    response = upload(browser, evaluation, files)
    assert response.status_code == 200, page_of(response)
    return page_of(response)


def messages_of(browser: Client, response: HttpResponse) -> str:
    return page_of(cast("HttpResponse", browser.get(response["Location"])))


@pytest.fixture(scope="module")
def filled() -> Document:
    """A document filled in, of the usual unit's form."""
    return document()


@pytest.fixture(scope="module")
def both(filled: Document) -> Files:
    """Its two sheets."""
    one, other = sheets(EDITION, filled)
    return {"附件2.xlsx": one, "附件3.xlsx": other}


# Choosing files


def test_the_page_says_what_can_be_brought_in_and_gives_the_units_own_sheets(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    page = page_of(cast("HttpResponse", browser.get(url(evaluation))))
    assert "附件2、附件3 Excel 表（.xlsx）和自评报告 Word 文件（.docx" in page
    assert "不超过 10 MB" in page
    for which in ("attachment2", "attachment3"):
        action = f"/evaluations/{evaluation.pk}/files/{which}/"
        assert f'formaction="{action}"' in page
        sheet = browser.post(action)
        assert sheet.status_code == 200
        assert sheet["Content-Disposition"].startswith("attachment")


def test_the_task_list_and_the_steps_lead_to_it_while_it_can_be_filled_in(
    browser: Client, signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation
) -> None:
    steps: list[Step | None] = [None, BASIC_DATA, BUDGET, INDICATORS, REPORT]
    link = f'href="{url(evaluation)}"'
    for step in steps:
        assert link in browser.get(address(evaluation, step)).content.decode()
        assert link not in signed_in(unit_head).get(address(evaluation, step)).content.decode()


def test_a_units_own_blank_sheets_hold_nothing_to_import(browser: Client, evaluation: SelfEvaluation) -> None:
    files = {
        f"{which}.xlsx": browser.post(f"/evaluations/{evaluation.pk}/files/{which}/").content
        for which in ("attachment2", "attachment3")
    }
    page = preview_of(browser, evaluation, files)
    assert not offered(page)
    assert "确认导入" not in page
    assert "没有可以导入的内容" in page


# Comparing


def test_every_cell_of_both_sheets_is_shown_and_nothing_is_written_before_the_confirmation(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    before = stored(evaluation)
    page = preview_of(browser, evaluation, both)
    shown = offered(page)
    assert len(shown) > 100
    assert all(shown.values())
    for title in (
        "附件2 财政供养人员情况",
        "附件2 经费控制情况",
        "附件2 厉行节约保障措施",
        "附件3 年度预算申请",
        "附件3 年度总体目标",
        "附件3 绩效指标",
        "填表人",
    ):
        assert re.search(rf"<h2[^>]*>{title}", page), title
    assert "文件1 附件2 B4" in page
    assert "文件1：附件2.xlsx" in page
    assert stored(evaluation) == before
    assert revision_of(evaluation) == 0
    assert not AuditEvent.objects.filter(action="import_sheets").exists()
    assert not Edit.objects.exists()


def test_what_is_stored_already_is_folded_away_and_what_would_be_replaced_is_marked(
    browser: Client, evaluation: SelfEvaluation, filled: Document, both: Files
) -> None:
    fill_in(evaluation, filled)
    page = preview_of(browser, evaluation, both)
    assert not offered(page)
    assert "文件与现在填的完全相同" in page
    other = document({OFFICE: "1.25"})
    fill_in(evaluation, other)
    page = preview_of(browser, evaluation, both)
    assert list(offered(page)) == [OFFICE]
    assert "将被替换" in page
    assert re.search(r"另有 \d+ 处与现在相同", page)


def test_a_cell_that_can_not_be_read_can_not_be_ticked_and_says_why(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    spoilt = with_cell(both["附件2.xlsx"], 10, "十人")
    page = preview_of(browser, evaluation, {"a.xlsx": spoilt})
    assert POSTS not in offered(page)
    assert "不能导入" in page
    assert "填的是“十人”" in page
    done = confirm(browser, evaluation, page, [*offered(page), POSTS])
    assert done.status_code == 303
    assert "1 处未导入" in messages_of(browser, done)
    assert stored(evaluation)[POSTS] == ""


def test_what_the_form_has_not_is_listed_with_its_place_and_a_sum_that_differs_is_a_hint(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    odd = with_cell(both["附件2.xlsx"], "编制数", "人数")
    odd = with_cell(odd, 0.9, 5)
    page = preview_of(browser, evaluation, {"a.xlsx": odd})
    assert "没有看懂的内容" in page
    assert "人数" in page
    assert "核对提示" in page


def test_a_table_of_something_else_holds_nothing_and_says_so(browser: Client, evaluation: SelfEvaluation) -> None:
    book, saved = Workbook(), BytesIO()
    assert book.active
    book.active["A1"] = "工资表"
    book.save(saved)
    response = upload(browser, evaluation, {"工资.xlsx": saved.getvalue()})
    assert response.status_code == 422
    page = page_of(response)
    assert "没有导入，内容没有改动" in page
    assert "工资.xlsx" in page
    assert "文件里没有附件2、附件3的内容" in page
    assert 'name="sealed"' not in page


# Confirming


def test_what_is_ticked_is_saved_once_in_this_persons_name(
    browser: Client, preparer: User, evaluation: SelfEvaluation, filled: Document, both: Files
) -> None:
    page = preview_of(browser, evaluation, both)
    done = confirm(browser, evaluation, page, list(offered(page)))
    assert done.status_code == 303
    assert done["Location"] == address(evaluation, BASIC_DATA)
    assert f"已导入 {len(offered(page))} 处，0 处未导入。" in messages_of(browser, done)
    now = stored(evaluation)
    assert now[OFFICE] == str(filled.basic_data.amount("office", "final"))
    assert now["self_assessment.indicators.1.name"] == filled.self_assessment.indicators[0].name
    assert now["preparer.name"] == filled.preparer.name
    assert revision_of(evaluation) == 1
    assert set(Edit.objects.values_list("by", flat=True)) == {preparer.pk}
    assert set(Edit.objects.values_list("revision", flat=True)) == {1}


def test_unticked_cells_stay_as_they_are(browser: Client, evaluation: SelfEvaluation, both: Files) -> None:
    page = preview_of(browser, evaluation, both)
    done = confirm(browser, evaluation, page, [POSTS])
    assert done["Location"] == address(evaluation, BASIC_DATA)
    assert f"已导入 1 处，{len(offered(page)) - 1} 处未导入。" in messages_of(browser, done)
    assert {path: text for path, text in stored(evaluation).items() if text} == {POSTS: "10"}


def test_the_audit_log_names_the_files_and_no_content(
    browser: Client, preparer: User, evaluation: SelfEvaluation, both: Files
) -> None:
    page = preview_of(browser, evaluation, both)
    confirm(browser, evaluation, page, [POSTS])
    event = AuditEvent.objects.get(action="import_sheets")
    assert (event.actor_id, event.subject) == (preparer.pk, str(evaluation.pk))
    files = [{"name": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in both.items()]
    assert json.loads(event.detail) == {"files": files, "cells": 1}


def test_nothing_ticked_is_asked_again(browser: Client, evaluation: SelfEvaluation, both: Files) -> None:
    page = preview_of(browser, evaluation, both)
    response = confirm(browser, evaluation, page, [])
    assert response.status_code == 422
    again = page_of(response)
    assert "没有勾选要导入的内容" in again
    assert set(offered(again).values()) == {False}
    assert revision_of(evaluation) == 0


def test_a_stale_page_is_compared_anew_and_keeps_the_ticks(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    page = preview_of(browser, evaluation, both)
    post(browser, evaluation, BASIC_DATA, {OFFICE: "99"})
    response = confirm(browser, evaluation, page, [POSTS, OFFICE])
    assert response.status_code == 409
    again = page_of(response)
    assert "又有改动，没有导入" in again
    assert [path for path, ticked in offered(again).items() if ticked] == [POSTS, OFFICE]
    assert "99" in again
    assert stored(evaluation)[POSTS] == ""
    assert confirm(browser, evaluation, again, [POSTS]).status_code == 303
    assert (stored(evaluation)[POSTS], stored(evaluation)[OFFICE]) == ("10", "99")


def test_a_cell_that_was_the_same_and_is_not_any_more_is_not_ticked_by_itself(
    browser: Client, evaluation: SelfEvaluation, filled: Document, both: Files
) -> None:
    fill_in(evaluation, document({POSTS: "11"}))
    page = preview_of(browser, evaluation, both)
    assert list(offered(page)) == [POSTS]
    post(browser, evaluation, BASIC_DATA, {OFFICE: "99"}, revision=1)
    again = page_of(confirm(browser, evaluation, page, [POSTS]))
    assert offered(again)[POSTS]
    assert not offered(again)[OFFICE]


def test_changes_of_the_hidden_field_are_refused(
    browser: Client, signed_in: SignIn, evaluation: SelfEvaluation, both: Files
) -> None:
    sealed = sealed_in(preview_of(browser, evaluation, both))
    flipped = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    forged = signing.dumps({"evaluation_id": evaluation.pk}, salt="other")
    for text in (flipped, sealed[:-3], "", "x", "a:b:c", forged):
        response = browser.post(url(evaluation), {"sealed": text, "take": [POSTS]})
        assert response.status_code == 400, text[:20]
        assert "没有导入" in page_of(cast("HttpResponse", response))
    colleague = signed_in(a_person(Role.PREPARER))
    assert colleague.post(url(evaluation), {"sealed": sealed, "take": [POSTS]}).status_code == 400
    other = an_evaluation(fiscal_year=a_year(2024))
    assert browser.post(url(other), {"sealed": sealed, "take": [POSTS]}).status_code == 400
    assert revision_of(evaluation) == 0


def test_a_page_left_open_for_a_day_is_refused(
    browser: Client, evaluation: SelfEvaluation, both: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = preview_of(browser, evaluation, both)
    monkeypatch.setattr("evaluations.filling.upload.seal.LASTS", timedelta(seconds=-1))
    response = confirm(browser, evaluation, page, [POSTS])
    assert response.status_code == 400
    assert "已过期" in page_of(response)


def test_a_ticked_path_that_was_not_offered_does_nothing(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    page = preview_of(browser, evaluation, both)
    assert confirm(browser, evaluation, page, [POSTS, "report.chapters.1", "no.such", "'\"<x>"]).status_code == 303
    assert [path for path, text in stored(evaluation).items() if text] == [POSTS]


# Rows, last year's amounts, last year's report


def test_rows_of_several_files_keep_their_own_texts(browser: Client, evaluation: SelfEvaluation) -> None:
    lists = (FUND, FUND, BUILDINGS, QUANTITY, "self_assessment.indicators.cost.social")
    typed = {f"{FUND}.1.name": "甲专项", f"{FUND}.2.name": "乙专项", f"{FUND}.2.final": "3"}
    typed |= {f"{BUILDINGS}.1.approved_area": "100"}
    typed |= {"self_assessment.indicators.1.name": "次数", "self_assessment.indicators.2.name": "负担"}
    one, other = sheets(EDITION, blank_with(typed, *lists))
    page = preview_of(browser, evaluation, {"附件3.xlsx": other, "附件2.xlsx": one})
    assert confirm(browser, evaluation, page, list(offered(page))).status_code == 303
    now = stored(evaluation)
    assert {path: now[path] for path in typed} == typed


def test_amounts_that_came_from_last_year_are_refused_by_name(browser: Client) -> None:
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), document())
    freeze(last_year, None, "confirm")
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**in_state(State.APPROVED))
    year = a_year()
    browser.post(f"/years/{year.pk}/begin/")
    evaluation = documents().get(fiscal_year=year)
    prior = OFFICE.replace("final", "prior_final")
    assert stored(evaluation)[prior]
    own, _ = sheets(EDITION, document({prior: "77.5"}))
    page = preview_of(browser, evaluation, {"附件2.xlsx": own})
    assert prior not in offered(page)
    assert "来自上年审核通过的自评" in page
    before = stored(evaluation)[prior]
    done = confirm(browser, evaluation, page, [POSTS, OFFICE, prior])
    assert done.status_code in (303, 422)
    assert stored(evaluation)[prior] == before


def test_last_years_hand_in_brings_what_a_year_begins_with(
    browser: Client, evaluation: SelfEvaluation, filled: Document
) -> None:
    last_year = filled.model_copy(update={"fiscal_year": 2022})
    page = preview_of(browser, evaluation, {"2022年报告.docx": typed_by_hand(EDITION, last_year, merged=True)})
    assert "这是 2022 年度的" in page
    done = confirm(browser, evaluation, page, list(offered(page)))
    assert done["Location"] == address(evaluation, INDICATORS)
    now = stored(evaluation)
    assert now["report.chapters.1"] == f"{TO_UPDATE}\n{filled.report.chapter(1)}"
    assert now["report.chapters.3"] == EDITION.report.none
    assert not now["preparer.name"]
    assert not now[OFFICE]
    assert now[OFFICE.replace(".final", ".prior_final")] == str(filled.basic_data.amount("office", "final"))
    first = filled.self_assessment.indicators[0]
    indicator = "self_assessment.indicators.1"
    assert [now[f"{indicator}.{field}"] for field in ("name", "target", "actual", "score")] == [
        first.name,
        first.target,
        "",
        "",
    ]
    findings = browser.get(address(evaluation, CHECK)).content.decode()
    assert TO_UPDATE in findings


def test_this_years_report_brings_everything_but_its_figures(
    browser: Client, evaluation: SelfEvaluation, filled: Document
) -> None:
    page = preview_of(browser, evaluation, {"报告.docx": typed_by_hand(EDITION, filled, merged=False)})
    confirm(browser, evaluation, page, list(offered(page)))
    now = stored(evaluation)
    assert now["report.chapters.9"] == filled.report.chapter(9)
    assert now[OFFICE] == str(filled.basic_data.amount("office", "final"))


# Several files


def test_files_that_say_different_things_of_a_cell_are_refused(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    other = with_cell(both["附件2.xlsx"], 10, 12)
    response = upload(browser, evaluation, {"附件2.xlsx": both["附件2.xlsx"], "附件2（改）.xlsx": other})
    assert response.status_code == 422
    page = page_of(response)
    assert "附件2（改）.xlsx" in page
    assert "与“附件2.xlsx”有 1 处不同，例如“附件2 编制数”" in page


def test_other_rows_in_two_files_are_refused_too(browser: Client, evaluation: SelfEvaluation) -> None:
    named = [blank_with({"self_assessment.indicators.1.name": name}, QUANTITY) for name in ("次数", "场次")]
    files = {f"{number}.xlsx": sheets(EDITION, one)[1] for number, one in enumerate(named)}
    response = upload(browser, evaluation, files)
    assert response.status_code == 422
    assert "例如“附件3 数量指标”" in page_of(response)


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
    assert "只采用前一处" in page
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
    page = page_of(response)
    assert said in page
    if content:
        assert f'<a href="#files">{name}</a>' in page
    assert 'type="file"' in page


def test_while_others_files_are_read_it_says_so_once_and_takes_nothing(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    with all_taken():
        response = upload(browser, evaluation, {"旧.xls": b"x", **both})
    assert response.status_code == 422
    page = page_of(response)
    assert page.count("现在读取文件的人较多") == 1
    for told in ("旧.xls", "附件2.xlsx"):
        assert f'<a href="#files">{told}</a>' in page
    assert offered(preview_of(browser, evaluation, both))


def test_no_file_and_too_many_files_are_refused(browser: Client, evaluation: SelfEvaluation) -> None:
    for form in ({}, {"files": "text"}, {"other": SimpleUploadedFile("a.xlsx", b"x")}):
        empty = browser.post(url(evaluation), form)
        assert empty.status_code == 422
        assert "没有选择文件" in empty.content.decode()
    many = {f"{number}.xlsx": b"PK\x03\x04" for number in range(FILES_LIMIT + 1)}
    response = upload(browser, evaluation, many)
    assert response.status_code == 422
    assert f"一次最多 {FILES_LIMIT} 个" in page_of(response)


def test_more_text_than_a_form_may_post_is_refused(
    browser: Client, evaluation: SelfEvaluation, both: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluations.filling.upload.files.TEXTS_LIMIT", 100)
    response = upload(browser, evaluation, both)
    assert response.status_code == 422
    assert "文件的文字太多" in page_of(response)


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
    assert "旧.xls" in page_of(response)
    assert 'name="sealed"' not in page_of(response)


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
    assert "文件每个不超过 10 MB" in page_of(response)
    assert not list(tmp_path.iterdir())


# Who may


def test_only_the_units_preparer_reaches_it(
    signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation, both: Files
) -> None:
    strangers = [
        unit_head,
        a_person(Role.PREPARER, unit=a_unit("U9")),
        a_person(Role.REVIEWER),
        a_person(Role.MANAGER),
        a_person(Role.AUDITOR),
    ]
    for stranger in strangers:
        other = signed_in(stranger)
        assert other.get(url(evaluation)).status_code == 404
        assert upload(other, evaluation, both).status_code == 404
    assert Client().get(url(evaluation))["Location"].startswith("/sign-in/")


def test_it_takes_a_token(preparer: User, evaluation: SelfEvaluation, both: Files) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(preparer, backend="accounts.backends.MembershipBackend")
    assert upload(strict, evaluation, both).status_code == 403


def test_what_can_not_be_filled_in_now_says_why(
    browser: Client,
    evaluation: SelfEvaluation,
    both: Files,
    submitted: Callable[[SelfEvaluation, State], SelfEvaluation],
) -> None:
    page = preview_of(browser, evaluation, both)
    submitted(evaluation, State.UNIT_CHECK)
    told = browser.get(url(evaluation))
    assert told.status_code == 200
    assert "已提交单位审核" in told.content.decode()
    assert 'type="file"' not in told.content.decode()
    for refused in (upload(browser, evaluation, both), confirm(browser, evaluation, page, [POSTS])):
        assert refused.status_code == 409
        assert "已提交单位审核" in page_of(refused)
    assert revision_of(evaluation) == 0


def test_it_takes_as_many_queries_with_thirty_rows_as_with_one(signed_in: SignIn) -> None:
    taken: dict[int, list[int]] = {}
    for number in (1, 30):
        typed = {f"{FUND}.{row}.name": f"专项{row}" for row in range(1, number + 1)}
        typed |= {f"{FUND}.{row}.prior_final": "1" for row in range(1, number + 1)}
        typed |= {f"self_assessment.indicators.{row}.name": f"指标{row}" for row in range(1, number + 1)}
        one, other = sheets(EDITION, blank_with(typed, *[FUND, BUILDINGS, QUANTITY] * number))
        evaluation = an_evaluation(a_unit(f"Q{number}"))
        browser = signed_in(a_person(Role.PREPARER, unit=evaluation.unit))
        with CaptureQueriesContext(connection) as shown:
            page = preview_of(browser, evaluation, {"2.xlsx": one, "3.xlsx": other})
        with CaptureQueriesContext(connection) as saved:
            assert confirm(browser, evaluation, page, list(offered(page))).status_code == 303
        taken[number] = [len(shown), len(saved)]
    assert taken[1] == taken[30]
    assert taken[1][0] <= 14
