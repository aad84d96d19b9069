"""What people of the city's units do with the figures: score them, explain what is asked, leave off half way."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from evaluations.core import paths
from evaluations.core.content import interchange
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document, Explanation, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.scores.scoring import EXECUTION_SCORE
from evaluations.core.scores.suggested import suggestions

_REASONS = (
    "受项目招标流标影响，实施时间推后；已调整工期，下一年补足。",
    "年初测算偏乐观，实际需求低于预计；下一年按近三年均值测算指标值。",
    "人员变动较多，工作衔接不够；已补齐岗位并加强培训。",
    "天气原因停工较多；已与施工单位商定赶工措施。",
)
_ANSWERS = ("已与账面核对，情况属实。", "按年中追加批复执行，批文已存档。", "属本年一次性支出，下一年不再发生。")


def scored(edition: Edition, document: Document) -> Document:
    """The document with the scores that the form suggests, and a reason where points are lost."""
    part, points = document.self_assessment, _suggested(edition, document)
    indicators = tuple(
        _scored(one, points.get(paths.indicator(number, "score")), document.unit.code)
        for number, one in enumerate(part.indicators, 1)
    )
    changed = part.model_copy(update={"indicators": indicators, "execution_score": points.get(EXECUTION_SCORE)})
    return document.model_copy(update={"self_assessment": changed})


def _suggested(edition: Edition, document: Document) -> Mapping[str, Decimal]:
    return {path: found.points for path, found in suggestions(edition, document).items() if found}


def _scored(indicator: Indicator, suggested: Decimal | None, code: str) -> Indicator:
    if suggested is None or indicator.weight is None or suggested >= indicator.weight:
        return indicator
    reason = Random(f"{code} {indicator.name}").choice(_REASONS)  # noqa: S311 - invented data, the same each time
    return indicator.model_copy(update={"score": suggested, "deviation_reason": reason})


def explained(document: Document, findings: Sequence[Finding]) -> Document:
    """The document with a sentence for each of the findings."""
    chance = Random(document.unit.code)  # noqa: S311
    sentences = [Explanation(code=one.code, where=one.where, text=chance.choice(_ANSWERS)) for one in findings]
    return document.model_copy(update={"explanations": tuple(sorted(sentences, key=lambda one: (one.code, one.where)))})


def left_off(edition: Edition, document: Document, code: str) -> Document:
    """The document as it stands when its preparer has left off: after 附件2, before the report, or with a figure mistyped."""
    blank = Document(
        format=document.format, edition=document.edition, fiscal_year=document.fiscal_year, unit=document.unit
    )
    unwritten = interchange.for_edition(edition, blank)
    match Random(f"left off {code}").choice(("attachment2", "report", "mistyped", "nothing")):  # noqa: S311
        case "attachment2":
            return unwritten.model_copy(update={"preparer": document.preparer, "basic_data": document.basic_data})
        case "report":
            return document.model_copy(update={"report": unwritten.report, "explanations": ()})
        case "mistyped":
            executed = (document.self_assessment.executed or 0) * 10
            part = document.self_assessment.model_copy(update={"executed": executed})
            return document.model_copy(update={"self_assessment": part, "explanations": ()})
        case _:
            return document
