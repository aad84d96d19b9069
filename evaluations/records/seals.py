"""Seals: hashes over the rows of an evaluation that are written once (edits, versions, events, …), kept in the keyed audit log.

Autosave pays nothing for them: each transition, and the maintenance of each day, seals what was written since the last seal. The rows of
one evaluation are written while it is locked, so those up to a seal's last one are complete for good.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Max

from accounts.audit import record
from accounts.models import AuditEvent
from evaluations.common.append_only import AppendOnly
from evaluations.records.models import SelfEvaluation

KEY = "seal"


class Seal(NamedTuple):
    """The rows of a table (by its model) of one evaluation with an id above `after`, up to `to`: how many, and their hash over `columns`."""

    model: str
    columns: tuple[str, ...]
    after: int
    to: int
    rows: int
    hash: str


def seal(evaluation: SelfEvaluation) -> list[Seal]:
    """What the event that is written next, about this locked evaluation, keeps under `KEY`; also in the caller's transaction."""
    last = dict[str, int]()
    for event in AuditEvent.objects.filter(subject=str(evaluation.pk), detail__contains=f'"{KEY}"').order_by("pk"):
        last |= {sealed.model: sealed.to for sealed in seals_in(event)}
    fresh = (made(model, evaluation.pk, last.get(label(model), 0)) for model in sealed_models())
    return [one for one in fresh if one.rows]


def seal_the_rest(sealed: Mapping[tuple[str, int], int]) -> int:
    """Seal what was written since; `sealed` is the last sealed id by model and evaluation. Gives the number of evaluations."""
    latest = (
        (model, model._default_manager.values_list("evaluation").annotate(Max("pk"))) for model in sealed_models()
    )
    open_ones = {pk for model, rows in latest for pk, last in rows if sealed.get((label(model), pk), 0) < last}
    for pk in sorted(open_ones):
        with transaction.atomic():
            evaluation = SelfEvaluation.objects.select_for_update(of=("self",)).get(pk=pk)
            if fresh := seal(evaluation):
                record("seal", subject=str(pk), detail={KEY: fresh})
    return len(open_ones)


def seals_in(event: AuditEvent) -> list[Seal]:
    """The seals that an event of the log carries."""
    if f'"{KEY}"' not in event.detail:
        return []
    found = json.loads(event.detail).get(KEY, ())
    return [Seal(model, tuple(columns), *numbers) for model, columns, *numbers in found]


def fault(evaluation_id: int, sealed: Seal) -> str:
    """How the rows differ from what was sealed, in simplified Chinese; "" when they don't."""
    now = made(apps.get_model(sealed.model), evaluation_id, sealed.after, sealed)
    if now.rows != sealed.rows:
        return f"应有 {sealed.rows} 条，现有 {now.rows} 条"
    return "" if now.hash == sealed.hash else "内容与封存时不同"


def not_sealed(sealed: Mapping[str, int]) -> int:
    """How many rows were written since the last seals; `sealed` counts the sealed ones by model."""
    there = {label(model): model._default_manager.aggregate(rows=Count("pk"))["rows"] for model in sealed_models()}
    return sum(max(0, rows - sealed.get(name, 0)) for name, rows in there.items())


def sealed_models() -> Iterator[type[models.Model]]:
    """The models whose rows are written once and belong to one evaluation."""
    for model in apps.get_models():
        if issubclass(model, AppendOnly) and any(field.name == "evaluation" for field in model._meta.fields):
            yield model


def label(model: type[models.Model]) -> str:
    """The model as a seal names it."""
    return model._meta.label_lower


def made(model: type[models.Model], evaluation_id: int, after: int, like: Seal | None = None) -> Seal:
    """The seal of the rows after `after`: of all and of today's columns, or up to the last row and of the columns that `like` names."""
    columns = like.columns if like else tuple(sorted(field.attname for field in model._meta.concrete_fields))
    rows = model._default_manager.filter(evaluation=evaluation_id, pk__gt=after).order_by("pk")
    if like:
        rows = rows.filter(pk__lte=like.to)
    digest, number, to = hashlib.sha256(), 0, after
    for to, *values in rows.values_list("pk", *columns):  # noqa: B007 - the last one is meant
        digest.update(json.dumps(values, default=str).encode())
        number += 1
    return Seal(label(model), columns, after, to, number, digest.hexdigest())
