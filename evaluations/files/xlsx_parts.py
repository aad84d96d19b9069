"""The parts of a sheet's file apart from its cells and styles: what it consists of, who made it, the sheet's name and print area."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from evaluations.files import looks
from evaluations.files.office_parts import (
    DECLARATION,
    OFFICE,
    content_types,
    package_relationships,
    properties,
    relationships,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK, SHEET, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"

_PROGRAM = "docProps/app.xml"
_TYPE = "application/vnd.openxmlformats-officedocument"
_CONSTANT = (
    content_types(
        {
            WORKBOOK: f"{_TYPE}.spreadsheetml.sheet.main+xml",
            SHEET: f"{_TYPE}.spreadsheetml.worksheet+xml",
            STYLES: f"{_TYPE}.spreadsheetml.styles+xml",
            _PROGRAM: f"{_TYPE}.extended-properties+xml",
        }
    ),
    package_relationships(WORKBOOK, ("extended-properties", _PROGRAM)),
    relationships(WORKBOOK, ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
    # LibreOffice prints the rows of a file that names no program it knows somewhat higher than they should be.
    (
        _PROGRAM,
        f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties">'
        "<Application>Microsoft Excel Compatible</Application></Properties>".encode(),
    ),
)


def parts(title: str, author: str, sheet: str, print_area: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each; `print_area` is the range that is printed (`$A$1:$G$46`)."""
    yield from _CONSTANT
    yield properties(title, author)
    yield WORKBOOK, _workbook(looks.safe(sheet), print_area).encode()


def escaped(text: str) -> str:
    """`text` as an element's text or between the quotation marks of an attribute."""
    return escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def _workbook(sheet: str, print_area: str) -> str:
    quoted = sheet.replace("'", "''")
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="{escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f"""<definedName name="_xlnm.Print_Area" localSheetId="0">{escaped(f"'{quoted}'!{print_area}")}</definedName>"""
        "</definedNames></workbook>"
    )
