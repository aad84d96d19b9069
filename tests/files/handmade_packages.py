"""Office files made by hand, part by part, so that they can be anything that a stranger hands in."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SHAPES = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:a="urn:a"'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>{{}}</Types>'
)
SHEET = "xl/worksheets/sheet1.xml"
DOCUMENT = "word/document.xml"


def zipped(parts: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip of these parts, in this order."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return packed.getvalue()


def relations(*targets: tuple[str, str, str]) -> str:
    """References (id, kind, target); a target that is an address lies outside."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode="External"' if ':' in target else ''}/>"
        for key, kind, target in targets
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def sheet(rows: str, more: str = "") -> str:
    """The part of a sheet."""
    return f"<worksheet {_MAIN}><sheetData>{rows}</sheetData>{more}</worksheet>"


def workbook_parts(
    rows: str = "", more: str = "", formats: Iterable[str] = (), book: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet called 附件2; its cell format n has the n-th of the number formats, from 1."""
    codes = "".join(f"<numFmt numFmtId='{164 + n}' formatCode='{code}'/>" for n, code in enumerate(formats))
    formatted = "".join(f'<xf numFmtId="{164 + n}"/>' for n, _ in enumerate(formats))
    styles = f"<numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>{formatted}</cellXfs>"
    return {
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{book}<sheets><sheet name="附件2" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "styles", "styles.xml"),
            ("r3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f"<styleSheet {_MAIN}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}><si><t>共用</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>fu</t></rPh></si></sst>",
        SHEET: sheet(rows, more),
    }


def workbook(rows: str = "", more: str = "", formats: Iterable[str] = (), book: str = "") -> bytes:
    """A workbook; see `workbook_parts`."""
    return zipped(workbook_parts(rows, more, formats, book))


def word_parts(body: str) -> dict[str, str | bytes]:
    """The parts of a Word file."""
    return {
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
        DOCUMENT: f"<w:document {_WORD} {_SHAPES}><w:body>{body}</w:body></w:document>",
    }


def word(body: str, **parts: str) -> bytes:
    """A Word file; `parts`: what stands in its other parts, such as `styles`, `numbering`, `footnotes`, by their kinds."""
    others = {f"word/{kind}.xml": f"<w:{kind} {_WORD}>{content}</w:{kind}>" for kind, content in parts.items()}
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>' for kind in parts)
    listing = {
        "[Content_Types].xml": _TYPES.format(types),
        "word/_rels/document.xml.rels": relations(*((kind, kind, f"{kind}.xml") for kind in parts)),
    }
    return zipped(word_parts(body) | (others | listing if parts else {}))
