"""A unit that has begun with a form takes a higher version of it, once the bureau has chosen that for the year."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.actors import Actor
from accounts.audit import record
from evaluations.comments.services import reanchor_comments
from evaluations.common.refusal import Refused
from evaluations.core.content.moving import Moved, moved
from evaluations.core.paths import Names
from evaluations.core.workbook.differences import differences
from evaluations.dossier import store
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.fiscal_years.models import FormEdition
from evaluations.history.events import locked
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.services import write_edits
from evaluations.records.states import State


class Offer(NamedTuple):
    """A higher version of a draft's form: in sentences what differs, and the filled cells (path, name, text) that have no place on it."""

    edition: FormEdition
    differences: Sequence[str]
    lost: Sequence[tuple[str, str, str]]


def newer(evaluation: SelfEvaluation) -> FormEdition | None:
    """The higher version of its form that the evaluation's year uses by now; None if there is none, or it has ever been handed in.

    What has been handed in stays on its version: reviewers compare it with what they have read. No query as long as the year has the same.
    """
    if evaluation.edition_id == evaluation.fiscal_year.edition_id or evaluation.state != State.DRAFTING:
        return None
    new = evaluation.fiscal_year.edition
    is_higher = new.is_higher_than(evaluation.edition)
    return new if is_higher and not Version.objects.filter(evaluation=evaluation).exists() else None


def offer(evaluation: SelfEvaluation) -> Offer | None:
    """What taking the higher version would do to the draft; None if there is none."""
    new = newer(evaluation)
    if new is None:
        return None
    document, now = store.load(evaluation), store.edition_of(evaluation)
    names = Names(now, document)
    lost = moved(now, document, new.edition).lost
    return Offer(new, differences(now, new.edition), [(path, names.of(path), text) for path, text in lost.items()])


@transaction.atomic
def take_new_edition(evaluation_id: int, *, revision: int, actor: Actor) -> Moved:
    """Put the evaluation on the higher version of its form; what is `lost` stays in the history.

    Raises:
        Refused: it can't be edited, there is no higher version, or it has been changed since `revision`.
    """
    evaluation = locked(evaluation_id)
    refuse_unless_editable(evaluation, actor)
    new = newer(evaluation)
    if new is None:
        raise Refused("这份自评没有可以改用的新表样。")
    if revision != evaluation.revision:
        raise Refused("这份自评在您打开这一页之后有改动，没有改用。请核对下面的内容，再点一次。")
    document, now = store.load(evaluation), evaluation.edition
    found = moved(now.edition, document, new.edition)
    claimed = store.change_edition(evaluation, new, document, found, actor=actor)
    write_edits(evaluation, claimed, actor, _renumbered(found.moves))
    reanchor_comments(evaluation, found.moves)
    record("take_edition", actor, str(evaluation.pk), {"from": str(now), "edition": str(new)}, evaluation.unit.region)
    return found


def _renumbered(moves: Mapping[str, str | None]) -> Sequence[tuple[str, str, str]]:
    """Tells stale pages which lists have their rows elsewhere now."""
    return [(path, "", "edition") for path in sorted({row.rpartition(".")[0] for row in moves})]
