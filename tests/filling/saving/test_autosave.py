"""The address that a page saves its changed cells to: what is stored, what is answered, what is refused."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import Role
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, INDICATORS, REPORT, Step
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.factories import a_person, a_unit, an_evaluation
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, FUND, address, fill_in, post, revision_of, stored, typed_into, with_rows
from tests.filling.test_queries import an_evaluation_with

pytestmark = pytest.mark.django_db
FINAL, BUDGETED = "basic_data.expenditure.office.final", "basic_data.expenditure.office.budget"
LONG = "basic_data.thrift_measures"


def send(browser: Client, evaluation: SelfEvaluation, step: Step, body: object) -> Any:
    """The answer to a body: JSON, unless it is bytes already."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return browser.post(f"{address(evaluation, step)}cells/", sent, content_type="application/json")


def save(
    browser: Client, evaluation: SelfEvaluation, cells: Mapping[str, str], *, revision: int = 0, step: Step = BASIC_DATA
) -> Any:
    return send(browser, evaluation, step, {"revision": revision, "cells": cells})


def assert_refused(response: HttpResponse, evaluation: SelfEvaluation, status: int, words: str) -> None:
    """Nothing stored, and a message in Chinese."""
    assert response.status_code == status
    assert words in json.loads(response.content)["message"]
    assert revision_of(evaluation) == 0


def test_changed_cells_are_stored_and_the_answer_brings_the_new_revision(
    browser: Client, evaluation: SelfEvaluation, preparer: User
) -> None:
    response = save(browser, evaluation, {FINAL: "１，２３４.50", BUDGETED: ""})
    assert response.status_code == 200
    assert response.json()["revision"] == revision_of(evaluation) == 1
    assert stored(evaluation)[FINAL] == "1234.5"
    [edit] = Edit.objects.all()
    assert (edit.where, edit.new, edit.by) == (FINAL, "1234.5", preparer)


def test_the_answer_says_how_a_number_in_another_spelling_was_read(browser: Client, evaluation: SelfEvaluation) -> None:
    answer = save(browser, evaluation, {FINAL: "125000元", BUDGETED: "=1+2", LONG: " 无 "}).json()
    assert answer["read"] == {FINAL: ["125000元", "12.5"], BUDGETED: ["=1+2", "3"]}
    assert stored(evaluation)[FINAL] == "12.5"
    again = save(browser, evaluation, {FINAL: "=10+2.5"}, revision=1).json()
    assert (again["read"], again["revision"]) == ({FINAL: ["=10+2.5", "12.5"]}, 1)


def test_the_answer_offers_what_an_unreadable_text_may_have_meant(browser: Client, evaluation: SelfEvaluation) -> None:
    answer = save(browser, evaluation, {FINAL: "约12.5万", BUDGETED: "无"}).json()
    assert answer["offers"] == {FINAL: ["12.5"], BUDGETED: ["0", ""]}
    assert "没有发生的填 0，还没有填的空着" in answer["unreadable"][BUDGETED]
    assert stored(evaluation)[FINAL] == stored(evaluation)[BUDGETED] == ""


def test_the_answer_brings_computed_cells_notes_and_counts(browser: Client, evaluation: SelfEvaluation) -> None:
    posts, staff = "basic_data.staffing.authorized_posts", "basic_data.staffing.staff_in_post"
    answer = save(browser, evaluation, {posts: "10", staff: "9", FINAL: "-3"}).json()
    assert "90%" in answer["computed"].values()
    assert ["error", "填的是 -3，不能为负数，请改正。"] in answer["notes"][FINAL]
    # The required totals and 厉行节约保障措施 wait.
    assert answer["left"]["basic-data"] == [["1 处错误", "error"], ["待填 10 项", "waiting"]]
    assert answer["left"]["indicators"] == []
    page = browser.get(address(evaluation, BASIC_DATA)).content.decode()
    assert all(f'id="{anchor}"' in page for anchor in answer["computed"])


