"""A grid drawn from a layout: what a layout may say beyond the official tables, and what is made once."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.editions.layout_rules import problems
from evaluations.core.form import fields
from evaluations.core.form.document import Document, Indicator, Project
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.layout import Layout
from evaluations.core.layouts.grid import Grid
from tests.core import builders
from tests.core.sheets import attachment2, attachment3

LEVEL, CATEGORY, NAME = (f"self_assessment.indicators.{name}" for name in ("level", "category", "name"))


def with_layout(table: str, lines: Sequence[dict[str, Any]], widths: Sequence[int]) -> Edition:
    """The shipped edition with another layout of one attachment."""
    form = builders.edition()
    layouts = form.layouts.model_copy(update={table: Layout.model_validate({"widths": widths, "lines": lines})})
    return form.model_copy(update={"layouts": layouts})


def line(*texts: str, **more: Any) -> dict[str, Any]:
    return {"cells": [{"role": "text", "text": text} for text in texts], **more}


@cache
def three_indicators() -> Document:
    categories = ("output.quantity", "output.quantity", "output.quality")
    rows = (Indicator(category=category, name=name) for category, name in zip(categories, "甲乙丙", strict=True))
    return builders.with_indicators(builders.document(), *rows)


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.shown for cell in row.cells] for row in grid.rows]


def test_each_year_has_its_own_words() -> None:
    form, document = builders.edition(), builders.document()
    for year in (2023, 2024, 2023):
        grid = attachment2(form, document.model_copy(update={"fiscal_year": year}))
        assert grid.title == grid.rows[1].cells[0].text == f"{year}年度部门（单位）整体支出绩效评价基础数据表"


def test_a_copy_of_an_edition_is_drawn_by_its_own_layout() -> None:
    document = builders.document()
    assert len(attachment3(builders.edition(), document).rows) > 20
    copy = with_layout("attachment3", [line("{unit.name}：{prior_year}年")], [9])
    assert texts(attachment3(copy, document)) == [[f"{document.unit.name}：{document.fiscal_year - 1}年"]]


@pytest.mark.parametrize("name", fields.COMPUTED)
def test_every_computed_field_is_drawn(name: str) -> None:
    form = with_layout("attachment3", [line(f"共{{{name}}}")], [9])
    [[cell]] = [row.cells for row in attachment3(form, builders.real_figures()).rows]
    assert cell.text == "共"
    assert cell.value is not None
    assert cell.path == ("" if name.rpartition(".")[2] not in form.fundings else name)


@pytest.mark.parametrize("name", fields.SAID)
def test_what_a_document_says_of_itself_is_part_of_the_text(name: str) -> None:
    form = with_layout("attachment3", [line(f"{{{name}}}。")], [9])
    project = Project(name="免费开放", code="43020", department="文旅局", implementer="图书馆")
    filled = builders.document().model_copy(update={"project": project})
    [[cell]] = [row.cells for row in attachment3(form, filled).rows]
    assert len(cell.text) > 1
    assert (cell.path, cell.value) == ("", None)


def test_indicators_without_weights_beside_their_level() -> None:
    shared = f"{{{LEVEL}+}}"
    form = with_layout("attachment3", [line(f"{{{NAME}}}", shared, section=INDICATORS)], [9, 9])
    rows = attachment3(form, three_indicators()).rows
    assert [cell.shown for cell in rows[0].cells] == ["甲", "产出指标"]
    assert rows[0].cells[1].rows == 4  # three indicators, and a blank line for the category without any
    assert [len(row.cells) for row in rows[:4]] == [2, 1, 1, 1]


def test_categories_without_indicators_are_left_out_where_the_layout_says_so_except_while_filling_in() -> None:
    indicators = line(f"{{{CATEGORY}+}}", f"{{{NAME}}}", section=INDICATORS, when_empty="nothing")
    heading = {
        "cells": [{"role": "heading", "text": "绩效指标", "columns": 1, "rows": 2}, *line("二级", "三级")["cells"]]
    }
    form = with_layout("attachment3", [heading, indicators], [9, 9, 9])
    printed = attachment3(form, three_indicators())
    assert texts(printed) == [["绩效指标", "二级", "三级"], ["数量指标", "甲"], ["乙"], ["质量指标", "丙"]]
    assert printed.rows[0].cells[0].rows == 4
    assert len(attachment3(form, three_indicators(), blank_rows=True).rows) == 1 + 3 + (len(form.categories) - 2)


def test_fixed_words_stand_in_each_row_and_not_in_the_blank_line() -> None:
    section = "basic_data.expenditure.other_project"
    form = with_layout(
        "attachment2", [line("名称", "上年"), line(f"{{{section}.name|……}}", "——", section=section)], [9, 9]
    )
    assert texts(attachment2(form, builders.empty(form)))[1:] == [["……", ""]]
    filled = attachment2(form, builders.real_figures())
    rows = builders.real_figures().basic_data.rows("other_project")
    assert texts(filled)[1:] == [[row.name, "——"] for row in rows] or not rows


def test_a_bracket_may_begin_a_new_line() -> None:
    cell = {"role": "heading", "text": "{label:attachment2.approved_area}", "bracket_below": True}
    form = with_layout("attachment2", [{"cells": [cell]}], [9])
    assert texts(attachment2(form, builders.document())) == [["批复规模\n（㎡）"]]


@pytest.mark.slow
@given(st.data())
def test_a_layout_that_is_accepted_covers_its_sheet(data: st.DataObject) -> None:
    layout = builders.edition().layouts.tables["attachment3"].model_dump(mode="json")
    lines = data.draw(st.permutations(layout["lines"])) if data.draw(st.booleans()) else layout["lines"]
    for _ in range(data.draw(st.integers(1, 2))):
        changed = data.draw(st.sampled_from(lines))
        cell = data.draw(st.sampled_from(changed["cells"]))
        cell[data.draw(st.sampled_from(["columns", "rows"]))] = data.draw(st.integers(1, 4))
        changed["when_empty"] = data.draw(st.sampled_from(["blank", "nothing"]))
    form = with_layout("attachment3", lines, layout["widths"])
    if list(problems(form)):
        return
    for document in (builders.empty(form), three_indicators()):
        rows = attachment3(form, document).rows
        taken = [
            (number + down, cell.column + right)
            for number, row in enumerate(rows)
            for cell in row.cells
            for down in range(cell.rows)
            for right in range(cell.columns)
        ]
        assert sorted(taken) == [(row, column) for row in range(len(rows)) for column in range(9)]
