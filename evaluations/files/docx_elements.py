"""Elements of a Word file; typed text becomes text and line breaks, never fields."""

import re
from collections.abc import Iterable, Iterator

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from evaluations.files import looks

TWIPS = 20  # per point
_PARTS = re.compile("([\n\t])")
_BREAKS = {"\n": "br", "\t": "tab"}


def element(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """The element `w:tag` with `children`."""
    made = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): str(value) for name, value in attributes.items()})
    made.extend(children)
    return made


def paragraph(style: str, text: str, properties: Iterable[BaseOxmlElement] = (), size: float = 0) -> BaseOxmlElement:
    """A paragraph of the style with the id `style`; `properties` and a `size` in points where they differ from the style's."""
    made = element("p", element("pPr", element("pStyle", val=style), *properties))
    if text:
        made.append(run(text, size))
    return made


def run(text: str, size: float = 0) -> BaseOxmlElement:
    """A run of `text`, with its line breaks."""
    made = element("r", *_sizes(size))
    for part in _PARTS.split(looks.safe(text)):
        if part in _BREAKS:
            made.append(element(_BREAKS[part]))
        elif part:
            made.append(_text(part))
    return made


def _text(part: str) -> BaseOxmlElement:
    made = element("t")
    made.set(qn("xml:space"), "preserve")
    made.text = part
    return made


def _sizes(size: float) -> Iterator[BaseOxmlElement]:
    if size:
        yield element("rPr", element("sz", val=half_points(size)), element("szCs", val=half_points(size)))


def half_points(size: float) -> int:
    """A size in points, in half-points as Word counts."""
    return int(size * 2)
