"""What was read, beside what stands in a document and taken over into it."""

from evaluations.core.basics.values import ROW_LIMIT
from evaluations.core.content import rows
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.readback.reading import ReadBack
from evaluations.core.readback.taking import Proposal, place, preview, taken_over
from tests.core import builders
from tests.core.readback.tables import both, read

FORM = builders.edition()
EMPTY = builders.empty(FORM)
FUND = "basic_data.expenditure.earmarked_fund"
INDICATORS = "self_assessment.indicators"


def of(document: Document) -> ReadBack:
    """What is read of both sheets of the document."""
    return read(FORM, document.fiscal_year, *both(FORM, document))


def beside(document: Document, file: ReadBack) -> list[Proposal]:
    """All that the file says beside what stands in the document."""
    return preview(FORM, file, place(FORM, document, file, file.texts))


def funds(*named: tuple[str, str]) -> Document:
    """An empty document with these funds (name, final amount)."""
    lines = (ExpenditureRow.model_validate({"item": "earmarked_fund", "name": n, "final": f}) for n, f in named)
    return builders.with_rows(EMPTY, "earmarked_fund", *lines)


def finals(document: Document) -> list[tuple[str | None, str]]:
    return [(row.name, str(row.amounts["final"])) for row in document.basic_data.rows("earmarked_fund")]


def names(document: Document) -> list[tuple[str, str]]:
    return [(row.category, row.name) for row in document.self_assessment.indicators]


def test_taking_a_documents_own_sheets_over_changes_nothing() -> None:
    for document in (builders.document(), builders.real_figures()):
        file = of(document)
        assert taken_over(FORM, document, file, file.texts) == document
        assert all(line.is_same for line in beside(document, file))


def test_only_what_was_chosen_is_taken_over() -> None:
    file = of(builders.document())
    path = "self_assessment.executed"
    taken = taken_over(FORM, EMPTY, file, {path})
    changed = {p for p, cell in cells(FORM, taken).items() if cell != cells(FORM, EMPTY)[p]}
    assert changed == {path}
    assert taken_over(FORM, EMPTY, file, ()) == EMPTY


def test_rows_go_into_the_stored_rows_of_their_names_and_the_rest_into_new_ones() -> None:
    stored = funds(("甲", "1"), ("乙", "2"), ("丙", "3"))
    file = of(funds(("丙", "30"), ("丁", "40"), ("甲", "10")))
    taken = taken_over(FORM, stored, file, file.texts)
    assert finals(taken) == [("甲", "10"), ("乙", "2"), ("丙", "30"), ("丁", "40")]


def test_blank_rows_are_filled_before_new_ones_are_added() -> None:
    stored = rows.add(FORM, funds(("甲", "1")), FUND, 2).document
    file = of(funds(("乙", "2"), ("丙", "3"), ("丁", "4")))
    assert finals(taken_over(FORM, stored, file, file.texts)) == [("甲", "1"), ("乙", "2"), ("丙", "3"), ("丁", "4")]


def test_of_several_rows_of_one_name_the_first_goes_into_the_first() -> None:
    stored, file = funds(("甲", "1"), ("甲", "2")), of(funds(("甲", "10"), ("甲", "20")))
    assert finals(taken_over(FORM, stored, file, file.texts)) == [("甲", "10"), ("甲", "20")]


def test_a_row_is_added_only_where_one_of_its_texts_was_chosen() -> None:
    file = of(funds(("甲", "1"), ("乙", "2")))
    assert finals(taken_over(FORM, EMPTY, file, {f"{FUND}.2.name"})) == [("乙", "None")]


def test_indicators_find_their_category_whatever_the_numbers_in_the_file() -> None:
    indicators = [Indicator(category="output.quantity", name=name) for name in ("甲", "乙")]
    stored = builders.with_indicators(EMPTY, *indicators, Indicator(category="cost.social", name="丙"))
    handed_in = builders.with_indicators(
        EMPTY,
        Indicator(category="output.quality", name="丁", target="≥95%"),
        Indicator(category="cost.social", name="丙", target="3件"),
    )
    file = of(handed_in)
    placed = place(FORM, stored, file, file.texts)
    taken = taken_over(FORM, stored, file, file.texts)
    assert [(row.name, row.target) for row in taken.self_assessment.indicators] == [
        ("甲", ""), ("乙", ""), ("丁", "≥95%"), ("丙", "3件"),
    ]  # fmt: skip
    assert placed.moves == {f"{INDICATORS}.3": f"{INDICATORS}.4"}
    assert placed.grown == [f"{INDICATORS}.output.quality"]


def test_the_moves_of_several_lists_that_grow_lead_from_the_old_numbers_to_the_last() -> None:
    categories = ("output.quantity", "output.quality", "cost.social")
    stored = builders.with_indicators(EMPTY, *(Indicator(category=code, name="旧") for code in categories))
    file = of(builders.with_indicators(EMPTY, *(Indicator(category=code, name="新") for code in categories)))
    placed = place(FORM, stored, file, file.texts)
    assert names(placed.document)[::2] == [(code, "旧") for code in categories]
    moved = {old: new for old, new in placed.moves.items() if int(old.rpartition(".")[2]) <= len(categories)}
    assert moved == {f"{INDICATORS}.2": f"{INDICATORS}.3", f"{INDICATORS}.3": f"{INDICATORS}.5"}


def test_what_has_no_room_in_a_full_list_is_told() -> None:
    stored = rows.add(FORM, funds(("甲", "1")), FUND, ROW_LIMIT - 1).document
    filled = stored.basic_data.rows("earmarked_fund")
    stored = builders.with_rows(stored, "earmarked_fund", *(row.model_copy(update={"name": "旧"}) for row in filled))
    file = of(funds(("新", "2")))
    assert taken_over(FORM, stored, file, file.texts) == stored
    assert {line.error for line in beside(stored, file)} == {"已有 200 行，不能再添加。"}


def test_a_preview_says_the_cell_both_texts_and_the_place() -> None:
    stored = builders.fill(FORM, EMPTY, {"executed": "70"})
    file = of(builders.fill(FORM, EMPTY, {"executed": "74.56", "initial_budget": "65.8"}))
    first, second = beside(stored, file)
    assert (first.path, first.name, first.found, first.stored) == (
        "self_assessment.initial_budget",
        "附件3 年初预算数",
        "65.8",
        "",
    )
    assert (second.name, second.found, second.stored, second.place) == ("附件3 全年执行数", "74.56", "70", "附件3 F5")
    assert not second.is_same


def test_a_text_that_cannot_be_read_leaves_its_cell_and_is_told() -> None:
    stored = builders.fill(FORM, EMPTY, {"executed": "70"})
    path = "self_assessment.executed"
    file = ReadBack({path: "七十"}, {}, {path: "附件3 F5"}, ())
    assert taken_over(FORM, stored, file, {path}) == stored
    [line] = beside(stored, file)
    assert line.error == "填的是“七十”，应为数字，例如 65.8。"
    assert not line.is_same


def test_the_same_amount_typed_otherwise_is_the_same() -> None:
    stored = builders.fill(FORM, EMPTY, {"executed": "1234.5"})
    path = "self_assessment.executed"
    [line] = beside(stored, ReadBack({path: "１,234.50"}, {}, {path: "附件3 F5"}, ()))
    assert line.is_same
