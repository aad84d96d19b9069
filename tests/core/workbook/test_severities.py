"""A rule of the program with another severity is a word in the workbook and a rule of the edition's own."""

import pytest

from evaluations.core.checks import of
from evaluations.core.readback.source import Source
from evaluations.core.workbook.differences import differences
from evaluations.core.workbook.reading import read
from evaluations.core.workbook.writing import pages
from tests.core.workbook.sheets import form, place_of, reading

pytestmark = pytest.mark.slow


def severity_of(code: str) -> tuple[str, str]:
    """The cell with the severity of the program's rule."""
    return "通用核对", f"C{place_of('通用核对', code)[1:]}"


def test_the_severity_of_a_rule_of_the_program_is_changed_by_one_word() -> None:
    back = reading({severity_of("A3-08"): "需说明"}).edition
    assert back
    assert {rule.severity for rule in back.rules if rule.code == "A3-08"} == {"warning"}
    assert "A3-08" not in back.standard_rules
    assert of(back).keys() == of(form()).keys()
    (told,) = differences(form(), back)
    assert told.startswith("“通用核对”中 A3-08（")
    assert told.endswith("的严重程度由“错误”改为“需说明”。")


def test_a_severity_that_only_the_program_can_judge_is_told_not_to_be_changed() -> None:
    mistakes = reading({severity_of("N-19"): "错误"}).mistakes
    assert [str(each) for each in mistakes] == [
        f"工作表“通用核对” {severity_of('N-19')[1]}：N-19 的严重程度由程序判断，不能改，请清空。"
    ]


def test_a_rule_that_is_switched_off_has_no_severity() -> None:
    row = severity_of("A3-08")[1][1:]
    back = reading({("通用核对", f"B{row}"): "否", severity_of("A3-08"): "提示"}).edition
    assert back
    assert "A3-08" not in of(back)


def test_a_changed_severity_stands_in_the_workbook_made_of_the_edition() -> None:

    other = reading({severity_of("A3-08"): "提示", severity_of("A2-10"): "错误"}).edition
    assert other
    sheets = tuple(page.table for page in pages(other))
    standard = next(sheet for sheet in sheets if sheet.name == "通用核对")
    row = next(cell.row for cell in standard.cells if cell.text == "A3-08")
    assert [cell.text for cell in standard.cells if cell.row == row][:3] == ["A3-08", "是", "提示"]
    assert read(Source(sheets)).edition == other
