"""Whether an evaluation can be filled in now, by this person, and if not, why: for the screen, and for the service that refuses."""

from django.utils import timezone

from accounts.models import Role, User
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.deadlines import why_closed
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State

# How the audit log names a save that was refused.
SAVE_REFUSED = "save_refused"

_WAITING = {
    State.UNIT_CHECK: "已提交单位审核，等待单位负责人确认。需要修改的，请先撤回，或请单位负责人退回。",
    State.SUBMITTED: "已上报财政，等待财政局审核。需要修改的，在审核开始前可由单位负责人撤回，之后请联系财政局退回。",
    State.APPROVED: "已审核通过，内容不再修改。确需更正的，请联系财政局撤销审核结论。",
    State.PUBLISHED: "已公开，内容不再修改。确需更正的，请联系财政局。",
}


def why_not_editable(evaluation: SelfEvaluation, person: User) -> str:
    """Why `person` can't fill in the evaluation (one of `store.documents()`) now, and what to do; "" when they can."""
    if evaluation.stage not in EDITABLE:
        return f"这份自评{_WAITING[evaluation.stage]}"
    if person.role != Role.PREPARER:
        return "内容由填报人填写，您可以查看。"
    return why_closed(evaluation.fiscal_year, evaluation.deadline, timezone.now())


def refuse_unless_editable(evaluation: SelfEvaluation, person: User) -> None:
    """Let pass while `person` may fill in the evaluation.

    Raises:
        Refused: they may not; the text says why and what to do.
    """
    reason = why_not_editable(evaluation, person)
    if reason:
        raise Refused(reason)
