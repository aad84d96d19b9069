"""A form's own cells and columns: stated by the edition, filled in, drawn, judged and kept like the others."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange
from evaluations.core.content.cells import cells
from evaluations.core.content.cells import fill as typed_into
from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.layouts.drawing import tables
from evaluations.core.paths import Names, value_at
from tests.core.builders import SHIPPED, fill
from tests.core.form.own_fields import (
    BEGUN,
    EACH,
    FUNDS,
    NAME,
    NATURE,
    PART,
    PROJECT,
    RATE,
    STAFF,
    everything,
    filled,
    form,
)


def test_each_kind_is_read_and_shown() -> None:
    shown = {path: cell for path, cell in cells(form(), everything()).items() if form().own_field(path)}
    assert shown[FUNDS] == ("amount", "1234.5")
    assert shown[BEGUN] == ("date", "2023-03-01")
    assert shown[STAFF] == ("count", "12")
    assert shown[NATURE] == ("choice", "定量")
    assert shown[NAME] == ("line", "图书馆免费开放")
    assert value_at(everything(), NAME) == "图书馆免费开放"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (FUNDS, "十二万", "应为数字"),
        (BEGUN, "三月", "应为日期，例如 2024-03-15"),
        (STAFF, "1.5", "应为"),
        (NATURE, "定向", "填的是“定向”，应为定量、定性之一，或者不选。"),
    ],
)
def test_what_cannot_be_read_is_told(path: str, text: str, said: str) -> None:
    kept, errors = typed_into(form(), filled(), {path: text})
    assert said in errors[path]
    assert kept == filled()


def test_a_cell_that_is_cleared_is_gone() -> None:
    cleared = fill(form(), everything(), dict.fromkeys((NAME, FUNDS, BEGUN, STAFF, NATURE), ""))
    assert cleared == filled()
    assert not cleared.self_assessment.fields


def test_they_stand_on_the_sheet_as_values_of_their_kind() -> None:
    [grid] = tables(form(), everything())
    values = {cell.path: cell.value for row in grid.rows for cell in row.cells}
    assert values[FUNDS] == Decimal("1234.5")
    assert values[STAFF] == 12
    assert values[BEGUN] == "2023年3月1日"
    assert values[NATURE] == "定量"
    texts = {cell.path: cell.text for row in grid.rows for cell in row.cells}
    assert texts[BEGUN] == "开始日期："


def test_what_is_worked_out_stands_on_the_sheet_and_is_not_typed() -> None:
    [grid] = tables(form(), fill(form(), everything(), {f"{PART}fiscal_adjusted": "3000"}))
    rate, each = grid.rows[-1].cells
    assert (rate.shown, rate.path) == ("41.2%", "")
    assert (each.value, each.path) == (Decimal("102.875"), "")
    assert not {RATE, EACH} & cells(form(), everything()).keys()


def test_nothing_is_worked_out_from_blanks() -> None:
    [grid] = tables(form(), filled())
    assert [cell.shown for cell in grid.rows[-1].cells] == ["—", ""]


def test_they_have_the_names_that_the_form_gives_them() -> None:
    names = Names(form(), everything())
    assert names.of(NAME) == "附件 项目名称"
    assert names.of(NATURE) == "附件 指标 1“开放天数” 指标性质"
    assert names.within_table(FUNDS) == "本年财政拨款 全年执行数"


def test_a_row_of_which_only_an_own_column_is_filled_in_is_not_blank() -> None:
    [row] = fill(form(), filled(), {f"{PART}indicators.1.name": "", NATURE: "定性"}).self_assessment.indicators
    assert not row.blank


def test_rules_read_them() -> None:
    wrong = fill(form(), filled(), {f"{PART}executed": "3", FUNDS: "1", f"{PART}carried_over_executed": "1.5"})
    [found] = [one for one in checks.run(Case(form(), wrong)) if one.code == "XM-01"]
    assert (found.where, found.found, found.expected) == (f"{PART}executed", "3", "2.5")


def test_a_required_one_is_asked_for() -> None:
    found = {one.where for one in checks.run(Case(form(), filled())) if one.missing}
    assert {NAME, f"{PART}department", f"{PART}implementing_unit"} <= found
    assert FUNDS not in found


def test_a_document_with_them_comes_back_from_the_interchange_format() -> None:
    text = interchange.dump(everything())
    assert interchange.for_edition(form(), interchange.new_document(text.encode())) == everything()
    assert interchange.stored_document(text) == everything()


def test_a_document_without_any_says_nothing_of_them() -> None:
    assert '"fields"' not in interchange.dump(filled())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"project_name"', '"projekt"', "$.self_assessment.fields.projekt：表样没有这一项。"),
        ('"nature"', '"natur"', "$.self_assessment.indicators[0].fields.natur：表样没有这一项。"),
        ('"定量"', '"定向"', "$.self_assessment.indicators[0].fields.nature：填的是“定向”"),
        ('"1234.5"', '"1234.50"', "$.self_assessment.fields.fiscal_executed：应写成“1234.5”。"),
        ('"1234.5"', '"多"', "$.self_assessment.fields.fiscal_executed：填的是“多”"),
        ('"图书馆免费开放"', '""', "$.self_assessment.fields.project_name：没有填的不要写。"),
    ],
)
def test_a_file_that_says_them_wrong_is_told_where(old: str, new: str, said: str) -> None:
    text = interchange.dump(everything())
    assert old in text
    with pytest.raises(interchange.Faults) as refused:
        interchange.for_edition(form(), interchange.new_document(text.replace(old, new).encode()))
    assert any(line.startswith(said) for line in refused.value.lines)


@given(st.dictionaries(st.sampled_from([NAME, FUNDS, BEGUN, STAFF, NATURE]), st.text(max_size=12)))
def test_whatever_is_typed_is_refused_or_comes_back_as_it_is_shown(typed: Mapping[str, str]) -> None:
    changed, errors = typed_into(form(), filled(), typed)
    shown = {path: cell.text for path, cell in cells(form(), changed).items() if path in typed}
    again, _ = typed_into(form(), filled(), {path: text for path, text in shown.items() if path not in errors})
    assert again == changed
    assert interchange.for_edition(form(), interchange.new_document(interchange.dump(changed).encode())) == changed


def formula(rest: str) -> str:
    return f'\nformula = "self_assessment.{rest}"'


FIRST = 'cell = "self_assessment.project_name"\nlabel = "项目名称"\nkind = "line"'


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (FIRST.replace("project_name", "executed"), "fields.项目名称.cell：self_assessment.executed 已经有了，请换一个名称。"),
        (FIRST.replace("project_name", "department"), "fields.主管部门.cell：self_assessment.department 已经有了"),
        (FIRST.replace("self_assessment", "basic_data"), "fields.项目名称.cell：表样没有 basic_data.project_name 所在的表。"),
        (FIRST.replace("self_assessment", "report"), "fields.项目名称.cell"),
        (FIRST.replace('"line"', '"choice"'), "fields.项目名称.choices：选项至少写两个。"),
        (FIRST + '\nchoices = ["甲", "乙"]', 'fields.项目名称.choices：只有 kind = "choice" 的才有选项。'),
        (FIRST.replace('"line"', '"ratio"'), "fields.项目名称.formula：比率由系统计算，请写明 formula"),
        (FIRST.replace('"line"', '"amount"') + formula("executed ÷ self_assessment.initial_budget"), "fields.项目名称.formula：第 1 个字符：得出的是比率，kind 应为 ratio。"),
        (FIRST.replace('"line"', '"ratio"') + formula("executed"), "fields.项目名称.formula：第 1 个字符：得出的不是比率，kind 不能是 ratio。"),
        (FIRST.replace('"line"', '"amount"') + formula("executes"), "fields.项目名称.formula：第 1 个字符：没有“self_assessment.executes”，是否为“self_assessment.executed”？"),
        (FIRST.replace('"line"', '"money"'), "fields.项目名称.kind：应为"),
        (FIRST.replace("project_name", "project_title"), "self_assessment.project_title 没有出现在任何一格里，填报人无处可填。"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_is_told_with_its_line(new: str, said: str) -> None:
    with pytest.raises(EditionError) as refused:
        read_edition(PROJECT.replace(FIRST, new, 1))
    assert said in str(refused.value)


def test_a_sheet_without_its_words_is_told() -> None:
    with pytest.raises(EditionError, match=r"attachment2 与 layouts.attachment2 应当都写"):
        read_edition(PROJECT.replace("[attachment3]", _second_attachment() + "[attachment3]", 1))


def _second_attachment() -> str:
    words: dict[str, Any] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["attachment2"]
    stated = (f'{key} = "{text}"\n' for key, text in words.items() if isinstance(text, str))
    return f"[attachment2]\n{''.join(stated)}lines = []\n\n"
