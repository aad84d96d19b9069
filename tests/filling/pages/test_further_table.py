"""A further table is filled in on a step of its own: the page, autosave, findings, comments, history, files, upload."""

import pytest
from django.test import Client

from evaluations.core.form.document import Document, own_rows
from evaluations.dossier.store import documents, edition_of, load
from evaluations.filling.steps import CHECK, INDICATORS, REPORT, Step, after, step_called, step_of, steps_of
from evaluations.fiscal_years.loading import load_edition
from evaluations.records.models import Edit, SelfEvaluation
from tests.core.form.further import COST, LIST, NET, NOTE, TYPED, form, text
from tests.factories import a_year, an_evaluation
from tests.filling.forms import address, post, revision_of

pytestmark = pytest.mark.django_db
CODE = "further-assets"


@pytest.fixture
def evaluation() -> SelfEvaluation:
    edition = load_edition(text().replace('code = "lusong-2023"', 'code = "assets-2023"', 1))
    return an_evaluation(fiscal_year=a_year(edition=edition))


def stored(evaluation: SelfEvaluation) -> Document:
    return load(documents().get(pk=evaluation.pk))


def step() -> Step:
    found = step_called(form(), CODE)
    assert found
    return found


def test_its_step_stands_between_the_other_tables_and_the_report() -> None:
    codes = [each.code for each in steps_of(form())]
    assert codes == ["details", "basic-data", "budget", "indicators", CODE, "report", "check"]
    assert (after(INDICATORS, form()), after(step(), form())) == (step(), REPORT)
    assert all(step_of(form(), path) is step() for path in TYPED)
    assert step().title(form()) == "附件4 国有资产情况表"


def test_the_task_list_leads_to_it(evaluation: SelfEvaluation, browser: Client) -> None:
    page = browser.get(address(evaluation)).content.decode()
    assert "年末房屋面积和资产的原值、净值。" in page
    assert address(evaluation, step()) in page


def test_what_is_typed_is_saved_and_shown(evaluation: SelfEvaluation, browser: Client) -> None:
    assert browser.get(address(evaluation, step())).status_code == 200
    assert post(browser, evaluation, step(), {**TYPED, COST: "３00.0"}).status_code == 303
    assert stored(evaluation).further["assets"].fields["cost"] == "300"
    page = browser.get(address(evaluation, step())).content.decode()
    assert "40%" in page
    assert Edit.objects.filter(evaluation=evaluation, where=NOTE, new=TYPED[NOTE]).exists()
    post(browser, evaluation, step(), dict.fromkeys(TYPED, ""), revision=1)
    assert stored(evaluation).further == {}


def test_what_cannot_be_read_is_told(evaluation: SelfEvaluation, browser: Client) -> None:
    page = post(browser, evaluation, step(), {COST: "三百"})
    assert page.status_code == 422
    assert "资产原值" in page.content.decode()


def test_a_cell_of_another_step_is_not_taken(evaluation: SelfEvaluation, browser: Client) -> None:
    assert post(browser, evaluation, step(), {"self_assessment.executed": "1"}).status_code == 400


def test_a_finding_leads_to_its_cell(evaluation: SelfEvaluation, browser: Client) -> None:
    post(browser, evaluation, step(), {COST: "1", NET: "2"})
    page = browser.get(address(evaluation, CHECK)).content.decode()
    assert "净值是 2，超过原值 1，请改正。" in page
    assert f"{CODE}/?check=further.assets.net#further.assets.net" in page
    panel = browser.get(f"{address(evaluation, step())}cell/?path={NET}")
    assert "附件4 资产净值" in panel.content.decode()


@pytest.mark.parametrize("code", ["further-cars", "further-", "further-Assets", "further.assets"])
def test_a_table_that_the_form_has_not_has_no_step(evaluation: SelfEvaluation, browser: Client, code: str) -> None:
    assert browser.get(f"/evaluations/{evaluation.pk}/{code}/").status_code == 404


