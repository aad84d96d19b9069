"""Pages by key: a page continues from a unit's place in the order, so that a late page costs no more than the first."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import F, OrderBy, Q, QuerySet

PER_PAGE = 50


class Page(NamedTuple):
    """The keys of a page's units, in order, and the codes before and after which the list continues; "" if it does not."""

    keys: Sequence[int]
    before: str
    after: str


def page(listed: QuerySet[Any], *, descending: bool, before: str = "", after: str = "") -> Page:
    """The page of `listed` (each with a `rank`) before or after the unit with this code; without either, or if the unit is gone, the first.

    Ordered by rank, units without one last, then by code. Two queries, and one for the first page.
    """
    place = (
        listed.filter(code=before or after).order_by().values_list("rank", "code").first() if before or after else None
    )
    is_back = bool(before and place)
    ordered = listed.order_by(*_order(descending=descending, is_back=is_back))
    if place:
        ordered = ordered.filter(_beyond(*place, descending=descending, is_back=is_back))
    found = list(ordered.values_list("pk", "code")[: PER_PAGE + 1])
    shown, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    if is_back:
        shown.reverse()
    has_before, has_after = (has_more, True) if is_back else (place is not None, has_more)
    if not shown:
        return Page((), "", "")
    return Page([pk for pk, _ in shown], shown[0][1] if has_before else "", shown[-1][1] if has_after else "")


def _order(*, descending: bool, is_back: bool) -> tuple[OrderBy, OrderBy]:
    rank = OrderBy(
        F("rank"), descending=descending != is_back, nulls_first=is_back or None, nulls_last=not is_back or None
    )
    return rank, OrderBy(F("code"), descending=is_back)


def _beyond(rank: Any, code: str, *, descending: bool, is_back: bool) -> Q:
    same = Q(rank__isnull=True) if rank is None else Q(rank=rank)
    later = same & (Q(code__lt=code) if is_back else Q(code__gt=code))
    if rank is None:
        return later | Q(rank__isnull=False) if is_back else later
    beyond = Q(rank__lt=rank) if descending != is_back else Q(rank__gt=rank)
    return later | beyond if is_back else later | beyond | Q(rank__isnull=True)
