"""The changes of one cell, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Subquery

from evaluations.common.moments import moment
from evaluations.core.text.differing import differing
from evaluations.records.models import Edit, SelfEvaluation, Version

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Edited:
    """One change of a cell: who, when, from what, to what; long texts are cut to where they differ."""

    by: str
    at: str
    old: str
    new: str


def edits_of(evaluation: SelfEvaluation, where: str, *, handed_in: bool = False) -> Sequence[Edited]:
    """The last changes of the cell, the newest first; `handed_in`: none that the unit has made since it was last frozen. One query."""
    found = Edit.objects.filter(evaluation=evaluation, where=where)
    if handed_in:
        versions = Version.objects.filter(evaluation=evaluation).order_by().values("evaluation")
        found = found.filter(at__lte=Subquery(versions.annotate(last=Max("created_at")).values("last")))
    rows = found.order_by("-pk").values_list("by__name", "at", "old", "new")[:_SHOWN]
    return [Edited(by or "系统", moment(at), *differing(old, new)) for by, at, old, new in rows]
