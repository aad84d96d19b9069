"""Saving a step, as the browser sees it."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from evaluations.comments.models import Comment
from evaluations.filling.steps import BASIC_DATA, BUDGET, DETAILS, INDICATORS, REPORT
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.states import State
from tests.factories import in_state
from tests.filling.forms import BUILDINGS, FUND, PROJECT, address, post, revision_of, stored

pytestmark = pytest.mark.django_db
QUANTITY = "self_assessment.indicators.output.quantity"
INDICATOR = "self_assessment.indicators"


def test_what_is_typed_is_stored_and_shown_again(browser: Client, evaluation: SelfEvaluation) -> None:
    response = post(browser, evaluation, BASIC_DATA, {f"{PROJECT}.final": "１，２３４.50"})
    assert (response.status_code, response["Location"]) == (303, address(evaluation, BASIC_DATA))
    page = browser.get(response["Location"]).content.decode()
    assert 'value="1234.5"' in page
    assert "已保存" in page


def test_every_changed_cell_leaves_a_line_of_history(
    browser: Client, evaluation: SelfEvaluation, preparer: User
) -> None:
    post(browser, evaluation, BASIC_DATA, {f"{PROJECT}.final": "8", f"{PROJECT}.budget": ""})
    [edit] = Edit.objects.all()
    assert (edit.where, edit.old, edit.new, edit.by, edit.revision) == (f"{PROJECT}.final", "", "8", preparer, 1)


def test_saving_without_a_change_writes_nothing(browser: Client, evaluation: SelfEvaluation) -> None:
    assert post(browser, evaluation, DETAILS, {"preparer.name": "", "filing_date": ""}).status_code == 303
    assert revision_of(evaluation) == 0
    assert not Edit.objects.exists()


@pytest.mark.parametrize(
    ("step", "following"), [(DETAILS, BASIC_DATA), (BASIC_DATA, BUDGET), (BUDGET, INDICATORS), (INDICATORS, REPORT)]
)
def test_save_and_go_on_leads_to_the_next_step(browser: Client, evaluation: SelfEvaluation, step, following) -> None:  # type: ignore[no-untyped-def]
    response = post(browser, evaluation, step, {}, action="save_next")
    assert response["Location"].partition("#")[0] == address(evaluation, following)


def test_a_step_with_a_table_is_opened_at_its_table(browser: Client, evaluation: SelfEvaluation) -> None:
    ways = {DETAILS: "#sheet", BASIC_DATA: "#sheet", BUDGET: "#sheet", INDICATORS: "", REPORT: ""}
    for step, fragment in ways.items():
        response = post(browser, evaluation, step, {}, action="save_next")
        assert response["Location"].removeprefix(response["Location"].partition("#")[0]) == fragment
        opened = browser.get(response["Location"]).content.decode()
        assert not fragment or 'id="sheet"' in opened


def test_details_are_stored(browser: Client, evaluation: SelfEvaluation) -> None:
    typed = {"preparer.name": "周敏", "preparer.phone": "0731-28000000", "filing_date": "2024-03-15"}
    post(browser, evaluation, DETAILS, typed)
    assert typed.items() <= stored(evaluation).items()


def test_a_chapter_keeps_its_paragraphs(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, REPORT, {"report.chapters.1": "第一段\r\n第二段", "report.figures.revenue": "74.56"})
    assert stored(evaluation)["report.chapters.1"] == "第一段\n第二段"
    assert stored(evaluation)["report.figures.revenue"] == "74.56"


def test_a_row_is_added_together_with_what_is_typed_and_the_cursor_goes_there(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    response = post(browser, evaluation, BASIC_DATA, {f"{PROJECT}.final": "8"}, action=f"add:{FUND}")
    assert response["Location"] == f"{address(evaluation, BASIC_DATA)}#{FUND}.1.name"
    assert stored(evaluation)[f"{PROJECT}.final"] == "8"
    assert stored(evaluation)[f"{FUND}.1.name"] == ""


def test_a_row_moves_with_its_explanations_and_comments(
    browser: Client, evaluation: SelfEvaluation, preparer: User
) -> None:
    post(browser, evaluation, BASIC_DATA, {}, action=f"add:{FUND}")
    post(browser, evaluation, BASIC_DATA, {f"{FUND}.1.name": "甲"}, revision=1, action=f"add:{FUND}")
    post(browser, evaluation, BASIC_DATA, {f"{FUND}.2.name": "乙"}, revision=2)
    Explanation.objects.create(evaluation=evaluation, code="P-02", where=f"{FUND}.2.final", text="追加")
    comment = Comment.objects.create(
        evaluation=evaluation,
        where=f"{FUND}.2.final",
        cell_name="乙",
        text="？",
        author=preparer,
        at="2024-03-01T00:00Z",
    )
    post(browser, evaluation, BASIC_DATA, {f"{FUND}.2.final": "5"}, revision=3, action=f"up:{FUND}.2")
    now = stored(evaluation)
    assert (now[f"{FUND}.1.name"], now[f"{FUND}.1.final"], now[f"{FUND}.2.name"]) == ("乙", "5", "甲")
    assert Explanation.objects.get().where == f"{FUND}.1.final"
    comment.refresh_from_db()
    assert comment.where == f"{FUND}.1.final"


def test_rows_of_every_kind_are_added_and_removed(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BASIC_DATA, {}, action=f"add:{BUILDINGS}")
    post(browser, evaluation, INDICATORS, {}, revision=1, action=f"add:{QUANTITY}")
    assert {f"{BUILDINGS}.1.actual_area", f"{INDICATOR}.1.name"} <= stored(evaluation).keys()
    post(browser, evaluation, BASIC_DATA, {}, revision=2, action=f"remove:{BUILDINGS}.1")
    post(browser, evaluation, INDICATORS, {}, revision=3, action=f"remove:{INDICATOR}.1")
    assert not {f"{BUILDINGS}.1.actual_area", f"{INDICATOR}.1.name"} & stored(evaluation).keys()


def test_a_returned_evaluation_can_be_filled_in(browser: Client, evaluation: SelfEvaluation) -> None:
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(State.RETURNED))
    assert post(browser, evaluation, BASIC_DATA, {f"{PROJECT}.final": "8"}).status_code == 303


def test_the_suggested_score_stands_beside_the_typed_one_and_never_replaces_it(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    post(browser, evaluation, INDICATORS, {}, action=f"add:{QUANTITY}")
    typed = {"name": "画册", "target": "100本", "actual": "50本", "weight": "8", "score": "6"}
    post(browser, evaluation, INDICATORS, {f"{INDICATOR}.1.{f}": t for f, t in typed.items()}, revision=1)
    page = browser.get(address(evaluation, INDICATORS)).content.decode()
    assert "建议 4" in page
    assert f'name="{INDICATOR}.1.score"' in page
    assert stored(evaluation)[f"{INDICATOR}.1.score"] == "6"


def test_computed_cells_are_shown(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BUDGET, {"self_assessment.adjusted_budget": "80", "self_assessment.executed": "76.08"})
    assert "95.1%" in browser.get(address(evaluation, BUDGET)).content.decode()


def test_a_report_figure_shows_the_tables_value_beside_it(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BUDGET, {"self_assessment.initial_budget": "65.8"})
    assert "年初预算数：65.8" in browser.get(address(evaluation, REPORT)).content.decode()


def test_today_is_put_by_one_press_together_with_what_is_typed(browser: Client, evaluation: SelfEvaluation) -> None:
    page = browser.get(address(evaluation, DETAILS)).content.decode()
    today = timezone.localdate().isoformat()
    assert f'value="put:filing_date:{today}">今天</button>' in page
    response = post(browser, evaluation, DETAILS, {"preparer.name": "周敏"}, action=f"put:filing_date:{today}")
    assert response["Location"].endswith("#filing_date")
    assert (stored(evaluation)["filing_date"], stored(evaluation)["preparer.name"]) == (today, "周敏")


@pytest.mark.parametrize(
    "action",
    [
        "put:",
        "put:basic_data.thrift_measures:2024-01-01",
        "put:x:2024-01-01",
    ],
)
def test_what_is_no_date_of_this_step_is_not_put(browser: Client, evaluation: SelfEvaluation, action: str) -> None:
    assert post(browser, evaluation, DETAILS, {}, action=action).status_code == 400


def test_an_unreadable_amount_comes_back_with_offers_that_one_press_takes(
    browser: Client, evaluation: SelfEvaluation
) -> None:
    final, budget = f"{PROJECT}.final", f"{PROJECT}.budget"
    typed = {final: "约12.5万", budget: "1,234.5"}
    page = post(browser, evaluation, BASIC_DATA, typed)
    assert page.status_code == 422
    assert f'value="put:{final}:12.5">改为 12.5</button>' in page.content.decode()
    response = post(browser, evaluation, BASIC_DATA, typed, action=f"put:{final}:12.5")
    assert response["Location"].endswith(f"#{final}")
    assert (stored(evaluation)[final], stored(evaluation)[budget]) == ("12.5", "1234.5")


def test_what_says_nothing_in_an_amount_is_zero_or_blank_by_choice(browser: Client, evaluation: SelfEvaluation) -> None:
    figure = "report.figures.basic"
    page = post(browser, evaluation, REPORT, {figure: "——"}).content.decode()
    assert f'value="put:{figure}:0">改为 0</button>' in page
    assert f'value="put:{figure}:">留空</button>' in page
    post(browser, evaluation, REPORT, {figure: "——"}, action=f"put:{figure}:0")
    assert stored(evaluation)[figure] == "0"
    post(browser, evaluation, REPORT, {figure: "——"}, action=f"put:{figure}:")
    assert stored(evaluation)[figure] == ""


def test_a_day_that_does_not_exist_is_told_and_not_put(browser: Client, evaluation: SelfEvaluation) -> None:
    assert post(browser, evaluation, DETAILS, {}, action="put:filing_date:2024-02-30").status_code == 422
    assert stored(evaluation)["filing_date"] == ""
