"""How far each step is, in words."""

from evaluations.core.content.cells import cells
from evaluations.core.findings.finding import Finding, error, warning
from evaluations.core.form.document import Document, Explanation
from evaluations.dossier.judging import Judgement
from evaluations.filling.pages.progress import Progress, progress
from evaluations.filling.steps import BASIC_DATA, BUDGET, CHECK, DETAILS, REPORT, Step, step_of
from tests.filling.forms import BLANK, EDITION, PROJECT, typed_into


def of(
    step: Step,
    document: Document,
    *findings: Finding,
    explained: bool = False,
    commented: tuple[str, ...] = (),
    asked: bool = False,
) -> Progress:
    reasons = [Explanation(code=f.code, where=f.where, text="属实。") for f in findings] if explained else []
    judged = document.model_copy(update={"explanations": tuple(reasons)})
    judgement = Judgement(EDITION, judged, findings, asked=asked)
    return next(p for p in progress(judgement, commented) if p.step is step)


SETTLE, UNDER_WAY = ("需处理", "attention"), ("填写中", "waiting")
MEASURES = error("A2-10", where="basic_data.thrift_measures", message="必填", missing=True)
FINAL = error("A2-10", where=f"{PROJECT}.final", message="必填", missing=True)


def test_a_blank_document_is_not_begun_whatever_the_checks_demand() -> None:
    standing = of(BASIC_DATA, BLANK, MEASURES)
    assert standing.states == [("未开始", "neutral")]
    assert standing.left == []
    assert not standing.is_done


def test_what_is_missing_in_rows_not_begun_waits_and_is_an_error_in_one_that_is() -> None:
    document = typed_into(BLANK, {f"{PROJECT}.budget": "8"})
    standing = of(BASIC_DATA, document, MEASURES, FINAL)
    assert standing.left == [("1 处错误", "error"), ("待填 1 项", "waiting")]
    assert standing.states == [SETTLE, *standing.left]
    assert not standing.is_done


def test_once_submission_is_asked_for_everything_missing_is_an_error() -> None:
    assert of(BASIC_DATA, BLANK, MEASURES, FINAL, asked=True).left == [("2 处错误", "error")]


def test_the_last_step_has_no_progress_of_its_own() -> None:
    assert CHECK not in [p.step for p in progress(Judgement(EDITION, BLANK, []))]


def test_errors_and_unexplained_warnings_are_counted_in_words() -> None:
    document = typed_into(BLANK, {f"{PROJECT}.final": "8"})
    findings = (
        error("A2-04", where=f"{PROJECT}.final", message=""),
        warning("P-02", where=f"{PROJECT}.final", message=""),
        warning("A2-12", where=f"{PROJECT}.budget", message=""),
        Finding("A2-04", "info", f"{PROJECT}.budget", ""),
    )
    assert of(BASIC_DATA, document, *findings).states == [
        SETTLE,
        ("1 处错误", "error"),
        ("2 处需说明", "attention"),
    ]
    assert of(BASIC_DATA, document, *findings, explained=True).states == [SETTLE, ("1 处错误", "error")]


def test_findings_of_another_step_do_not_count() -> None:
    document = typed_into(BLANK, {f"{PROJECT}.final": "8"})
    elsewhere = error("A3-02", where="self_assessment.executed", message="")
    assert of(BASIC_DATA, document, elsewhere).states == [("已完成", "done")]


def test_a_comment_to_answer_shows_even_on_a_step_without_errors() -> None:
    document = typed_into(BLANK, {f"{PROJECT}.final": "8"})
    assert of(BASIC_DATA, document, commented=(f"{PROJECT}.final",)).states == [SETTLE, ("1 条意见", "attention")]


def test_details_are_under_way_until_all_three_are_filled_in() -> None:
    document = typed_into(BLANK, {"preparer.name": "周敏"})
    assert of(DETAILS, document).states == [UNDER_WAY, ("待填 2 项", "waiting")]
    document = typed_into(document, {"preparer.phone": "0731-28000000", "filing_date": "2024-03-15"})
    assert of(DETAILS, document).is_done


def test_the_objectives_belong_to_a_finished_budget_step() -> None:
    document = typed_into(BLANK, {"self_assessment.executed": "8"})
    assert of(BUDGET, document).states == [UNDER_WAY, ("待填 3 项", "waiting")]


def test_a_report_is_done_when_every_figure_and_chapter_is_filled_in() -> None:
    paths = [path for path in cells(EDITION, BLANK) if step_of(EDITION, path) is REPORT]
    document = typed_into(BLANK, dict.fromkeys(paths[1:], "1"))
    assert of(REPORT, document).states == [UNDER_WAY, ("待填 1 项", "waiting")]
    assert of(REPORT, typed_into(document, {paths[0]: "1"})).is_done
