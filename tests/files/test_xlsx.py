"""The official sheets: cells, kinds of values, looks, print settings, bytes."""

import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.core.content import interchange
from evaluations.core.form.document import Document, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Role
from evaluations.core.layouts.grid import Box, Grid, GridRow, Value
from evaluations.core.readback.source import FileTable
from evaluations.files import xlsx
from evaluations.files.reading import read
from tests.core import builders, strategies
from tests.core.layouts import drawn
from tests.core.sheets import attachment2, attachment3
from tests.files import office, sheet_text

BUREAU = "测试区财政局"
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "TRUE", "0", "1e400", "<b>&\"'", "=")


def drawn_sheet(grid: Grid) -> Worksheet:
    return sheet_text.opened(xlsx.sheet(grid, author=BUREAU))


def both(form: Edition, document: Document) -> list[Grid]:
    return [attachment2(form, document), attachment3(form, document)]


def one_cell(value: Value, role: Role = "amount", width: int = 20) -> Grid:
    return Grid("表", "题", (width,), (GridRow((Box(0, role, value=value),)),))


def long_texts() -> Document:
    rows = [
        Indicator(
            category=("output.quantity", "benefit.social", "cost.economic")[number // 15],
            name=f"第{number}项指标的名称写得比较长",
            target="≥95%",
            actual="完成了年初确定的全部任务",
            weight=Decimal("12.345678"),
            score=Decimal(1),
            deviation_reason="进度偏慢，今后加快。" * (number % 9),
        )
        for number in range(40)
    ]
    document = builders.with_indicators(builders.document(), *rows)
    part = document.self_assessment.model_copy(update={"expected_objective": "办好每一场活动，" * 2500})
    return document.model_copy(update={"self_assessment": part})


@pytest.mark.slow
def test_the_real_figures_stand_in_the_official_ranges() -> None:
    form, document = builders.edition(), builders.real_figures()
    for grid, name in zip(both(form, document), ("attachment2", "attachment3"), strict=True):
        assert sheet_text.ranges(drawn_sheet(grid)) == drawn.expected(f"real_figures.{name}.txt")


def test_the_real_case_comes_out_cell_for_cell(shared_case: Path) -> None:
    form = builders.edition()
    document = interchange.for_edition(form, interchange.new_document((shared_case / "evaluation.json").read_bytes()))
    for grid, name in zip(both(form, document), ("attachment2", "attachment3"), strict=True):
        wanted = json.loads((shared_case / f"{name}.expected.json").read_text(encoding="utf-8"))["cells"]
        assert sheet_text.ranges(drawn_sheet(grid)) == {cell["range"]: "".join(cell["text"].split()) for cell in wanted}


@settings(max_examples=20)
@given(st.data())
def test_any_document_makes_sheets_that_reopen_with_the_same_values(data: st.DataObject) -> None:
    form = data.draw(strategies.editions())
    for grid in both(form, data.draw(strategies.documents(form))):
        content = xlsx.sheet(grid, author=BUREAU)
        assert zipfile.ZipFile(BytesIO(content)).testzip() is None
        sheet = sheet_text.opened(content)
        assert sheet_text.texts(sheet) == sheet_text.texts_of(grid)
        assert not any(cell.data_type in ("f", "e", "b") for cell in sheet_text.anchors(sheet))


@pytest.mark.parametrize(
    ("value", "stored", "number_format"),
    [
        (Decimal("65.80"), 65.8, "0.0"),
        (Decimal(0), 0, "0"),
        (Decimal("100.000000"), 100, "0"),
        (Decimal("-0.000001"), -0.000001, "0.000000"),
        (Decimal("12345678.123456"), 12345678.123456, "0.000000"),
        (Decimal("99999999.999999"), 99999999.999999, "0.000000"),
        (4, 4, "0"),
        (Fraction(1), 1, "0%"),
        (Fraction(951, 1000), 0.951, "0.0%"),
        (Fraction(2, 3), 0.6667, "0.00%"),
        (Fraction(0), 0, "0%"),
    ],
)
def test_a_number_is_a_number_and_shows_no_trailing_zeros(value: Value, stored: float, number_format: str) -> None:
    cell = drawn_sheet(one_cell(value))["A1"]
    assert (cell.data_type, cell.value, cell.number_format) == ("n", stored, number_format)


def test_blank_stays_an_empty_cell() -> None:
    for blank in (None, ""):
        assert drawn_sheet(one_cell(blank))["A1"].value is None
    assert drawn_sheet(one_cell(None, "ratio"))["A1"].value == "—"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula_an_error_or_a_number(text: str) -> None:
    cell = drawn_sheet(one_cell(text, "text"))["A1"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


ESCAPES = ("_x0041_编号", "_x005F_x0041_", "_x005f_", "__x0041_", "a_x000D_b", "_X0041_", "_x0041", "_x00e9_x00E9_")


def column(texts: Sequence[str]) -> Grid:
    return Grid("表", "题", (20,), tuple(GridRow((Box(0, "text", value=text),)) for text in texts))


def read_back(content: bytes) -> list[str]:
    [table] = read("表.xlsx", content).blocks
    assert isinstance(table, FileTable)
    return [cell.text for cell in table.cells]


@settings(max_examples=20)
@given(st.lists(st.from_regex(r"[_xX0-9A-F]{0,3}(_x00[0-9A-Fa-f]{2}_?){0,3}[编_x]{1,4}", fullmatch=True), min_size=5))
@example(list(ESCAPES))
def test_a_text_like_an_escape_comes_back_as_it_was_typed(texts: list[str]) -> None:
    content = xlsx.sheet(column(texts), author=BUREAU)
    assert read_back(content) == texts
    assert sheet_text.texts(sheet_text.opened(content)) == texts


def test_another_program_shows_a_text_like_an_escape_as_it_was_typed(tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(xlsx.sheet(column(ESCAPES), author=BUREAU))
    shown = office.converted(file, "csv", ":Text - txt - csv (StarCalc):44,34,76").read_text(encoding="utf-8")
    assert shown.splitlines() == list(ESCAPES)


def test_what_xml_cannot_hold_is_left_out() -> None:
    grid = one_cell("一\x00二\x0b三\ud800四\ufffe五", "text")
    assert drawn_sheet(grid)["A1"].value == "一二三四五"


def test_a_number_too_wide_for_its_cell_shrinks_instead_of_showing_hashes() -> None:
    assert drawn_sheet(one_cell(Decimal("12345678.123456"), width=7))["A1"].alignment.shrink_to_fit
    assert not drawn_sheet(one_cell(Decimal(8), width=7))["A1"].alignment.shrink_to_fit


def test_equal_documents_give_equal_bytes() -> None:
    form = builders.edition()
    first, again = ([xlsx.sheet(grid, author=BUREAU) for grid in both(form, builders.real_figures())] for _ in range(2))
    assert first == again


@pytest.mark.slow
def test_the_file_says_who_made_it_and_carries_nothing_foreign() -> None:
    grid = attachment2(builders.edition(), builders.document())
    content = xlsx.sheet(grid, author=BUREAU)
    properties = load_workbook(BytesIO(content)).properties
    assert (properties.creator, properties.lastModifiedBy, properties.title) == (BUREAU, BUREAU, grid.title)
    assert properties.created == properties.modified == datetime(2000, 1, 1)  # noqa: DTZ001
    archive = zipfile.ZipFile(BytesIO(content))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()]


@pytest.mark.slow
@pytest.mark.parametrize("form", [builders.edition, builders.second_edition])
def test_the_page_is_a4_upright_and_one_page_wide(form: Callable[[], Edition]) -> None:
    for grid in both(form(), builders.empty(form())):
        sheet = drawn_sheet(grid)
        assert sheet.title == grid.name
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_options.horizontalCentered
        assert sheet.print_area.replace("$", "").endswith(f"!A1:{sheet_text.last_cell(sheet)}")
        margins = sheet.page_margins
        assert all(1.5 <= side * 2.54 <= 2 for side in (margins.left, margins.right, margins.top, margins.bottom))
        widths = [sheet.column_dimensions[letter].width for letter in drawn.COLUMNS[: len(grid.widths)]]
        assert widths == list(grid.widths)


def test_the_words_look_as_the_form_has_them() -> None:
    sheet = drawn_sheet(attachment2(builders.edition(), builders.real_figures()))
    fonts = {where: (sheet[where].font.name, sheet[where].font.sz) for where in ("A1", "A2", "A6", "B12", "A27")}
    body = ("宋体", 10.5)
    assert fonts == {"A1": ("黑体", 16), "A2": ("方正小标宋简体", 18), "A6": body, "B12": body, "A27": body}
    assert sheet["A2"].font.b
    sides = {where: sheet[where].alignment.horizontal for where in ("A1", "A2", "B3", "A9", "B12", "B26")}
    assert sides == {"A1": "left", "A2": "center", "B3": "center", "A9": "left", "B12": "center", "B26": "left"}
    assert [sheet[f"A{row}"].alignment.indent for row in (6, 7, 8, 9)] == [0, 2, 4, 6]
    assert (sheet["B12"].alignment.vertical, sheet["B26"].alignment.vertical) == ("center", "top")


def test_every_cell_of_the_table_has_its_borders_and_nothing_outside_has() -> None:
    for grid in both(builders.edition(), long_texts()):
        bordered = sheet_text.bordered_rows(xlsx.sheet(grid, author=BUREAU))
        below = 2 if grid.name == "附件2" else 1
        last = max(bordered)
        columns = len(grid.widths)
        assert {row: sides for row, sides in bordered.items() if row in (1, 2) or row > last - below} == {
            row: [0] * columns for row in (1, 2, *range(last - below + 1, last + 1))
        }
        assert {tuple(sides) for row, sides in bordered.items() if 2 < row <= last - below} == {(4,) * columns}


@pytest.mark.slow
def test_a_text_longer_than_a_page_is_smaller_and_spread_over_merged_rows() -> None:
    grid = attachment3(builders.edition(), long_texts())
    sheet = drawn_sheet(grid)
    [objective] = [str(found) for found in sheet.merged_cells.ranges if str(found).startswith("B12:")]
    assert objective.startswith("B12:E")
    assert int(objective.removeprefix("B12:E")) > 20
    assert sheet["B12"].font.sz == 9
    assert max(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)) <= 409
    assert sheet_text.texts(sheet) == sheet_text.texts_of(grid)


@pytest.mark.slow
def test_no_page_ends_inside_a_label() -> None:
    sheet = drawn_sheet(attachment3(builders.edition(), long_texts()))
    starts = [page_break.id + 1 for page_break in sheet.row_breaks.brk]
    assert starts
    for found in sheet.merged_cells.ranges:
        if any(found.min_row < start <= found.max_row for start in starts):
            assert sheet.cell(found.min_row, found.min_col).alignment.vertical == "top"
