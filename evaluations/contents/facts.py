"""Sums and comparisons over many evaluations, of whatever form: `core.form.concepts` lists what may be asked for."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from evaluations.contents.models import Fact
from evaluations.core.basics.values import MONEY_PLACES, rounded
from evaluations.records.models import SelfEvaluation


def total(evaluations: "QuerySet[SelfEvaluation]", concept: str, row: str = "") -> Decimal | None:
    """The sum of a concept over evaluations, in 万元 or points; None if none of them has it. One query."""
    of = Fact.objects.filter(evaluation__in=evaluations.order_by().values("pk"), concept=concept, row=row)
    found: Decimal | None = of.aggregate(total=Sum("amount"))["total"]
    # SQLite adds floats.
    return None if found is None else rounded(found, MONEY_PLACES)


def exceeding(evaluations: "QuerySet[SelfEvaluation]", concept: str, bound: str) -> "QuerySet[SelfEvaluation]":
    """Those of the evaluations of which `concept` is above `bound`, as a whole or on a line of 附件2; a blank is above nothing."""
    bounds = Fact.objects.filter(evaluation=OuterRef("evaluation"), concept=bound, row=OuterRef("row"))
    above = Fact.objects.filter(concept=concept, amount__gt=Subquery(bounds.values("amount")))
    return evaluations.filter(pk__in=above.values("evaluation"))


def amounts(evaluations: Iterable[int], concepts: Collection[str]) -> Mapping[tuple[int, str], Decimal]:
    """What each evaluation (a primary key) has of the concepts as a whole. One query."""
    of = Fact.objects.filter(evaluation__in=list(evaluations), concept__in=concepts, row="")
    return {
        (evaluation, concept): amount
        for evaluation, concept, amount in of.values_list("evaluation", "concept", "amount")
    }
