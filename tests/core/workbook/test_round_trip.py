"""An edition as a workbook, and back, is the same edition; its text, too."""

from pathlib import Path

import pytest

from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import data_of, text_of, with_named_rules
from evaluations.core.readback.source import Source
from evaluations.core.workbook.reading import read
from tests.core import builders
from tests.core.workbook.sheets import EDITIONS, PROJECT, SICHUAN, form, place_of, reading, tables

every_edition = pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)


@every_edition
def test_a_workbook_read_back_is_the_same_edition(path: Path) -> None:
    back = read(Source(tables(path)))
    assert not back.mistakes
    assert back.edition == with_named_rules(form(path))
    assert back.edition.rules == form(path).rules


@pytest.mark.slow
@every_edition
def test_the_text_of_what_a_workbook_says_is_the_edition_too(path: Path) -> None:
    text = text_of(read(Source(tables(path))).data)
    assert read_edition(text) == with_named_rules(form(path))
    assert text == text_of(read(Source(tables(path))).data)


@pytest.mark.slow
@every_edition
def test_an_edition_written_as_text_is_the_same_edition(path: Path) -> None:
    assert read_edition(text_of(data_of(form(path)))) == form(path)


def test_a_form_with_rules_apart_from_the_programs_keeps_them() -> None:
    rule = form().rules[0].model_copy(update={"severity": "error"})
    apart = form().model_copy(update={"rules": (rule, *form().rules[1:])})
    assert rule in with_named_rules(apart).rules
    assert with_named_rules(apart).rules == apart.rules
    assert rule.code not in with_named_rules(apart).standard_rules


@pytest.mark.slow
def test_sheets_and_columns_may_stand_in_another_order() -> None:
    turned = [table._replace(cells=table.cells[::-1]) for table in reversed(tables())]
    assert read(Source(tuple(turned))).edition == with_named_rules(form())
    moved = [
        table._replace(cells=tuple(cell._replace(column=(cell.column + 3) % 20) for cell in table.cells))
        if table.name == "行"
        else table
        for table in tables()
    ]
    assert read(Source(tuple(moved))).edition == with_named_rules(form())


def test_what_offices_write_is_forgiven() -> None:
    formula = place_of("字段", "self_assessment.fiscal_executed ÷ self_assessment.fiscal_adjusted", SICHUAN)
    holds = place_of("核对", "合计(self_assessment.indicators.weight) = 90", SICHUAN)
    changes = {
        ("表样", "B3"): " ｓichuan-project-2023 ",
        ("表样", "B4"): "2.0",
        ("表样", "B9"): "0.9",
        ("字段", "A2"): " 单元格 ",
        ("字段", formula): "self_assessment.fiscal_executed／self_assessment.fiscal_adjusted",
        ("核对", holds): "合计（self_assessment.indicators.weight）＝90",
        ("等级", "C3"): "９０",
        ("自评表", "D5"): "｛project.name｝",
    }
    read_back = reading(changes, SICHUAN)
    assert [str(mistake) for mistake in read_back.mistakes] == []
    assert read_back.edition
    assert read_back.edition.layouts == form(SICHUAN).layouts
    same = {name: getattr(read_back.edition, name) for name in ("code", "version", "thresholds", "scoring", "required")}
    assert same == {name: getattr(form(SICHUAN), name) for name in same}


def test_a_line_of_a_table_says_by_itself_where_it_is_filled_in_and_how_it_looks() -> None:
    row = place_of("自评表", "项目名称", PROJECT)[1:]
    without = {("自评表", f"{column}{row}"): "" for column in ("L", "M", "N", "O")}
    back = reading(without, PROJECT)
    assert back.edition
    line = back.edition.layouts.tables["attachment3"].lines[2]
    assert [cell.role for cell in line.cells] == ["heading", "text"]


def test_a_line_that_begins_with_example_says_nothing() -> None:
    back = reading({("必填", "A9"): "例：preparer.name"}, PROJECT)
    assert back.edition
    assert back.edition.required == form(PROJECT).required


def test_a_rule_that_is_switched_off_is_no_rule_of_the_edition() -> None:
    off = reading({("核对", "B3"): "否", ("通用核对", "B40"): "否"})
    assert off.edition
    assert "P-02" not in off.edition.standard_rules
    assert {rule.code for rule in off.edition.rules} == {rule.code for rule in form().rules} - {"P-02"}


@pytest.mark.slow
def test_next_years_form_is_made_by_a_few_cells() -> None:
    changes = {
        ("表样", "B3"): "lusong-2024",
        ("表样", "B4"): "1",
        ("表样", "B5"): "株洲市芦淞区 2024 年度部门整体支出绩效自评表样",
        ("指标", place_of("指标", "40")): "50",
        ("指标", place_of("指标", "20")): "10",
        ("行", place_of("行", "会议费、培训费")): "会议费、培训费、劳务费",
    }
    made = reading(changes).edition
    assert made
    assert (made.code, made.version) == ("lusong-2024", 1)
    assert [level.weight for level in made.attachment3.levels[:2]] == [50, 10]
    assert made.line["meeting_training"].label == "会议费、培训费、劳务费"
    assert made.layouts == builders.edition().layouts
