"""A sheet that this program drew is read by its layout, whatever the form: nothing is lost, and what people change comes through or is told."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluations.core.content import rows
from evaluations.core.content.cells import cells, in_form_order
from evaluations.core.editions.file import read_edition
from evaluations.core.form.document import Building, Document, Project
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.drawing import tables
from evaluations.core.readback.reading import ReadBack, read_back
from evaluations.core.readback.source import FileCell, FileTable, Source
from evaluations.core.readback.taking import taken_over
from evaluations.core.readback.words import is_dots
from tests.core import builders, strategies
from tests.core.readback.tables import changed, drawn, row_of, told, with_row, with_text

PART = "self_assessment."
QUANTITY = f"{PART}indicators.output.quantity"
PROJECT = Project(name="图书馆免费开放", code="43020", department="文旅局", implementer="区图书馆")
SHIPPED = sorted(builders.SHIPPED.parent.glob("*.toml"))


@cache
def shipped(path: Path) -> Edition:
    return read_edition(path.read_text(encoding="utf-8"))


def sichuan() -> Edition:
    return shipped(builders.SHIPPED.with_name("sichuan-project-2023.toml"))


def cases() -> st.SearchStrategy[tuple[Edition, Document]]:
    return st.sampled_from(SHIPPED).map(shipped).flatmap(lambda form: st.tuples(st.just(form), documents(form)))


def documents(form: Edition) -> st.SearchStrategy[Document]:
    head = {"project": PROJECT} if form.subject == "project" else {}
    return strategies.filled(form).map(lambda document: document.model_copy(update=head))


def sheets(form: Edition, document: Document) -> list[FileTable]:
    return [drawn(grid) for grid in tables(form, document)]


def back(form: Edition, document: Document, sheets: Sequence[FileTable]) -> ReadBack:
    source = Source(tuple(sheets))
    return read_back(form, document.fiscal_year, source, unit_name=document.unit.name, project=document.project)


def without_blank_rows(form: Edition, document: Document) -> Document:
    """What a sheet can show of the document: no blank row; who filled it in, if the form has a foot."""
    if not has_foot(form):
        document = builders.empty(form).model_copy(
            update={
                name: getattr(document, name) for name in ("fiscal_year", "project", "basic_data", "self_assessment")
            }
        )
    expenditure = tuple(row for row in document.basic_data.expenditure if row.name or not row.blank)
    buildings = tuple(row for row in document.basic_data.buildings if row != Building())
    indicators = tuple(row for row in document.self_assessment.indicators if not row.blank)
    basic_data = document.basic_data.model_copy(update={"expenditure": expenditure, "buildings": buildings})
    part = document.self_assessment.model_copy(update={"indicators": indicators})
    return in_form_order(form, document.model_copy(update={"basic_data": basic_data, "self_assessment": part}))


def has_foot(form: Edition) -> bool:
    return any("preparer.name" in layout.names for layout in form.layouts.tables.values())


def typed(form: Edition, document: Document) -> dict[str, str]:
    return {path: cell.text for path, cell in cells(form, document).items() if cell.text}


@pytest.mark.slow
@settings(max_examples=60)
@given(cases())
def test_every_cell_and_row_comes_back_without_a_word(case: tuple[Edition, Document]) -> None:
    form, document = case
    assume(not any(is_dots(row.name or "") for row in document.basic_data.expenditure))
    found = back(form, document, sheets(form, document))
    blank = builders.empty(form).model_copy(
        update={"fiscal_year": document.fiscal_year, "unit": document.unit, "project": document.project}
    )
    shown = typed(form, without_blank_rows(form, document))
    assert typed(form, taken_over(form, blank, found, found.texts)) == shown
    odd = ("这里应是文字", "这一行有金额，没有写项目名称")
    assert not [problem for problem in found.problems if not problem.message.startswith(odd)]


@pytest.mark.slow
@settings(max_examples=60)
@given(cases(), st.data())
def test_no_change_of_a_cell_is_lost_without_a_word(case: tuple[Edition, Document], data: st.DataObject) -> None:
    form, document = case
    grids = tables(form, document)
    at = data.draw(st.sampled_from(range(len(grids))))
    places = [(row, box) for row, line in enumerate(grids[at].rows) if line.part for box in line.cells]
    row, box = data.draw(st.sampled_from(places))
    column, is_label = box.column, bool(box.text) and box.value is None
    before = sheets(form, document)
    table = changed(before[at], lambda cell: None if (cell.row, cell.column) == (row, column) else cell)
    after = [*before]
    after[at] = table._replace(cells=tuple(sorted((*table.cells, FileCell(row, column, "改过的字样")))))
    was, now = back(form, document, before), back(form, document, after)
    came_through = "改过的字样" in now.texts.values() or (is_label and now.texts == was.texts)
    assert came_through or len(now.problems) > len(was.problems)


# Sichuan's project form, none of whose words but a few are those of the first form


def filled_in() -> tuple[Document, FileTable]:
    """A document with two indicators of quantity and one of quality, and its sheet."""
    form = sichuan()
    document = builders.empty(form).model_copy(update={"project": PROJECT})
    for category, count in (("output.quantity", 2), ("output.quality", 1)):
        document = rows.add(form, document, f"{PART}indicators.{category}", count).document
    texts = {
        "process": "已实施", "fiscal_executed": "12.345678", "funds_reason": "压减", "project_leader": "张三",
        "indicators.1.name": "开放天数", "indicators.1.nature": "≥", "indicators.1.target": "300", "indicators.1.unit": "天",
        "indicators.2.name": "活动场次", "indicators.2.weight": "10",
        "indicators.3.name": "合格率", "indicators.3.actual": "98",
    }  # fmt: skip
    document = builders.fill(form, document, {PART + path: text for path, text in texts.items()})
    return document, drawn(tables(form, document)[0])


def names(found: ReadBack) -> dict[str, str]:
    return {path: text for path, text in found.texts.items() if path.endswith(".name")}


def test_amounts_come_back_with_the_decimals_that_the_form_hides() -> None:
    document, table = filled_in()
    assert "12.35" in [cell.text for cell in table.cells]
    assert back(sichuan(), document, [table]).texts[f"{PART}fiscal_executed"] == "12.345678"


def test_a_row_put_into_a_list_is_read_where_it_stands() -> None:
    document, table = filled_in()
    more = with_row(table, row_of(table, "活动场次"), [(3, "接待人次"), (5, "9000")])
    found = back(sichuan(), document, [more])
    assert list(names(found).values()) == ["开放天数", "接待人次", "活动场次", "合格率"]
    assert (found.rows[QUANTITY], told(found)) == (3, [])


def test_a_row_taken_out_is_gone_and_the_others_stay() -> None:
    document, table = filled_in()
    gone = row_of(table, "活动场次")
    found = back(sichuan(), document, [changed(table, lambda cell: None if cell.row == gone else cell)])
    assert list(names(found).values()) == ["开放天数", "合格率"]
    assert [severity for _, _, severity in told(found)] == ["info"]  # the total of the weights


def test_spaces_and_colons_of_labels_do_not_matter() -> None:
    document, table = filled_in()
    loose = with_text(with_text(table, "项目基本情况", "项 目\n基本情况："), "项目负责人：张三", "项目负责人 : 张三")
    assert back(sichuan(), document, [loose]) == back(sichuan(), document, [table])


def test_a_text_where_the_form_has_none_is_told() -> None:
    document, table = filled_in()
    row = row_of(table, "单位资金")
    stray = changed(table, lambda c: c._replace(text="5") if (c.row, c.text, c.column) == (row, "/", 8) else c)
    assert told(back(sichuan(), document, [stray])) == [(f"附件 I{row + 1}", "5", "error")]


def test_amounts_under_another_unit_of_money_are_converted_and_asked() -> None:
    document, table = filled_in()
    found = back(sichuan(), document, [table._replace(name="附件（单位：元）")])
    assert found.texts[f"{PART}fiscal_executed"] == "0.001235"
    assert f"{PART}fiscal_executed" in found.asked


def test_a_sheet_of_another_year_is_told_and_not_read() -> None:
    document, table = filled_in()
    found = back(sichuan(), document.model_copy(update={"fiscal_year": 2021}), [table])
    assert (found.texts, [severity for _, _, severity in told(found)]) == ({}, ["error"])


def test_a_department_other_than_registered_is_told() -> None:
    document, table = filled_in()
    found = back(sichuan(), document, [with_text(table, "文旅局", "教育局")])
    assert [(text, severity) for _, text, severity in told(found)] == [("教育局", "warning")]


def test_a_second_sheet_of_the_same_form_adds_no_rows() -> None:
    document, table = filled_in()
    found = back(sichuan(), document, [table, table])
    assert found.rows[QUANTITY] == 2
    assert found.problems
