"""Pages by key: a page continues from a unit's place in the order, so that a late page costs no more than the first."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import GreaterThan, IsNull, LessThan

from evaluations.desk.models import Standing

PER_PAGE = 50
FEW = 1000
"""Up to so many units are read and sorted, rather than looked for along the whole order."""

type Key = tuple[Any, str]
"""The rank and the code of a unit."""


class Page(NamedTuple):
    """A page's rows, in order, and the codes before and after which the list continues; "" if it does not."""

    rows: Sequence[Standing]
    before: str
    after: str


class Order(NamedTuple):
    """By the column `rank` of `Standing`, then by code, both turned around if `descending`; units without a rank come last, by code.

    `is_indexed`: the database follows the index of the rank.
    """

    rank: str = "code"
    descending: bool = False
    is_indexed: bool = True

    def key(self, column: str) -> Combinable:
        """The column, as it is ordered by."""
        return F(column) if self.is_indexed else NullIf(F(column), Value(None))


def to_page(rows: QuerySet[Standing], wanted: Q, count: int, order: Order) -> tuple[QuerySet[Standing], Order]:
    """Those of a year's `rows` that are `wanted`, which are `count`, and their order, in the way that reads the fewest rows.

    The databases guess wrongly: they don't know how many there are, or that only a page is read. Along the order's index, the wanted ones of
    a page are found early if they are many; if they are few, it is better to read them all.
    """
    if wanted and count > FEW:
        return rows.filter(Coalesce(ExpressionWrapper(wanted, BooleanField()), Value(False))), order
    return rows.filter(wanted), order._replace(is_indexed=not wanted)


def page(listed: QuerySet[Standing], order: Order, *, before: str = "", after: str = "") -> Page:
    """The page of `listed` before or after the unit with this code; without either, or if the unit is gone, the first. At most three queries."""
    code = before or after
    start = listed.filter(code=code).values_list(order.rank, "code").first() if code else None
    is_back = bool(before and start)
    found = following(listed, order, start, is_back=is_back, number=PER_PAGE + 1)
    shown, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    if is_back:
        shown.reverse()
    has_before, has_after = (has_more, True) if is_back else (start is not None, has_more)
    if not shown:
        return Page((), "", "")
    return Page(shown, shown[0].code if has_before else "", shown[-1].code if has_after else "")


def following(
    listed: QuerySet[Standing], order: Order, start: Key | None, *, number: int, is_back: bool = False
) -> list[Standing]:
    """So many of the units after `start` in the order, or of those before it, the nearest first; from the beginning without one.

    Those with a rank and those without one are read one after the other, each along an index, until there are enough. At most two queries.
    """
    found: list[Standing] = []
    for part in _parts(listed, order, start, is_back=is_back):
        found += part[: number - len(found)]
        if len(found) == number:
            break
    return found


def _parts(listed: QuerySet[Standing], order: Order, start: Key | None, *, is_back: bool) -> list[QuerySet[Standing]]:
    is_down = order.descending != is_back
    by_rank = listed.order_by(*(OrderBy(order.key(column), descending=is_down) for column in (order.rank, "code")))
    if start and start[0] is not None:
        by_rank = by_rank.filter(_beyond(order, start, LessThan if is_down else GreaterThan))
    if not Standing._meta.get_field(order.rank).null:
        return [by_rank]
    ranked = by_rank.filter(IsNull(order.key(order.rank), False))
    unranked = listed.filter(IsNull(order.key(order.rank), True)).order_by(
        OrderBy(order.key("code"), descending=is_back)
    )
    if start and start[0] is None:
        rest = unranked.filter(**{"code__lt" if is_back else "code__gt": start[1]})
        return [rest, ranked] if is_back else [rest]
    return [ranked] if is_back else [ranked, unranked]


def _beyond(order: Order, start: Key, compared: Callable[..., LessThan | GreaterThan]) -> LessThan | GreaterThan:
    """Both at once, because so an index finds the place; two conditions joined by OR would read all of the same rank."""
    field = Standing._meta.get_field(order.rank)
    there = _pair(Value(start[0], output_field=field), Value(start[1]))
    return compared(_pair(order.key(order.rank), order.key("code")), there)


def _pair(rank: Combinable, code: Combinable) -> Func:
    return Func(rank, code, template="(%(expressions)s)", output_field=TextField())
