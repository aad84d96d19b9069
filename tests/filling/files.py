"""Files as people upload them: the official sheets of a document, and last year's report."""

from io import BytesIO

from openpyxl import load_workbook

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.files.xlsx import sheet
from tests.core.sheets import attachment2, attachment3


def sheets(form: Edition, document: Document) -> tuple[bytes, bytes]:
    """附件2 and 附件3 of a document."""
    grids = (layout(form, document) for layout in (attachment2, attachment3))
    one, other = (sheet(grid, author="财政局") for grid in grids)
    return one, other


def with_cell(content: bytes, old: float | str, new: float | str) -> bytes:
    """The sheet with each cell that holds `old` holding `new`."""
    book = load_workbook(BytesIO(content))
    [page] = book.worksheets
    changed = [cell for row in page.iter_rows() for cell in row if cell.value == old]
    assert changed, old
    for cell in changed:
        cell.value = new
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()
