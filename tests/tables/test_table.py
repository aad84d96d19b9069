"""The grid as a table: every cell that a person fills in has one input, every finding one note, every row its buttons."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.template.loader import render_to_string

from evaluations.core.content import cells
from evaluations.core.findings.finding import error, warning
from evaluations.core.form.document import Document
from evaluations.core.paths import Names
from evaluations.tables.official_table import Marks, notes, table
from evaluations.tables.shapes import Beside, CellInput, OfficialTable, TableCell
from tests.core.builders import document, edition, second_document, second_edition
from tests.core.sheets import Drawing, attachment2, attachment3
from tests.dossier.filled import with_rows

PROJECT = "basic_data.expenditure.project.final"


def drawn(
    layout: Drawing,
    content: Document | None = None,
    *,
    editable: bool = True,
    beside: Beside | None = None,
    **more: Any,
) -> OfficialTable:
    content = content or document()
    known = cells.cells(edition(), content) if editable else None
    grid = layout(edition(), content, **({"blank_rows": editable} if layout is attachment3 else {}))
    return table(grid, caption="附件", names=Names(edition(), content), cells=known, marks=Marks(**more), beside=beside)


def every_cell(shown: OfficialTable) -> Mapping[str, TableCell]:
    return {cell.anchor: cell for row in shown.rows for cell in row.cells if cell.anchor}


def inputs(shown: OfficialTable) -> dict[str, CellInput]:
    both = ((cell.input, cell.extra) for row in shown.rows for cell in row.cells)
    return {field.name: field for pair in both for field in pair if field}


def expected(part: str, content: Document) -> dict[str, str]:
    known = cells.cells(edition(), content)
    return {path: cell.text for path, cell in known.items() if path.startswith(part)}


@pytest.mark.parametrize("count", [0, 2])
@pytest.mark.parametrize(("layout", "part"), [(attachment2, "basic_data"), (attachment3, "self_assessment")])
def test_every_cell_that_a_person_fills_in_has_one_input(layout: Drawing, part: str, count: int) -> None:
    content = with_rows(document(), count)
    shown = inputs(drawn(layout, content))
    assert {name: field.value for name, field in shown.items()} == expected(part, content)
    assert all(field.label != field.name for field in shown.values())


def test_every_cell_of_the_second_edition_too() -> None:
    content = second_document()
    known = cells.cells(second_edition(), content)
    names = Names(second_edition(), content)
    shown = {
        name
        for layout in (attachment2, attachment3)
        for name in inputs(table(layout(second_edition(), content), caption="附件", names=names, cells=known))
    }
    assert shown == {path for path in known if path.startswith(("basic_data", "self_assessment"))}


def test_a_read_only_table_has_no_input_and_no_button() -> None:
    shown = drawn(attachment2, editable=False)
    assert not shown.editable
    assert not inputs(shown)
    assert not any(row.actions for row in shown.rows)
    assert every_cell(shown)[PROJECT].text == cells.cells(edition(), document())[PROJECT].text


def test_a_typed_text_stands_in_its_input_with_its_error() -> None:
    field = inputs(drawn(attachment2, typed={PROJECT: "abc"}, errors={PROJECT: "应为数字。"}))[PROJECT]
    assert (field.value, field.error, field.described_by) == ("abc", "应为数字。", f"{PROJECT}.notes")


def test_a_finding_is_a_note_in_its_cell_and_milder_once_explained() -> None:
    output = "self_assessment.indicators.output"
    score = "self_assessment.indicators.1.score"
    findings = [
        error("A3-05", where=output, message="权重不符。"),
        warning("A3-09", where=score, message="与建议不同。"),
    ]
    shown = every_cell(drawn(attachment3, notes=notes(findings, lambda _: False)))
    assert shown[output].notes == [("error", "权重不符。")]
    assert shown[score].notes == [("warning", "与建议不同。")]
    field = shown[score].input
    assert field is not None
    assert field.described_by == f"{score}.notes"
    explained = every_cell(drawn(attachment3, notes=notes(findings, lambda finding: finding.code == "A3-09")))
    assert explained[score].notes == [("info", "与建议不同。（已说明）")]


def test_the_direction_is_chosen_beside_the_target() -> None:
    choice = every_cell(drawn(attachment3, typed={"self_assessment.indicators.1.direction": "反向"}))[
        "self_assessment.indicators.1.target"
    ].extra
    assert choice
    assert [value for value, _, chosen in choice.options if chosen] == ["反向"]
    assert [label for _, label, _ in choice.options] == ["自动", "正向", "反向", "定性"]


def test_an_unreadable_direction_is_said() -> None:
    path = "self_assessment.indicators.1.direction"
    cell = every_cell(drawn(attachment3, errors={path: "应为正向、反向、定性之一。"}))[
        "self_assessment.indicators.1.target"
    ]
    assert ("error", "应为正向、反向、定性之一。") in cell.notes


def test_rows_have_buttons_to_move_remove_and_add() -> None:
    content = with_rows(document(), 1)
    values = [value for row in drawn(attachment2, content).rows for value, *_ in row.actions]
    count = len(content.basic_data.rows("earmarked_fund"))
    path = "basic_data.expenditure.earmarked_fund"
    for number in range(1, count + 1):
        assert {f"{act}:{path}.{number}" for act in ("up", "down", "remove")} <= set(values)
    assert values.count(f"add:{path}") == values.count("add:basic_data.buildings") == 1


def test_every_list_of_indicators_takes_rows_even_when_it_is_empty() -> None:
    empty = document().model_copy(
        update={"self_assessment": document().self_assessment.model_copy(update={"indicators": ()})}
    )
    values = {value for row in drawn(attachment3, empty).rows for value, *_ in row.actions}
    assert values == {f"add:self_assessment.indicators.{code}" for code in edition().categories}


def test_comments_lead_from_every_cell_when_reading_and_from_those_with_some_when_filling_in() -> None:
    url = f"/e/?comment={PROJECT}#comment"
    reading = every_cell(drawn(attachment2, editable=False, comment_url="/e/"))
    assert reading[PROJECT].comment_url == url
    assert all(cell.comment_url for cell in reading.values())
    filling = every_cell(drawn(attachment2, comment_url="/e/", comments={PROJECT: 2}))
    assert [(path, cell.comments) for path, cell in filling.items() if cell.comment_url] == [(PROJECT, 2)]


def test_ids_stand_once_and_the_columns_fill_the_table() -> None:
    for layout in (attachment2, attachment3):
        shown = drawn(layout, with_rows(document(), 2))
        ids = re.findall(r' id="([^"]+)"', render_to_string("components/official_table.html", {"table": shown}))
        assert len(ids) == len(set(ids))
        assert abs(sum(shown.columns) - 100) < 0.1


def test_a_locked_cell_is_text_that_leads_to_its_correction() -> None:
    path = "basic_data.expenditure.office.prior_final"
    shown = drawn(attachment2, locked={path: "/correct/?cell=office"})
    cell = every_cell(shown)[path]
    assert cell.input is None
    assert cell.text == cells.cells(edition(), document())[path].text
    assert "computed" in cell.css
    html = render_to_string("components/official_table.html", {"table": shown})
    assert 'href="/correct/?cell=office" aria-label="更正 附件2 ' in html
    reading = every_cell(drawn(attachment2, editable=False, locked={path: "/correct/"}))
    assert not reading[path].correct_url


def test_what_stands_beside_has_a_heading_over_its_rows_only() -> None:
    shown = drawn(attachment2, beside=Beside("上年", {PROJECT: ["+5%", "<b>"]}))
    [row] = [row for row in shown.rows if row.beside_id]
    assert (row.beside_id, row.beside) == (f"{PROJECT}.beside", ["+5%", "<b>"])
    assert [row.beside for row in shown.rows if row.is_head and row.beside] == [("上年",)]
    html = render_to_string("components/official_table.html", {"table": shown})
    assert html.count('class="beside"') == len(shown.rows) + 1
    assert "&lt;b&gt;" in html
    assert "beside" not in render_to_string("components/official_table.html", {"table": drawn(attachment2)})


def test_each_value_knows_the_heading_of_its_column() -> None:
    shown = every_cell(drawn(attachment2))
    assert shown["basic_data.staffing.authorized_posts"].column == "编制数"
    assert shown[PROJECT].column == "2023年决算数"
    assert shown["basic_data.thrift_measures"].column == ""
    shown = every_cell(drawn(attachment3))
    assert shown["self_assessment.executed"].column == "全年执行数"
    assert shown["self_assessment.expected_objective"].column == edition().attachment3.expected_objective
