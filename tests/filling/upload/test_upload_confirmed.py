"""Importing files: what was ticked is stored, once and in the person's name."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.roles import Role
from evaluations.core.basics.values import TO_UPDATE
from evaluations.core.form.document import Document
from evaluations.dossier.freezing import freeze
from evaluations.dossier.store import documents
from evaluations.filling.steps import BASIC_DATA, CHECK, INDICATORS
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state
from tests.files.handmade_report import typed_by_hand
from tests.filling.conftest import SignIn
from tests.filling.files import sheets
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
from tests.filling.uploads import OFFICE, POSTS, Files, confirm, messages_of, offered, preview_of, url
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
    again = Page(response)
    assert "没有勾选要导入的内容" in again.text
    assert set(offered(again).values()) == {False}
    assert revision_of(evaluation) == 0


def test_a_stale_page_is_compared_anew_and_keeps_the_ticks(
    browser: Client, evaluation: SelfEvaluation, both: Files
) -> None:
    page = preview_of(browser, evaluation, both)
    post(browser, evaluation, BASIC_DATA, {OFFICE: "99"})
    response = confirm(browser, evaluation, page, [POSTS, OFFICE])
    assert response.status_code == 409
    again = Page(response)
    assert "又有改动，没有导入" in again.text
    assert [path for path, ticked in offered(again).items() if ticked] == [POSTS, OFFICE]
    assert "99" in again.text
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
    again = Page(confirm(browser, evaluation, page, [POSTS]))
    assert offered(again)[POSTS]
    assert not offered(again)[OFFICE]


def test_changes_of_the_hidden_field_are_refused(
    browser: Client, signed_in: SignIn, evaluation: SelfEvaluation, both: Files
) -> None:
    sealed = preview_of(browser, evaluation, both).fields["sealed"]
    flipped = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    forged = signing.dumps({"evaluation_id": evaluation.pk}, salt="other")
    for text in (flipped, sealed[:-3], "", "x", "a:b:c", forged):
        response = browser.post(url(evaluation), {"sealed": text, "take": [POSTS]})
        assert response.status_code == 400, text[:20]
        assert "没有导入" in Page(response).text
    colleague = signed_in(a_person(Role.PREPARER))
    assert colleague.post(url(evaluation), {"sealed": sealed, "take": [POSTS]}).status_code == 400
    other = an_evaluation(fiscal_year=a_year(2024))
    assert browser.post(url(other), {"sealed": sealed, "take": [POSTS]}).status_code == 400
    assert revision_of(evaluation) == 0


def test_a_page_left_open_for_a_day_is_refused(
    browser: Client, evaluation: SelfEvaluation, both: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = preview_of(browser, evaluation, both)
    monkeypatch.setattr("evaluations.common.seal.LASTS", timedelta(seconds=-1))
    response = confirm(browser, evaluation, page, [POSTS])
    assert response.status_code == 400
    assert "已过期" in Page(response).text


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
    browser.post(f"/years/{year.pk}/units/{a_unit().pk}/begin/")
    evaluation = documents().get(fiscal_year=year)
    prior = OFFICE.replace("final", "prior_final")
    assert stored(evaluation)[prior]
    own, _ = sheets(EDITION, document({prior: "77.5"}))
    page = preview_of(browser, evaluation, {"附件2.xlsx": own})
    assert prior not in offered(page)
    assert "来自上年的自评" in page.text
    before = stored(evaluation)[prior]
    done = confirm(browser, evaluation, page, [POSTS, OFFICE, prior])
    assert done.status_code in (303, 422)
    assert stored(evaluation)[prior] == before


def test_last_years_hand_in_brings_what_a_year_begins_with(
    browser: Client, evaluation: SelfEvaluation, filled: Document
) -> None:
    last_year = filled.model_copy(update={"fiscal_year": 2022})
    page = preview_of(browser, evaluation, {"2022年报告.docx": typed_by_hand(EDITION, last_year, merged=True)})
    assert "这是 2022 年度的" in page.text
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
    assert TO_UPDATE in Page(browser.get(address(evaluation, CHECK))).text


def test_this_years_report_brings_everything_but_its_figures(
    browser: Client, evaluation: SelfEvaluation, filled: Document
) -> None:
    page = preview_of(browser, evaluation, {"报告.docx": typed_by_hand(EDITION, filled, merged=False)})
    confirm(browser, evaluation, page, list(offered(page)))
    now = stored(evaluation)
    assert now["report.chapters.9"] == filled.report.chapter(9)
    assert now[OFFICE] == str(filled.basic_data.amount("office", "final"))
