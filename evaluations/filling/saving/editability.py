"""Whether an evaluation can be filled in now, by this person, and if not, why: for the screen, and for the service that refuses."""

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.fiscal_years.deadlines import why_closed
from evaluations.records.models import SelfEvaluation

# How the audit log names a save that was refused.
SAVE_REFUSED = "save_refused"


def why_not_editable(evaluation: SelfEvaluation, person: User) -> str:
    """Why `person` can't fill in the evaluation (one of `store.documents()`) now, and what to do; "" when they can."""
    if locked := evaluation.stage.facts.why_locked:
        return f"这份自评{locked}"
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
