"""What is wrong with the score rules that an edition's file states itself. Asked only when an edition is loaded."""

from collections.abc import Iterator

from evaluations.core.editions.rules import BrokenRule
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.core.form.stated import ScoreRule
from evaluations.core.rules.mistake import Unfit
from evaluations.core.scores import suggested

MOST_SCORES = 100
EXECUTION_SCORE, INDICATOR_SCORE = (None, "self_assessment.execution_score"), (INDICATORS, "score")


def problems_of_scores(edition: Edition) -> Iterator[BrokenRule]:
    """Every mistake in the edition's score rules, at most one in each, with the part of the rule that it concerns."""
    if len(edition.scores) > MOST_SCORES:
        yield BrokenRule(("scores",), f"共 {len(edition.scores)} 条评分规则，最多 {MOST_SCORES} 条。")
        return
    for number, rule in enumerate(edition.scores):
        earlier = edition.scores[:number]
        yield from (BrokenRule(("scores", number, key), words) for key, words in _problems(edition, rule, earlier))


def _problems(edition: Edition, rule: ScoreRule, earlier: tuple[ScoreRule, ...]) -> Iterator[tuple[str, str]]:
    if (rule.each, rule.cell) not in (EXECUTION_SCORE, INDICATOR_SCORE):
        yield "cell", f"“{rule.cell}”不是得分，应为 {EXECUTION_SCORE[1]}；写明 each 的，应为 {INDICATOR_SCORE[1]}。"
        return
    if any((one.each, one.cell) == (rule.each, rule.cell) and one.when is None for one in earlier):
        yield "value", "前面有一条没有 when 的评分规则，总是先用那一条；请把有条件的写在前面。"
    try:
        suggested.of_row(edition, rule) if rule.each else suggested.of_cell(edition, rule)
    except Unfit as unfit:
        yield unfit.key, str(unfit)
