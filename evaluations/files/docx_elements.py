"""Elements of a Word file, in XML; typed text becomes text and line breaks, never fields."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from evaluations.files import looks
from evaluations.files.office_parts import DECLARATION

TWIPS = 20  # per point
PROPERTIES_END = "</w:pPr>"  # of a paragraph
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = re.compile("([\n\t])")
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def element(tag: str, *children: str, **attributes: str | int) -> str:
    """The element `w:tag` with `children`."""
    begun = f"w:{tag}"
    for name, value in attributes.items():
        begun += f' w:{name}="{value}"'
    return f"<{begun}>{''.join(children)}</w:{tag}>" if children else f"<{begun}/>"


def part(tag: str, *children: str) -> bytes:
    """A part of the file, which is the element `w:tag`."""
    return f'{DECLARATION}<w:{tag} xmlns:w="{_NAMESPACE}">{"".join(children)}</w:{tag}>'.encode()


def paragraph(style: str, text: str, properties: Iterable[str] = (), size: float = 0) -> str:
    """A paragraph of the style with the id `style`; `properties` and a `size` in points where they differ from the style's."""
    begun = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"".join(properties)}{PROPERTIES_END}'
    return f"{begun}{run(text, size)}</w:p>" if text else f"{begun}</w:p>"


def run(text: str, size: float = 0) -> str:
    """A run of `text`, with its line breaks."""
    parts = _PARTS.split(looks.safe(text))
    return f"<w:r>{_sizes(size)}{''.join(_BREAKS.get(part) or _text(part) for part in parts if part)}</w:r>"


def _text(part: str) -> str:
    return f'<w:t xml:space="preserve">{escape(part)}</w:t>'


def _sizes(size: float) -> str:
    if not size:
        return ""
    return element("rPr", element("sz", val=half_points(size)), element("szCs", val=half_points(size)))


def half_points(size: float) -> int:
    """A size in points, in half-points as Word counts."""
    return int(size * 2)
