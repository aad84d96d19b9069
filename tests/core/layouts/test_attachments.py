"""Both attachments as grids: every cell, its path, its row."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from evaluations.core.content import interchange
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Building, Document, ExpenditureRow, Indicator, Preparer
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.grid import Box, Grid, GridRow
from tests.core import builders
from tests.core.layouts import drawn
from tests.core.sheets import attachment2, attachment3

FORMS: list[tuple[Callable[[], Edition], Callable[[], Document]]] = [
    (builders.edition, builders.document),
    (builders.edition, builders.real_figures),
    (builders.second_edition, builders.second_document),
    (builders.second_edition, lambda: builders.empty(builders.second_edition())),
    (builders.edition, lambda: builders.empty(builders.edition())),
]


def row_with(grid: Grid, path: str) -> GridRow:
    return next(row for row in grid.rows for cell in row.cells if cell.path == path)


def row_called(grid: Grid, label: str) -> GridRow:
    return next(row for row in grid.rows if row.cells[0].shown == label)


def cell_at(grid: Grid, path: str) -> Box:
    return next(cell for cell in row_with(grid, path).cells if cell.path == path)


def test_the_real_figures_stand_in_the_cells_of_the_official_sheets() -> None:
    form, document = builders.edition(), builders.real_figures()
    assert drawn.ranges(attachment2(form, document)) == drawn.expected("real_figures.attachment2.txt")
    assert drawn.ranges(attachment3(form, document)) == drawn.expected("real_figures.attachment3.txt")


def test_the_real_case_comes_out_cell_for_cell(shared_case: Path) -> None:
    form = builders.edition()
    document = interchange.for_edition(form, interchange.new_document((shared_case / "evaluation.json").read_bytes()))
    for name, layout in (("attachment2", attachment2), ("attachment3", attachment3)):
        wanted = json.loads((shared_case / f"{name}.expected.json").read_text(encoding="utf-8"))["cells"]
        assert drawn.ranges(layout(form, document)) == {c["range"]: "".join(c["text"].split()) for c in wanted}


@pytest.mark.parametrize(("form", "document"), FORMS)
def test_every_place_of_the_table_belongs_to_one_cell(
    form: Callable[[], Edition], document: Callable[[], Document]
) -> None:
    for layout in (attachment2, attachment3):
        grid = layout(form(), document())
        taken = [
            (number + down, cell.column + right)
            for number, row in enumerate(grid.rows)
            for cell in row.cells
            for down in range(cell.rows)
            for right in range(cell.columns)
        ]
        assert sorted(taken) == [(row, column) for row in range(len(grid.rows)) for column in range(len(grid.widths))]


@pytest.mark.parametrize(("form", "document"), FORMS)
def test_every_cell_that_a_person_fills_in_has_its_place(
    form: Callable[[], Edition], document: Callable[[], Document]
) -> None:
    shown = {
        cell.path: cell
        for layout in (attachment2, attachment3)
        for row in layout(form(), document()).rows
        for cell in row.cells
        if cell.path
    }
    asked = {
        path: cell
        for path, cell in cells(form(), document()).items()
        if path.startswith(("basic_data.", "self_assessment.")) and not path.endswith(".direction")
    }
    assert asked.keys() <= shown.keys()
    for path, cell in asked.items():
        assert shown[path].shown == shown[path].text + cell.text


def test_computed_values_are_exact_and_have_no_path_of_their_own() -> None:
    document = builders.document(
        {
            "basic_data.staffing.authorized_posts": "3",
            "basic_data.staffing.staff_in_post": "2",
            "self_assessment.adjusted_budget": "",
        }
    )
    rates = [
        cell
        for layout in (attachment2, attachment3)
        for row in layout(builders.edition(), document).rows
        for cell in row.cells
        if cell.role == "ratio"
    ]
    assert rates[0].value == Fraction(2, 3)
    assert (rates[-1].value, rates[-1].shown) == (None, "—")
    assert not any(rate.path for rate in rates)


def test_sums_are_blank_while_nothing_is_filled_in() -> None:
    form = builders.edition()
    grid = attachment3(form, builders.empty(form))
    assert cell_at(grid, "self_assessment.by_revenue").shown == "按收入性质分："
    assert cell_at(grid, "self_assessment.by_expenditure").value is None
    assert [cell.shown for cell in row_called(grid, "总分").cells] == ["总分", "", "", ""]


def test_sums_and_totals_add_up() -> None:
    form = builders.edition()
    grid = attachment3(form, builders.real_figures())
    assert cell_at(grid, "self_assessment.by_revenue").value == Decimal("74.56")
    assert [cell.shown for cell in row_called(grid, "总分").cells] == ["总分", "100", "98", ""]


def test_a_line_of_many_rows_prints_its_placeholder_or_nothing_when_it_has_none() -> None:
    form = builders.edition()
    grid = attachment2(form, builders.empty(form))
    placeholder = row_called(grid, "……")
    heading = row_called(grid, "3、区级专项资金（一个专项一行）")
    assert placeholder.list_path == "basic_data.expenditure.other_project"
    assert heading.list_path == "basic_data.expenditure.earmarked_fund"
    assert not any(cell.path for row in (placeholder, heading) for cell in row.cells)
    assert row_called(grid, "公用经费") is grid.rows[grid.rows.index(heading) + 1]


def test_named_rows_can_be_moved_and_the_list_grows_at_its_last_row() -> None:
    names = ("甲项", "乙项", "丙项")
    rows = [ExpenditureRow(item="earmarked_fund", name=name, final=Decimal(1)) for name in names]
    document = builders.with_rows(builders.document(), "earmarked_fund", *rows)
    grid = attachment2(builders.edition(), document)
    line = "basic_data.expenditure.earmarked_fund"
    found = [row_called(grid, name) for name in names]
    assert [row.row_path for row in found] == [f"{line}.1", f"{line}.2", f"{line}.3"]
    assert [row.list_path for row in found] == ["", "", line]
    assert [row.cells[0].path for row in found] == [f"{line}.{number}.name" for number in (1, 2, 3)]
    assert row_called(grid, "3、区级专项资金（一个专项一行）").list_path == ""


def test_the_first_building_is_added_at_the_blank_row() -> None:
    form = builders.edition()
    grid = attachment2(form, builders.empty(form))
    blank = next(row for row in grid.rows if row.list_path == "basic_data.buildings")
    assert (blank.row_path, [cell.path for cell in blank.cells]) == ("", [""] * 6)


def test_each_building_has_its_row_and_rates() -> None:
    document = builders.with_buildings(
        builders.document(),
        Building(approved_area=Decimal(200), actual_area=Decimal(100)),
        Building(budget_investment=Decimal(0), actual_investment=Decimal(5)),
    )
    grid = attachment2(builders.edition(), document)
    first = row_with(grid, "basic_data.buildings.1.approved_area")
    second = row_with(grid, "basic_data.buildings.2.approved_area")
    assert [cell.shown for cell in first.cells] == ["200", "100", "50%", "", "", "—"]
    assert [cell.shown for cell in second.cells] == ["", "", "—", "0", "5", "—"]
    assert (first.list_path, second.list_path) == ("", "basic_data.buildings")
    assert row_called(grid, "楼堂馆所控制情况（2023年完工项目）").cells[0].rows == 3


def test_an_empty_category_prints_its_label_and_takes_its_first_row_there() -> None:
    form = builders.edition()
    document = builders.with_indicators(
        builders.document(), Indicator(category="output.quality", name="合格率", target="≥95%")
    )
    grid = attachment3(form, document)
    row = row_with(grid, "self_assessment.indicators.output.quantity")
    assert (row.row_path, row.list_path) == ("", "self_assessment.indicators.output.quantity")
    assert [cell.path for cell in row.cells if cell.column > 2] == [""] * 6
    level = cell_at(grid, "self_assessment.indicators.output")
    assert (level.shown, level.rows) == ("产出指标\n（40分）", 3)


def test_indicators_are_numbered_over_the_whole_table() -> None:
    form = builders.edition()
    document = builders.with_indicators(
        builders.document(),
        Indicator(category="output.quantity", name="甲"),
        Indicator(category="output.quantity", name="乙"),
        Indicator(category="cost.social", name="无"),
    )
    grid = attachment3(form, document)
    second = row_with(grid, "self_assessment.indicators.2.name")
    assert (second.row_path, second.list_path) == (
        "self_assessment.indicators.2",
        "self_assessment.indicators.output.quantity",
    )
    assert row_with(grid, "self_assessment.indicators.1.name").list_path == ""
    assert cell_at(grid, "self_assessment.indicators.3.name").shown == "无"


def test_a_second_edition_changes_numbers_lines_and_weights_without_a_line_of_python() -> None:
    form, document = builders.second_edition(), builders.second_document()
    basic_data, assessment = attachment2(form, document), attachment3(form, document)
    assert (basic_data.name, assessment.name) == ("附件1", "附件2")
    assert row_called(basic_data, "工会经费、福利费").cells[0].indent
    assert cell_at(assessment, "self_assessment.indicators.output").shown == "产出指标\n（50分）"
    assert not any("成本" in cell.shown for row in assessment.rows for cell in row.cells)
    assert len(form.attachment3.by_revenue.lines) == 5
    budget = next(row.cells[0] for row in assessment.rows if row.cells[0].text == form.attachment3.budget)
    assert budget.rows == 2 + 1 + 5


def test_parts_divide_the_table_into_the_steps_that_fill_it_in() -> None:
    form, document = builders.edition(), builders.real_figures()
    basic_data, assessment = attachment2(form, document), attachment3(form, document)
    assert [row.part for row in basic_data.rows] == ["", "", *["basic_data"] * 24, "", ""]
    assert [row.part for row in assessment.rows] == ["", "", "", *["budget"] * 9, *["indicators"] * 15, ""]
    assert assessment.part("budget").rows[0].cells[0].rows == 7


def test_the_foot_says_the_day_as_people_write_it() -> None:
    preparer = Preparer(name="填表人甲", phone="0731-28000000")
    document = builders.document().model_copy(update={"preparer": preparer, "filing_date": date(2024, 3, 15)})
    for layout in (attachment2, attachment3):
        [foot] = layout(builders.edition(), document).rows[-1].cells
        assert foot.shown == "填表人：填表人甲  填报日期：2024年3月15日  联系电话：0731-28000000  单位负责人签字："


def test_the_prior_year_is_not_asked_where_the_form_does_not_ask() -> None:
    grid = attachment2(builders.edition(), builders.document())
    asked = [(cell.shown, cell.path) for cell in row_called(grid, "政府采购金额").cells]
    assert asked[1] == ("——", "")
    assert asked[2][1] == "basic_data.expenditure.government_procurement.budget"
