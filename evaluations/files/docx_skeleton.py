"""A Word file without text: the parts common to all submissions, without a template's leftovers, macros or links."""

from functools import cache

from docx.opc.oxml import serialize_part_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from evaluations.files.archive import packed
from evaluations.files.docx_elements import element, paragraph, run
from evaluations.files.docx_styles import PAGE_NUMBER, STAND_INS, styles

FOOTER_ID = "rId4"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{_TYPE}.fontTable+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/>
</Types>"""
_RELATIONSHIPS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_DOCUMENT_RELATIONSHIPS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/>
<Relationship Id="{FOOTER_ID}" Type="{_OFFICE}/footer" Target="footer1.xml"/>
</Relationships>"""


@cache
def skeleton() -> bytes:
    """The file; its document is empty, and its footer (FOOTER_ID) holds the page number."""
    texts = (
        ("[Content_Types].xml", _CONTENT_TYPES),
        ("_rels/.rels", _RELATIONSHIPS),
        ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONSHIPS),
    )
    elements = (
        ("word/document.xml", element("document", element("body"))),
        ("word/styles.xml", styles()),
        ("word/settings.xml", _settings()),
        ("word/fontTable.xml", _fonts()),
        ("word/footer1.xml", _footer()),
    )
    return packed(
        [
            *((name, text.encode()) for name, text in texts),
            *((name, serialize_part_xml(part)) for name, part in elements),
        ]
    )


def _settings() -> BaseOxmlElement:
    """The usual settings in Chinese offices; without compatibility mode 15, Word treats a file as one of an old version."""
    mode = element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return element(
        "settings",
        element("zoom", percent=100),
        element("defaultTabStop", val=420),
        element("characterSpacingControl", val="compressPunctuation"),
        element("compat", mode),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _fonts() -> BaseOxmlElement:
    """The substitutes for missing official fonts."""
    return element(
        "fonts",
        *(
            element("font", element("altName", val=stand_in), element("charset", val="86"), name=name)
            for name, stand_in in STAND_INS.items()
        ),
    )


def _footer() -> BaseOxmlElement:
    line = paragraph(PAGE_NUMBER, "")
    line.extend((run("— "), element("fldSimple", run("1"), instr="PAGE"), run(" —")))
    return element("ftr", line)
