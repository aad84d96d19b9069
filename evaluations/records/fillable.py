"""Whether an evaluation can be filled in and submitted now: the year is open for the unit, and the unit is not excused."""

from datetime import datetime

from evaluations.common.refusal import Refused
from evaluations.fiscal_years.deadlines import why_closed
from evaluations.records.models import SelfEvaluation


def why_not_fillable(evaluation: SelfEvaluation, now: datetime) -> str:
    """Why nothing can be filled in or submitted `now`, and what to do; "" if it can."""
    if evaluation.excused_at:
        bureau = evaluation.fiscal_year.region.bureau_name
        return f"{evaluation.title}已免报（{evaluation.excuse}），不用填写。确需填报的，请联系{bureau}。"
    return why_closed(evaluation.fiscal_year, evaluation.deadline, now)


def refuse_unless_fillable(evaluation: SelfEvaluation, now: datetime) -> None:
    """Raise Refused with the reason of `why_not_fillable`, if there is one.

    Raises:
        Refused: it is before the opening or after the unit's deadline, or the unit is excused.
    """
    reason = why_not_fillable(evaluation, now)
    if reason:
        raise Refused(reason)
