"""The columns of 附件2 are the form's own: other codes, other words, more or fewer; what the program knows of one it knows by its meaning."""

from decimal import Decimal

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange, lines, stored, totals, yuan
from evaluations.core.content.cells import cells, changes, in_form_order
from evaluations.core.content.facts import facts
from evaluations.core.content.moving import moved
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.begun import Begun
from evaluations.core.guidance.opened import opened
from evaluations.core.guidance.prefill import carried_over, starting
from evaluations.core.paths import Names, value_at
from evaluations.core.readback.last_year import read_for
from evaluations.core.readback.source import Source
from evaluations.core.text.sentences import linked
from tests.core.builders import edition, empty, fill, real_figures
from tests.core.form.four_columns import (
    ADJUSTED,
    APPROVED,
    BEFORE,
    COLUMNS,
    LINES,
    SETTLED,
    SPECIAL,
    TYPED,
    filled,
    form,
    text,
)
from tests.core.readback.tables import changed, drawn, read, with_text
from tests.core.sheets import attachment2

SETTLED_OF = f"{LINES}.{{}}.{SETTLED}"


def last_year(typed: dict[str, str] | None = None) -> Document:
    return filled(typed).model_copy(update={"fiscal_year": 2022})


def found(document: Document, previous: Document | None = None, of: Edition | None = None) -> list[tuple[str, str]]:
    """(code, where) of each finding but those on what is not filled in."""
    judged = checks.run(Case(of or form(), document, previous))
    return [(finding.code, finding.where) for finding in judged if not finding.missing]


def without_meanings() -> Edition:
    """The same form, of whose columns the program knows nothing."""
    bare = text()
    for meaning in ("last_final", "budget", "final"):
        bare = bare.replace(f', meaning = "{meaning}"', "")
    bare = bare.replace("——", f"{{{LINES}.procurement.{BEFORE}}}")
    return read_edition(bare.replace("，结余{balance}万元", ""))


# Cells


def test_its_lines_have_a_cell_in_each_column_and_none_of_last_year_without_one() -> None:
    assert [path for path in cells(form(), filled()) if path.startswith(f"{LINES}.project")] == [
        f"{LINES}.project.{column}" for column in COLUMNS
    ]
    assert f"{LINES}.procurement.{BEFORE}" not in form().cells
    assert {path: cell.text for path, cell in cells(form(), filled()).items() if cell.text} == TYPED


def test_a_cell_is_called_by_its_columns_label() -> None:
    names = Names(form(), filled())
    assert names.of(f"{LINES}.project.{ADJUSTED}") == "附表1 项目支出 调整预算数"
    assert names.of(f"{SPECIAL}.1.{BEFORE}") == "附表1 古籍修复 2022年决算数"
    assert names.of(f"{LINES}.project.final") == f"{LINES}.project.final"
    assert value_at(filled(), f"{LINES}.project.{APPROVED}") == Decimal(12)


def test_a_total_follows_its_parts_in_each_column() -> None:
    before = filled()
    after = fill(form(), before, {f"{SPECIAL}.1.{APPROVED}": "13", f"{SPECIAL}.1.{SETTLED}": "11"})
    followed = totals.follow(form(), before, after, [])
    assert [followed.basic_data.amount("project", column) for column in COLUMNS] == [
        Decimal(10), Decimal(13), Decimal("11.5"), Decimal(11),
    ]  # fmt: skip


def test_what_differs_is_told_by_column() -> None:
    other = filled({f"project.{APPROVED}": "", f"special.1.{ADJUSTED}": "11"})
    assert list(changes(form(), filled(), other)) == [
        (f"{LINES}.project.{APPROVED}", "12", ""),
        (f"{SPECIAL}.1.{ADJUSTED}", "11.5", "11"),
    ]


# JSON and rows


def test_it_is_exchanged_flat_with_a_blank_for_what_is_not_filled_in() -> None:
    told = interchange.dump(filled())
    assert interchange.for_edition(form(), interchange.new_document(told.encode())) == filled()
    assert interchange.stored_document(told) == filled()
    [row] = filled().basic_data.rows("procurement")
    assert row.model_dump(mode="json") == {
        "item": "procurement",
        BEFORE: None,
        APPROVED: "5",
        ADJUSTED: "4",
        SETTLED: "4",
    }


def test_equal_documents_are_written_alike_in_whatever_order_their_amounts_were_given() -> None:
    told = interchange.dump(filled()).replace(
        f'"{APPROVED}": "12",\n    "{ADJUSTED}": "11.5"', f'"{ADJUSTED}": "11.5",\n    "{APPROVED}": "12"'
    )
    turned = interchange.new_document(told.encode())
    assert told != interchange.dump(filled())
    assert interchange.dump(interchange.for_edition(form(), turned)) == interchange.dump(filled())
    assert interchange.dump(in_form_order(form(), turned)) == interchange.dump(filled())


