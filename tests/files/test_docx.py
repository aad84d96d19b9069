"""The hand-in as a Word file: read back, cell for cell and chapter for chapter; looks, bytes, foreign matter."""

import json
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from docx.table import Table
from hypothesis import given, settings

from evaluations.core.content import interchange
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Page
from evaluations.core.layouts.grid import Box, Grid, GridRow
from evaluations.core.layouts.report import report, title
from evaluations.files import docx
from evaluations.files.looks import is_outside_table
from tests.core import builders, strategies
from tests.core.layouts import drawn
from tests.files import docx_text, office
from tests.files.test_xlsx import BUREAU, both, long_texts

HOSTILE = ("=1+1", "{ PAGE }", "<w:p/>", "]]>&amp;", '<b onclick="x">', "一\x00二\x0b三\ud800四\ufffe五")


def written(form: Edition, document: Document) -> bytes:
    return docx.hand_in(report(form, document), both(form, document), title=title(form, document), author=BUREAU)


def read_back(form: Edition, document: Document) -> WordFile:
    return docx_text.opened(written(form, document))


def with_chapter(text: str) -> Document:
    document = builders.document()
    chapters = document.report.model_copy(update={"chapters": {"1": text}})
    return document.model_copy(update={"report": chapters})


def real_case(folder: Path) -> Document:
    return interchange.for_edition(
        builders.edition(), interchange.new_document((folder / "evaluation.json").read_bytes())
    )


def headings_and_texts(form: Edition, document: Document) -> list[tuple[str, str]]:
    """(style, text) of each paragraph of the chapters, as the layout has them."""
    found = []
    for section in report(form, document).sections:
        found.append(("Heading 1", section.title))
        found += [("Heading 2" if p.is_heading else "Body Text", p.text.strip()) for p in section.paragraphs]
    return found


def assert_whole(file: WordFile, form: Edition, document: Document) -> None:
    """Every text of the layouts stands in the file, in order, and no other."""
    cover, chapters, *attachments = file.sections
    layout = report(form, document)
    assert docx_text.texts(cover) == ["\n".join(layout.title), *layout.cover, ""]
    found = [(p.style.name if p.style else "", p.text) for p in docx_text.paragraphs(chapters)]
    listed = [("附件清单", line) for line in layout.attachments]
    assert found == headings_and_texts(form, document) + listed
    for section, grid in zip(attachments, both(form, document), strict=True):
        assert docx_text.texts(section) == [cell.shown for row in grid.rows for cell in row.cells]
        assert docx_text.ranges(section, grid) == drawn.ranges(grid)


def texts_of(form: Edition, document: Document) -> str:
    """Every text of the hand-in without white space, one after another."""
    layout = report(form, document)
    parts = [
        *layout.title,
        *layout.cover,
        *(text for _, text in headings_and_texts(form, document)),
        *layout.attachments,
    ]
    parts += [cell.shown for grid in both(form, document) for row in grid.rows for cell in row.cells]
    return "".join("".join(parts).split())


def style(file: WordFile, name: str) -> ParagraphStyle:
    found = file.styles[name]
    assert isinstance(found, ParagraphStyle)
    return found


def fonts(named: ParagraphStyle) -> set[str | None]:
    properties = named.element.rPr
    assert properties is not None
    [names] = properties.findall(qn("w:rFonts"))
    return {names.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "document"),
    [
        (builders.edition(), builders.real_figures()),
        (builders.edition(), builders.empty(builders.edition())),
        (builders.edition(), long_texts()),
        (builders.second_edition(), builders.second_document()),
        (builders.second_edition(), builders.empty(builders.second_edition())),
    ],
)
def test_every_chapter_and_every_cell_of_both_attachments_is_there(form: Edition, document: Document) -> None:
    assert_whole(read_back(form, document), form, document)


@settings(max_examples=20)
@given(strategies.cases())
def test_any_document_makes_a_file_that_reads_back_the_same(case: tuple[Edition, Document]) -> None:
    form, document = case
    assert_whole(read_back(form, document), form, document)


