"""Whether a person can fill in an evaluation now, and if not, why: for the screen, and for the service that refuses."""

from django.utils import timezone

from accounts.actors import Actor
from evaluations.access.rights import PREPARER
from evaluations.common.refusal import Refused
from evaluations.records.fillable import why_not_fillable
from evaluations.records.models import SelfEvaluation

# The audit log's action for a refused save.
SAVE_REFUSED = "save_refused"


def why_not_editable(evaluation: SelfEvaluation, actor: Actor) -> str:
    """Why `actor` can't fill in the evaluation (one of `store.documents()`) now, and what to do; "" if they can."""
    if locked := evaluation.stage.facts.why_locked:
        return f"这份自评{locked}"
    if not PREPARER.held(evaluation, actor):
        return "内容由填报人填写，您可以查看。"
    return why_not_fillable(evaluation, timezone.now())


def refuse_unless_editable(evaluation: SelfEvaluation, actor: Actor) -> None:
    """Raise Refused unless `actor` may fill in the evaluation now.

    Raises:
        Refused: they may not; the text says why and what to do.
    """
    reason = why_not_editable(evaluation, actor)
    if reason:
        raise Refused(reason)
