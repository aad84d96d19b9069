"""A form's own cells and columns come back from its sheet, wherever rows were put in."""

from evaluations.core.form.document import Document
from evaluations.core.readback.source import FileTable
from tests.core.form.own_fields import BEGUN, FUNDS, LIST, NAME, NATURE, STAFF, everything, form
from tests.core.readback.tables import drawn, read, row_of, told, with_row, with_text
from tests.core.sheets import attachment3

OWN = {NAME: "图书馆免费开放", FUNDS: "1234.5", BEGUN: "2023-03-01", STAFF: "12", NATURE: "定量"}


def sheet(document: Document | None = None) -> FileTable:
    return drawn(attachment3(form(), document or everything()))


def test_they_are_read() -> None:
    found = read(form(), 2023, sheet())
    texts = {path.replace(f"{LIST}.output.quantity.1", f"{LIST}.1"): text for path, text in found.texts.items()}
    assert {path: text for path, text in texts.items() if path in OWN} == OWN
    assert not told(found)


def test_a_row_that_was_put_in_does_not_move_them() -> None:
    table = sheet()
    moved = with_row(table, row_of(table, "项目名称"), [(0, "项目类别"), (3, "延续项目")])
    assert read(form(), 2023, moved).texts[NAME] == "图书馆免费开放"


def test_what_stands_beside_them_and_has_no_cell_is_told() -> None:
    table = sheet()
    row = row_of(table, "其中：本年财政拨款")
    stray = table._replace(cells=(*table.cells, table.cells[0]._replace(row=row, column=8, text="9", columns=1)))
    assert told(read(form(), 2023, stray)) == [("附件 I7", "9", "error")]


def test_one_that_cannot_be_read_is_told_with_its_cell() -> None:
    problem, computed = read(form(), 2023, with_text(sheet(), "1234.5", "约一千")).problems
    assert (problem.place, problem.path) == ("附件 F7", FUNDS)
    assert (computed.place, computed.found, computed.severity) == ("附件 F23", "102.875", "info")


def test_a_sheet_whose_words_were_changed_leaves_the_cell_unread() -> None:
    assert NAME not in read(form(), 2023, with_text(sheet(), "项目名称", "名称")).texts
