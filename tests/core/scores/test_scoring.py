"""Tests of bands, totals and grades."""

from decimal import Decimal

import pytest

from evaluations.core.form.document import SelfAssessment
from evaluations.core.scores import scoring
from tests.core.builders import document, edition, indicator, real_figures, second_edition


@pytest.mark.parametrize(
    ("score", "band"),
    [("10", "达成"), ("8", "达成"), ("7.99", "部分达成"), ("6", "部分达成"), ("5.99", "未达成"), ("0", "未达成")],
)
def test_the_band_says_what_a_qualitative_score_means(score: str, band: str) -> None:
    row = indicator("提升").model_copy(update={"score": Decimal(score)})
    assert scoring.band(edition(), row) == band


def test_the_bands_are_the_editions() -> None:
    row = indicator("提升").model_copy(update={"score": Decimal(5)})
    assert scoring.band(edition(), row) == "未达成"
    assert scoring.band(second_edition(), row) == "部分达成"


def test_there_is_no_band_without_a_score_and_none_for_numbers() -> None:
    assert scoring.band(edition(), indicator("提升")) == ""
    assert scoring.band(edition(), indicator("50").model_copy(update={"score": Decimal(5)})) == ""
    assert scoring.band(edition(), indicator("提升", weight="0").model_copy(update={"score": Decimal(5)})) == ""


def test_totals_are_those_of_the_form() -> None:
    part = real_figures().self_assessment
    assert scoring.total_score(part) == 98
    assert scoring.total_weight(edition(), part) == 100
    assert scoring.total_weight(edition(), document().self_assessment) == 100


def test_an_empty_form_has_no_totals() -> None:
    assert scoring.total_score(SelfAssessment()) is None
    assert scoring.total_weight(edition(), SelfAssessment()) is None
    assert scoring.grade(edition(), None) == ""


@pytest.mark.parametrize(
    ("total", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差"), ("-5", "差")],
)
def test_a_total_earns_its_grade(total: str, grade: str) -> None:
    assert scoring.grade(edition(), Decimal(total)) == grade


def test_the_weights_of_a_level_are_added() -> None:
    rows = (indicator("5", weight="8"), indicator("5", weight="7.5", category="output.quality"))
    assert scoring.level_weights(edition(), SelfAssessment(indicators=rows)) == {"output": Decimal("15.5")}
