"""Tests of the suggested scores and their reasons."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.form.document import Direction, Document, Indicator, SelfAssessment
from evaluations.core.form.edition import Edition
from evaluations.core.form.stated import ScoreRule
from evaluations.core.scores.scoring import EXECUTION_SCORE
from evaluations.core.scores.suggested import Suggestion, suggestions
from tests.core.builders import document, edition, indicator, second_edition, with_indicators
from tests.core.strategies import amounts, cases, editions, indicators


def suggested(form: Edition, part: SelfAssessment, path: str) -> Suggestion | None:
    return suggestions(form, document().model_copy(update={"self_assessment": part}))[path]


def of_row(form: Edition, row: Indicator) -> Suggestion | None:
    return suggested(form, SelfAssessment.model_construct(indicators=(row,)), "self_assessment.indicators.1.score")


def suggestion(form: Edition, row: Indicator) -> Decimal | None:
    found = of_row(form, row)
    return found.points if found else None


def reason(form: Edition, row: Indicator) -> str:
    found = of_row(form, row)
    return found.reason if found else ""


def execution_score(form: Edition, part: SelfAssessment) -> Decimal | None:
    found = suggested(form, part, EXECUTION_SCORE)
    return found.points if found else None


def execution_reason(form: Edition, part: SelfAssessment) -> str:
    found = suggested(form, part, EXECUTION_SCORE)
    return found.reason if found else ""


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥100本", "100本", "10"),
        ("≥100本", "150本", "10"),
        ("100本", "66本", "6.6"),
        ("≥3次", "2次", "6.67"),
        ("100本", "0本", "0"),
        ("0", "0", "10"),
        ("50幅", "45", "9"),
        ("≤5%", "5%", "10"),
        ("≤5%", "0%", "10"),
        ("≤10天", "11天", "9"),
        ("≤10天", "20天", "0"),
        ("≤10天", "30天", "0"),
        ("≤0起", "0起", "10"),
        ("≤0起", "1起", "0"),
    ],
)
def test_scores_by_the_rule_of_the_shipped_edition(target: str, actual: str, expected: str) -> None:
    assert suggestion(edition(), indicator(target, actual)) == Decimal(expected)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("6月15日前", "6月", "10"),
        ("6月15日前", "6月20日", "9.7"),
        ("6月15日前", "7月", "7.27"),
        ("6月15日前", "6", "9.09"),
        ("12月底前", "12月", "10"),
        ("2023年12月底前", "12月", "10"),
        ("2023年12月底前", "2024年1月", "9.17"),
    ],
)
def test_dates_count_in_months_and_a_month_is_in_time_for_a_day_in_it(target: str, actual: str, expected: str) -> None:
    assert suggestion(edition(), indicator(target, actual, direction="reverse")) == Decimal(expected)


@pytest.mark.parametrize(("actual", "expected"), [("10天", "10"), ("11天", "9.09"), ("20天", "5"), ("1000天", "0.1")])
def test_the_ratio_rule_of_another_edition(actual: str, expected: str) -> None:
    assert suggestion(second_edition(), indicator("≤10天", actual)) == Decimal(expected)


@pytest.mark.parametrize(
    ("target", "actual"),
    [("提升", "提升"), ("50场", ""), ("50场", "很多"), ("", "50场"), ("50场", "50人"), ("提升", "50")],
)
def test_without_two_numbers_of_one_unit_there_is_no_suggestion(target: str, actual: str) -> None:
    assert suggestion(edition(), indicator(target, actual)) is None


def test_a_chosen_qualitative_direction_has_no_suggestion() -> None:
    assert suggestion(edition(), indicator("50", "40", direction="qualitative")) is None


def test_without_a_weight_there_is_no_suggestion() -> None:
    assert suggestion(edition(), Indicator(category="output.quantity", target="1", actual="1")) is None
    assert suggestion(edition(), indicator("1", "1", weight="-1")) is None
    assert reason(edition(), Indicator(category="output.quantity", target="1", actual="2")) == ""


@pytest.mark.parametrize("weight", ["0", "0.5"])
def test_a_weight_of_nothing_or_less_than_a_point_is_one(weight: str) -> None:
    assert suggestion(edition(), indicator("1", "1", weight=weight)) == Decimal(weight)


def test_full_marks_are_the_weight_with_all_its_decimals() -> None:
    form = edition()
    weight = Decimal("10.004")
    form = form.model_copy(update={"attachment3": form.attachment3.model_copy(update={"execution_weight": weight})})
    part = SelfAssessment(executed=Decimal(3), adjusted_budget=Decimal(3))
    assert execution_score(form, part) == weight


def test_suggestions_stand_at_the_paths_of_the_scores() -> None:
    filled = with_indicators(document(), indicator("1", "1"), indicator("提升", "提升"))
    points = {path: found.points if found else None for path, found in suggestions(edition(), filled).items()}
    assert points == {
        "self_assessment.execution_score": Decimal(10),
        "self_assessment.indicators.1.score": Decimal(10),
        "self_assessment.indicators.2.score": None,
    }


@given(editions().flatmap(lambda form: st.tuples(st.just(form), indicators(form))))
def test_a_score_lies_within_its_weight(drawn: tuple[Edition, Indicator]) -> None:
    form, row = drawn
    score = suggestion(form, row)
    assert score is None or (row.weight is not None and 0 <= score <= row.weight)


@given(
    editions(),
    st.sampled_from(["positive", "reverse"]),
    amounts("0"),
    st.lists(amounts("0"), min_size=2, max_size=2),
    amounts("0"),
)
def test_a_score_never_falls_when_the_actual_value_improves(
    form: Edition, better: Direction, target: Decimal, actuals: list[Decimal], weight: Decimal
) -> None:
    worse, improved = sorted(actuals, reverse=better == "reverse")
    scores = [
        suggestion(form, indicator(f"{target:f}", f"{actual:f}", f"{weight:f}", direction=better))
        for actual in (worse, improved)
    ]
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[0] <= scores[1]


@pytest.mark.parametrize(
    ("executed", "adjusted", "expected"),
    [("74", "74", "10"), ("37", "74", "5"), ("80", "74", "10"), ("0", "3", "0"), ("2", "3", "6.67")],
)
def test_the_execution_score_follows_the_rate(executed: str, adjusted: str, expected: str) -> None:
    part = SelfAssessment(executed=Decimal(executed), adjusted_budget=Decimal(adjusted))
    assert execution_score(edition(), part) == Decimal(expected)


@pytest.mark.parametrize("adjusted", [None, Decimal(0)])
def test_without_a_budget_there_is_no_execution_score(adjusted: Decimal | None) -> None:
    part = SelfAssessment(executed=Decimal(1), adjusted_budget=adjusted)
    assert execution_score(edition(), part) is None


@given(cases())
def test_the_execution_score_lies_within_its_weight(drawn: tuple[Edition, Document]) -> None:
    form, judged = drawn
    score = execution_score(form, judged.self_assessment)
    assert score is None or 0 <= score <= form.attachment3.execution_weight


@pytest.mark.parametrize(
    ("target", "actual", "category", "words"),
    [
        ("≥100本", "100本", "output.quantity", "达到指标值，得满分"),
        ("65.8", "60", "cost.economic", "达到指标值，得满分"),
        ("100本", "66本", "output.quantity", "完成指标值的 66%，按完成比例得分"),
        ("65.8", "74.56", "cost.economic", "超出 13.31%，按超支比例扣分"),
        ("0件", "2件", "cost.social", "指标值为 0，有超出即不得分"),
        ("提升", "提升", "output.quantity", ""),
        ("100本", "", "output.quantity", ""),
    ],
)
def test_a_suggestion_has_a_reason(target: str, actual: str, category: str, words: str) -> None:
    assert reason(edition(), indicator(target, actual, category=category)) == words


def test_the_reason_names_the_editions_rule() -> None:
    row = indicator("≤10天", "12天", category="output.timeliness")
    assert reason(second_edition(), row) == "超出 20%，按指标值与完成值之比得分"


@given(editions().flatmap(lambda form: st.tuples(st.just(form), indicators(form))))
def test_there_is_a_reason_where_there_is_a_suggestion(drawn: tuple[Edition, Indicator]) -> None:
    assert bool(reason(*drawn)) == (suggestion(*drawn) is not None)


@pytest.mark.parametrize(
    ("executed", "words"), [("76.08", "执行率 95.1%，按执行率得分"), ("80", "执行率 100%，得满分")]
)
def test_the_execution_score_has_a_reason(executed: str, words: str) -> None:
    part = SelfAssessment(adjusted_budget=Decimal(80), executed=Decimal(executed))
    assert execution_reason(edition(), part) == words
    assert not execution_reason(edition(), SelfAssessment(executed=Decimal(executed)))


def stating(*scores: dict[str, str]) -> Edition:
    return edition().model_copy(update={"scores": tuple(ScoreRule.model_validate(score) for score in scores)})


PENALTY = {"each": "self_assessment.indicators", "cell": "score", "weight": "weight"}


def test_an_edition_may_state_rules_of_its_own() -> None:
    form = stating(
        {**PENALTY, "when": "direction = “定性”", "value": "weight × 80%", "reason": "“{name}”按八折计"},
        {**PENALTY, "value": "weight - 3", "reason": "扣 3 分"},
    )
    assert suggestion(form, indicator("提升", "提升")) == 8
    assert reason(form, indicator("提升", "提升")) == "“甲”按八折计"
    assert suggestion(form, indicator("50", "20", weight="10.5")) == Decimal("7.5")
    assert suggestion(form, indicator("50", "20", weight="2")) == 0


def test_an_edition_without_score_rules_suggests_nothing() -> None:
    assert suggestions(stating(), with_indicators(document(), indicator("1", "1"))) == {}


def test_a_cell_without_rules_has_no_suggestion() -> None:
    form = stating({**PENALTY, "value": "weight", "reason": "得满分"})
    assert list(suggestions(form, with_indicators(document(), indicator("1", "1")))) == [
        "self_assessment.indicators.1.score"
    ]
