"""The styles of the Word file: those of official documents (GB/T 9704), and one for each role of a table's cells.

Each is a paragraph style of its own, so that people can change the look of all its texts at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from evaluations.core.form.layout import Role
from evaluations.files import looks
from evaluations.files.docx_elements import TWIPS, element, half_points, part

BODY_SIZE = 16
LINE = 28 * TWIPS

NORMAL = "Normal"
COVER_TITLE, COVER_FOOT = "Title", "CoverFoot"
HEADINGS = ("Heading1", "Heading2")
BODY, LIST, PAGE_NUMBER = "BodyText", "AttachmentList", "Footer"

STAND_INS = {"方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体"}
"""Fonts that every Windows has, as substitutes for those that only government offices have."""

_FANGSONG = "仿宋_GB2312"
# Shown in Word's list of styles.
_ROLE_NAMES: Mapping[Role, str] = {
    "number": "附件编号",
    "title": "附件标题",
    "heading": "表头",
    "label": "表格项目",
    "amount": "表格金额",
    "count": "表格人数",
    "ratio": "表格比率",
    "text": "表格文字",
    "long": "表格长文",
    "note": "附件说明",
    "foot": "附件落款",
}


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style. `line` is an exact height in twips, else lines are as high as their text; `indent` is the first line's, in characters."""

    id: str
    name: str
    font: str
    size: float
    side: Literal["left", "center", "both"]
    bold: bool = False
    before: int = 0
    after: int = 0
    line: int = 0
    indent: int = 0
    level: int | None = None
    kept: bool = False


def role_style(role: Role) -> str:
    """The id of the style of a cell's text."""
    return f"Table{role.capitalize()}"


def styles() -> bytes:
    """The part with the styles and the defaults."""
    return part("styles", _defaults(), *(_style(style) for style in (*_REPORT, *_roles())))


_REPORT = (
    _Style(NORMAL, "Normal", _FANGSONG, BODY_SIZE, "both"),
    _Style(COVER_TITLE, "Title", "方正小标宋简体", 22, "center", bold=True, before=160 * TWIPS, line=36 * TWIPS),
    _Style(COVER_FOOT, "封面落款", _FANGSONG, BODY_SIZE, "left", line=LINE),
    _Style(HEADINGS[0], "heading 1", "黑体", BODY_SIZE, "both", line=LINE, indent=2, level=0, kept=True),
    _Style(HEADINGS[1], "heading 2", "楷体_GB2312", BODY_SIZE, "both", line=LINE, indent=2, level=1, kept=True),
    _Style(BODY, "Body Text", _FANGSONG, BODY_SIZE, "both", line=LINE, indent=2),
    _Style(LIST, "附件清单", _FANGSONG, BODY_SIZE, "left", line=LINE),
    _Style(PAGE_NUMBER, "footer", looks.FONT, 14, "center"),
)


def _roles() -> Iterator[_Style]:
    for role, name in _ROLE_NAMES.items():
        yield _Style(
            role_style(role),
            name,
            looks.font(role),
            looks.size(role),
            "left" if looks.is_left(role) else "center",
            bold=looks.is_bold(role),
            before=6 * TWIPS if role in ("note", "foot") else 0,
            after=6 * TWIPS if role == "title" else 0,
            level=0 if role == "title" else None,
            kept=role in ("number", "title", "note"),
        )


def _defaults() -> str:
    # Figures are marked as Latin text; in Chinese text, LibreOffice would break lines within numbers.
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    return element("docDefaults", element("rPrDefault", element("rPr", language)), element("pPrDefault"))


def _style(style: _Style) -> str:
    is_normal = style.id == NORMAL
    return element(
        "style",
        element("name", val=style.name),
        "" if is_normal else element("basedOn", val=NORMAL),
        element("qFormat"),
        element("pPr", *_paragraph_properties(style)),
        element("rPr", *_run_properties(style)),
        type="paragraph",
        styleId=style.id,
        **({"default": 1} if is_normal else {}),
        **({} if style.name.isascii() else {"customStyle": 1}),
    )


def _paragraph_properties(style: _Style) -> Iterator[str]:
    """The paragraph's properties, in the order that the format requires."""
    if style.kept:
        yield from (element("keepNext"), element("keepLines"))
    line: dict[str, str | int] = {"line": style.line, "lineRule": "exact"} if style.line else {}
    yield element("spacing", before=style.before, after=style.after, **line)
    if style.indent:
        width = int(style.indent * style.size * TWIPS)
        yield element("ind", firstLineChars=style.indent * 100, firstLine=width)
    yield element("jc", val=style.side)
    if style.level is not None:
        yield element("outlineLvl", val=style.level)


def _run_properties(style: _Style) -> Iterator[str]:
    yield element("rFonts", ascii=style.font, hAnsi=style.font, eastAsia=style.font, cs=style.font)
    if style.bold:
        yield from (element("b"), element("bCs"))
    yield element("color", val="000000")
    yield from (element("sz", val=half_points(style.size)), element("szCs", val=half_points(style.size)))
