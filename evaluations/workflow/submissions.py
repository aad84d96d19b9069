"""The submissions of an evaluation: their number, and what has changed since the one before."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evaluations.core.content.comparing import differences
from evaluations.core.form.document import Document
from evaluations.core.paths import Names
from evaluations.core.text.differing import differing
from evaluations.dossier.freezing import frozen_at
from evaluations.dossier.store import edition_of
from evaluations.records.models import SelfEvaluation, Version

_SUBMIT, _CONFIRM = "submit", "confirm"
DECISIONS: Mapping[str, tuple[str, int]] = {
    "submit": (_SUBMIT, 0),
    "submit_directly": (_SUBMIT, 0),
    "submit_to_department": (_SUBMIT, 0),
    "confirm": (_SUBMIT, 1),
    "confirm_to_department": (_SUBMIT, 1),
    "endorse": (_CONFIRM, 1),
    "send_down": (_CONFIRM, 1),
    "send_back": (_SUBMIT, 1),
    "pass": (_CONFIRM, 1),
    "approve": (_CONFIRM, 1),
    "approve_again": (_CONFIRM, 1),
    "back_to_first": (_CONFIRM, 1),
    "return": (_CONFIRM, 1),
}
"""The transitions that decide about the content, and with which version the decider compares it: the transition that froze that version, and how many
later ones of the kind are passed over."""


class Changed(NamedTuple):
    """A cell that differs: its path ("" if its row is gone) and name, and its text before and after; a long text only where it differs."""

    path: str
    name: str
    before: str
    after: str


def number_of(evaluation: SelfEvaluation) -> str:
    """The number (编号) of the latest submission: the code of the unit (and project), the year, and how many times it was submitted. One query."""
    times = Version.objects.filter(evaluation=evaluation, transition=_SUBMIT).count()
    project = f"-{evaluation.project.number}" if evaluation.project else ""
    return f"{evaluation.unit.code}{project}-{evaluation.fiscal_year.key}-{times}"


def changed_since(decision: str, evaluation: SelfEvaluation, document: Document) -> Sequence[Changed] | None:
    """What differs from what the person who takes this decision (a transition's name) saw the last time; None if it is the first time.

    One query.
    """
    if decision not in DECISIONS:
        return None
    transition, passed = DECISIONS[decision]
    before = frozen_at(evaluation, transition, passed)
    if before is None:
        return None
    edition = edition_of(evaluation)
    then, now = Names(edition, before), Names(edition, document)
    return [
        Changed(one.is_at, now.of(one.is_at) if one.is_at else then.of(one.was_at), *differing(one.before, one.after))
        for one in differences(edition, before, document)
    ]
