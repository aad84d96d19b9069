"""Pages by key: a page continues from a unit's place in the order, so that a late page costs no more than the first."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, LessThan

from evaluations.desk.models import Standing

PER_PAGE = 50

type Key = tuple[Any, str]
"""The rank and the code of a unit."""


class Page(NamedTuple):
    """A page's rows, in order, and the codes before and after which the list continues; "" if it does not."""

    rows: Sequence[Standing]
    before: str
    after: str


def page(
    listed: QuerySet[Standing], *, rank: str = "code", descending: bool = False, before: str = "", after: str = ""
) -> Page:
    """The page of `listed` before or after the unit with this code; without either, or if the unit is gone, the first.

    Ordered by the column `rank`, then by code, both turned around if `descending`; units without a rank come last, by code. At most three queries.
    """
    code = before or after
    start = listed.filter(code=code).order_by().values_list(rank, "code").first() if code else None
    is_back = bool(before and start)
    found = following(listed, rank, start, descending=descending, is_back=is_back, number=PER_PAGE + 1)
    shown, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    if is_back:
        shown.reverse()
    has_before, has_after = (has_more, True) if is_back else (start is not None, has_more)
    if not shown:
        return Page((), "", "")
    return Page(shown, shown[0].code if has_before else "", shown[-1].code if has_after else "")


def following(
    listed: QuerySet[Standing],
    rank: str,
    start: Key | None,
    *,
    number: int,
    descending: bool = False,
    is_back: bool = False,
) -> list[Standing]:
    """So many of the units after `start` in the order, or of those before it, the nearest first; from the beginning without one.

    The list is read in parts, each a stretch of an index, until there are enough. At most two queries.
    """
    found: list[Standing] = []
    for part in _parts(listed, rank, start, descending=descending, is_back=is_back):
        found += part[: number - len(found)]
        if len(found) == number:
            break
    return found


def _parts(
    listed: QuerySet[Standing], rank: str, start: Key | None, *, descending: bool, is_back: bool
) -> list[QuerySet[Standing]]:
    is_down = descending != is_back
    by_rank = listed.order_by(*(f"-{key}" if is_down else key for key in (rank, "code")))
    if start and start[0] is not None:
        by_rank = by_rank.filter(_beyond(rank, start, is_down=is_down))
    if not Standing._meta.get_field(rank).null:
        return [by_rank]
    ranked = by_rank.filter(**{f"{rank}__isnull": False})
    unranked = listed.filter(**{f"{rank}__isnull": True}).order_by("-code" if is_back else "code")
    if start and start[0] is None:
        rest = unranked.filter(**{"code__lt" if is_back else "code__gt": start[1]})
        return [rest, ranked] if is_back else [rest]
    return [ranked] if is_back else [ranked, unranked]


def _beyond(rank: str, start: Key, *, is_down: bool) -> LessThan | GreaterThan:
    """Both at once, because so an index finds the place; two conditions joined by OR would read all of the same rank."""
    field = Standing._meta.get_field(rank)
    here, there = _pair(F(rank), F("code")), _pair(Value(start[0], output_field=field), Value(start[1]))
    return LessThan(here, there) if is_down else GreaterThan(here, there)


def _pair(rank: Combinable, code: Combinable) -> Func:
    return Func(rank, code, template="(%(expressions)s)", output_field=TextField())
