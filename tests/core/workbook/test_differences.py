"""What differs between two editions is told in sentences with the words of the workbook."""

from pathlib import Path

import pytest

from evaluations.core.form.edition import Edition
from evaluations.core.workbook.differences import differences
from tests.core import builders
from tests.core.workbook.sheets import EDITIONS, PROJECT, SICHUAN, form, place_of, reading

WEIGHTS = "合计(self_assessment.indicators.weight) = 90"


def made(changes: dict[tuple[str, str], str], path: Path = builders.SHIPPED) -> Edition:
    """The edition after these changes to its workbook."""
    back = reading(changes, path)
    assert back.edition, [str(mistake) for mistake in back.mistakes]
    return back.edition


@pytest.mark.slow
@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_an_edition_does_not_differ_from_itself(path: Path) -> None:
    assert not differences(form(path), form(path))
    assert not differences(form(path), made({}, path))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "old", "new", "told"),
    [
        ("表样", "5", "6", "“表样”的版本由“5”改为“6”。"),
        ("表样", "90%", "85%", "“表样”的执行率下限由“90%”改为“85%”。"),
        ("文字", "附件3", "附件4", "“文字”的attachment3.number（自评表：附件的编号）由“附件3”改为“附件4”。"),
        ("基础数据表", "——", "—", "“基础数据表”删去一行：{文字:attachment2.lines.government_procurement} | —— | "),
        ("基础数据表", "宽30", "宽40", "“基础数据表”的版式有改动：列宽、合并、步骤或样式。"),
        ("行", "会议费、培训费", "会议费、培训费、劳务费", "“行”中 meeting_training（会议费、培训费） 的名称由“会议费、培训费”改为“会议费、培训费、劳务费”。"),
        ("指标库", "开展活动场次", "活动场次", "“指标库”删去 output.quantity 开展活动场次。"),
        ("等级", "90", "88", "“等级”中 评价等级 优 的下限由“90”改为“88”。"),
        ("必填", "preparer.phone", "filing_date", "“必填”删去 preparer.phone。"),
        ("通用核对", "P-02", "", "“通用核对”停用 P-02（决算数与上年相比增减超过规定幅度的，说明原因）。"),
        ("报告句子", "{year}年基本支出合计{basic}万元。", "{year}年基本支出共{basic}万元。", "“报告句子”中 overall_basic（{year}年基本支出合计{basic}万元。） 的句子由“{year}年基本支出合计{basic}万元。”改为“{year}年基本支出共{basic}万元。”。"),
    ],
)  # fmt: skip
def test_one_change_is_told_in_one_sentence(sheet: str, old: str, new: str, told: str) -> None:
    changes = {(sheet, place_of(sheet, old)): new}
    if not new:
        changes = {(sheet, f"B{place_of(sheet, old)[1:]}"): "否"}
    assert any(sentence.startswith(told) for sentence in differences(form(), made(changes)))


def test_weights_moved_from_one_level_to_another_are_told() -> None:
    changes = {("指标", place_of("指标", "40")): "50", ("指标", place_of("指标", "20")): "10"}
    assert differences(form(), made(changes)) == [
        "“指标”中 output（产出指标） 的分值由“40”改为“50”。",
        "“指标”中 benefit（效益指标） 的分值由“20”改为“10”。",
    ]


def test_a_rules_severity_and_condition_are_told_and_a_rule_switched_off() -> None:
    severity = ("核对", f"D{place_of('核对', WEIGHTS, SICHUAN)[1:]}")
    off = ("核对", f"B{place_of('核对', 'XM-02', SICHUAN)[1:]}")
    changes = {("核对", place_of("核对", WEIGHTS, SICHUAN)): WEIGHTS.replace("90", "80"), severity: "需说明", off: "否"}
    assert differences(form(SICHUAN), made(changes, SICHUAN)) == [
        "“核对”删去 XM-02（调整后预算数与年初预算不同的，说明原因）。",
        "“核对”中 XM-07（绩效指标权重合计 90 分） 的严重程度由“错误”改为“需说明”。",
        f"“核对”中 XM-07（绩效指标权重合计 90 分） 的必须成立由“{WEIGHTS}”改为“{WEIGHTS.replace('90', '80')}”。",
    ]


def test_a_field_under_another_code_loses_its_history() -> None:
    old, new = "self_assessment.other_executed", "self_assessment.others_executed"
    rules = [cell for cell in ("F5", "G5") if cell]
    changes = {
        ("字段", place_of("字段", old, PROJECT)): new,
        ("自评表", place_of("自评表", f"{{{old}}}", PROJECT)): f"{{{new}}}",
        **{("核对", cell): _text("核对", cell).replace(old, new) for cell in rules},
    }
    told = differences(form(PROJECT), made(changes, PROJECT))
    assert f"“字段”中“其他资金 全年执行数”的代码由 {old} 改为 {new}，往年的数据不再对应。" in told


def _text(sheet: str, name: str) -> str:
    rule = form(PROJECT).rules[2]
    return {"F5": rule.when or "", "G5": rule.holds}[name]


def test_a_form_with_another_table_is_told() -> None:
    assert "删去了“自评表”。" in differences(form(), form(EDITIONS[0]))
    assert "增加了“自评表”。" in differences(form(EDITIONS[0]), form())
