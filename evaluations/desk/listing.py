"""The bureau's list for one year: every unit within reach, with its evaluation and what its hand-in amounts to."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict

from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from evaluations.common.kept_query import Given, Kept, counted, the_day, total
from evaluations.core.basics.values import rounded, show_amount, show_ratio
from evaluations.desk.asked import Asked
from evaluations.desk.conditions import EXTENDED, FOUND, LOOKS, NEW, OF_EVALUATIONS, OVERDUE, PLACES, WITH_UNIT
from evaluations.desk.models import Standing, StandingCount
from evaluations.desk.paging import Order
from evaluations.desk.wanted import FEW, Wanted, in_year
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.units.names import unit_name_on

_STATES = tuple(OF_EVALUATIONS)
_TONES = [State.of(state).tone if state in State.values else "neutral" for state in OF_EVALUATIONS]
_PLACES = [Q(place=place) for place in PLACES.values()]
_SHAPES = 500


class Line(TypedDict):
    """One unit, or project, on the list, in words: "" for what it does not have, or what is zero. A dictionary, because templates read these fastest.

    `document` and `extension` are addresses; "" if it can't be read.
    """

    unit_id: int
    code: str
    name: str
    document: str
    extension: str
    label: str
    tone: str
    days: str
    is_new: bool
    is_overdue: bool
    times: int
    score: str
    grade: str
    rate: str
    explained: int | str
    swings: int | str
    alike: int | str
    comments: int | str
    section: str
    reviewer: str
    until: str


class Tally(NamedTuple):
    """How many units there are by state (a key of STATES), with the units, without a reviewer, in all, and of those wanted, if these have a name that more than FEW have, at most one more."""

    states: Mapping[str, int]
    with_unit: int
    unassigned: int
    total: int
    wanted: int


def tally(year: FiscalYear, within: Wanted, values: Mapping[str, Any], *, is_narrowed: bool = False) -> Tally:
    """The tally of the year's units within reach, and how many meet all conditions, if more is asked than a state. One query."""
    counts = _counts(within if is_narrowed else None, is_whole=within.is_whole)
    ((unassigned, *at_places, new, not_late, wanted),) = counts(**values)
    by_state = dict(zip(OF_EVALUATIONS, at_places, strict=True))
    with_unit = sum(at_places[place] for place in WITH_UNIT)
    return Tally(
        states={**by_state, OVERDUE: with_unit - not_late if values["late"] else 0, NEW: new},
        with_unit=with_unit,
        unassigned=unassigned,
        total=sum(at_places),
        wanted=wanted,
    )


@lru_cache(maxsize=_SHAPES)
def _counts(wanted: Wanted | None, *, is_whole: bool) -> Kept[tuple[int, ...]]:
    """Of those newly given, and of those with an extension, others than the overdue, there are few."""

    def build() -> QuerySet[FiscalYear, tuple[int, ...]]:
        within = Wanted(Asked(), is_whole).within
        listed, tallied = in_year().filter(within), StandingCount.objects.filter(within, fiscal_year=Given("year"))
        numbers = (
            *(tallied.filter(each).values_list(total("number")) for each in (Q(reviewer=None), *_PLACES)),
            *(counted(listed.filter(each)) for each in (FOUND[NEW], EXTENDED)),
        )
        return FiscalYear.objects.filter(pk=Given("year")).values_list(
            *(Subquery(each) for each in numbers), _number(wanted) if wanted else Value(0)
        )

    return Kept(build)


def _number(wanted: Wanted) -> "Subquery[IntegerField[Any, Any]]":
    """How many are wanted; of a name that more than FEW have, no more than shows that."""
    if wanted.is_tallied:
        return Subquery(
            StandingCount.objects.filter(wanted.found, fiscal_year=Given("year")).values_list(total("number"))
        )
    if not wanted.asked.name:
        return Subquery(counted(wanted.rows()))
    first = wanted.rows().order_by().values("pk")[: FEW + 1]
    return Subquery(first, IntegerField(), template="(SELECT count(*) FROM (%(subquery)s) AS first)")


