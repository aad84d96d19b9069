"""Files made so that reading them costs the square of what stands in them: read within the limits of the process, or refused at once."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl.utils import get_column_letter

from evaluations.files.reading import Unread, read
from tests.files.handmade_packages import SHEET, sheet, word, workbook, workbook_parts, zipped

pytestmark = [pytest.mark.usefixtures("patient"), pytest.mark.slow]
FORMAT = "&quot;a&quot;#,##0.00" * 11


def unpressed(content: bytes) -> bytes:
    """The same zip with its parts as they are: no bomb."""
    loose = BytesIO()
    with ZipFile(BytesIO(content)) as pressed, ZipFile(loose, "w") as archive:
        for name in pressed.namelist():
            archive.writestr(name, pressed.read(name))
    return loose.getvalue()


def overlapping_merges() -> bytes:
    """Twenty sheets of 4,900 merged cells each, of which each lies over the rest of the sheet."""
    merged = "".join(f'<mergeCell ref="{get_column_letter(n % 50 + 1)}{n // 50 + 1}:AX500"/>' for n in range(4900))
    parts = workbook_parts() | {SHEET: sheet("", f"<mergeCells>{merged}</mergeCells>")}
    book = str(parts["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="b" sheetId="1" r:id="r1"/>' * 19 + "</sheets>"
    )
    return zipped(parts | {"xl/workbook.xml": book})


def numbers(count: int, formats: int) -> str:
    """Cells of numbers, in as many formats."""
    cells = [f'<c s="{n % formats + 1}"><v>{n + 1}.5</v></c>' for n in range(count)]
    return "".join(f"<row>{''.join(cells[at : at + 50])}</row>" for at in range(0, count, 50))


def hidden_numbers() -> bytes:
    """Cells of numbers, whose formats show nothing."""
    return workbook(numbers(20_000, 100), formats=[f";;0&quot;{n}&quot;{FORMAT}" for n in range(100)])


def many_number_formats() -> bytes:
    return workbook(numbers(9000, 9000), formats=[f"0&quot;{n}&quot;{FORMAT}" for n in range(9000)])


@pytest.mark.parametrize("make", [overlapping_merges, hidden_numbers, many_number_formats])
def test_a_sheet_that_costs_too_much_is_refused_for_what_stands_in_it(make: Callable[[], bytes]) -> None:
    with pytest.raises(Unread, match="内容太多，不是本表"):
        read("表.xlsx", make())


def paragraphs(count: int, properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>" * count


def numbered(level: str) -> bytes:
    """Paragraphs of a numbering with one level, in which this stands."""
    definition = f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    return word(paragraphs(5000, '<w:numPr><w:numId w:val="1"/></w:numPr>'), numbering=definition + number)


def chain_of_styles() -> bytes:
    styles = "".join(
        f'<w:style w:styleId="s{n}" w:type="paragraph"><w:basedOn w:val="s{n - 1}"/></w:style>' for n in range(24_000)
    )
    return word(paragraphs(5000, '<w:pStyle w:val="s23999"/>'), styles=styles)


def wide_style() -> bytes:
    style = f'<w:style w:styleId="s" w:type="paragraph">{"<w:x/>" * 60_000}</w:style>'
    return word(paragraphs(5000, '<w:pStyle w:val="s"/>'), styles=style)


def wide_level() -> bytes:
    return numbered("<w:x/>" * 50_000 + '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>')


def long_level() -> bytes:
    return numbered(f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{"%1" * 500_000}"/>')


def many_numbers_of_a_wide_definition() -> bytes:
    definition = f'<w:abstractNum w:abstractNumId="1">{"<w:lvl/>" * 45_000}</w:abstractNum>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    return word(paragraphs(1, ""), numbering=definition + number * 25_000)


def nested_fields() -> bytes:
    marks = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' * 15_000
    return word(f"<w:p>{marks}{'<w:r><w:t>文</w:t></w:r>' * 10_000}</w:p>")


@pytest.mark.parametrize(
    "make",
    [
        chain_of_styles,
        wide_style,
        wide_level,
        long_level,
        many_numbers_of_a_wide_definition,
        nested_fields,
    ],
)
def test_a_word_file_costs_what_stands_in_it_and_not_its_square(make: Callable[[], bytes]) -> None:
    [first, *_] = read("报告.docx", unpressed(make())).blocks
    assert "文" in str(first)
