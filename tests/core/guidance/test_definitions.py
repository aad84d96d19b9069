"""The definitions of an edition's cells in words."""

from evaluations.core.guidance.definitions import defined_sheets
from tests.core.builders import edition


def test_every_definition_stands_on_its_sheet_under_its_cells_name() -> None:
    sheets = {sheet.title: dict(sheet.lines) for sheet in defined_sheets(edition(), 2023)}
    assert list(sheets) == ["附件2", "附件3", "自评报告"]
    assert sheets["附件2"]["项目支出"].startswith("基本支出以外的全部项目支出")
    assert sheets["附件2"]["各行 2023年决算数"] == "取本年度部门决算。"
    assert "逐项填写的各行 2023年预算数" in sheets["附件2"]
    assert sheets["附件3"]["各指标 三级指标"].startswith("取批复的绩效目标表")
    assert sheets["自评报告"]["二、一般公共预算支出情况"].startswith("（一）基本支出情况")


def test_no_name_is_a_path_and_none_is_lost() -> None:
    sheets = defined_sheets(edition(), 2023)
    names = [name for sheet in sheets for name, _ in sheet.lines]
    assert not [name for name in names if "." in name or "*" in name or not name]
    hints = [chapter for chapter in edition().report.chapters if chapter.hint]
    assert len(names) == len(edition().definitions) + len(hints)