def test_the_execution_rate_and_the_totals_of_the_indicators_are_computed(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    typed = {"self_assessment.adjusted_budget": "80", "self_assessment.executed": "76.08"}
    assert "95.1%" in save(browser, evaluation, typed, step=BUDGET).json()["computed"].values()
    fill_in(evaluation, with_rows(BLANK, "self_assessment.indicators.output.quantity"))
    weight = {"self_assessment.indicators.1.weight": "8"}
    assert "18" in save(browser, evaluation, weight, revision=2, step=INDICATORS).json()["computed"].values()


def test_what_can_not_be_read_is_named_and_all_else_is_stored(browser: Client, evaluation: SelfEvaluation) -> None:
    response = save(browser, evaluation, {FINAL: "abc", BUDGETED: "3", LONG: "a\x00b"})
    assert response.status_code == 200
    assert response.json()["unreadable"].keys() == {FINAL, LONG}
    assert "应为数字" in response.json()["unreadable"][FINAL]
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED], stored(evaluation)[LONG]) == ("", "3", "")


def test_a_broken_character_is_named(browser: Client, evaluation: SelfEvaluation) -> None:
    assert "第 2 个字" in save(browser, evaluation, {LONG: "a\ufffd"}).json()["unreadable"][LONG]


def test_cells_that_do_not_overlap_merge_silently_and_the_answer_tells_what_others_changed(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    save(signed_in(a_person(Role.PREPARER, name="王芳")), evaluation, {FINAL: "7"})
    response = save(browser, evaluation, {BUDGETED: "3"})
    assert response.status_code == 200
    assert response.json()["others"][FINAL]["text"] == "7"
    assert response.json()["others"][FINAL]["by"] == "王芳"
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("7", "3")


def test_a_cell_that_both_changed_is_answered_with_both_values_and_the_rest_is_stored(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    save(signed_in(a_person(Role.PREPARER, name="王芳")), evaluation, {FINAL: "7"})
    response = save(browser, evaluation, {FINAL: "8", BUDGETED: "3"})
    assert response.status_code == 409
    [clash] = response.json()["clashes"]
    assert (clash["path"], clash["mine"], clash["theirs"], clash["by"]) == (FINAL, "8", "7", "王芳")
    assert clash["name"] == "附件2 办公经费 2023年决算数"
    assert (stored(evaluation)[FINAL], stored(evaluation)[BUDGETED]) == ("7", "3")
    assert save(browser, evaluation, {FINAL: "8"}, revision=response.json()["revision"]).status_code == 200
    assert stored(evaluation)[FINAL] == "8"


def test_a_request_sent_twice_is_stored_once(browser: Client, evaluation: SelfEvaluation) -> None:
    body = {"revision": 0, "cells": {FINAL: "1,234.50"}}
    send(browser, evaluation, BASIC_DATA, body)
    again = send(browser, evaluation, BASIC_DATA, body | {"again": True})
    assert (again.status_code, again.json()["revision"], again.json()["others"]) == (200, 1, {})


def test_a_request_sent_again_after_a_colleague_went_on_is_no_conflict(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    body = {"revision": 0, "cells": {FINAL: "8"}}
    send(browser, evaluation, BASIC_DATA, body)
    save(signed_in(a_person(Role.PREPARER)), evaluation, {FINAL: "9"}, revision=1)
    assert send(browser, evaluation, BASIC_DATA, body | {"again": True}).status_code == 200
    assert stored(evaluation)[FINAL] == "9"


def test_what_is_typed_into_a_row_that_moved_is_given_back(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    fill_in(evaluation, typed_into(with_rows(BLANK, FUND, FUND), {f"{FUND}.1.name": "甲", f"{FUND}.2.name": "乙"}))
    colleague = signed_in(a_person(Role.PREPARER))
    post(colleague, evaluation, BASIC_DATA, {}, revision=1, action=f"remove:{FUND}.1")
    response = save(browser, evaluation, {f"{FUND}.1.final": "8"}, revision=1)
    assert (response.status_code, response.json()["moved"]) == (409, [FUND])
    [stranded] = response.json()["stranded"]
    assert (stranded["text"], "甲" in stranded["name"]) == ("8", True)
    assert stored(evaluation)[f"{FUND}.1.final"] == ""


# Rows of a pasted block


def test_rows_are_added_together_with_their_cells(browser: Client, evaluation: SelfEvaluation) -> None:
    cells = {f"{FUND}.{row}.name": f"专项{row}" for row in range(1, 4)}
    body = {"revision": 0, "cells": cells, "add": {"list": FUND, "count": 3}}
    assert send(browser, evaluation, BASIC_DATA, body).status_code == 200
    assert cells.items() <= stored(evaluation).items()
    assert revision_of(evaluation) == 1


@pytest.mark.parametrize(
    ("count", "text", "status"), [(2, "abc", 422), (200, "1", 422), (201, "1", 400), (0, "1", 400)]
)
def test_rows_are_added_with_all_their_cells_or_not_at_all(
    browser: Client, evaluation: SelfEvaluation, count: int, text: str, status: int
) -> None:
    fill_in(evaluation, with_rows(BLANK, FUND))
    cells = {f"{FUND}.2.name": "专项", f"{FUND}.2.final": text}
    body = {"revision": 1, "cells": cells, "add": {"list": FUND, "count": count}}
    assert send(browser, evaluation, BASIC_DATA, body).status_code == status
    assert f"{FUND}.2.name" not in stored(evaluation)


@pytest.mark.parametrize("path", ["basic_data.expenditure.project", "nowhere", "self_assessment.indicators.output"])
def test_rows_of_a_list_that_the_step_does_not_have_are_refused(
    browser: Client, evaluation: SelfEvaluation, path: str
) -> None:
    body = {"revision": 0, "cells": {}, "add": {"list": path, "count": 1}}
    assert_refused(send(browser, evaluation, BASIC_DATA, body), evaluation, 400, "页面已过期")


# Whatever can be sent


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"abc",
        b"[]",
        b"null",
        b'{"revision": 0}',
        b'{"revision": "0", "cells": {}}',
        b'{"revision": -1, "cells": {}}',
        b'{"revision": 1.5, "cells": {}}',
        b'{"revision": 1e400, "cells": {}}',
        b'{"revision": 7, "cells": {}}',
        b'{"revision": 0, "cells": []}',
        b'{"revision": 0, "cells": {"' + FINAL.encode() + b'": 8}}',
        b'{"revision": 0, "cells": {"' + FINAL.encode() + b'": null}}',
        b'{"revision": 0, "cells": {"' + LONG.encode() + b'": "\\ud800"}}',
        b'{"revision": 0, "cells": {"' + LONG.encode() + b'": "\xff"}}',
        b'{"revision": 0, "cells": {"' + b"a" * 300 + b'": "8"}}',
        b'{"revision": 0, "cells": {}, "surplus": 1}',
        b'{"revision": 0, "cells": {}, "add": {"list": "a", "count": 1}, "take_back": {"list": "a", "count": 1}}',
        b'{"revision": 0, "cells": ' + b"[" * 100_000,
        b'{"revision": 0, "cells": ' + b'{"a":' * 100_000,
        json.dumps({"revision": 0, "cells": {f"x{number}": "" for number in range(6_000)}}).encode(),
        json.dumps({"revision": 0, "cells": {LONG: "a" * (5 * 1024 * 1024)}}).encode(),
    ],
    ids=range(22),
)
def test_a_body_that_no_page_sends_is_refused_in_words(
    browser: Client, evaluation: SelfEvaluation, body: bytes
) -> None:
    assert_refused(send(browser, evaluation, BASIC_DATA, body), evaluation, 400, "页面已过期")


@pytest.mark.parametrize(
    "name",
    [
        "basic_data.expenditure.unheard_of.final",
        "basic_data.expenditure.project.unheard_of",
        f"{FUND}.1.final",
        "self_assessment.executed",
        "preparer.name",
        "revision",
        "",
    ],
)
def test_an_unknown_cell_or_one_of_another_step_is_refused(
    browser: Client, evaluation: SelfEvaluation, name: str
) -> None:
    assert_refused(save(browser, evaluation, {name: "8", FINAL: "8"}), evaluation, 400, "页面已过期")


def test_after_the_deadline_nothing_is_stored(browser: Client, evaluation: SelfEvaluation) -> None:
    FiscalYear.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    assert_refused(save(browser, evaluation, {FINAL: "8"}), evaluation, 403, "截止")


@pytest.mark.parametrize("state", [State.UNIT_CHECK, State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_after_submission_nothing_is_stored(  # type: ignore[no-untyped-def]
    browser: Client, evaluation: SelfEvaluation, submitted, state: State
) -> None:
    submitted(evaluation, state)
    assert_refused(save(browser, evaluation, {FINAL: "8"}), evaluation, 403, "这份自评")


@pytest.mark.slow
def test_only_the_units_preparer_saves(signed_in: SignIn, unit_head: User, evaluation: SelfEvaluation) -> None:
    others = [a_person(role) for role in (Role.MANAGER, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR)]
    for person in (unit_head, a_person(Role.PREPARER, a_unit("U2")), *others):
        assert save(signed_in(person), evaluation, {FINAL: "8"}).status_code == 404
    assert stored(evaluation)[FINAL] == ""


def test_a_save_out_of_reach_stays_in_the_audit_log(browser: Client) -> None:
    other = an_evaluation(a_unit("U2"))
    assert save(browser, other, {FINAL: "8"}).status_code == 404
    assert AuditEvent.objects.filter(action="refused", subject=str(other.pk)).exists()


def test_a_visitor_is_told_where_to_sign_in(evaluation: SelfEvaluation) -> None:
    response = save(Client(), evaluation, {FINAL: "8"})
    assert (response.status_code, response.json()) == (401, {"kind": "signed_out", "sign_in": "/sign-in/"})


def test_a_page_of_another_session_is_refused(signed_in: SignIn, evaluation: SelfEvaluation, preparer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(preparer)
    response = save(browser, evaluation, {FINAL: "8"})
    assert (response.status_code, response.json()) == (403, {"kind": "signed_out", "sign_in": "/sign-in/"})
    assert stored(evaluation)[FINAL] == ""


def test_every_refusal_says_in_json_what_it_is(browser: Client, evaluation: SelfEvaluation) -> None:
    here = f"{address(evaluation, BASIC_DATA)}cells/"
    refusals = [
        (404, "gone", save(browser, evaluation, {}, step=CHECK)),
        (404, "gone", save(browser, an_evaluation(a_unit("U3")), {})),
        (404, "gone", browser.get("/evaluations/987654321/basic-data/cells/?revision=0")),
        (405, "method", browser.put(here)),
        (405, "method", browser.head(here)),
        (400, "outdated", send(browser, evaluation, BASIC_DATA, b"")),
        (400, "outdated", browser.get(here)),
    ]
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        refusals.append((413, "too_large", save(browser, evaluation, {})))
    for status, kind, response in refusals:
        assert (response.status_code, response["Content-Type"]) == (status, "application/json")
        answer = json.loads(response.content) if response.content else {"kind": kind, "message": "HEAD has no body"}
        assert answer["kind"] == kind
        assert answer["message"]


# Others in the step


def look(browser: Client, evaluation: SelfEvaluation, revision: int, step: Step = BASIC_DATA) -> Any:
    return browser.get(f"{address(evaluation, step)}cells/?revision={revision}")


def test_a_look_tells_nothing_while_nothing_is_new_and_costs_next_to_nothing(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = look(browser, evaluation, 0)
    assert (response.status_code, response.content) == (204, b"")
    assert len(queries) <= 3
    assert "no-store" in response["Cache-Control"]


def test_a_look_tells_what_others_saved_since_by_whom_and_what_stood_there_before(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    save(browser, evaluation, {FINAL: "6"})
    save(signed_in(a_person(Role.PREPARER, name="孙文")), evaluation, {FINAL: "7"}, revision=1)
    answer = look(browser, evaluation, 1).json()
    assert (answer["kind"], answer["revision"], answer["clashes"]) == ("saved", 2, [])
    change = answer["others"][FINAL]
    assert [change[key] for key in ("text", "before", "by", "is_own")] == ["7", "6", "孙文", False]
    assert answer["company"].startswith("孙文 ")
    assert revision_of(evaluation) == 2


def test_what_the_same_person_saved_in_another_window_is_called_so(browser: Client, evaluation: SelfEvaluation) -> None:
    save(browser, evaluation, {FINAL: "7"})
    [clash] = save(browser, evaluation, {FINAL: "8"}).json()["clashes"]
    assert (clash["by"], clash["is_own"]) == ("您在另一个窗口", True)
    answer = look(browser, evaluation, 0).json()
    assert (answer["others"][FINAL]["by"], answer["company"]) == ("您在另一个窗口", "")


@pytest.mark.slow
def test_company_is_whoever_saved_something_on_the_step_in_the_last_minutes(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    for name, step, cells in (("孙文", BASIC_DATA, {FINAL: "7"}), ("王芳", BUDGET, {"self_assessment.executed": "8"})):
        save(signed_in(a_person(Role.PREPARER, name=name)), evaluation, cells, step=step)
    answer = save(browser, evaluation, {BUDGETED: "3"}).json()
    assert "孙文" in answer["company"]
    assert "王芳" not in answer["company"]
    assert "孙文" in browser.get(address(evaluation, BASIC_DATA)).content.decode()


def test_who_saved_something_a_while_ago_is_no_company_any_more(browser: Client, evaluation: SelfEvaluation) -> None:
    once = {"revision": 0, "where": FINAL, "new": "7", "by": a_person(Role.PREPARER, name="孙文")}
    Edit.objects.create(evaluation=evaluation, at=timezone.now() - timedelta(minutes=11), **once)
    assert save(browser, evaluation, {BUDGETED: "4"}).json()["company"] == ""


@pytest.mark.parametrize("revision", ["", "x", "-1", "7", "9" * 12])
def test_a_look_from_a_revision_that_there_is_not_is_refused(
    browser: Client, evaluation: SelfEvaluation, revision: str
) -> None:
    response: Any = browser.get(f"{address(evaluation, BASIC_DATA)}cells/?revision={revision}")
    assert_refused(response, evaluation, 400, "页面已过期")
    assert response.json()["kind"] == "outdated"


def test_looking_at_what_can_not_be_filled_in_any_more_is_refused_once_there_is_something_new(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    save(signed_in(a_person(Role.PREPARER)), evaluation, {FINAL: "7"})
    FiscalYear.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    assert look(browser, evaluation, 1).status_code == 204
    assert (look(browser, evaluation, 0).status_code, look(browser, evaluation, 0).json()["kind"]) == (403, "refused")


def test_rows_that_are_asked_for_twice_are_added_and_taken_back_once(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    rows = {"list": FUND, "count": 2}
    cells = {f"{FUND}.1.name": "甲", f"{FUND}.2.final": "１.50"}
    adding = {"revision": 0, "cells": cells, "add": rows}
    taking_back = {"revision": 1, "cells": {}, "take_back": rows}
    for number, body in ((1, adding), (2, taking_back)):
        send(browser, evaluation, BASIC_DATA, body)
        again = send(browser, evaluation, BASIC_DATA, body | {"again": True})
        assert (again.status_code, again.json()) == (200, {"kind": "rows", "revision": number})
        assert revision_of(evaluation) == number
    assert f"{FUND}.1.name" not in stored(evaluation)


def test_rows_asked_for_again_are_not_taken_for_those_of_another_save(
    signed_in: SignIn, browser: Client, evaluation: SelfEvaluation
) -> None:
    body = {"revision": 0, "cells": {f"{FUND}.1.name": "甲"}, "add": {"list": FUND, "count": 1}}
    send(signed_in(a_person(Role.PREPARER)), evaluation, BASIC_DATA, body)
    assert send(browser, evaluation, BASIC_DATA, body | {"again": True}).status_code == 400


# Cost


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "cell"),
    [
        (BASIC_DATA, f"{FUND}.1.final"),
        (INDICATORS, "self_assessment.indicators.1.score"),
        (REPORT, "report.chapters.1"),
    ],
    ids=["basic data", "indicators", "report"],
)
def test_a_save_of_one_cell_takes_as_many_queries_with_thirty_rows_as_with_one(
    signed_in: SignIn, step: Step, cell: str
) -> None:
    taken = {}
    for number in (1, 30):
        evaluation = an_evaluation_with(number)
        browser = signed_in(a_person(Role.PREPARER, unit=evaluation.unit))
        with CaptureQueriesContext(connection) as queries:
            assert save(browser, evaluation, {cell: "5"}, revision=1, step=step).status_code == 200
        taken[number] = sum("SAVEPOINT" not in query["sql"] for query in queries)
    assert taken[1] == taken[30] <= 10, taken
