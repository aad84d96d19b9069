"""Claims the first revision of many evaluations at once, and adds their explanations; with as many queries for hundreds as for two."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils import timezone

from accounts.actors import Actor
from evaluations.common.refusal import Refused
from evaluations.records.models import Explanation, SelfEvaluation
from evaluations.records.services import (
    Changed,
    explanation_text,
    write_all_edits,
)
from evaluations.records.states import EDITABLE

FIRST_REVISION = 1


def claim_first_revision(evaluations: Sequence[SelfEvaluation]) -> None:
    """The first revision of evaluations that nobody has saved yet, in the caller's transaction, which locks them.

    Raises:
        Refused: one of them was saved, or can't be edited.
    """
    fresh = SelfEvaluation.objects.filter(
        pk__in=[one.pk for one in evaluations], revision=0, state__in=EDITABLE, excused_at=None
    )
    if fresh.update(revision=FIRST_REVISION, updated_at=timezone.now()) != len(evaluations):
        raise Refused("这些自评里有已经填写过的，不能整批写入；请逐份导入。")
    for one in evaluations:
        one.revision = FIRST_REVISION


class Explained(NamedTuple):
    """Why findings (code, where) of an evaluation are all right."""

    evaluation: SelfEvaluation
    actor: Actor | None
    texts: Mapping[tuple[str, str], str]


def add_explanations(explained: Iterable[Explained]) -> None:
    """The first explanations of evaluations, with their history, in their claimed revision. Two queries.

    Raises:
        Refused: a text that is too long or not printable.
    """
    cleaned = [
        one._replace(texts={key: explanation_text(key, text) for key, text in one.texts.items()}) for one in explained
    ]
    write_all_edits(
        Changed(
            one.evaluation,
            one.evaluation.revision,
            one.actor,
            [(f"explanation.{code}.{where}", "", text) for (code, where), text in one.texts.items()],
        )
        for one in cleaned
    )
    Explanation.objects.bulk_create(
        Explanation(evaluation=one.evaluation, code=code, where=where, text=text)
        for one in cleaned
        for (code, where), text in one.texts.items()
    )