@pytest.mark.slow
def test_its_files_are_made_and_its_page_of_the_document_is_shown(evaluation: SelfEvaluation, browser: Client) -> None:
    post(browser, evaluation, step(), TYPED)
    for which in ("attachment2", "attachment3", CODE, "docx", "pdf", "json"):
        assert browser.post(f"/evaluations/{evaluation.pk}/files/{which}/").status_code == 200
    page = browser.get(f"/evaluations/{evaluation.pk}/document/").content.decode()
    assert "报废打印机 3 台。" in page
    assert edition_of(evaluation).further


def test_it_is_saved_while_somebody_types(evaluation: SelfEvaluation, browser: Client) -> None:
    sent = {"revision": 0, "cells": {COST: "300", NET: "120"}}
    answer = browser.post(f"{address(evaluation, step())}cells/", sent, "application/json")
    assert answer.status_code == 200
    assert "40%" in answer.json()["computed"].values()
    assert stored(evaluation).further["assets"].fields == {"cost": "300", "net": "120"}
    assert browser.get(f"{address(evaluation, step())}cells/?revision=0").status_code == 200


def test_a_cell_that_was_changed_in_another_window_is_told(evaluation: SelfEvaluation, browser: Client) -> None:
    post(browser, evaluation, step(), {COST: "300"})
    assert post(browser, evaluation, step(), {COST: "400"}, revision=0).status_code == 409
    assert post(browser, evaluation, step(), {NET: "100"}, revision=0).status_code == 303
    assert stored(evaluation).further["assets"].fields == {"cost": "300", "net": "100"}
    assert revision_of(evaluation) == 2


def rows_of(evaluation: SelfEvaluation) -> list[str]:
    return [row.name for row in own_rows(stored(evaluation), LIST)]


def test_rows_are_added_moved_and_removed_by_buttons(evaluation: SelfEvaluation, browser: Client) -> None:
    page = browser.get(address(evaluation, step())).content.decode()
    assert f'value="add:{LIST}"' in page
    answer = post(browser, evaluation, step(), {COST: "5"}, action=f"add:{LIST}")
    assert answer.headers["Location"].endswith(f"#{LIST}.1.name")
    post(browser, evaluation, step(), {f"{LIST}.1.name": "办公楼"}, revision=1, action=f"copy:{LIST}.1")
    post(browser, evaluation, step(), {f"{LIST}.2.name": "门面"}, revision=2, action=f"up:{LIST}.2")
    assert rows_of(evaluation) == ["门面", "办公楼"]
    assert "门面" in browser.get(address(evaluation, step())).content.decode()
    post(browser, evaluation, step(), {}, revision=3, action=f"remove:{LIST}.1")
    assert rows_of(evaluation) == ["办公楼"]
    post(browser, evaluation, step(), {}, revision=4, action=f"remove:{LIST}.1")
    assert stored(evaluation).further["assets"].rows == {}


def test_rows_are_pasted_and_taken_back(evaluation: SelfEvaluation, browser: Client) -> None:
    here = f"{address(evaluation, step())}cells/"
    texts = {f"{LIST}.1.name": "办公楼", f"{LIST}.2.name": "门面"}
    pasted = {"revision": 0, "cells": texts, "add": {"list": LIST, "count": 2}}
    assert browser.post(here, pasted, "application/json").json()["kind"] == "rows"
    assert rows_of(evaluation) == ["办公楼", "门面"]
    back = {"revision": 1, "cells": {}, "take_back": {"list": LIST, "count": 2}}
    assert browser.post(here, back, "application/json").json()["kind"] == "rows"
    assert rows_of(evaluation) == []


def test_what_was_typed_into_a_row_that_has_moved_is_given_back(evaluation: SelfEvaluation, browser: Client) -> None:
    post(browser, evaluation, step(), {}, action=f"add:{LIST}")
    post(browser, evaluation, step(), {}, revision=1, action=f"add:{LIST}")
    page = post(browser, evaluation, step(), {f"{LIST}.1.name": "办公楼"}, revision=1)
    assert page.status_code == 409
    assert "办公楼" in page.content.decode()


def test_no_more_rows_than_the_list_takes(evaluation: SelfEvaluation, browser: Client) -> None:
    pasted = {"revision": 0, "cells": {}, "add": {"list": LIST, "count": 4}}
    answer = browser.post(f"{address(evaluation, step())}cells/", pasted, "application/json")
    assert answer.json()["unreadable"] == {LIST: "已有 0 行，不能再添加 4 行。"}
