"""Takes over into a unit's own form what the evaluations of its projects say."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from accounts.actors import Actor
from evaluations.common.refusal import Refused
from evaluations.contents.facts import amounts
from evaluations.core.content.cells import fill
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.guidance.from_projects import Offer, Stated, offers
from evaluations.dossier import store
from evaluations.filling.saving.editability import refuse_unless_editable
from evaluations.filling.saving.store import changes_since, store_document
from evaluations.history.events import locked
from evaluations.records.models import SelfEvaluation

SHOWN = ("funds.initial", "funds.adjusted", "funds.executed", "score.total")
"""What the page tells of each project, whatever the unit's form takes over."""


class OfProjects(NamedTuple):
    """The document of a unit's own evaluation; the evaluations of its projects in that year, what each states of the concepts, and what could be taken over."""

    document: Document
    evaluations: Sequence[SelfEvaluation]
    stated: Sequence[Stated]
    offers: Sequence[Offer]


def of_projects(evaluation: SelfEvaluation) -> OfProjects:
    """What the projects of the unit say in the year of its own `evaluation`. Three queries, however many projects."""
    evaluations = list(
        SelfEvaluation.objects.filter(
            unit=evaluation.unit_id, project__isnull=False, fiscal_year__year=evaluation.fiscal_year.year
        )
        .select_related("project", "fiscal_year", "edition")
        .order_by("fiscal_year__kind", "project__number")
    )
    edition = store.edition_of(evaluation)
    stated = _stated(edition, [each.pk for each in evaluations])
    found = [stated.get(each.pk, {}) for each in evaluations]
    document = store.load(evaluation)
    return OfProjects(document, evaluations, found, list(offers(edition, document, found)))


def _stated(edition: Edition, evaluations: Sequence[int]) -> Mapping[int, Stated]:
    concepts = {*SHOWN, *(source.concept for source in edition.from_projects)}
    found: dict[int, dict[str, Decimal]] = {}
    for (evaluation, concept), amount in amounts(evaluations, concepts).items():
        found.setdefault(evaluation, {})[concept] = amount
    return found


@transaction.atomic
def take_over(evaluation_id: int, paths: Collection[str], *, revision: int, actor: Actor) -> int:
    """Put what the projects say into the cells at `paths`; how many of them changed.

    Raises:
        Outdated: there is no such revision.
        Refused: the evaluation can't be edited, one of the cells takes nothing over, or one has been changed since `revision`.
    """
    evaluation = locked(evaluation_id)
    refuse_unless_editable(evaluation, actor)
    found = of_projects(evaluation)
    offered = {offer.source.cell: offer for offer in found.offers}
    if not offered.keys() >= set(paths):
        raise Refused("没有项目填报这一格要取的数，没有保存。请先在项目的自评里填写。")
    changed = {change.where for change in changes_since(evaluation, revision, actor)}
    if changed & set(paths):
        raise Refused("要填的单元格在您打开这一页之后有改动，没有保存。请核对后重新勾选。")
    typed = {path: offered[path].offered for path in paths}
    filled, unreadable = fill(store.edition_of(evaluation), found.document, typed)
    if unreadable:
        raise Refused("；".join(unreadable.values()))
    store_document(evaluation, found.document, filled, actor)
    return sum(not offered[path].is_taken for path in paths)
