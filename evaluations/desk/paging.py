"""Pages by key: a page continues from a unit's place in the order, so that a late page costs no more than the first."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, cast

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Field, Func, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan

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

    `is_indexed`: the database follows the index of the rank; otherwise it sorts.
    """

    rank: str = "code"
    descending: bool = False
    is_indexed: bool = True


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

    Along an index, those with a rank and those without one are read one after the other, until there are enough: two queries at most.
    """
    stretches = _stretches(order, start, is_back=is_back)
    if not order.is_indexed:
        stretches = [_together(stretches, order, is_back=is_back)]
    found: list[Standing] = []
    for wanted, keys in stretches:
        found += listed.filter(wanted).order_by(*keys)[: number - len(found)]
        if len(found) == number:
            break
    return found


type Stretch = tuple[Q, Sequence[OrderBy]]
"""Units that stand together in the order, and by what they are ordered."""


def _stretches(order: Order, start: Key | None, *, is_back: bool) -> list[Stretch]:
    has_none, is_down = Q(**{f"{order.rank}__isnull": True}), order.descending != is_back
    by_rank = [OrderBy(F(column), descending=is_down) for column in (order.rank, "code")]
    by_code = [OrderBy(F("code"), descending=is_back)]
    if start and start[0] is None:
        rest = (has_none & Q(**{"code__lt" if is_back else "code__gt": start[1]}), by_code)
        return [rest, (~has_none, by_rank)] if is_back else [rest]
    may_lack = _column(order.rank).null
    ranked = Q(_beyond(order.rank, start, is_down=is_down)) if start else ~has_none if may_lack else Q()
    return [(ranked, by_rank), *([(has_none, by_code)] if may_lack and not is_back else [])]


def _together(stretches: Sequence[Stretch], order: Order, *, is_back: bool) -> Stretch:
    """In one query; no index begins with whether there is a rank, so that none is followed."""
    wanted = reduce(or_, (each for each, _ in stretches))
    has_none = Q(**{f"{order.rank}__isnull": True})
    lacking = OrderBy(ExpressionWrapper(has_none, BooleanField()), descending=is_back)
    code_of_lacking = OrderBy(Case(When(has_none, then=F("code"))), descending=is_back)
    is_down = order.descending != is_back
    return wanted, (
        lacking,
        OrderBy(F(order.rank), descending=is_down),
        code_of_lacking,
        OrderBy(F("code"), descending=is_down),
    )


def _beyond(rank: str, start: Key, *, is_down: bool) -> LessThan | GreaterThan:
    """Both at once, because so an index finds the place; two conditions joined by OR would read all of the same rank."""
    there = _pair(Value(start[0], output_field=_column(rank)), Value(start[1]))
    return (LessThan if is_down else GreaterThan)(_pair(F(rank), F("code")), there)


def _pair(rank: Combinable, code: Combinable) -> Func:
    return Func(rank, code, template="(%(expressions)s)", output_field=TextField())


def _column(name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", Standing._meta.get_field(name))
