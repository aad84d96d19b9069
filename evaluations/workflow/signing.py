"""What people put their name to when they submit, confirm, pass or approve: the most important figures."""

from evaluations.core.basics.values import NO_VALUE, ratio, show_amount, show_ratio
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.scores import scoring

SIGNED = (
    "submit",
    "submit_directly",
    "submit_to_department",
    "confirm",
    "confirm_to_department",
    "endorse",
    "pass",
    "approve",
    "approve_again",
)


def signed(edition: Edition, document: Document) -> list[tuple[str, str]]:
    """(name, value) of the total score and its grade, the year's amounts, and the number of explained warnings."""
    part, words = document.self_assessment, edition.attachment3
    total = scoring.total_score(part)
    money = ((words.adjusted_budget, part.adjusted_budget), (words.executed, part.executed))
    return [
        ("总分", show_amount(total) or NO_VALUE),
        ("评价等级", scoring.grade(edition, total) or NO_VALUE),
        *((name, f"{show_amount(amount)} 万元" if amount is not None else "未填") for name, amount in money),
        (words.execution_rate, show_ratio(ratio(part.executed, part.adjusted_budget))),
        ("已说明原因", f"{len(document.explanations)} 条"),
    ]
