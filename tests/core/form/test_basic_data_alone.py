"""A form of basic data without a self-assessment: no scores, and nothing that speaks of 附件3."""

import tomllib
from typing import Any

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange, rows
from evaluations.core.content.cells import cells
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.editions.rules import problems
from evaluations.core.form import formats
from evaluations.core.form.document import Document, Indicator, SelfAssessment
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.prefill import starting
from evaluations.core.layouts.drawing import tables
from evaluations.core.layouts.report import title
from evaluations.core.readback.reading import not_ours
from evaluations.core.scores.scoring import grade, total_score
from tests.core.builders import SHIPPED, document, empty, fill
from tests.core.readback.tables import changed, drawn, read, with_text

HUNAN = SHIPPED.with_name("hunan-2018.toml").read_text(encoding="utf-8")
LINES = "basic_data.expenditure"
TYPED = {
    f"{LINES}.three_public.final": "3",
    f"{LINES}.office.prior_final": "14.44",
    f"{LINES}.budget_adjustment.budget": "1922.76",
    "basic_data.staffing.staff_in_post": "136",
}


def form() -> Edition:
    return read_edition(HUNAN)


def filled() -> Document:
    return fill(form(), empty(form()), TYPED)


def test_it_has_one_table_and_no_cell_of_the_other() -> None:
    assert list(form().tables) == ["attachment2"]
    assert not any(path.startswith("self_assessment") for path in {*form().cells, *cells(form(), filled())})
    assert [grid.name for grid in tables(form(), filled())] == ["附件3"]


def test_it_has_neither_total_nor_grade() -> None:
    assert not form().has_scores
    assert total_score(filled().self_assessment) is None
    assert grade(form(), None) == ""
    assert form().free_points is None


def test_it_is_called_after_its_table() -> None:
    assert title(form(), filled()) == f"{filled().unit.name} 部门整体支出绩效评价基础数据表"


def test_its_sheet_is_read_back() -> None:
    [grid] = tables(form(), filled())
    found = read(form(), filled().fiscal_year, drawn(grid))
    assert found.texts == TYPED
    assert not found.problems


@pytest.mark.parametrize("line", ["填报单位：别的单位", "填报单位 : 别的单位\t单位：万元"])
def test_a_sheet_of_another_unit_is_told(line: str) -> None:
    [grid] = tables(form(), filled())
    table = with_text(drawn(grid), f"填报单位：{filled().unit.name}", line)
    [problem] = read(form(), filled().fiscal_year, table, unit_name=filled().unit.name).problems
    assert (problem.found, problem.severity) == ("别的单位", "warning")


def test_a_line_of_text_above_a_table_may_name_the_unit() -> None:
    [grid] = tables(form(), filled())
    table = changed(drawn(grid), lambda cell: None if cell.text.startswith("填报单位") else cell)
    assert not read(form(), filled().fiscal_year, "填报单位：甲", table, unit_name="甲").problems
    [problem] = read(form(), filled().fiscal_year, "填报单位：甲", table, unit_name="乙").problems
    assert problem.found == "甲"


def test_a_file_that_is_no_form_is_told_what_the_form_has() -> None:
    assert "附件3要有“财政供养人员情况”“经费控制情况”等行列的名称" in not_ours(form(), 2018)


def test_no_indicator_can_be_added() -> None:
    with pytest.raises(rows.NoSuchRow):
        rows.add(form(), filled(), "self_assessment.indicators.output.quantity", 1)


@pytest.mark.parametrize(
    "part", [SelfAssessment(executed="5"), SelfAssessment(expected_objective="目标"), SelfAssessment(fields={"a": "b"})]
)
def test_a_document_with_a_self_assessment_is_refused(part: SelfAssessment) -> None:
    with pytest.raises(interchange.Faults, match=r"\$\.self_assessment：表样没有这一项。"):
        interchange.for_edition(form(), filled().model_copy(update={"self_assessment": part}))


def test_its_document_is_written_and_read_again() -> None:
    again = interchange.new_document(interchange.dump(filled()).encode())
    assert interchange.for_edition(form(), again) == filled()


def test_it_is_asked_for_what_is_required() -> None:
    assert {finding.code for finding in checks.run(Case(form(), empty(form())))} == {"A2-10"}


def test_last_years_self_assessment_has_no_place_in_it() -> None:
    last_year = document().model_copy(update={"fiscal_year": 2022})
    last_year = last_year.model_copy(
        update={"self_assessment": SelfAssessment(indicators=(Indicator(category="output.quantity", name="数"),))}
    )
    started = starting(form(), empty(form()), last_year)
    assert started.self_assessment == SelfAssessment()
    assert started.basic_data.amount("three_public", "prior_final") == last_year.basic_data.amount(
        "three_public", "final"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[foot]", '[scoring]\nbands = [{ label = "甲", at_least = "1" }, { label = "乙", at_least = "0" }]\ngrades = [{ label = "优", at_least = "90" }, { label = "差", at_least = "0" }]\n\n[foot]', "scoring：没有 attachment3 的表样没有得分，不写这一项。"),
        ("format = 7", 'format = 7\noverall_cost_indicator = "整体支出"', "overall_cost_indicator：没有 attachment3 的表样没有得分，不写这一项。"),
        ("{basic_data.staffing.control_rate}", "{self_assessment.total_score}", "没有 self_assessment.total_score 这样的单元格"),
        ("widths = [32, 17, 17, 17]", 'widths = [32, 17, 17, 17]\npage = { orientation = "横" }', "layouts.attachment2.page.orientation"),
        ("[thresholds]", '[steps.report]\ntitle = "报告"\n\n[thresholds]', "steps.report：表样没有这一步要填的内容，请删除。"),
        ("[thresholds]", '[steps.basic-data]\nlead = "{year}年的"\n\n[thresholds]', "steps.basic-data.lead：不认识占位符 {year}，这里不能用占位符。"),
        ("[thresholds]", '[[fields]]\ncell = "self_assessment.name"\nlabel = "名称"\n\n[thresholds]', "表样没有 self_assessment.name 所在的表。"),
    ],
)  # fmt: skip
def test_what_only_a_form_with_scores_can_have_is_told(old: str, new: str, said: str) -> None:
    assert old in HUNAN
    with pytest.raises(EditionError) as refused:
        read_edition(HUNAN.replace(old, new, 1))
    assert said in str(refused.value)


def broken(**changes: Any) -> list[str]:
    data = {key: value for key, value in {**tomllib.loads(HUNAN), **changes}.items() if value is not None}
    return [
        f"{'.'.join(map(str, place))}：{message}"
        for place, message in problems(Edition.model_validate(formats.edition(data)))
    ]


def test_a_form_has_at_least_one_table() -> None:
    assert "layouts：至少要有一张表：attachment2、attachment3。" in broken(attachment2=None, layouts={})


def test_a_form_with_scores_says_what_they_mean() -> None:
    text = SHIPPED.with_name("project-2022.toml").read_text(encoding="utf-8")
    without = text.partition("[scoring]")[0] + "[required]" + text.partition("[required]")[2]
    with pytest.raises(EditionError, match="scoring：有 attachment3 的表样应写这一项。"):
        read_edition(without)


def test_its_report_cannot_speak_of_scores() -> None:
    report = {
        "title": "报告",
        "none": "无",
        "figures": [],
        "chapters": [{"number": 1, "title": "一、基本情况"}],
        "sentences": [{"code": "s", "chapter": 1, "template": "总分{total_score}分。"}],
    }
    assert "report.sentences.0.template：不认识占位符 {total_score}。" in broken(report=report)
