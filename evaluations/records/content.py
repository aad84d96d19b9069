"""Content as rows: the columns that the content rooms share, and writing only the rows that differ.

A row is told apart within its evaluation by a key (the line and the position on it, a code, a number); its other columns are its values.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from evaluations.core.values import MONEY_DIGITS, MONEY_PLACES
from evaluations.records.models import SelfEvaluation

Key = tuple[Any, ...]
Values = Mapping[str, Any]


def amount(verbose_name: str, *, blank: bool = True) -> "models.DecimalField[Any, Any]":
    """A column for 万元, points, ㎡: null is blank. A draft may hold any sign, the checks judge it."""
    return models.DecimalField(
        verbose_name, max_digits=MONEY_DIGITS, decimal_places=MONEY_PLACES, null=blank, blank=blank
    )


def counted_from_one(table: str) -> models.CheckConstraint:
    """The constraint that positions count from 1."""
    return models.CheckConstraint(
        name=f"{table}_position", condition=Q(position__gte=1), violation_error_message="行号从 1 开始。"
    )


def save_rows[M: models.Model](
    table: models.Manager[M],
    evaluation: SelfEvaluation,
    key: Sequence[str],
    stored: Mapping[Key, Values],
    changed: Mapping[Key, Values],
) -> Sequence[M]:
    """Let the rows of `evaluation` become `changed`, touching only those that differ from `stored`; gives the rows written.

    At most three queries, whatever the number of rows: one writes new rows and, in place, changed ones; two delete.
    """
    gone = stored.keys() - changed.keys()
    if gone:
        rows = table.filter(evaluation=evaluation)
        numbers = [number for number, *place in rows.values_list("pk", *key) if tuple(place) in gone]
        rows.filter(pk__in=numbers).delete()
    different = {place: values for place, values in changed.items() if stored.get(place) != values}
    if not different:
        return ()
    return table.bulk_create(
        [
            table.model(evaluation=evaluation, **dict(zip(key, place, strict=True)), **values)
            for place, values in different.items()
        ],
        update_conflicts=True,
        unique_fields=["evaluation", *key],
        update_fields=list(next(iter(different.values()))),
    )