def test_an_amount_that_is_not_given_is_blank() -> None:
    told = interchange.dump(filled()).replace(f'"{BEFORE}": null,', "")
    assert interchange.new_document(told.encode()) == filled()
    assert hash(interchange.new_document(told.encode()).basic_data.rows("procurement")) == hash(
        filled().basic_data.rows("procurement")
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'"{APPROVED}": "5"', '"final": "5"', "$.basic_data.expenditure[5].final：表样没有这一项。"),
        (f'"{BEFORE}": null', f'"{BEFORE}": "1"', f"$.basic_data.expenditure[5].{BEFORE}：“政府采购金额”不填上年决算数。"),
        (f'"{APPROVED}": "5"', f'"{APPROVED}": 5', f"$.basic_data.expenditure[5].{APPROVED}：应为带引号的数字"),
        (f'"{APPROVED}": "5"', '"预算": "5"', "$.basic_data.expenditure[5].预算：格式不对。"),
    ],
)  # fmt: skip
def test_a_file_that_says_it_wrong_is_told_where(old: str, new: str, said: str) -> None:
    told = interchange.dump(filled())
    assert told.count(old) == 1
    with pytest.raises(interchange.Faults) as refused:
        interchange.for_edition(form(), interchange.new_document(told.replace(old, new).encode()))
    assert [line for line in refused.value.lines if line.startswith(said)]


def test_a_document_of_other_columns_is_not_one_of_this_form() -> None:
    other = real_figures().model_copy(update={"edition": form().code})
    with pytest.raises(interchange.Faults) as refused:
        interchange.for_edition(form(), other)
    assert "$.basic_data.expenditure[0].budget：表样没有这一项。" in refused.value.lines


def test_it_is_stored_by_the_codes_and_loaded_again() -> None:
    rows = stored.rows(form(), filled())
    assert rows[SPECIAL, 1] == {"name": "古籍修复", BEFORE: "10", APPROVED: "12", ADJUSTED: "11.5", SETTLED: "10.5"}
    assert rows[stored.SINGLE][f"{LINES}.procurement.{APPROVED}"] == "5"
    assert stored.basic_data(form(), rows) == filled().basic_data


def test_another_edition_takes_over_the_columns_that_it_has() -> None:
    narrower = read_edition(
        text()
        .replace('    { code = "approved", label = "年初预算数" },\n', "")
        .replace('    { role = "heading", text = "{label:attachment2.approved}" },\n', "")
        .replace("widths = [32, 14, 14, 14, 14]", "widths = [32, 14, 14, 14]")
        .replace("columns = 5", "columns = 4")
        .replace("年初预算{approved}万元，", "")
        .partition("[[rules]]")[0]
        + "[layouts"
        + "\n".join(line for line in text().partition("[layouts")[2].splitlines() if ".approved}" not in line)
        .replace("widths = [32, 14, 14, 14, 14]", "widths = [32, 14, 14, 14]")
        .replace("columns = 5", "columns = 4")
    )  # fmt: skip
    there = moved(form(), filled(), narrower)
    assert set(there.lost) == {path for path in TYPED if path.endswith(f".{APPROVED}")}
    assert there.document.basic_data.amount("project", ADJUSTED) == Decimal("11.5")


# The sheet


def test_it_is_drawn_and_read_back() -> None:
    sheet = drawn(attachment2(form(), filled()))
    texts = {cell.text for cell in sheet.cells}
    assert {"2022年决算数", "年初预算数", "调整预算数", "2023年决算数", "古籍修复", "11.5"} <= texts
    back = read(form(), 2023, sheet)
    assert not back.problems
    assert back.texts == {path: said for path, said in TYPED.items() if not path.startswith("report.")}


def test_a_foreign_sheet_is_read_by_the_labels_of_the_columns() -> None:
    """The columns stand in another order, so that no line is as this program draws it."""
    sheet = drawn(attachment2(form(), filled()))
    places = {1: 4, 4: 1}
    turned = changed(sheet, lambda cell: cell._replace(column=places.get(cell.column, cell.column)))
    back = read(form(), 2023, turned)
    amounts = {path: said for path, said in back.texts.items() if path.startswith(LINES)}
    assert amounts == {path: said for path, said in TYPED.items() if path.startswith(LINES)}


