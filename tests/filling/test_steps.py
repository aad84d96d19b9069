"""The registry of steps."""

from typing import get_args

import pytest

from evaluations.core.content.cells import cells
from evaluations.core.form.stated import StepCode, StepWords
from evaluations.filling.steps import (
    BASIC_DATA,
    BUDGET,
    CHECK,
    DETAILS,
    INDICATORS,
    REPORT,
    STEPS,
    Step,
    after,
    hint_of,
    lead_of,
    step_of,
)
from tests.filling.forms import BLANK, BUILDINGS, EDITION, FUND, with_rows


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("preparer.name", DETAILS),
        ("filing_date", DETAILS),
        ("basic_data.expenditure.project.final", BASIC_DATA),
        ("self_assessment.executed", BUDGET),
        ("self_assessment.by_revenue", BUDGET),
        ("self_assessment.indicators.12.score", INDICATORS),
        ("self_assessment.indicators.output", INDICATORS),
        ("report.chapters.3", REPORT),
    ],
)
def test_a_cell_belongs_to_the_step_that_asks_for_it(path: str, step: Step) -> None:
    assert step_of(EDITION, path) is step


@pytest.mark.parametrize("path", ["", "unknown", "preparers.name", "filing_dates", "basic_dat"])
def test_what_is_no_cell_belongs_to_no_step(path: str) -> None:
    assert step_of(EDITION, path) is None


def test_every_cell_of_a_document_belongs_to_a_step() -> None:
    document = with_rows(BLANK, FUND, BUILDINGS, "self_assessment.indicators.output.quantity")
    assert all(step_of(EDITION, path) for path in cells(EDITION, document))


def test_titles_take_the_attachments_number_from_the_edition() -> None:
    titles = [step.title(EDITION) for step in STEPS]
    assert titles == ["基本信息", "附件2 基础数据", "附件3 预算执行", "附件3 绩效指标", "自评报告", "检查与提交"]


def test_the_steps_follow_each_other() -> None:
    assert [after(step, EDITION) for step in STEPS] == [*STEPS[1:], None]
    assert after(REPORT, EDITION) is CHECK


def test_a_form_may_have_its_own_words_for_a_step() -> None:
    own = EDITION.model_copy(update={"steps": {"budget": StepWords(title="资金", lead="先填执行数。")}})
    assert (BUDGET.title(own), lead_of(BUDGET, own)) == ("资金", "先填执行数。")
    assert hint_of(BUDGET, own) == hint_of(BUDGET, EDITION)
    assert INDICATORS.title(own) == INDICATORS.title(EDITION)


def test_a_form_may_name_every_step() -> None:
    assert [step.code for step in STEPS] == list(get_args(StepCode))
