"""Writes the complete submission as one Word file: cover, chapters, list of attachments, and the attachments as tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from evaluations.core.form.layout import UPRIGHT, Page
from evaluations.core.layouts.grid import Grid, GridRow
from evaluations.core.layouts.report import ReportLayout
from evaluations.files import looks
from evaluations.files.archive import packed
from evaluations.files.docx_elements import PROPERTIES_END, TWIPS, element, paragraph, part
from evaluations.files.docx_skeleton import DOCUMENT, FOOTER_ID, skeleton
from evaluations.files.docx_styles import BODY, BODY_SIZE, COVER_FOOT, COVER_TITLE, HEADINGS, LINE, LIST, role_style
from evaluations.files.docx_table import table
from evaluations.files.office_parts import OFFICE, properties

_PER_MM = 1440 / 25.4  # twips, like all lengths below
_REPORT_MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1587, "header": 851, "footer": 1417, "gutter": 0}
_TABLE_MARGINS = {"top": 1020, "right": 1020, "bottom": 1020, "left": 1020, "header": 567, "footer": 454, "gutter": 0}
_INDENT = 2 * BODY_SIZE * TWIPS
# However long the title above is.
_FOOT_OF_PAGE: Mapping[str, str | int] = {
    "w": 8205,
    "wrap": "notBeside",
    "vAnchor": "margin",
    "hAnchor": "margin",
    "x": 640,
    "yAlign": "bottom",
}


def hand_in(report: ReportLayout | None, attachments: Sequence[Grid], *, title: str, author: str) -> bytes:
    """The .docx file of `report` (None: there is none) with its `attachments`.

    `title` and `author` (the bureau's name) describe it; equal arguments give equal bytes.
    """
    sections = [(_attachment(grid), _page(_TABLE_MARGINS, grid.page)) for grid in attachments]
    if report:
        cover = (_cover(report), _page(_REPORT_MARGINS))
        sections = [cover, (_report(report), _page(_REPORT_MARGINS, counted=True)), *sections]
    *before, (blocks, page) = sections
    body = [block for section in before for block in _ended(*section)]
    return packed(
        [
            *skeleton(),
            properties(title, author),
            (DOCUMENT, part("document", element("body", *body, *blocks, page))),
        ]
    )


def _ended(blocks: Iterable[str], page: str) -> Sequence[str]:
    """The blocks of a section, with its page settings in its last paragraph; only those of the last section stand alone."""
    written = list(blocks)
    if not written[-1].startswith("<w:p>"):
        written.append(paragraph(BODY, ""))
    properties, rest = written.pop().split(PROPERTIES_END, 1)
    return [*written, f"{properties}{page}{PROPERTIES_END}{rest}"]


def _cover(report: ReportLayout) -> Iterator[str]:
    yield paragraph(COVER_TITLE, "\n".join(report.title))
    for line in report.cover:
        yield paragraph(COVER_FOOT, line, (element("framePr", **_FOOT_OF_PAGE),))
    yield paragraph(BODY, "")


def _report(report: ReportLayout) -> Iterator[str]:
    chapter, part = HEADINGS
    for section in report.sections:
        yield paragraph(chapter, section.title)
        for written in section.paragraphs:
            # Typed indents are meant to be the style's.
            yield paragraph(part if written.is_heading else BODY, written.text.strip())
    yield from _attachment_list(report.attachments)


def _attachment_list(listed: Sequence[str]) -> Iterator[str]:
    """The list of attachments, below the text and on one page, with its numbers aligned after the first one's label."""
    label = listed[0].index("1") * BODY_SIZE * TWIPS if listed else 0
    for number, line in enumerate(listed, 1):
        together = () if number == len(listed) else (element("keepNext"),)
        before, hanging = (LINE, label) if number == 1 else (0, 0)
        indent = element("ind", left=_INDENT + label, hanging=hanging)
        yield paragraph(LIST, line, (*together, element("spacing", before=before), indent))


def _attachment(grid: Grid) -> Iterator[str]:
    """The number line and title, the table, and the lines below it."""
    across = int(grid.page.size[0] * _PER_MM) - _TABLE_MARGINS["left"] - _TABLE_MARGINS["right"]
    for outside, rows in groupby(grid.rows, key=lambda row: looks.is_outside_table(row.cells[0].role)):
        if outside:
            yield from (_line(row, across) for row in rows)
        else:
            yield table(grid.widths, list(rows), across)


def _line(row: GridRow, across: int) -> str:
    """A line outside the table; what stands in its last cell ends at the table's right edge."""
    role, texts = row.cells[0].role, [cell.shown for cell in row.cells]
    edge = [element("tabs", element("tab", val="right", pos=across))] if len(texts) > 1 else []
    return paragraph(role_style(role), "\t".join(texts), edge)


def _page(margins: Mapping[str, int], page: Page = UPRIGHT, *, counted: bool = False) -> str:
    """A section's page settings; page numbers begin with the `counted` section."""
    width, height = (round(side * _PER_MM) for side in page.size)
    lies = {"orient": "landscape"} if page.orientation == "landscape" else {}
    return element(
        "sectPr",
        f'<w:footerReference xmlns:r="{OFFICE}/relationships" w:type="default" r:id="{FOOTER_ID}"/>' if counted else "",
        element("type", val="nextPage"),
        element("pgSz", w=width, h=height, **lies),
        element("pgMar", **margins),
        element("pgNumType", start=1) if counted else "",
    )
