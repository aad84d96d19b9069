"""The styles part of a sheet's file: every look that its cells have, once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from evaluations.core.form.layout import Role
from evaluations.files import looks
from evaluations.files.office_parts import DECLARATION
from evaluations.files.xlsx_parts import MAIN, escaped

GENERAL = "General"
_BUILT_IN = {GENERAL: 0, "0": 1, "0.00": 2, "0%": 9, "0.00%": 10}
"""The numbers of the formats that every spreadsheet program knows; others get numbers from _FIRST_OWN on."""
_FIRST_OWN = 164
_SIDES = "".join(
    f'<{side} style="thin"><color rgb="FF000000"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_BORDERS = f'<borders count="2"><border/><border>{_SIDES}</border></borders>'
_FILLS = '<fills count="2"><fill><patternFill/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
_NAMED = (
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
)


class Style(NamedTuple):
    """Everything that determines a cell's look; `ends_line`: it is the last of several in a line outside the table."""

    role: Role
    indent: int
    size: float
    number_format: str
    quoted: bool
    shrunk: bool
    parted: bool
    ends_line: bool


class Styles:
    """The styles of one file, numbered as its cells ask for them."""

    def __init__(self) -> None:
        self._numbers: dict[Style, int] = {}

    def number(self, style: Style) -> int:
        """The style's number in the file; 0 is that of cells outside the form."""
        return self._numbers.setdefault(style, len(self._numbers) + 1)

    def part(self) -> bytes:
        """The file's part with them."""
        return _part(tuple(self._numbers))


# The documents of an edition share few sets of styles.
@lru_cache(maxsize=64)
def _part(styles: tuple[Style, ...]) -> bytes:
    fonts = _numbered([_font(looks.FONT, 11, bold=False), *map(_font_of, styles)])
    own = _numbered(style.number_format for style in styles if style.number_format not in _BUILT_IN)
    formats = _BUILT_IN | {name: _FIRST_OWN + at for name, at in own.items()}
    forms = (_form(style, fonts[_font_of(style)], formats[style.number_format]) for style in styles)
    xml = (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}">{_formats(own)}'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>{_FILLS}{_BORDERS}{_NAMED[0]}<cellXfs count="{len(styles) + 1}">'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{"".join(forms)}</cellXfs>{_NAMED[1]}</styleSheet>'
    )
    return xml.encode()


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(dict.fromkeys(names))}


def _formats(own: Iterable[str]) -> str:
    listed = [f'<numFmt numFmtId="{_FIRST_OWN + at}" formatCode="{escaped(name)}"/>' for at, name in enumerate(own)]
    return f'<numFmts count="{len(listed)}">{"".join(listed)}</numFmts>' if listed else ""


def _font_of(style: Style) -> str:
    return _font(looks.font(style.role), style.size, bold=looks.is_bold(style.role))


def _font(name: str, size: float, *, bold: bool) -> str:
    return f'<font>{"<b/>" if bold else ""}<sz val="{size:g}"/><name val="{name}"/></font>'


def _form(style: Style, font: int, number_format: int) -> str:
    border = 0 if looks.is_outside_table(style.role) else 1
    quoted = ' quotePrefix="1"' if style.quoted else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="0" borderId="{border}" xfId="0"{quoted}'
        f' applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">{_alignment(style)}</xf>'
    )


def _alignment(style: Style) -> str:
    across = "right" if style.ends_line else "left" if looks.is_left(style.role) else "center"
    down = "top" if style.role == "long" or style.parted else "center"
    indent = f' indent="{style.indent * looks.INDENT_PER_LEVEL}"' if style.indent else ""
    fitted = 'shrinkToFit="1"' if style.shrunk else 'wrapText="1"'
    return f'<alignment horizontal="{across}" vertical="{down}"{indent} {fitted}/>'
