"""A document written as the two official sheets and read back is the document, but for what no sheet holds."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluations.core.content.cells import in_form_order
from evaluations.core.editions.file import read_edition
from evaluations.core.form.document import Building, Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import tables
from evaluations.core.layouts.grid import Grid
from evaluations.core.readback.reading import read_back
from evaluations.core.readback.source import Source
from evaluations.core.readback.taking import place, preview, taken_over
from evaluations.core.readback.words import bare, is_dots
from evaluations.files.reader import child
from evaluations.files.reading import Answer
from evaluations.files.xlsx import sheet
from tests.core import builders, strategies
from tests.core.sheets import attachment2, attachment3


def written_and_read(grid: Grid) -> Source:
    """What a sheet says, read as in the process of its own, but in this one."""
    answer = Answer.model_validate_json(json.dumps(child.parsed(sheet(grid, author="财政局"), ".xlsx")))
    assert not answer.faults
    return Source(answer.blocks)


def in_sheets(form: Edition, document: Document) -> Document:
    """What the sheets can say of `document`: nothing of the report, of explanations and of an indicator's direction, and no blank row;
    dots are no name."""
    blank = builders.empty(form)
    basic_data, part = document.basic_data, document.self_assessment
    lines = [
        row.model_copy(update={"name": "" if is_dots(bare(row.name)) else row.name}) if row.name is not None else row
        for row in basic_data.expenditure
    ]
    indicators = [row.model_copy(update={"direction": None}) for row in part.indicators]
    said = {
        "expenditure": tuple(
            row for row in lines if row != ExpenditureRow(item=row.item, name=row.name and "") or row.name
        ),
        "buildings": tuple(building for building in basic_data.buildings if building != Building()),
    }
    told = tuple(row for row in indicators if not row.blank)
    return in_form_order(
        form,
        document.model_copy(
            update={
                "basic_data": basic_data.model_copy(update=said),
                "self_assessment": part.model_copy(update={"indicators": told}),
                "report": blank.report,
                "explanations": (),
            }
        ),
    )


POINTS_ALONE = builders.with_indicators(builders.document(), Indicator(category="benefit.ecological", score=Decimal(0)))


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(builders.SHIPPED.parent.glob("*.toml")), ids=lambda path: path.stem)
@settings(max_examples=10)
@given(data=st.data())
def test_every_shipped_forms_sheets_come_back_as_excel_files(path: Path, data: st.DataObject) -> None:
    form = read_edition(path.read_text(encoding="utf-8"))
    document = data.draw(strategies.filled(form))
    drawn = tables(form, document)
    source = Source(tuple(block for grid in drawn for block in written_and_read(grid).blocks))
    read = read_back(form, document.fiscal_year, source, unit_name=document.unit.name, project=document.project)
    assert all(problem.severity == "warning" for problem in read.problems)
    head = {name: getattr(document, name) for name in ("fiscal_year", "unit", "project")}
    taken = taken_over(form, builders.empty(form).model_copy(update=head), read, read.texts)
    assert [[row.cells for row in grid.rows] for grid in tables(form, taken)] == [
        [row.cells for row in grid.rows] for grid in tables(form, in_sheets(form, document))
    ]


@settings(max_examples=25)
@given(strategies.cases())
@example((builders.edition(), POINTS_ALONE))
def test_both_sheets_hold_all_but_the_report_explanations_and_directions(case: tuple[Edition, Document]) -> None:
    form, document = case
    frame = {"fiscal_year": document.fiscal_year, "unit": document.unit}
    taken = in_form_order(form, builders.empty(form).model_copy(update=frame))
    for layout in (attachment2, attachment3):
        source = written_and_read(layout(form, document))
        read = read_back(form, document.fiscal_year, source, unit_name=document.unit.name)
        assert all(problem.severity == "warning" for problem in read.problems)
        taken = taken_over(form, taken, read, read.texts)
        assert all(line.is_same for line in preview(form, read, place(form, taken, read, read.texts)))
    assert taken == in_sheets(form, document)


def test_the_sheet_of_basic_data_alone_comes_back() -> None:
    form = read_edition(builders.SHIPPED.with_name("hunan-2018.toml").read_text(encoding="utf-8"))
    lines = (f"basic_data.expenditure.{line.item}.final" for line in form.lines)
    amounts = {path: f"{number}.5" for number, path in enumerate(lines, 1)}
    document = builders.fill(form, builders.empty(form), {**amounts, "basic_data.staffing.staff_in_post": "136"})
    read = read_back(form, document.fiscal_year, written_and_read(*tables(form, document)))
    assert taken_over(form, builders.empty(form), read, read.texts) == document
    assert not read.problems
