"""Whether an evaluation can be filled in now, by this person, and if not, why: for the screen, and for the service that refuses."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Role, User
from accounts.refusal import Refused
from evaluations.fiscal_years.deadlines import shown
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State
from evaluations.review.access import deadline_of

_WAITING = {
    State.UNIT_CHECK: "已提交单位审核，等待单位负责人确认。需要修改的，请先撤回，或请单位负责人退回。",
    State.SUBMITTED: "已上报财政，等待财政局审核。需要修改的，在审核开始前可由单位负责人撤回，之后请联系财政局退回。",
    State.APPROVED: "已审核通过，内容不再修改。确需更正的，请联系财政局撤销通过。",
    State.PUBLISHED: "已公开，内容不再修改。确需更正的，请联系财政局。",
}


def why_not_editable(evaluation: SelfEvaluation, person: User) -> str:
    """Why `person` can't fill in the evaluation (one of `store.documents()`) now, and what to do; "" when they can."""
    if evaluation.stage not in EDITABLE:
        return f"这份自评{_WAITING[evaluation.stage]}"
    if person.role != Role.PREPARER:
        return "内容由填报人填写，您可以查看。"
    return _why_closed(evaluation, timezone.now())


def _why_closed(evaluation: SelfEvaluation, now: datetime) -> str:
    year, deadline = evaluation.fiscal_year, deadline_of(evaluation)
    if now < year.opens_at:
        return f"{year}自评 {shown(year.opens_at)} 开始填报，现在还不能填写。"
    if now > deadline:
        return f"填报已于 {shown(deadline)} 截止，不能再填写和提交。确需填报的，请联系{evaluation.unit.region.bureau_name}申请延期。"
    return ""


def refuse_unless_editable(evaluation: SelfEvaluation, person: User) -> None:
    """Let pass while `person` may fill in the evaluation.

    Raises:
        Refused: they may not; the text says why and what to do.
    """
    reason = why_not_editable(evaluation, person)
    if reason:
        raise Refused(reason)
