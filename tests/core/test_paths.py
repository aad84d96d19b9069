"""Tests of the names of cells and of what stands at a path."""

import pytest
from hypothesis import given, settings

from evaluations.core import checks, paths
from evaluations.core.checks.case import Case
from evaluations.core.content import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import document, edition, second_document, second_edition
from tests.core.strategies import cases


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("basic_data.expenditure.project.final", "附件2 项目支出 2023年决算数"),
        ("basic_data.expenditure.earmarked_fund.2.prior_final", "附件2 古籍保护 2022年决算数"),
        ("basic_data.expenditure.earmarked_fund.1.name", "附件2 全民阅读 名称"),
        ("basic_data.staffing.staff_in_post", "附件2 2023年实际在职人数"),
        ("basic_data.buildings.1.actual_area", "附件2 楼堂馆所第 1 行 实际规模（㎡）"),
        ("basic_data.thrift_measures", "附件2 厉行节约保障措施"),
        ("self_assessment.executed", "附件3 全年执行数"),
        ("self_assessment.execution_score", "附件3 执行率得分"),
        ("self_assessment.by_revenue", "附件3 按收入性质分"),
        ("self_assessment.by_expenditure.basic", "附件3 基本支出"),
        ("self_assessment.indicators.2.actual", "附件3 指标 2“读者活动” 实际完成值"),
        ("self_assessment.indicators.output", "附件3 产出指标"),
        ("self_assessment.indicators.cost.social", "附件3 社会成本指标"),
        ("report.figures.carry_over", "自评报告 结转结余"),
        ("report.chapters.8", "自评报告 八、下一步改进措施"),
        ("self_assessment.indicators.1.direction", "附件3 指标 1“新增藏书” 指标方向"),
        ("self_assessment.indicators.99.score", "附件3 指标 99 得分"),
        ("basic_data.expenditure.earmarked_fund.1", "附件2 全民阅读"),
        ("basic_data.expenditure.office.prior_final", "附件2 办公经费 2022年决算数"),
        ("basic_data.expenditure.business_funds.final", "附件2 业务工作经费 2023年决算数"),
        ("basic_data.expenditure.earmarked_fund.9.final", "附件2 专项资金第 9 行 2023年决算数"),
        ("preparer.phone", "联系电话"),
        ("filing_date", "填报日期"),
    ],
)
def test_a_cell_is_named_in_the_words_of_the_form(path: str, name: str) -> None:
    assert paths.Names(edition(), document()).of(path) == name


def test_another_edition_has_its_own_names() -> None:
    names = paths.Names(second_edition(), second_document())
    assert names.of("basic_data.expenditure.union_funds.final") == "附件1 工会经费、福利费 2024年决算数"
    assert names.of("self_assessment.by_revenue.carried_forward") == "附件2 上年结转"


@pytest.mark.parametrize(
    "path",
    [
        "x",
        "basic_data",
        "basic_data.boats",
        "basic_data.staffing",
        "basic_data.expenditure.boats.final",
        "basic_data.expenditure.office.boats",
        "basic_data.expenditure.earmarked_fund.².name",
        "basic_data.buildings.x.boats",
        "basic_data.buildings.1.boats",
        "self_assessment.boats",
        "self_assessment.indicators.boats",
        "self_assessment.indicators.²",
        "self_assessment.indicators.1.boats",
        "self_assessment.by_revenue.boats",
        "report.chapters.99",
        "report.boats",
        "preparer.boats",
        "a.b.c.d.e",
        "__class__",
        ".",
        "..",
        "",
        f"self_assessment.indicators.{'9' * 5000}.name",
    ],
)
def test_what_is_no_cell_is_called_by_its_path(path: str) -> None:
    assert paths.Names(edition(), document()).of(path) == path


@settings(max_examples=60)
@given(cases())
def test_every_cell_and_every_finding_has_a_name(case: tuple[Edition, Document]) -> None:
    form, any_document = case
    names = paths.Names(form, any_document)
    places = [*cells.cells(form, any_document), *(finding.where for finding in checks.run(Case(form, any_document)))]
    assert all(names.of(place) != place for place in places)


@pytest.mark.parametrize("form", [edition(), second_edition()], ids=lambda form: form.code)
def test_each_fixed_cell_is_found_by_its_path(form: Edition) -> None:
    filled = document() if form is edition() else second_document()
    listed = cells.cells(form, filled)
    for path in form.required.cells:
        assert bool(paths.value_at(filled, path)) == bool(listed[path].text)
    assert paths.value_at(filled, "basic_data.expenditure.office.final") == 3
    assert paths.value_at(filled, "report.figures.basic") == 66
    assert paths.value_at(filled, "report.chapters.3") == "无。"
