"""Loads and saves 附件3 between the core document and its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import cast

from django.db.models import Sum

from evaluations.core.content.library import Used
from evaluations.core.form.document import Direction, Indicator, SelfAssessment
from evaluations.core.form.edition import Edition
from evaluations.records.content import Columns, Key, Rows, Values, add_rows, packed, save_rows, unpacked
from evaluations.records.models import SelfEvaluation
from evaluations.self_assessment import models

_ONCE = (
    "initial_budget",
    "adjusted_budget",
    "executed",
    "execution_score",
    "expected_objective",
    "actual_completion",
)
_COLUMNS = ("name", "target", "actual", "direction", "weight", "score", "deviation_reason")
TABLES = (
    Columns(models.FundingAmount, texts=("group", "item"), amounts=("amount",)),
    Columns(
        models.Indicator,
        "position",
        ("category", "name", "target", "actual", "direction", "deviation_reason", "fields"),
        ("weight", "score"),
    ),
)


def load(edition: Edition, evaluation: SelfEvaluation, rows: Rows) -> SelfAssessment:
    """附件3 of `evaluation` in form order, from its own row and `rows` (of TABLES)."""
    once = getattr(evaluation, "self_assessment", None) or models.SelfAssessment()
    amounts = {(group, item): amount for group, item, amount in rows[models.FundingAmount]}
    return SelfAssessment.model_construct(
        **{name: getattr(once, name) for name in _ONCE},
        fields=unpacked(once.fields),
        by_revenue=_funding(edition, "by_revenue", amounts),
        by_expenditure=_funding(edition, "by_expenditure", amounts),
        indicators=tuple(_indicators(edition, rows)),
    )


def indicator_scores(evaluations: Iterable[int]) -> Mapping[int, Decimal | None]:
    """The sum of the indicators' scores of each evaluation that has any, by primary key. One query."""
    scored = models.Indicator.objects.filter(evaluation__in=list(evaluations)).order_by().values_list("evaluation")
    return dict(scored.annotate(total=Sum("score")))


def _funding(edition: Edition, group: str, amounts: dict[tuple[str, str], Decimal]) -> dict[str, Decimal | None]:
    return {line.item: amounts.get((group, line.item)) for line in edition.fundings[group].lines}


def _indicators(edition: Edition, rows: Rows) -> Iterator[Indicator]:
    order = edition.category_order
    placed = sorted(rows[models.Indicator], key=lambda row: (order[row[1]], row[0]))
    for _, category, name, target, actual, direction, reason, fields, weight, score in placed:
        yield Indicator.model_construct(
            category=category,
            name=name,
            target=target,
            actual=actual,
            direction=direction or None,
            weight=weight,
            score=score,
            deviation_reason=reason,
            fields=unpacked(fields),
        )


def save(evaluation: SelfEvaluation, stored: SelfAssessment, changed: SelfAssessment) -> None:
    """Turn the rows into those of `changed`, writing only what differs from `stored`; at most nine queries."""
    save_rows(models.SelfAssessment.objects, evaluation, (), {(): _once(stored)}, {(): _once(changed)})
    save_rows(models.FundingAmount.objects, evaluation, ("group", "item"), _amounts(stored), _amounts(changed))
    save_rows(
        models.Indicator.objects,
        evaluation,
        ("category", "position"),
        _placed(stored.indicators),
        _placed(changed.indicators),
    )


def add(added: Sequence[tuple[SelfEvaluation, SelfAssessment]]) -> None:
    """The rows of evaluations that have none yet, three queries however many."""
    add_rows(models.SelfAssessment.objects, (), [(one, {(): _once(part)}) for one, part in added])
    add_rows(models.FundingAmount.objects, ("group", "item"), [(one, _amounts(part)) for one, part in added])
    add_rows(
        models.Indicator.objects, ("category", "position"), [(one, _placed(part.indicators)) for one, part in added]
    )


def _once(part: SelfAssessment) -> Values:
    return {**{name: getattr(part, name) for name in _ONCE}, "fields": packed(part.fields)}


def _amounts(part: SelfAssessment) -> dict[Key, Values]:
    return {
        (group, item): {"amount": amount}
        for group in models.GROUPS
        for item, amount in getattr(part, group).items()
        if amount is not None
    }


def used_earlier(evaluation: SelfEvaluation) -> list[Used]:
    """The indicators of the unit's earlier years in forms of the same kind, latest year first; one query."""
    year = evaluation.fiscal_year
    rows = models.Indicator.objects.filter(
        evaluation__unit=evaluation.unit_id,
        evaluation__fiscal_year__year__lt=year.year,
        evaluation__fiscal_year__kind=year.kind,
    ).order_by("-evaluation__fiscal_year__year", "position", "pk")
    listed = rows.values_list("evaluation__fiscal_year__year", "category", "name", "target", "direction")
    # The database holds no other direction.
    return [
        Used(year, code, name, target, cast("Direction | None", which or None))
        for year, code, name, target, which in listed
    ]


def _placed(indicators: Sequence[Indicator]) -> dict[Key, Values]:
    counts: dict[str, int] = {}
    placed: dict[Key, Values] = {}
    for row in indicators:
        counts[row.category] = counts.get(row.category, 0) + 1
        values = {name: getattr(row, name) for name in _COLUMNS}
        own = {"direction": row.direction or "", "fields": packed(row.fields)}
        placed[row.category, counts[row.category]] = {**values, **own}
    return placed
