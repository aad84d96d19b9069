"""Names of files."""

import pytest
from hypothesis import given

from evaluations.core.form.document import Document
from evaluations.files.formats import formats_of
from evaluations.files.names import BYTE_LIMIT, file_name
from tests.core import builders, strategies

WHICH = tuple(formats_of(builders.edition()))


def of_unit(name: str) -> Document:
    document = builders.document()
    return document.model_copy(update={"unit": document.unit.model_copy(update={"name": name})})


def test_a_file_is_named_by_year_unit_number_and_kind() -> None:
    names = [file_name(of_unit("测试单位"), builders.edition(), which) for which in WHICH]
    assert names == [
        "2023年度测试单位_整体支出绩效自评报告.docx",
        "2023年度测试单位_整体支出绩效自评报告.pdf",
        "2023年度测试单位_附件2_基础数据表.xlsx",
        "2023年度测试单位_附件3_自评表.xlsx",
        "2023年度测试单位.json",
    ]


def test_the_edition_gives_the_number() -> None:
    name = file_name(builders.second_document(), builders.second_edition(), "attachment2")
    assert name.endswith("_附件1_基础数据表.xlsx")


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        ({"file_name": "自评报告"}, "_自评报告.docx"),
        ({"title": "{unit}{year}年度绩效报告"}, "_2023年度绩效报告.docx"),
        ({"title": "绩效报告"}, "_绩效报告.docx"),
    ],
)
def test_the_report_is_named_by_the_edition_or_as_its_title_says(words: dict[str, str], ending: str) -> None:
    form = builders.edition()
    other = form.model_copy(update={"report": form.report.model_copy(update=words)})
    assert file_name(of_unit("测试单位"), other, "docx") == f"2023年度测试单位{ending}"


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("../../etc/passwd", ".._.._etc_passwd"),
        ('甲\\乙:丙*?"<>|', "甲_乙_丙______"),
        ("甲\n乙\x00丙\x7f", "甲_乙_丙_"),
        ("甲\u202e乙\u200b\u2028", "甲_乙__"),
        ("甲\ud800乙", "甲_乙"),
    ],
)
def test_what_a_file_system_refuses_is_replaced(unit: str, shown: str) -> None:
    assert file_name(of_unit(unit), builders.edition(), "json") == f"2023年度{shown}.json"


@pytest.mark.parametrize("which", WHICH)
def test_a_long_name_is_cut_between_characters_and_keeps_its_ending(which: str) -> None:
    name = file_name(of_unit("长" * 200), builders.edition(), which)
    assert BYTE_LIMIT - 3 < len(name.encode()) <= BYTE_LIMIT
    assert name.endswith(file_name(of_unit(""), builders.edition(), which).removeprefix("2023年度"))


@given(strategies.hostile_texts())
def test_any_name_is_one_plain_file(unit: str) -> None:
    for which in WHICH:
        name = file_name(of_unit(unit), builders.edition(), which)
        assert len(name.encode()) <= BYTE_LIMIT
        assert name.startswith("2023年度")
        assert not set(name) & set('\\/:*?"<>|\x00\n')