def test_an_amount_in_a_column_that_a_line_has_not_is_told() -> None:
    sheet = with_text(drawn(attachment2(form(), filled())), "——", "7")
    back = read(form(), 2023, changed(sheet, lambda cell: cell._replace(text="经费") if cell.text == "附表1" else cell))
    assert [problem.found for problem in back.problems] == ["7"]


def test_last_years_sheet_gives_this_years_first_column() -> None:
    sheet = drawn(attachment2(form(), last_year()))
    begun = read_for(form(), empty(form()), Source((sheet,)))
    assert begun.texts[f"{LINES}.project.{BEFORE}"] == "10.5"
    assert begun.places[f"{LINES}.project.{BEFORE}"]
    assert not any(path.endswith((APPROVED, ADJUSTED, SETTLED)) for path in begun.texts)


# What the program knows by meaning


def test_a_year_begins_with_last_years_final_amounts() -> None:
    start = starting(form(), empty(form()), last_year())
    assert start.basic_data.amount("project", BEFORE) == Decimal("10.5")
    assert [(row.name, row.amounts[BEFORE]) for row in start.basic_data.rows("special")] == [
        ("古籍修复", Decimal("10.5"))
    ]
    assert not any(path.startswith(f"{LINES}.procurement") for path, cell in cells(form(), start).items() if cell.text)
    assert carried_over(form(), start, last_year())[f"{LINES}.project.{BEFORE}"] == Decimal("10.5")
    assert Begun(form(), start, last_year()).typed == frozenset()
    for entry, final in lines.with_last_year(form(), start, last_year()):
        assert entry.amount(BEFORE) == final


