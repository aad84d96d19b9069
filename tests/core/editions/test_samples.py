"""Samples of an edition: filled in as somebody would type, and judged when the edition is loaded."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.editions.samples import MOST_SAMPLES, problems_of_samples, sample_document
from evaluations.core.form.stated import Sample
from tests.core.builders import SHIPPED, edition

HUNAN = SHIPPED.with_name("hunan-2018.toml").read_text(encoding="utf-8")
LISTED = 'findings = ["A2-02", "A2-10"]'


def sample(cells: dict[str, str], *findings: str) -> Sample:
    return Sample(name="甲", year=2023, cells=cells, findings=findings)


def told(*samples: Sample) -> list[str]:
    form = edition().model_copy(update={"samples": samples})
    return [f"{'.'.join(map(str, place))}：{message}" for place, message in problems_of_samples(form)]


def test_a_sample_fills_in_cells_and_rows_of_lists() -> None:
    document, wrong = sample_document(
        edition(),
        sample(
            {
                "self_assessment.executed": "７４",
                "basic_data.expenditure.earmarked_fund.2.name": "讲座",
                "self_assessment.indicators.output.quality.1.name": "合格率",
                "self_assessment.indicators.output.quantity.1.name": "办展数",
            }
        ),
    )
    assert not wrong
    assert str(document.self_assessment.executed) == "74"
    assert [row.name for row in document.basic_data.rows("earmarked_fund")] == ["", "讲座"]
    rows = [(row.category, row.name) for row in document.self_assessment.indicators]
    assert rows == [("output.quantity", "办展数"), ("output.quality", "合格率")]


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("self_assessment.spent", "1", "没有单元格 self_assessment.spent。"),
        ("self_assessment.executed", "很多", "填的是“很多”"),
        ("self_assessment.indicators.output.beauty.1.name", "美", "没有单元格 self_assessment.indicators.output.beauty.1.name。"),
        ("basic_data.buildings.9999.approved_area", "1", "没有单元格 basic_data.buildings.9999.approved_area。"),
    ],
)  # fmt: skip
def test_a_cell_that_the_form_has_not_or_a_text_that_cannot_be_read_is_told(key: str, text: str, message: str) -> None:
    [problem] = told(sample({key: text}))
    assert problem.startswith(f"samples.0.cells.{key}：")
    assert message in problem


def test_what_the_checks_say_beside_what_the_sample_states_is_told() -> None:
    with pytest.raises(EditionError) as refused:
        read_edition(HUNAN.replace(LISTED, 'findings = ["A2-03", "A2-10"]'))
    missing, beside = str(refused.value).split("\n")
    assert "samples.三公经费的合计不对.findings：样例“三公经费的合计不对”写明的 A2-03 没有提出问题" in missing
    assert "另外提出了 A2-02（" in beside
    assert "三公经费" in beside


def test_a_wrong_rule_is_found_by_a_sample() -> None:
    wrong = HUNAN.replace('"A2-08", "A2-10", ', '"A2-08", ')
    with pytest.raises(EditionError, match="写明的 A2-10 没有提出问题"):
        read_edition(wrong)


def test_there_may_be_only_so_many() -> None:
    [problem] = told(*[sample({}, "A2-10")] * (MOST_SAMPLES + 1))
    assert problem == "samples：共 21 个样例，最多 20 个。"


@given(st.dictionaries(st.from_regex(r"^[a-z_]{1,6}(\.[a-z0-9_]{1,6}){0,4}$", fullmatch=True), st.text(max_size=9)))
def test_whatever_a_sample_names_is_filled_in_or_told(cells: dict[str, Any]) -> None:
    _, wrong = sample_document(edition(), Sample.model_construct(name="甲", year=2023, cells=cells, findings=()))
    assert wrong.keys() == cells.keys() or not cells
