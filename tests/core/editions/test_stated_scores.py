"""Tests of the score rules that an edition's file states: what is wrong with one is told with its line and its key."""

import pytest

from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.editions.stated_scores import MOST_SCORES
from evaluations.core.scores.suggested import suggestions
from tests.core.builders import HERE, document, indicator, with_indicators

TEXT = (HERE / "golden" / "edition-6.toml").read_text(encoding="utf-8")
RULES, SCORES = TEXT[: TEXT.index("[[scores]]")], TEXT[TEXT.index("[[scores]]") :]
ROW = 'value = "weight × actual_number ÷ target_number"'
ALWAYS = """
[[scores]]
each = "self_assessment.indicators"
cell = "score"
weight = "weight"
value = "weight"
reason = "得满分"
"""


def test_a_file_may_state_its_score_rules() -> None:
    form = read_edition(TEXT)
    rows = [indicator("≤10天", days) for days in ("10天", "12天", "13天")]
    found = suggestions(form, with_indicators(document(), *rows))
    assert [one.points for path, one in found.items() if one and path.endswith(".score")] == [10, 5, 0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (ROW, 'value = "wight × 2"', "scores.3.value：第 1 个字符：没有“wight”，是否为“weight”？"),
        (ROW, 'value = "weight × weight"', "scores.3.value：第 10 个字符：分不能乘以分"),
        (ROW, 'value = "self_assessment.executed"', "scores.3.value：第 1 个字符：没有“self_assessment.executed”"),
        (ROW, 'value = "name"', "scores.3.value：第 1 个字符：这里应为分数，例如 weight × 75%，现在是文字。"),
        (ROW, 'value = "weight > 1"', "这里应为分数"),
        (ROW, 'value = ""', "scores.3.value：不能为空"),
        (ROW, ROW + "\nmost = 1", "scores.3.most：不认识这一项"),
        ('when = "direction = “正向”"', 'when = "weight"', "scores.3.when：第 1 个字符：这里应为一个条件"),
        ('reason = "完成指标值的 {actual_number', 'reason = "{actual_number的名称}{actual_number', "scores.3.reason：第 2 个字符：没有“actual_number的名称”，是否为“actual_number”？"),
        ('reason = "“{name}”', 'reason = "{左}', "scores.4.reason：第 2 个字符：没有“左”"),
        ('cell = "self_assessment.execution_score"', 'cell = "self_assessment.executed"', "scores.1.cell：“self_assessment.executed”不是得分，应为 self_assessment.execution_score"),
        ('each = "self_assessment.indicators"', 'each = "basic_data.buildings"', "scores.3.each：应为"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line_and_key(old: str, new: str, said: str) -> None:
    assert old in SCORES
    with pytest.raises(EditionError) as refused:
        read_edition(RULES + SCORES.replace(old, new, 1))
    assert said in str(refused.value)
    assert str(refused.value).startswith("第 ")


def test_a_rule_that_is_never_asked_is_a_mistake() -> None:
    with pytest.raises(EditionError, match=r"scores.5.value：前面有一条没有 when 的评分规则"):
        read_edition(TEXT + ALWAYS)


def test_there_are_not_more_score_rules_than_a_person_can_follow() -> None:
    with pytest.raises(EditionError, match=f"最多 {MOST_SCORES} 条"):
        read_edition(TEXT + ALWAYS * MOST_SCORES)
