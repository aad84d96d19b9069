"""Seals: hashes over an evaluation's append-only rows (edits, versions, events, …), kept in the keyed audit log.

They cost autosave nothing: each transition, and the daily maintenance, seals what was written since the last seal. An evaluation's rows
are only written while it is locked, so no further rows can appear before a seal's last one.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Max

from accounts.audit import record
from accounts.models import AuditEvent
from evaluations.common.append_only import AppendOnly
from evaluations.records.models import SelfEvaluation

KEY = "seal"


class Seal(NamedTuple):
    """A seal over one evaluation's rows of a model with ids above `after`, up to `to`: their number, and their hash over `columns`."""

    model: str
    columns: tuple[str, ...]
    after: int
    to: int
    rows: int
    hash: str


def seal(evaluation: SelfEvaluation) -> list[Seal]:
    """What the event that is written next, about this locked evaluation, keeps under `KEY`; also in the caller's transaction."""
    return seal_all([evaluation])[evaluation.pk]


def seal_all(evaluations: Iterable[SelfEvaluation]) -> Mapping[int, list[Seal]]:
    """`seal` of each of these locked evaluations, by its primary key; as many queries for hundreds as for one."""
    sealed = dict[int, list[Seal]]((evaluation.pk, []) for evaluation in evaluations)
    last = _last_sealed(sealed)
    for model in sealed_models():
        after = {pk: last.get((pk, label(model)), 0) for pk in sealed}
        for pk, fresh in _made_all(model, after):
            sealed[pk].append(fresh)
    return sealed


def _last_sealed(keys: Iterable[int]) -> Mapping[tuple[int, str], int]:
    subjects = [str(key) for key in keys]
    events = AuditEvent.objects.filter(subject__in=subjects, detail__contains=f'"{KEY}"').order_by("pk")
    return {(int(event.subject), sealed.model): sealed.to for event in events for sealed in seals_in(event)}


def seal_the_rest(sealed: Mapping[tuple[str, int], int]) -> int:
    """Seal everything not sealed yet; `sealed` is the last sealed id by model and evaluation. Return the number of evaluations."""
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
    """The seals in an event of the log."""
    if f'"{KEY}"' not in event.detail:
        return []
    found = json.loads(event.detail).get(KEY, ())
    return [Seal(model, tuple(columns), *numbers) for model, columns, *numbers in found]


def fault(evaluation_id: int, sealed: Seal) -> str:
    """How the rows differ from what was sealed, in simplified Chinese; "" if they don't."""
    now = made(apps.get_model(sealed.model), evaluation_id, sealed.after, sealed)
    if now.rows != sealed.rows:
        return f"应有 {sealed.rows} 条，现有 {now.rows} 条"
    return "" if now.hash == sealed.hash else "内容与封存时不同"


def not_sealed(sealed: Mapping[str, int]) -> int:
    """How many rows have been written since the last seals; `sealed` counts the sealed ones by model."""
    there = {label(model): model._default_manager.aggregate(rows=Count("pk"))["rows"] for model in sealed_models()}
    return sum(max(0, rows - sealed.get(name, 0)) for name, rows in there.items())


def sealed_models() -> Iterator[type[models.Model]]:
    """The append-only models whose rows belong to one evaluation."""
    for model in apps.get_models():
        if issubclass(model, AppendOnly) and any(field.name == "evaluation" for field in model._meta.fields):
            yield model


def label(model: type[models.Model]) -> str:
    """A model's name in seals."""
    return model._meta.label_lower


def made(model: type[models.Model], evaluation_id: int, after: int, like: Seal) -> Seal:
    """The seal of the rows after `after`, up to the last row and of the columns that `like` names."""
    rows = model._default_manager.filter(evaluation=evaluation_id, pk__gt=after, pk__lte=like.to).order_by("pk")
    return _of_rows(model, like.columns, after, rows.values_list("pk", *like.columns))


def _made_all(model: type[models.Model], after: Mapping[int, int]) -> Iterator[tuple[int, Seal]]:
    """By evaluation the seal of all rows after the one that `after` names for it, where there are any; of today's columns. One query."""
    columns = tuple(sorted(field.attname for field in model._meta.concrete_fields))
    rows = model._default_manager.filter(evaluation__in=list(after), pk__gt=min(after.values(), default=0))
    ordered = rows.order_by("evaluation", "pk").values_list("evaluation", "pk", *columns)
    for pk, found in groupby(ordered, key=itemgetter(0)):
        fresh = _of_rows(model, columns, after[pk], (row[1:] for row in found if row[1] > after[pk]))
        if fresh.rows:
            yield pk, fresh


def _of_rows(model: type[models.Model], columns: tuple[str, ...], after: int, rows: Iterable[tuple[Any, ...]]) -> Seal:
    digest, number, to = hashlib.sha256(), 0, after
    for to, *values in rows:  # noqa: B007 - the last one is meant
        digest.update(json.dumps(values, default=str).encode())
        number += 1
    return Seal(label(model), columns, after, to, number, digest.hexdigest())
