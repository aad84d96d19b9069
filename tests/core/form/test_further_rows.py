"""Lists of rows in a further table: added, moved, judged, exchanged, stored, compared, and what is wrong with one."""

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange, rows, stored
from evaluations.core.content.comparing import differences
from evaluations.core.content.moving import moved
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.editions.samples import sample_document
from evaluations.core.form.document import Document, own_rows
from evaluations.core.form.stated import Sample
from evaluations.core.layouts.drawing import table
from evaluations.core.paths import Names, value_at
from tests.core.form.further import AREA, LIST, OFFICE, SHOP, TABLE, filled, form, text, with_houses

BOTH = with_houses(OFFICE, SHOP)


def names_of(document: Document) -> list[str]:
    return [row.name for row in own_rows(document, LIST)]


def findings(document: Document) -> list[tuple[str, str, str]]:
    found = checks.run(Case(form(), document))
    return [(one.code, one.where, one.message) for one in found if one.code.startswith("ZC")]


def test_rows_are_added_copied_moved_and_removed() -> None:
    up = rows.move(form(), BOTH, f"{LIST}.2", -1)
    assert names_of(up.document) == ["门面", "办公楼"]
    assert up.moves == {f"{LIST}.1": f"{LIST}.2", f"{LIST}.2": f"{LIST}.1"}
    assert names_of(rows.copy(form(), BOTH, f"{LIST}.1").document) == ["办公楼", "办公楼", "门面"]
    assert names_of(rows.remove(form(), BOTH, f"{LIST}.1").document) == ["门面"]
    assert own_rows(rows.remove_last(form(), BOTH, LIST, 2).document, LIST) == ()


def test_a_list_takes_no_more_rows_than_it_says() -> None:
    full = rows.add(form(), BOTH, LIST).document
    with pytest.raises(rows.TooManyRows, match="已有 3 行，不能再添加。"):
        rows.add(form(), full, LIST)
    with pytest.raises(rows.NoSuchRow):
        rows.add(form(), BOTH, f"{TABLE}.cars")


def test_it_is_drawn_row_by_row() -> None:
    shown = [(row.row_path, row.list_path, [box.shown for box in row.cells]) for row in table(form(), TABLE, BOTH).rows]
    assert shown[-2:] == [
        (f"{LIST}.1", "", ["办公楼", "1000", "自用"]),
        (f"{LIST}.2", LIST, ["门面", "200.5", "出租"]),
    ]
    empty = table(form(), TABLE, filled()).rows[-1]
    assert (empty.row_path, empty.list_path) == ("", LIST)


def test_its_cells_and_rows_have_names() -> None:
    names = Names(form(), rows.add(form(), BOTH, LIST).document)
    assert names.of(LIST) == "附件4 房屋"
    assert names.of(f"{LIST}.2") == "附件4 房屋 门面"
    assert names.of(f"{LIST}.2.area") == "附件4 房屋 门面 面积"
    assert names.within_table(f"{LIST}.3.use") == "房屋 第 3 行 用途"
    assert value_at(BOTH, f"{LIST}.2.area") == "200.5"


def test_rules_judge_each_row_and_whole_columns() -> None:
    assert findings(BOTH) == []
    assert findings(with_houses(OFFICE, {**SHOP, "area": "0"}, {})) == [
        ("ZC-02", f"{LIST}.2.area", "门面的面积是 0，应大于 0。"),
        ("ZC-03", AREA, "填的是 1200.5，各处之和是 1000（1000 + 0），请核对。"),
    ]


def test_rows_are_exchanged_and_stored_as_they_are() -> None:
    for document in (BOTH, with_houses(OFFICE, {}, SHOP)):
        told = interchange.dump(document)
        assert interchange.for_edition(form(), interchange.new_document(told.encode())) == document
        assert interchange.stored_document(told) == document
        assert stored.further(form(), stored.rows(form(), document)) == document.further


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"houses"', '"cars"', "$.further.assets.rows.cars：表样没有这一项。"),
        ('"use": "出租"', '"used": "出租"', "$.further.assets.rows.houses[1].fields.used：表样没有这一项。"),
        ('"use": "出租"', '"use": "借"', "$.further.assets.rows.houses[1].fields.use：填的是“借”"),
        ('"houses": [', '"houses": [{}, {}, ', "$.further.assets.rows.houses：有 4 行，最多 3 行。"),
    ],
)
def test_a_file_that_says_them_wrong_is_told_where(old: str, new: str, said: str) -> None:
    told = interchange.dump(BOTH)
    assert told.count(old) == 1
    with pytest.raises(interchange.Faults) as refused:
        interchange.for_edition(form(), interchange.new_document(told.replace(old, new).encode()))
    assert any(line.startswith(said) for line in refused.value.lines)


def test_a_row_is_recognised_wherever_it_stands() -> None:
    turned = rows.move(form(), BOTH, f"{LIST}.2", -1).document
    assert not list(differences(form(), BOTH, turned))
    renamed = with_houses({**OFFICE, "name": "主楼"}, SHOP)
    assert [one[:4] for one in differences(form(), BOTH, renamed)] == [
        (f"{LIST}.1.name", f"{LIST}.1.name", "办公楼", "主楼")
    ]


def test_rows_come_along_to_another_edition() -> None:
    assert moved(form(), BOTH, form()).document.further == BOTH.further
    without = read_edition(text().replace("most = 3", "most = 1"))
    assert moved(form(), BOTH, without).document.further == BOTH.further


def test_a_sample_fills_in_rows() -> None:
    sample = Sample(name="一处", year=2023, cells={f"{LIST}.1.name": "办公楼", f"{LIST}.2.area": "3"})
    document, wrong = sample_document(form(), sample)
    assert not wrong
    assert names_of(document) == ["办公楼", ""]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('path = "further.assets.houses"', 'path = "further.cars.houses"', "表样没有 further.cars.houses 所在的表。"),
        ('path = "further.assets.houses"', 'path = "further.assets.rooms"', "further.assets.rooms 没有列"),
        ('path = "further.assets.houses"', 'path = "further.assets.rooms"', "没有 further.assets.houses 这样的多行内容"),
        ('path = "further.assets.houses"', 'path = "assets.houses"', "不能作列表：写 further.表的代码.名称"),
        ('path = "further.assets.houses"', 'path = "further.assets.houses"\nlabel = "1"\n\n[[lists]]\npath = "further.assets.houses"', "出现了不止一次。"),
        ("most = 3", "most = 201", "most"),
        ('cell = "further.assets.note"', 'cell = "further.assets.houses"\nlabel = "房"\n\n[[fields]]\ncell = "further.assets.note"', "further.assets.houses 已经有了，请换一个名称。"),
        ('label = "面积"\nkind = "area"', 'label = "面积"\nkind = "area"\nformula = "further.assets.area"', "多行内容的列不能有 formula。"),
        ('text = "{further.assets.houses.use}"', 'text = ""', "further.assets.houses.use 没有出现在任何一格里"),
        ('holds = "area > 0"', 'holds = "aera > 0"', "rules.ZC-02.holds"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_one_is_told_with_its_line(old: str, new: str, said: str) -> None:
    assert old in text()
    with pytest.raises(EditionError) as refused:
        read_edition(text().replace(old, new, 1))
    assert said in str(refused.value)
