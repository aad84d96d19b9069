"""Mistakes in a layout are refused when the edition is read, by the line and cell where they stand."""

import pytest

from evaluations.core.editions.file import EditionError, read_edition
from tests.core.builders import SHIPPED

TEXT = SHIPPED.read_text(encoding="utf-8")
OFFICE = "{basic_data.expenditure.office.final}"
NAME = "{basic_data.expenditure.other_project.name|……}"
LEVEL = "{self_assessment.indicators.level+}"
BUILDING = 'section = "basic_data.buildings"'
STAFFING = 'rows = 2, text = "{label:attachment2.staffing}"'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # Marks
        (OFFICE, "{basic_data.expenditure.office.finl}", "没有 basic_data.expenditure.office.finl 这样的单元格，是否为 basic_data.expenditure.office.final。"),
        (OFFICE, "{x}", "没有 x 这样的单元格。"),
        (OFFICE, "{}", "花括号中应写名称。"),
        (OFFICE, "", "basic_data.expenditure.office.final 没有出现在任何一格里"),
        (OFFICE, "{basic_data.expenditure.office.final", "花括号应成对。"),
        (OFFICE, "{basic_data.expenditure.office.budget}", "basic_data.expenditure.office.budget 出现了不止一次。"),
        (OFFICE, "{basic_data.expenditure.office.final}万元", "应写在这一格的最后，一格只能有一个数。"),
        (OFFICE, f"{{self_assessment.total_score}}{OFFICE}", "应写在这一格的最后，一格只能有一个数。"),
        (OFFICE, "{basic_data.expenditure.office.final+}", "{basic_data.expenditure.office.final} 不能用 + 合并。"),
        (OFFICE, "{basic_data.expenditure.office.final|无}", "不在多行内容中，不能用 | 写空着时的文字。"),
        (OFFICE, "{self_assessment.executed}", "没有 self_assessment.executed 这样的单元格"),
        (LEVEL, "{self_assessment.indicators.level}", "应写成 {self_assessment.indicators.level+}"),
        ("{label:attachment2.staffing}", "{label:attachment2.stafing}", "表样中没有 attachment2.stafing 这一项文字。"),
        (NAME, "{basic_data.expenditure.other_project.name|{label:x}}", "表样中没有 x 这一项文字。"),
        (NAME, "{basic_data.expenditure.other_project.name|{year}{}", "花括号应成对。"),
        (NAME, "{preparer.name}", "没有 preparer.name 这样的单元格"),
        ("{label:foot.signature}", "{year}{yaer}", "没有 yaer 这样的单元格"),
        ("{label:foot.signature}", "\\u0007", "含有看不见的控制字符"),
        (LEVEL, f"{LEVEL}{{self_assessment.indicators.name}}", "是几行共有的，不能与 {self_assessment.indicators.name} 写在同一格。"),
        # Lines
        (BUILDING, 'section = "basic_data.bildings"', "没有 basic_data.bildings 这样的多行内容，应为 basic_data.expenditure.other_project、"),
        (BUILDING, "", "没有 basic_data.buildings.approved_area 这样的单元格"),
        (BUILDING, f'{BUILDING}\nwhen_empty = "none"', "when_empty：应为 'blank'、'nothing' 之一"),
        (f'part = "basic_data"\n{BUILDING}', BUILDING, 'basic_data.buildings.approved_area 在“basic_data”一步填写，这一行应写明 part = "basic_data"。'),
        ("[[layouts.attachment2.lines]]", f"[[layouts.attachment2.lines]]\n{BUILDING}", "第一行不能是多行内容。"),
        # Spans
        (STAFFING, STAFFING.replace("2", "3", 1), "超出了表的宽度"),
        (STAFFING, STAFFING.replace("2", "0", 1), "rows：不能小于 1"),
        (STAFFING, f"columns = 2, {STAFFING}", "超出了表的宽度：表有 7 列，这一格从第 7 列起占 2 列。"),
        ("widths = [30, ", "widths = [30, 9, ", "这一行还空着 1 列，各格的列数之和应为 8。"),
        ("widths = [30, ", "widths = [0, ", "layouts.attachment2.widths.1：不能小于 1"),
        ('{ role = "label", indent = 1, text = "{basic', '{ role = "label", rows = 2, text = "{basic', "多行内容中的单元格不能再向下合并。"),
        ('columns = 9, text = "{label:foot', 'columns = 9, rows = 9, text = "{label:foot', "向下合并 9 行，超出了表的最后一行。"),
        ('role = "title"', 'role = "headline"', "role：应为"),
        ("indent = 3", "indent = 5", "indent：不能大于 4"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_layout_is_refused_by_its_place(old: str, new: str, told: str) -> None:
    assert old in TEXT
    with pytest.raises(EditionError) as refused:
        read_edition(TEXT.replace(old, new, 1))
    assert told in str(refused.value)
    assert all(" layouts." in line for line in str(refused.value).split("\n"))


def test_the_line_of_the_cell_is_named() -> None:
    line = TEXT[: TEXT.index(OFFICE)].count("\n") + 1
    with pytest.raises(EditionError, match=rf"第 {line} 行 layouts\.attachment2\.lines\.19\.cells\.4\.text：没有 x"):
        read_edition(TEXT.replace(OFFICE, "{x}"))