class Listed(NamedTuple):
    """What is wanted, as rows that hold all that `lines` needs: what is true now, and the name of then.

    `is_along`: the wanted ones are looked for along an order, not the order made of them.
    """

    wanted: Wanted
    is_along: bool

    def rows(self) -> QuerySet[Standing, Any]:
        """The rows. COALESCE keeps the databases from following another index."""
        found, year = self.wanted.found, in_year()
        if self.is_along and found:
            return _shown(year.filter(Coalesce(ExpressionWrapper(found, BooleanField()), Value(False))))
        return _shown(year.filter(found))


def to_page(wanted: Wanted, count: int, order: Order) -> tuple[Listed, Order]:
    """Those that are wanted, which are `count`, and their order, in the way that reads the fewest rows.

    The databases guess wrongly: they don't know how many there are, or that only a page is read. Along the order's index, the wanted ones of
    a page are found early if they are many; if they are few, it is better to read them all.
    """
    is_along = not wanted.found or count > FEW
    return Listed(wanted, is_along), order._replace(is_indexed=is_along)


def _shown(rows: QuerySet[Standing]) -> QuerySet[Standing, Any]:
    return rows.annotate(
        is_new=ExpressionWrapper(FOUND[NEW], BooleanField()),
        is_overdue=ExpressionWrapper(FOUND[OVERDUE], BooleanField()),
        is_in_review=ExpressionWrapper(LOOKS["under_review"].found, BooleanField()),
        state=F("evaluation__state"),
        name_then=unit_name_on(the_day("naming_day"), "unit"),
    ).values_list(*_COLUMNS, named=True)


_COLUMNS = (
    *(
        "unit_id",
        "project_number",
        "code",
        "name",
        "evaluation_id",
        "place",
        "since",
        "number",
        "score",
        "grade",
        "execution_rate",
        "explained",
    ),
    *("swings", "alike", "comments", "section_name", "reviewer_name", "until"),
    *("is_new", "is_overdue", "is_in_review", "state", "name_then"),
)


def lines(rows: Iterable[Any], year: FiscalYear) -> list[Line]:
    """The lines of rows of `shown`."""
    now, document, extension = timezone.now(), _address("shared_pages:document"), _address("desk:extension", year.pk)
    until = f"{timezone.localtime(year.deadline):%m-%d}"
    return [
        Line(
            unit_id=row.unit_id,
            code=row.code,
            name=row.name if row.project_number else row.name_then,
            document=document.format(row.evaluation_id) if row.state in SEEN_BY_BUREAU else "",
            extension=extension.format(row.unit_id),
            label=LOOKS["under_review"].words if row.is_in_review else OF_EVALUATIONS[_STATES[row.place]],
            tone=_TONES[row.place],
            days=f"{(now - row.since).days} 天" if row.since else "",
            is_new=row.is_new,
            is_overdue=row.is_overdue,
            times=row.number or 0,
            score=show_amount(rounded(row.score)) if row.score is not None else "",
            grade=row.grade or "",
            rate=show_ratio(Fraction(row.execution_rate)) if row.execution_rate is not None else "",
            explained=row.explained or "",
            swings=row.swings or "",
            alike=row.alike or "",
            comments=row.comments or "",
            section=row.section_name or "",
            reviewer=row.reviewer_name or "未分配",
            until=f"{timezone.localtime(max(year.deadline, row.until)):%m-%d}" if row.until else until,
        )
        for row in rows
    ]


_ANY_KEY = 10**12


def _address(name: str, *keys: int) -> str:
    """The addresses of many objects at once: `format` puts the last key in."""
    return reverse(name, args=(*keys, _ANY_KEY)).replace(str(_ANY_KEY), "{}")
