"""Lists as Excel files: what stands in them, and what is read of them again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from evaluations.core.lists.columns import ListShape
from evaluations.core.lists.comparing import compare
from evaluations.core.lists.comparison import PresentList
from evaluations.core.lists.rows import read_rows
from evaluations.files import reading
from evaluations.files.list_sheets import list_workbook
from evaluations.files.reading import Unread, read, read_list
from tests.core.lists.shapes import CODE, HEADINGS, NAME, SHAPE, values
from tests.core.lists.test_comparing import lines
from tests.files import office

pytestmark = pytest.mark.slow

ROWS = [
    values("010101", "=SUM(A1)", section="教科文科", since="2024-03-01", year="2024"),
    values("010102", "文化_x0041_馆", parent="010", active="否"),
]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process waits long for its turn."""
    monkeypatch.setattr(reading.LIST_CHILDREN, "seconds", 120)


def written(rows: list[dict[str, str]], shape: ListShape = SHAPE) -> bytes:
    return list_workbook(shape, rows, author="财政局")


def book(rows: list[dict[str, str]]) -> Workbook:
    return load_workbook(BytesIO(written(rows)))


def changed_by(content: bytes, rows: list[dict[str, str]]) -> list[object]:
    """What taking over the file would change in a list that holds these rows."""
    found = read_rows(SHAPE, read_list("清单.xlsx", content))
    comparison = compare(SHAPE, found, PresentList(rows), {})
    return [*comparison.to_store, *comparison.faults, *comparison.questions, *found.notes]


def test_the_headings_stand_in_the_first_row_and_stay_in_sight() -> None:
    page = book(ROWS)["单位"]
    headings = [cell.value for cell in page[1]]
    assert headings == ["*单位代码", "*单位名称", *HEADINGS[2:]]
    assert page.freeze_panes == "B2"
    assert page.print_title_rows == "$1:$1"


def test_codes_and_names_are_texts_days_are_days_and_nothing_is_a_formula() -> None:
    code, name, _, _, since, year, _ = book(ROWS)["单位"][2]
    assert (code.value, code.number_format, code.data_type) == ("010101", "@", "s")
    assert (name.value, name.data_type, name.quotePrefix) == ("=SUM(A1)", "s", True)
    assert (since.value, since.number_format, year.value) == (datetime(2024, 3, 1), "yyyy-mm-dd", 2024)  # noqa: DTZ001 - sheets know no time zones


def test_what_is_typed_below_the_rows_is_text_too() -> None:
    dimensions = book([])["单位"].column_dimensions
    assert [dimensions[letter].number_format for letter in "ABEF"] == ["@", "@", "yyyy-mm-dd", "0"]


def test_what_can_be_chosen_drops_down_from_a_hidden_sheet() -> None:
    made = book([])
    assert made["选项"].sheet_state == "hidden"
    assert [[cell.value for cell in row] for row in made["选项"].iter_rows()] == [["教科文科", "是"], ["农业科", "否"]]
    listed = {str(one.sqref): one.formula1 for one in made["单位"].data_validations.dataValidation}
    assert listed == {"C2:C20001": "选项!$A$1:$A$2", "G2:G20001": "选项!$B$1:$B$2"}


def test_each_column_is_explained_with_an_example() -> None:
    page = book([])["说明"]
    lines = [[cell.value or "" for cell in row] for row in page.iter_rows()]
    assert [line[0] for line in lines[: len(HEADINGS) + 1]] == ["列名", *HEADINGS]
    assert lines[1][1:] == ["必填", "", "101001"]
    assert lines[3][2] == "可填“教科文科”、“农业科”。"
    assert "要清空，请填“无”" in str(lines)


def test_a_long_explanation_gets_a_row_that_shows_all_of_it() -> None:
    long = replace(CODE, help="很长的说明。" * 20)
    page = load_workbook(BytesIO(written([], ListShape("单位", (long, NAME)))))["说明"]
    assert page.row_dimensions[2].height > 3 * page.row_dimensions[3].height


def test_equal_rows_give_equal_bytes() -> None:
    assert written(ROWS) == written([dict(row) for row in ROWS])


def test_what_was_written_changes_nothing_when_it_is_read() -> None:
    assert not changed_by(written(ROWS), ROWS)


@settings(max_examples=15)
@given(st.dictionaries(lines, st.tuples(lines, lines, st.dates(date(1900, 1, 1), date(2100, 12, 31))), min_size=1))
def test_whatever_its_texts_a_list_that_was_written_changes_nothing(
    listed: Mapping[str, tuple[str, str, object]],
) -> None:
    rows = [values(code, name, parent=parent, since=str(day)) for code, (name, parent, day) in listed.items()]
    assert not changed_by(written(rows), rows)


def test_what_libreoffice_saves_changes_nothing_either(tmp_path: Path) -> None:
    (tmp_path / "清单.xlsx").write_bytes(written(ROWS))
    saved = office.converted(tmp_path / "清单.xlsx", "xlsx", ":Calc MS Excel 2007 XML")
    assert saved.read_bytes() != written(ROWS)
    assert not changed_by(saved.read_bytes(), ROWS)


def test_a_list_is_read_that_is_longer_than_any_form() -> None:
    rows = [values(f"{number:06d}", f"单位{number}", since="2024-03-01") for number in range(2000)]
    content = written(rows)
    with pytest.raises(Unread, match="超过 500 行"):
        read("清单.xlsx", content)
    assert not changed_by(content, rows)


def test_a_list_that_is_too_long_is_refused_with_what_to_do() -> None:
    large = Workbook(write_only=True)
    page = large.create_sheet("单位")
    for _ in range(20_100):
        page.append(["101001"])
    content = BytesIO()
    large.save(content)
    with pytest.raises(Unread, match=r"“单位”超过 20000 行或 50 列.*分成几个文件"):
        read_list("清单.xlsx", content.getvalue())


def test_other_kinds_of_files_are_refused_with_what_to_do() -> None:
    for name, content, words in (
        ("清单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "另存为 .xlsx"),
        ("清单.csv", b"a,b", "另存为 .xlsx"),
        ("清单.docx", b"PK\x03\x04", "清单请用 Excel"),
    ):
        with pytest.raises(Unread, match=words):
            read_list(name, content)
