"""A sheet is what openpyxl would write: every value, its kind and look, merged cells, sizes, page, name."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.xml.functions import fromstring

from evaluations.core.content.blank import blank_document
from evaluations.core.editions.file import read_edition
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Page
from evaluations.core.layouts.drawing import tables
from evaluations.core.layouts.grid import Box, Grid, GridRow, Value
from evaluations.files import xlsx
from tests.core import builders, strategies
from tests.files import office, sheet_text
from tests.files.sheet_by_openpyxl import described, written
from tests.files.test_xlsx import ESCAPES, HOSTILE, long_texts

pytestmark = pytest.mark.slow

BUREAU = "测试区财政局<&>"
EDITIONS = sorted(builders.SHIPPED.parent.glob("*.toml"))
# The order of ECMA-376, 18.3.1.99: programs call a file broken whose elements stand in another.
ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells", "printOptions"),
    *("pageMargins", "pageSetup", "rowBreaks"),
)


def assert_equal(grid: Grid) -> None:
    ours, theirs = xlsx.sheet(grid, author=BUREAU), written(grid, author=BUREAU)
    assert described(ours) == described(theirs)
    assert sheet_text.bordered_rows(ours) == sheet_text.bordered_rows(theirs)


@cache
def shipped(file: Path) -> Edition:
    return read_edition(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", EDITIONS, ids=lambda file: file.stem)
def test_the_blank_sheets_of_each_shipped_edition(file: Path) -> None:
    for grid in tables(shipped(file), blank_document(shipped(file), 2023)):
        assert_equal(grid)


def filled_documents() -> Iterator[Grid]:
    yield from tables(builders.edition(), builders.real_figures())
    yield from tables(builders.edition(), long_texts())


def test_real_figures_and_texts_longer_than_a_page() -> None:
    for grid in filled_documents():
        assert_equal(grid)


@settings(max_examples=10)
@given(st.data())
def test_any_document_of_any_edition(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(EDITIONS).map(shipped) | strategies.editions())
    for grid in tables(form, data.draw(strategies.filled(form))):
        assert_equal(grid)


def test_texts_that_look_like_something_else() -> None:
    texts = [
        *HOSTILE,
        *ESCAPES,
        *strategies.NASTY,
        " a",
        "a ",
        "a\nb",
        "\n",
        "\t",
        "]]>",
        "&amp;",
        "\xa0a",
        "\x85",
        "😀",
    ]
    rows = [
        GridRow((Box(0, "text", value=text), Box(1, "long", text="“", value=text, indent=1), Box(2, "label", text)))
        for text in texts
    ]
    assert_equal(Grid("表[1]:*?/\\'s <&>" + "长" * 31, "题\x00<&>\"'\n", (20, 9, 30), tuple(rows)))


def test_numbers_of_every_kind() -> None:
    numbers: list[Value] = [
        *map(Decimal, ("0", "-0", "65.80", "1E+3", "1E-6", "-99999999.999999", "12345678.123456")),
        7,
        -7,
    ]
    ratios: list[Value] = [
        Fraction(951, 1000),
        Fraction(2, 3),
        Fraction(-1, 3),
        Fraction(1),
        Fraction(0),
        Fraction(10**6, 7),
        None,
    ]
    rows = [
        GridRow(
            tuple(
                Box(column, "ratio", value=value, decimals=decimals) for column, decimals in enumerate((None, 0, 2, 6))
            )
        )
        for value in (*numbers, *ratios)
    ]
    assert_equal(Grid("数", "题", (5, 9, 12, 20), tuple(rows), Page(paper="A3", orientation="landscape")))


def test_cells_across_rows_and_lines_outside_the_table() -> None:
    rows = (
        GridRow((Box(0, "number", "附件", columns=3),)),
        GridRow((Box(0, "title", "题", columns=3),)),
        GridRow((Box(0, "label", "甲", rows=3), Box(1, "ratio"), Box(2, "amount", value=Decimal(1), rows=2))),
        GridRow((Box(1, "text", value="乙"),)),
        GridRow((Box(1, "long", value="长" * 3000, columns=2),)),
        GridRow((Box(0, "foot", "左"), Box(1, "foot", "右", columns=2))),
    )
    assert_equal(Grid("表", "题", (10, 10, 10), rows))


def test_the_elements_stand_in_the_order_of_the_schema() -> None:
    for grid in filled_documents():
        with ZipFile(BytesIO(xlsx.sheet(grid, author=BUREAU))) as archive:
            page = fromstring(archive.read("xl/worksheets/sheet1.xml"))
        names = [child.tag.partition("}")[2] for child in page]
        assert names == [name for name in ORDER if name in names]


def test_another_program_prints_both_alike(tmp_path: Path) -> None:
    places = []
    grid = tables(builders.edition(), builders.real_figures())[1]
    for name, make in (("ours", xlsx.sheet), ("theirs", written)):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(make(grid, author=BUREAU))
        words = office.run("pdftotext", "-bbox", str(office.converted(file, "pdf")), "-")
        places.append([line for line in words.splitlines() if "<word " in line])
    assert places[0] == places[1] != []
