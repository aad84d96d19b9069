"""The parts of a sheet's file apart from its cells and styles: what it consists of, who made it, the sheet's name and print area."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from evaluations.files import looks
from evaluations.files.archive import WRITTEN

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT_TYPES = f"""{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
</Types>"""
_RELATIONSHIPS = f"""{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
<Relationship Id="rId3" Type="{_OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/>
</Relationships>"""
_BOOK_RELATIONSHIPS = f"""{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>
</Relationships>"""
# LibreOffice prints the rows of a file that names no program it knows somewhat higher than they should be.
_PROGRAM = f"""{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">
<Application>Microsoft Excel Compatible</Application>
</Properties>"""
_CONSTANT = tuple(
    (name, text.encode())
    for name, text in (
        ("[Content_Types].xml", _CONTENT_TYPES),
        ("_rels/.rels", _RELATIONSHIPS),
        ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONSHIPS),
        ("docProps/app.xml", _PROGRAM),
    )
)
_NAMESPACES = (
    f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_MADE = WRITTEN.isoformat() + "Z"


def parts(title: str, author: str, sheet: str, print_area: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each; `print_area` is the range that is printed (`$A$1:$G$46`)."""
    yield from _CONSTANT
    yield "docProps/core.xml", _properties(looks.safe(title), looks.safe(author)).encode()
    yield "xl/workbook.xml", _workbook(looks.safe(sheet), print_area).encode()


def escaped(text: str) -> str:
    """`text` as an element's text or between the quotation marks of an attribute."""
    return escape(text, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def _properties(title: str, author: str) -> str:
    maker = escaped(author)
    return (
        f"{DECLARATION}<cp:coreProperties {_NAMESPACES}><dc:creator>{maker}</dc:creator><dc:title>{escaped(title)}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:modified>'
        f"<cp:lastModifiedBy>{maker}</cp:lastModifiedBy></cp:coreProperties>"
    )


def _workbook(sheet: str, print_area: str) -> str:
    quoted = sheet.replace("'", "''")
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}/relationships"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="{escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f"""<definedName name="_xlnm.Print_Area" localSheetId="0">{escaped(f"'{quoted}'!{print_area}")}</definedName>"""
        "</definedNames></workbook>"
    )
