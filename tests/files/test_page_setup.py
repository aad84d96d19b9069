"""A table's page, paper and orientation, in each of its files; without a word of the form it is A4, upright."""

from io import BytesIO

import pytest
from docx import Document as Word
from docx.shared import Length
from openpyxl import load_workbook

from evaluations.core.form.edition import Edition
from evaluations.core.form.layout import Page
from evaluations.core.layouts.drawing import tables
from evaluations.core.layouts.grid import Grid
from evaluations.files import docx, pdf, xlsx
from evaluations.files.fit import fit
from tests.core import builders
from tests.files import pdf_text

pytestmark = pytest.mark.slow
PAGES = [
    (Page(), 9, (210, 297)),
    (Page(orientation="landscape"), 9, (297, 210)),
    (Page(paper="A3"), 8, (297, 420)),
    (Page(paper="A3", orientation="landscape"), 8, (420, 297)),
]
on_each_page = pytest.mark.parametrize(("page", "code", "size"), PAGES)


def on(page: Page) -> list[Grid]:
    """附件2 on a page, 附件3 as it is issued."""
    form = builders.edition()
    layouts = {name: layout.model_dump() for name, layout in form.layouts.tables.items()}
    layouts["attachment2"]["page"] = page.model_dump()
    other = Edition.model_validate({**form.model_dump(), "layouts": layouts})
    return tables(other, builders.real_figures())


def mm(length: Length | None) -> int:
    assert length is not None
    millimetres: float = length.mm
    return round(millimetres)


@on_each_page
def test_the_sheet_is_set_up_for_it(page: Page, code: int, size: tuple[int, int]) -> None:
    setup = load_workbook(BytesIO(xlsx.sheet(on(page)[0], author="局"))).worksheets[0].page_setup
    assert (setup.paperSize, setup.orientation) == (code, page.orientation)


@on_each_page
def test_the_word_file_has_a_section_of_its_own_for_it(page: Page, code: int, size: tuple[int, int]) -> None:
    written = Word(BytesIO(docx.hand_in(None, on(page), title="自评", author="局")))
    first, last = written.sections
    assert [mm(side) for side in (first.page_width, first.page_height)] == list(size)
    assert [mm(side) for side in (last.page_width, last.page_height)] == [210, 297]
    across = sum(mm(column.width) for column in written.tables[0].columns)
    assert across == pytest.approx(size[0] - 36, abs=4)


@on_each_page
def test_the_pdf_has_a_page_of_its_size(page: Page, code: int, size: tuple[int, int]) -> None:
    sizes = pdf_text.sizes(pdf.hand_in(None, on(page), title="自评", author="局"))
    assert sizes[0] == size
    assert sizes[-1] == (210, 297)


def test_a_page_on_its_side_holds_fewer_rows() -> None:
    upright, lying = (on(page)[0] for page, _, _ in PAGES[:2])
    assert len(fit(upright).page_starts) <= len(fit(lying).page_starts)