def test_the_real_case_comes_out_cell_for_cell(shared_case: Path) -> None:
    document = real_case(shared_case)
    sections = read_back(builders.edition(), document).sections
    for section, grid, name in zip(
        list(sections)[2:], both(builders.edition(), document), ("attachment2", "attachment3"), strict=True
    ):
        wanted = json.loads((shared_case / f"{name}.expected.json").read_text(encoding="utf-8"))["cells"]
        assert docx_text.ranges(section, grid) == {cell["range"]: "".join(cell["text"].split()) for cell in wanted}


def test_the_real_report_comes_out_paragraph_for_paragraph(shared_case: Path) -> None:
    lines = ["".join(line.split()) for line in (shared_case / "report.txt").read_text(encoding="utf-8").splitlines()]
    published = [line for line in lines[: lines.index("附件2")] if line]
    cover, chapters, *_ = read_back(builders.edition(), real_case(shared_case)).sections
    title = docx_text.texts(cover)[0].split("\n")
    assert published[1:] == title + ["".join(text.split()) for text in docx_text.texts(chapters)]


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_text_and_what_xml_cannot_hold_is_left_out(text: str) -> None:
    file = read_back(builders.edition(), with_chapter(text))
    clean = "一二三四五" if "\x00" in text else text
    assert docx_text.paragraphs(file.sections[1])[1].text == clean
    assert not [found for tag in ("fldSimple", "instrText", "hyperlink") for found in file.element.iter(qn(f"w:{tag}"))]


def test_equal_documents_give_equal_bytes() -> None:
    first, again = (written(builders.edition(), builders.real_figures()) for _ in range(2))
    assert first == again


