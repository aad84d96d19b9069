"""Last year's hand-in as the beginning of this year's."""

from evaluations.core.basics.values import TO_UPDATE
from evaluations.core.content import cells
from evaluations.core.form.document import Document
from evaluations.core.guidance import prefill
from evaluations.core.readback.last_year import read_for
from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.source import FileTable, Source
from evaluations.core.readback.taking import taken_over
from tests.core import builders
from tests.core.readback.tables import both

FORM = builders.edition()
FILLED = builders.document()
NOW = builders.empty(FORM).model_copy(update={"fiscal_year": FILLED.fiscal_year, "unit": FILLED.unit})
THEN = FILLED.model_copy(update={"fiscal_year": FILLED.fiscal_year - 1})


def found(*blocks: str | FileTable) -> ReadBack:
    return read_for(FORM, NOW, Source(blocks))


def texts(document: Document, *parts: str) -> dict[str, str]:
    return {path: cell.text for path, cell in cells.cells(FORM, document, parts).items() if cell.text}


def test_last_years_tables_give_what_a_year_begins_with_after_an_approved_one() -> None:
    taken = taken_over(FORM, NOW, read := found(*both(FORM, THEN)), read.texts)
    begun = prefill.starting(FORM, NOW, THEN)
    tables = ("basic_data", "self_assessment")
    directions = {path for path in texts(begun, *tables) if path.endswith(".direction")}
    assert texts(taken, *tables) == {k: v for k, v in texts(begun, *tables).items() if k not in directions}
    assert taken.preparer == NOW.preparer


def test_each_text_is_placed_where_last_year_says_it() -> None:
    sheet, _ = both(FORM, THEN)
    read = found(sheet)
    [at] = [cell for cell in sheet.cells if cell.text == "公用经费"]
    assert read.places["basic_data.expenditure.operating.prior_final"] == f"附件2 F{at.row + 1}"


def test_every_chapter_of_last_year_is_marked_to_be_updated_unless_it_says_that_there_is_none() -> None:
    one, three = FORM.report.chapters[0].title, FORM.report.chapters[2].title
    read = found(
        f"{THEN.fiscal_year}年度{THEN.unit.name}", "整体支出绩效自评报告", one, "本馆在职五人。", three, "无。"
    )
    assert read.texts == {"report.chapters.1": f"{TO_UPDATE}\n本馆在职五人。", "report.chapters.3": "无。"}
    assert read.problems[0].message.startswith(f"这是 {THEN.fiscal_year} 年度的")


def test_this_years_hand_in_is_read_as_it_stands() -> None:
    read = found(*both(FORM, FILLED))
    assert read.texts["basic_data.expenditure.operating.final"]
    assert not any(problem.message.startswith("这是") for problem in read.problems)


def test_a_file_of_neither_year_says_why_it_was_not_read() -> None:
    older = FILLED.model_copy(update={"fiscal_year": FILLED.fiscal_year - 3})
    read = found(*both(FORM, older))
    assert not read.texts
    assert read.problems
