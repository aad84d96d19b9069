"""The log's note that somebody outside the unit has read what it handed in."""

from accounts.actors import Actor
from accounts.audit import record_once
from accounts.audit.once import start_of_day
from evaluations.access.rights import is_of_unit
from evaluations.records.models import SelfEvaluation


def note_reading(evaluation: SelfEvaluation, actor: Actor) -> None:
    """Note the day's first reading by somebody who is not of the unit."""
    if not is_of_unit(evaluation, actor):
        record_once("read", actor, str(evaluation.pk), start_of_day())