def test_the_file_says_who_made_it_and_carries_nothing_foreign() -> None:
    content = written(builders.edition(), builders.real_figures())
    properties = docx_text.opened(content).core_properties
    title = "".join(report(builders.edition(), builders.real_figures()).title)
    assert (properties.author, properties.last_modified_by, properties.title) == (BUREAU, BUREAU, title)
    assert properties.language == "zh-CN"
    assert properties.created == properties.modified == datetime(2000, 1, 1, tzinfo=UTC)
    archive = zipfile.ZipFile(BytesIO(content))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert sorted(archive.namelist()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    assert not any(b'TargetMode="External"' in archive.read(name) for name in archive.namelist())


def test_a_name_too_long_for_the_files_properties_is_cut() -> None:
    document = builders.document()
    unit = document.unit.model_copy(update={"name": "长" * 200})
    file = read_back(builders.edition(), document.model_copy(update={"unit": unit}))
    assert len(file.core_properties.title) <= 255
    author = docx.hand_in(
        report(builders.edition(), document), [], title=title(builders.edition(), document), author="局" * 300
    )
    assert docx_text.opened(author).core_properties.author == "局" * 255


@pytest.mark.parametrize(
    ("name", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("封面落款", "仿宋_GB2312", 16),
        ("附件编号", "黑体", 16),
        ("附件标题", "方正小标宋简体", 18),
        ("表头", "宋体", 10.5),
        ("表格长文", "宋体", 10.5),
    ],
)
def test_each_style_has_the_font_of_official_documents(name: str, font: str, size: float) -> None:
    found = style(read_back(builders.edition(), builders.document()), name)
    assert fonts(found) == {font}
    assert found.font.size is not None
    assert found.font.size.pt == size
    assert str(found.font.color.rgb) == "000000"


def test_the_chapters_are_set_as_official_documents_are() -> None:
    file = read_back(builders.edition(), builders.document())
    for name in ("Heading 1", "Heading 2", "Body Text"):
        form = style(file, name).paragraph_format
        assert (form.line_spacing_rule, form.line_spacing and form.line_spacing.pt) == (WD_LINE_SPACING.EXACTLY, 28)
        assert form.first_line_indent is not None
        assert form.first_line_indent.pt == 2 * 16
        assert bool(form.keep_with_next) == name.startswith("Heading")
    assert style(file, "Title").paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_the_pages_are_a4_with_the_margins_of_official_documents_and_numbers_from_the_chapters_on() -> None:
    cover, chapters, *attachments = read_back(builders.edition(), builders.document()).sections
    for section in (cover, chapters, *attachments):
        assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [210, 297]
    for section in (cover, chapters):
        margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        assert [round(margin.cm, 1) for margin in margins if margin] == [3.7, 3.5, 2.8, 2.6]
    assert cover.footer.is_linked_to_previous
    assert not chapters.footer.is_linked_to_previous
    assert all(section.footer.is_linked_to_previous for section in attachments)
    [number] = chapters.footer.paragraphs
    assert [found.get(qn("w:instr")) for found in number._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert isinstance(number.style, ParagraphStyle)
    assert number.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    starts = [section._sectPr.find(qn("w:pgNumType")) is not None for section in (cover, chapters, *attachments)]
    assert starts == [False, True, False, False]


def test_a_table_is_as_wide_as_its_page_in_the_grids_proportions_and_has_thin_borders() -> None:
    document = builders.document()
    for table, grid in zip(
        read_back(builders.edition(), document).tables, both(builders.edition(), document), strict=True
    ):
        widths = [column.width.cm for column in table.columns if column.width]
        assert sum(widths) == pytest.approx(17.4, abs=0.01)
        assert [round(width / sum(widths), 3) for width in widths] == [
            pytest.approx(width / sum(grid.widths), abs=0.001) for width in grid.widths
        ]
        borders = table._tblPr.find(qn("w:tblBorders"))
        assert borders is not None
        assert {border.get(qn("w:val")) for border in borders} == {"single"}
        assert len(table.rows) == sum(not is_outside_table(row.cells[0].role) for row in grid.rows)


def test_a_section_that_ends_with_its_table_has_its_own_page_all_the_same() -> None:
    rows = (GridRow((Box(0, "title", "题"),)), GridRow((Box(0, "text", value="字"),)))
    grids = [
        Grid(name, "题", (20,), rows, Page(orientation=lies))
        for name, lies in (("甲", "landscape"), ("乙", "portrait"))
    ]
    file = docx_text.opened(docx.hand_in(None, grids, title="自评", author=BUREAU))
    assert [section.orientation for section in file.sections] == [WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert [[type(block) for block in section.iter_inner_content()][1] for section in file.sections] == [Table, Table]


def test_labels_are_indented_by_alignment() -> None:
    table = read_back(builders.edition(), builders.real_figures()).tables[0]
    labels = [row.tc_lst[0].p_lst[0] for row in table._tbl.tr_lst[3:7]]
    indents = [label.pPr.ind_left.pt if label.pPr is not None and label.pPr.ind_left else 0 for label in labels]
    assert indents == [0, 21, 42, 63]


def breakable(table: Table) -> list[int]:
    rows = enumerate(table._tbl.tr_lst, 3)
    return [number for number, row in rows if row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is None]


@pytest.mark.slow
def test_only_rows_of_long_texts_may_break_over_pages() -> None:
    first, second = read_back(builders.edition(), long_texts()).tables
    assert (breakable(first), breakable(second)) == ([], [12])


@pytest.mark.slow
def test_a_number_too_long_for_its_cell_is_smaller_instead_of_broken() -> None:
    table = read_back(builders.edition(), long_texts()).tables[1]
    sizes = {
        run.text: run.font.size
        for row in table.rows[11:13]
        for cell in row.cells
        for p in cell.paragraphs
        for run in p.runs
    }
    assert sizes["1"] is None
    assert sizes["12.345678"] is not None
    assert sizes["12.345678"].pt < 10.5


@pytest.mark.parametrize(
    ("form", "document"),
    [(builders.edition, builders.real_figures), (builders.second_edition, builders.second_document)],
)
def test_libreoffice_shows_every_text(
    form: Callable[[], Edition], document: Callable[[], Document], tmp_path: Path
) -> None:
    file = tmp_path / "hand-in.docx"
    file.write_bytes(written(form(), document()))
    seen = office.text_of_pdf(file)
    lost = Counter(unicodedata.normalize("NFKC", texts_of(form(), document())))
    lost -= Counter(unicodedata.normalize("NFKC", seen))
    assert not lost


def test_no_line_ends_within_an_amount(tmp_path: Path) -> None:
    amounts = "".join(f"支出{'支' * (n % 9)}{n}.56万元，" for n in range(1000, 1060))
    chapters = builders.real_figures().report.model_copy(update={"chapters": {"2": amounts}})
    file = tmp_path / "hand-in.docx"
    file.write_bytes(written(builders.edition(), builders.real_figures().model_copy(update={"report": chapters})))
    seen = office.text_of_pdf(file).replace(" ", "")
    assert all(f"{n}.56" in seen for n in range(1000, 1060))