def test_a_document_that_says_what_it_should_has_no_findings() -> None:
    assert found(filled()) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({f"project.{APPROVED}": "13"}, [("A2-04", f"{LINES}.project.{APPROVED}")]),
        ({f"project.{ADJUSTED}": "9", f"special.1.{ADJUSTED}": "9"}, [("A2-08", f"{LINES}.project.{SETTLED}")]),
        ({f"procurement.{APPROVED}": "-1"}, [("A2-15", f"{LINES}.procurement.{APPROVED}")]),
        ({f"project.{APPROVED}": "30", f"special.1.{APPROVED}": "30"}, [("SF-01", f"{LINES}.project.{ADJUSTED}"), ("SF-01", f"{SPECIAL}.1.{ADJUSTED}")]),
        ({f"overseas_travel.{BEFORE}": "1", f"overseas_travel.{SETTLED}": "1", f"three_public.{SETTLED}": "3.6", f"three_public.{BEFORE}": "4"}, [("A2-07", f"{LINES}.three_public.{SETTLED}")]),
    ],
)  # fmt: skip
def test_the_programs_rules_judge_its_columns(typed: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert found(filled(typed)) == expected


def test_its_findings_speak_in_its_words() -> None:
    [finding] = checks.run(Case(form(), filled({f"special.1.{APPROVED}": "30", f"project.{APPROVED}": ""})))
    assert finding.message == "调整预算数填的是 11.5，不到年初预算数 30 的一半，请核对。"


def test_what_is_required_is_asked_for_in_each_column() -> None:
    judged = checks.run(Case(form(), filled({f"three_public.{column}": "" for column in COLUMNS})))
    assert [finding.where for finding in judged if finding.code == "A2-10"] == [
        f"{LINES}.three_public.{column}" for column in COLUMNS
    ]


def test_it_is_compared_with_last_year() -> None:
    unlike = last_year({f"project.{SETTLED}": "9"})
    assert ("P-01", f"{LINES}.project.{BEFORE}") in found(filled(), unlike)
    assert ("P-02", f"{LINES}.project.{SETTLED}") in found(filled({f"project.{BEFORE}": "7"}))


def test_amounts_in_yuan_are_found_in_every_column_of_this_year() -> None:
    typed = filled({f"project.{column}": "115000" for column in (APPROVED, ADJUSTED, SETTLED)})
    assert yuan.converted(form(), typed) == {
        f"{LINES}.project.{column}": "11.5" for column in (APPROVED, ADJUSTED, SETTLED)
    }


def test_its_facts_are_those_of_any_form() -> None:
    told = facts(form(), filled().basic_data, filled().self_assessment)
    assert told["expenditure.budget", "project"] == Decimal("11.5")
    assert told["expenditure.final", "special"] == Decimal("10.5")
    assert {concept for concept, _ in told} == {"expenditure.budget", "expenditure.final"}


def test_a_sentence_for_each_row_names_its_columns_and_what_is_left() -> None:
    [sentence] = linked(form(), filled())
    assert sentence.text == "古籍修复年初预算12万元，支出10.5万元，结余1万元。"
    assert sentence.cells == {f"{SPECIAL}.1.{name}" for name in ("name", APPROVED, ADJUSTED, SETTLED)}


def test_a_commented_total_opens_its_parts_in_the_same_column() -> None:
    reached = opened(form(), filled(), [f"{LINES}.project.{APPROVED}"]).cells
    assert {f"{LINES}.project.{APPROVED}", f"{SPECIAL}.1.{APPROVED}"} == {
        path for path in reached if path.startswith(LINES)
    }


def test_a_code_may_have_digits_in_rules_and_samples_too() -> None:
    sample = f"""
[[samples]]
name = "负数"
year = 2023
findings = ["A2-10", "A2-15"]

[samples.cells]
"{LINES}.special.1.name" = "甲"
"{LINES}.special.1.budget_1" = "-1"
"""
    numbered = read_edition(text().replace("approved", "budget_1") + sample)
    assert list(numbered.columns) == [BEFORE, "budget_1", ADJUSTED, SETTLED]


# A form of whose columns the program knows nothing


@pytest.mark.slow
def test_without_meanings_nothing_is_compared_or_taken_over() -> None:
    bare = without_meanings()
    assert {code for code, _ in found(filled({f"project.{ADJUSTED}": "9"}), last_year(), bare)} == {"A2-04"}
    assert not list(yuan.suspects(bare, filled({f"project.{SETTLED}": "115000"})))
    assert starting(bare, empty(bare), last_year()).basic_data.expenditure == ()
    assert carried_over(bare, filled(), last_year()) == {}
    assert facts(bare, filled().basic_data, filled().self_assessment) == {}
    assert f"{LINES}.procurement.{BEFORE}" in bare.cells


# What is wrong with a column


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "approved"', 'code = "adjusted"', "adjusted 出现了不止一次。"),
        ('label = "年初预算数"', 'label = "年初预算数", meaning = "budget"', "budget 出现了不止一次。"),
        ('label = "年初预算数"', 'label = "年初预算数", meaning = "预算"', "attachment2.columns.approved.meaning：应为 'last_final'、'budget'、'final' 之一。"),
        ('code = "approved"', 'code = "name"', "attachment2.columns.name.code：name 已经另有所指，请换一个代码。"),
        ('code = "approved"', 'code = "title"', "title 已经另有所指"),
        ('code = "approved"', 'code = "year"', "year 已经另有所指"),
        ('code = "approved"', 'code = "年初"', "不能作代码"),
        ("年初预算数", "{yaer}年预算数", "第 16 行 attachment2.columns.approved.label：不认识占位符 {yaer}"),
        ('meaning = "final"', 'meaning = "budget"', "budget 出现了不止一次。"),
        (', meaning = "final"', "", "不认识占位符 {balance}。"),
        (".adjusted}", ".adjusetd}", "没有 basic_data.expenditure.three_public.adjusetd 这样的单元格"),
        ("{label:attachment2.approved}", "{label:attachment2.aproved}", "表样中没有 attachment2.aproved 这一项文字。"),
        ("{basic_data.expenditure.project.approved}", "", "basic_data.expenditure.project.approved 没有出现在任何一格里"),
        ('holds = "adjusted ≥', 'holds = "budget ≥', "rules.SF-01.holds"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_one_is_told_with_its_line(old: str, new: str, said: str) -> None:
    place = (
        text().index(old)
        if not old.startswith(".")
        else text().index(f"{LINES}.three_public{old}") + len(f"{LINES}.three_public")
    )
    with pytest.raises(EditionError) as refused:
        read_edition(text()[:place] + new + text()[place + len(old) :])
    assert said in str(refused.value)


def test_basic_data_have_at_least_one_column() -> None:
    data = text()
    without = data[: data.index("columns = [")] + "columns = []\n" + data[data.index("\n[[attachment2.lines]]") :]
    with pytest.raises(EditionError, match=r"attachment2\.columns：至少应有 1"):
        read_edition(without)


def test_more_columns_than_a_sheet_has_room_for_are_refused() -> None:
    more = "".join(f'    {{ code = "more_{number}", label = "第{number}列" }},\n' for number in range(9))
    with pytest.raises(EditionError, match=r"attachment2\.columns：有 13 项，最多 12 项。"):
        read_edition(text().replace("columns = [\n", "columns = [\n" + more, 1))


def test_the_columns_of_old_are_the_ones_that_every_form_had() -> None:
    assert list(edition().columns) == ["prior_final", "budget", "final"]
    assert edition().meant == {"last_final": "prior_final", "budget": "budget", "final": "final"}
