"""What a reviewer asks, and a preparer answers, about an evaluation that is returned."""

from random import Random

from accounts.actors import Actor
from evaluations.comments.services import answer_comment, open_comment
from evaluations.records.models import SelfEvaluation
from evaluations.workflow.transitions import perform

_QUESTIONS = (
    (
        "basic_data.expenditure.project.final",
        "项目支出与部门决算批复数不一致，请核对。",
        "已核对，差额为上年结转，附说明。",
    ),
    ("basic_data.expenditure.earmarked_fund.1.final", "请补充资金下达文号。", "文号已补充在自评报告第六章。"),
    ("self_assessment.indicators.1.actual", "实际完成值请写明数据来源。", "取自年终业务统计报表，已存档备查。"),
    ("self_assessment.adjusted_budget", "全年预算数是否含年中追加？请说明。", "含年中追加，追加批文已随纸质材料报送。"),
    (
        "basic_data.expenditure.operating.final",
        "公用经费增长的原因请在说明中写清。",
        "主要是办公用房维修，已在说明中写明。",
    ),
)


def talk(evaluation: SelfEvaluation, preparer: Actor, reviewer: Actor) -> None:
    """The reviewer comments on cells and returns the evaluation; the preparer has answered some, all or none."""
    chance = Random(f"talk {evaluation.unit.code}")  # noqa: S311 - invented data, the same each time
    asked = chance.sample(_QUESTIONS, chance.randint(1, 3))
    comments = [open_comment(evaluation.pk, reviewer, where, question) for where, question, _ in asked]
    perform("return", evaluation.pk, reviewer, "请按批注逐条核实、补充后重新上报。")
    for comment, (_, _, answer) in list(zip(comments, asked, strict=True))[: chance.randint(0, len(asked))]:
        answer_comment(comment, preparer, answer)
