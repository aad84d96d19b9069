"""A further table: its place among the form's tables, its cells, its rules, its JSON, and what is wrong with one."""

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange
from evaluations.core.content.cells import cells, changes, in_form_order
from evaluations.core.content.moving import moved
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.form.document import FORMAT
from evaluations.core.layouts.drawing import table, tables
from evaluations.core.layouts.report import report
from evaluations.core.paths import Names, value_at
from tests.core.builders import edition, real_figures
from tests.core.form.further import AREA, COST, DAY, NET, NOTE, TABLE, TYPED, filled, form, text


def test_it_follows_the_other_tables_and_names_no_file_without_a_report() -> None:
    assert list(form().tables) == ["attachment2", "attachment3", TABLE]
    assert form().main_table.number == "附件3"
    assert [grid.name for grid in tables(form(), filled())] == ["附件2", "附件3", "附件4"]
    assert "2023年度国有资产情况表" in str(report(form(), filled()).attachments)


def test_its_cells_are_filled_in_like_others() -> None:
    assert {path: cell.text for path, cell in cells(form(), filled()).items() if path in TYPED} == TYPED
    assert filled().further["assets"].fields == {path.rpartition(".")[2]: said for path, said in TYPED.items()}
    assert value_at(filled(), NET) == "120"
    assert {*TYPED} <= form().cells


def test_a_table_of_which_nothing_is_filled_in_leaves_no_trace() -> None:
    emptied = filled(**dict.fromkeys(("area", "cost", "net", "day", "note"), ""))
    assert emptied == interchange.for_edition(form(), real_figures())
    assert '"further"' not in interchange.dump(emptied)
    assert [change[0] for change in changes(form(), filled(), emptied)] == [AREA, COST, NET, DAY, NOTE]


def test_it_is_drawn_with_what_is_worked_out() -> None:
    boxes = [(box.path, box.value) for row in table(form(), TABLE, filled()).rows for box in row.cells]
    assert (COST, Decimal(300)) in boxes
    assert ("", Fraction(2, 5)) in boxes
    assert table(form(), TABLE, filled()).page.orientation == "landscape"


def test_a_rule_judges_its_cells() -> None:
    judged = [finding for finding in checks.run(Case(form(), filled(net="301"))) if finding.code == "ZC-01"]
    assert [(finding.where, finding.message) for finding in judged] == [(NET, "净值是 301，超过原值 300，请改正。")]
    assert not [finding for finding in checks.run(Case(form(), filled())) if finding.code == "ZC-01"]


def test_its_cells_have_names() -> None:
    names = Names(form(), filled())
    assert (names.of(NET), names.sheet(NET), names.within_table(NET)) == ("附件4 资产净值", "附件4", "资产净值")
    assert names.of(f"{TABLE}.gone") == f"{TABLE}.gone"


def test_it_is_exchanged_as_it_is() -> None:
    told = interchange.dump(filled())
    assert f'"format": "{FORMAT}"' in told
    assert interchange.for_edition(form(), interchange.new_document(told.encode())) == filled()
    assert interchange.stored_document(told) == filled()
    assert in_form_order(form(), filled()) == filled()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"assets"', '"cars"', "$.further.cars：表样没有这一项。"),
        ('"cost"', '"price"', "$.further.assets.fields.price：表样没有这一项。"),
        ('"1200.5"', '"1200.50"', "$.further.assets.fields.area：应写成“1200.5”。"),
        ('"2024-01-05"', '"昨天"', "$.further.assets.fields.day：填的是“昨天”"),
    ],
)
def test_a_file_that_says_it_wrong_is_told_where(old: str, new: str, said: str) -> None:
    told = interchange.dump(filled())
    assert told.count(old) == 1
    with pytest.raises(interchange.Faults) as refused:
        interchange.for_edition(form(), interchange.new_document(told.replace(old, new).encode()))
    assert any(line.startswith(said) for line in refused.value.lines)


def test_another_edition_without_the_table_names_what_is_lost() -> None:
    assert set(moved(form(), filled(), edition()).lost) == {*TYPED}
    assert not moved(form(), filled(), form()).lost


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "assets"', 'code = "cars"', "further.assets 与 layouts.further.assets 应当都写"),
        ("[[fields]]\n", '[[fields]]\ncell = "further.cars.number"\nlabel = "数量"\n\n[[fields]]\n', "表样没有 further.cars.number 所在的表。"),
        ('code = "assets"', 'code = "Assets"', "不能作代码"),
        ('code = "assets"', f'code = "{"a" * 21}"', "不能作代码"),
        ('hint = "年末', 'hint = "{year}年末', "further.assets.hint：不认识占位符 {year}，这里不能用占位符。"),
        ('part = "further.assets"', 'part = "further.cars"', '这一行应写明 part = "further.assets"。'),
        ('part = "further.assets"', 'part = "assets"', "“assets”不能作填报的步骤"),
        ('"{further.assets.note}"', '"{further.assets.notes}"', "没有 further.assets.notes 这样的单元格，是否为 further.assets.note。"),
        ('"{further.assets.note}"', '""', "further.assets.note 没有出现在任何一格里，填报人无处可填。"),
        ('holds = "further.assets.net ≤', 'holds = "further.assets.nett ≤', "rules.ZC-01.holds"),
        ("[[further]]\n", '[[further]]\ncode = "assets"\nnumber = "1"\nfile_name = "1"\ntitle = "1"\n\n[[further]]\n', "assets 出现了不止一次。"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_one_is_told_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(EditionError) as refused:
        read_edition(text().replace(old, new, 1))
    assert said in str(refused.value)
