"""A Word file without text: the parts common to all submissions, without a template's leftovers, macros or links."""

from functools import cache

from evaluations.files.docx_elements import element, part, run
from evaluations.files.docx_styles import PAGE_NUMBER, STAND_INS, styles
from evaluations.files.office_parts import content_types, package_relationships, relationships

DOCUMENT = "word/document.xml"
FOOTER_ID = "rId4"

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "settings", "fontTable", "footer1")


@cache
def skeleton() -> tuple[tuple[str, bytes], ...]:
    """(name, content) of the parts that all files have in common; a footer (FOOTER_ID) holds the page number."""
    kinds = [(name.rstrip("1"), f"{name}.xml") for name in _PARTS]
    return (
        content_types(
            {DOCUMENT: f"{_TYPE}.document.main+xml", **{f"word/{file}": f"{_TYPE}.{kind}+xml" for kind, file in kinds}}
        ),
        package_relationships(DOCUMENT),
        relationships(DOCUMENT, *kinds),
        *(
            (f"word/{file}", part)
            for (_, file), part in zip(kinds, (styles(), _settings(), _fonts(), _footer()), strict=True)
        ),
    )


def _settings() -> bytes:
    """The usual settings in Chinese offices; without compatibility mode 15, Word treats a file as one of an old version."""
    mode = element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return part(
        "settings",
        element("zoom", percent=100),
        element("defaultTabStop", val=420),
        element("characterSpacingControl", val="compressPunctuation"),
        element("compat", mode),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _fonts() -> bytes:
    """The substitutes for missing official fonts."""
    return part(
        "fonts",
        *(
            element("font", element("altName", val=stand_in), element("charset", val="86"), name=name)
            for name, stand_in in STAND_INS.items()
        ),
    )


def _footer() -> bytes:
    properties = element("pPr", element("pStyle", val=PAGE_NUMBER))
    return part("ftr", element("p", properties, run("— "), element("fldSimple", run("1"), instr="PAGE"), run(" —")))
