"""Tests of the interchange format: read and written alike, every fault named by its place."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.content import interchange
from evaluations.core.content.interchange import Faults
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import HERE, document, edition, real_figures
from tests.core.strategies import cases, hostile_texts

TEXT = (HERE / "clean.json").read_text(encoding="utf-8")


def read(text: str) -> Document:
    return interchange.for_edition(edition(), interchange.new_document(text.encode("utf-8", "surrogatepass")))


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(Faults) as refused:
        read(text)
    return refused.value.lines


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@settings(max_examples=60)
@given(cases())
def test_a_document_written_and_read_again_is_equal(case: tuple[Edition, Document]) -> None:
    form, any_document = case
    text = interchange.dump(any_document)
    again = interchange.for_edition(form, interchange.new_document(text.encode()))
    assert again == any_document
    assert interchange.dump(again) == text


def test_the_real_figures_keep_every_value() -> None:
    stored = json.loads(interchange.dump(real_figures()))
    assert stored["report"]["figures"]["initial_budget"] == "65.8"
    assert stored["basic_data"]["expenditure"][5] == {
        "item": "utilities_travel", "prior_final": "0.07", "budget": None, "final": None,
    }  # fmt: skip
    assert stored["self_assessment"]["indicators"][12]["weight"] is None


def test_the_real_case_is_the_same_after_the_first_export(shared_case: Path) -> None:
    original = read((shared_case / "evaluation.json").read_text(encoding="utf-8"))
    text = interchange.dump(original)
    assert read(text) == original
    assert interchange.dump(read(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"2.5"', "2.5", '$.basic_data.expenditure[10].prior_final：应为带引号的数字，例如 "65.8"，未填的写 null。'),
        ('"2.5"', "1e400", "$.basic_data.expenditure[10].prior_final：应为带引号的数字"),
        ('"2.5"', '"1e400"', "$.basic_data.expenditure[10].prior_final：填的是“1e400”"),
        ('"2.5"', '"NaN"', "$.basic_data.expenditure[10].prior_final：填的是“NaN”"),
        ('"2.5"', '"１"', "$.basic_data.expenditure[10].prior_final：填的是“１”"),
        ('"2.5"', f'"{"9" * 30}"', "$.basic_data.expenditure[10].prior_final：填的是“999"),
        ('"2.5"', '"0.1234567"', "$.basic_data.expenditure[10].prior_final：填的是“0.1234567”，小数不能超过 6 位。"),
        ('"2.5"', "true", "$.basic_data.expenditure[10].prior_final：应为带引号的数字"),
        ('"item": "office"', '"item": "boats"', "$.basic_data.expenditure[13].item：表样没有“boats”这一行。"),
        ('"item": "office"', '"item": "project"', "$.basic_data.expenditure[13].item：“project”重复"),
        ('"item": "office"', '"item": "office", "name": "甲"', "$.basic_data.expenditure[13].name：“其中：办公经费”不填名称。"),
        ('"item": "office"', '"item": "earmarked_heading"', "$.basic_data.expenditure[13]：“3、区级专项资金（一个专项一行）”是标题行"),
        ('"name": "古籍保护",', "", "$.basic_data.expenditure[11].name：缺少名称"),
        ('"output.quality"', '"output.boats"', "$.self_assessment.indicators[2].category：表样没有“output.boats”这一类指标。"),
        ('"general_public_budget": "74"', '"lottery": "74"', "$.self_assessment.by_revenue.lottery：表样没有这一项。"),
        ('"carry_over": "0"', '"boats": "0"', "$.report.figures.boats：表样没有这一项。"),
        ('"9": "自评', '"10": "自评', "$.report.chapters.10：表样没有这一项。"),
        ('"edition": "lusong-2023"', '"edition": "other"', "$.edition：填的是“other”，应为“lusong-2023”。"),
        ('"fiscal_year": 2023', '"fiscal_year": 1999', "$.fiscal_year：不能小于 2000。"),
        ('"fiscal_year": 2023', '"fiscal_year": "2023"', "$.fiscal_year：应为不带引号的整数。"),
        ('"fiscal_year": 2023,', "", "$.fiscal_year：缺少这一项。"),
        ('"fiscal_year": 2023', '"fiscal_year": 2023, "spare": 1', "$.spare：不认识这一项"),
        ('"staff_in_post": 9', '"staff_in_post": -1', "$.basic_data.staffing.staff_in_post：不能小于 0。"),
        ('"staff_in_post": 9', '"staff_in_post": 9.5', "$.basic_data.staffing.staff_in_post：应为"),
        ('"2024-03-15"', '"2024-02-30"', "$.filing_date：应为日期"),
        ('"2024-03-15"', "0", "$.filing_date：应为日期"),
        ('"2024-03-15"', '"1710460800"', "$.filing_date：应为日期"),
        ('"2024-03-15"', '"2024-03-15T08:00:00"', "$.filing_date：应为日期"),
        ('"2024-03-15"', '"0001-01-01"', "$.filing_date：填的是“0001-01-01”，应在 2000-01-01 至 2101-12-31 之间。"),
        ('"新增藏书"', '"新\\u202e增"', "$.self_assessment.indicators[0].name：“新”之后含有不可显示的字符（U+202E）"),
        ('"direction": "positive"', '"direction": "up"', "$.self_assessment.indicators[0].direction：应为 'positive'、'reverse'、'qualitative' 之一。"),
        ('"新增藏书"', '"\\u0000"', "$.self_assessment.indicators[0].name：含有不可显示的字符（U+0000）"),
        ('"新增藏书"', '"\\ud800"', "$：不是有效的 JSON 文件"),
        ('"新增藏书"', f'"{"字" * 201}"', "$.self_assessment.indicators[0].name：共 201 个字，不能超过 200 个字"),
        ('"code": "CLEAN"', '"code": "../x"', "$.unit.code：格式不对。"),
        ('"self-evaluation/1"', '"self-evaluation/9"', "$：这份自评数据是第 9 版格式，本系统只认识到第 5 版"),
        ('"prior_final": null', '"prior_final": "1"', "$.basic_data.expenditure[16].prior_final：“政府采购金额”不填上年决算数。"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_place(old: str, new: str, line: str) -> None:
    assert any(fault.startswith(line) for fault in faults(changed(old, new)))


def test_a_frozen_document_stays_as_it_was_whatever_may_be_typed_today() -> None:
    text = changed('"新增藏书"', '"新\u202e增\u200b藏书"').replace("2024-03-15", "0001-01-01")
    document = interchange.stored_document(text)
    assert document.self_assessment.indicators[0].name == "新\u202e增\u200b藏书"
    assert document.filing_date == date(1, 1, 1)
    assert interchange.stored_document(interchange.dump(document)) == document


def test_all_faults_are_named_at_once() -> None:
    text = changed('"2.5"', '"x"').replace('"2024-03-15"', '"x"')
    assert [fault.split("：")[0] for fault in faults(text)] == [
        "$.filing_date",
        "$.basic_data.expenditure[10].prior_final",
    ]


def test_an_explanation_stands_once() -> None:
    one = '{"code": "A2-08", "where": "basic_data.expenditure.office.final", "text": "甲"}'
    [fault] = faults(changed('"explanations": []', f'"explanations": [{one}, {one}]'))
    assert fault.startswith("$.explanations[1]：A2-08")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", '"x"', "\x00", "\ufeff{}", "[" * 100_000, '{"a":' * 5000])
def test_what_is_no_document_is_refused(text: str) -> None:
    assert faults(text)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Faults):
        interchange.new_document(b"\xff\xfe\x00")


def test_a_file_too_large_is_refused_unread() -> None:
    with pytest.raises(Faults, match="不能超过"):
        interchange.new_document(b" " * (interchange.SIZE_LIMIT + 1))


@given(st.sampled_from([part for part in TEXT.split('"') if part.strip(" \n:,{}[]")]), hostile_texts())
def test_any_text_anywhere_is_read_or_refused_in_words(part: str, text: str) -> None:
    altered = TEXT.replace(f'"{part}"', json.dumps(text), 1)
    try:
        judged = read(altered)
    except Faults:
        assert all(line.startswith("$") and line.encode() for line in faults(altered))
    else:
        assert read(interchange.dump(judged)) == judged


def test_the_schema_names_every_part() -> None:
    schema = json.loads(interchange.schema())
    assert schema["$schema"] == interchange.SCHEMA_DIALECT
    assert set(schema["properties"]) == set(Document.model_fields)
    assert schema["additionalProperties"] is False


def test_an_equal_document_gives_equal_text() -> None:
    assert interchange.dump(document({"office.final": "3.000"})) == interchange.dump(document())
