"""Pages by key: a page continues from a unit's place in the order, so that a late page costs no more than the first."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Literal, NamedTuple, Protocol, cast

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Field, Func, Q, QuerySet, TextField, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.lookups import GreaterThan, LessThan

from evaluations.common.kept_query import Given, Kept
from evaluations.desk.models import Standing

PER_PAGE = 50
_QUERIES = 500
"""So many are kept, the SQL of each order of each list that was asked for lately."""

type Key = tuple[Any, str]
"""The rank and the code of a unit."""
type Values = Mapping[str, Any]
"""What is `Given`."""


class Page(NamedTuple):
    """A page's rows, in order, and the codes before and after which the list continues; "" if it does not."""

    rows: Sequence[Any]
    before: str
    after: str


class Order(NamedTuple):
    """By the column `rank` of `Standing`, then by code, both turned around if `descending`; units without a rank come last, by code.

    `is_indexed`: the database follows the index of the rank; otherwise it sorts.
    """

    rank: str = "code"
    descending: bool = False
    is_indexed: bool = True


class Listed(Protocol):
    """A list, equal to every other that has the same SQL."""

    def __hash__(self) -> int: ...
    def rows(self) -> QuerySet[Standing, Any]:
        """Its rows, each with its code, without an order."""


def page(listed: Listed, given: Values, order: Order, *, before: str = "", after: str = "") -> Page:
    """The page of `listed` before or after the unit with this code; without either, or if the unit is gone, the first. At most three queries."""
    code = before or after
    start = next(iter(_key(listed, order.rank)(**given, code=code)), None) if code else None
    is_back = bool(before and start)
    found = following(listed, given, order, start, is_back=is_back, number=PER_PAGE + 1)
    shown, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    if is_back:
        shown.reverse()
    has_before, has_after = (has_more, True) if is_back else (start is not None, has_more)
    if not shown:
        return Page((), "", "")
    return Page(shown, shown[0].code if has_before else "", shown[-1].code if has_after else "")


@lru_cache(maxsize=_QUERIES)
def _key(listed: Listed, rank: str) -> Kept[Key]:
    return Kept(lambda: listed.rows().filter(code=_CODE).order_by().values_list(rank, "code"))


def following(
    listed: Listed, given: Values, order: Order, start: Key | None, *, number: int, is_back: bool = False
) -> list[Any]:
    """So many of the units after `start` in the order, or of those before it, the nearest first; from the beginning without one.

    Along an index, those with a rank and those without one are read one after the other, until there are enough: two queries at most.
    """
    stretch = Stretch(order, is_back, "" if start is None else "lacking" if start[0] is None else "ranked")
    rank, code = start or (None, "")
    found: list[Any] = []
    for part in stretch.parts if order.is_indexed else ("all",):
        found += _reading(listed, stretch, part, number)(**given, rank=rank, code=code)
        if len(found) >= number:
            break
    return found[:number]


type Part = Literal["ranked", "lacking", "all"]


class Stretch(NamedTuple):
    """The units after (or before) a place in the order, which is that of a unit with a rank, of one that lacks it, or ("") its beginning."""

    order: Order
    is_back: bool
    start: Literal["", "ranked", "lacking"]

    @property
    def parts(self) -> Sequence[Literal["ranked", "lacking"]]:
        """Those with a rank, and those without one, as far as they are in it."""
        if self.start == "lacking":
            return ("lacking", "ranked") if self.is_back else ("lacking",)
        return ("ranked", "lacking") if _column(self.order.rank).null and not self.is_back else ("ranked",)

    def found(self, part: Part) -> Q:
        """The units of a part."""
        if part == "all":
            return reduce(or_, (self.found(each) for each in self.parts))
        if part == "lacking":
            return self._lacking & (
                Q(**{"code__lt" if self.is_back else "code__gt": _CODE}) if self.start == part else Q()
            )
        if self.start == part:
            return Q(self._beyond())
        # Of “not null” SQLite finds the beginning in an index; “not (null)” it asks of every row.
        return Q(**{f"{self.order.rank}__isnull": False}) if _column(self.order.rank).null else Q()

    def keys(self, part: Part) -> Sequence[OrderBy]:
        """By what they are ordered. No index begins with whether there is a rank, so that none is followed for all together."""
        by_rank = [OrderBy(F(column), descending=self._is_down) for column in (self.order.rank, "code")]
        if part != "all":
            return by_rank if part == "ranked" else [OrderBy(F("code"), descending=self.is_back)]
        lacking = ExpressionWrapper(self._lacking, BooleanField())
        code_of_lacking = Case(When(self._lacking, then=F("code")))
        rank, code = by_rank
        return (
            OrderBy(lacking, descending=self.is_back),
            rank,
            OrderBy(code_of_lacking, descending=self.is_back),
            code,
        )

    @property
    def _lacking(self) -> Q:
        return Q(**{f"{self.order.rank}__isnull": True})

    @property
    def _is_down(self) -> bool:
        return self.order.descending != self.is_back

    def _beyond(self) -> LessThan | GreaterThan:
        """Both at once, because so an index finds the place; two conditions joined by OR would read all of the same rank."""
        there = _pair(Given("rank", _column(self.order.rank)), _CODE)
        return (LessThan if self._is_down else GreaterThan)(_pair(F(self.order.rank), F("code")), there)


@lru_cache(maxsize=_QUERIES)
def _reading(listed: Listed, stretch: Stretch, part: Part, number: int) -> Kept[Any]:
    return Kept(lambda: listed.rows().filter(stretch.found(part)).order_by(*stretch.keys(part))[:number])


def _pair(rank: Combinable, code: Combinable) -> Func:
    return Func(rank, code, template="(%(expressions)s)", output_field=TextField())


def _column(name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", Standing._meta.get_field(name))


_CODE = Given("code", _column("code"))
