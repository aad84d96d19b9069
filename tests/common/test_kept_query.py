"""Queries that are put together once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.common.kept_query import Given, Kept, counted, the_moment, the_text
from evaluations.fiscal_years.models import FiscalYear
from evaluations.units.models import Unit
from evaluations.units.names import unit_name_on
from tests.factories import a_unit, a_year

pytestmark = pytest.mark.django_db

_named = Kept(lambda: Unit.objects.filter(code=the_text("code")).select_related("region").order_by("pk"))
_among = Kept(lambda: Unit.objects.filter(pk__in=Given("keys", is_several=True)).order_by("code"))
_others = Kept(lambda: counted(Unit.objects.exclude(pk__in=Given("keys", is_several=True))))


def test_each_call_takes_its_own_value() -> None:
    for code in ("K1", "K2", "K'%s"):
        a_unit(code)
    for code in ("K2", "K1", "K'%s", "K2"):
        (unit,) = _named(code=code)
        assert unit.code == code
    assert _named(code="K3") == []


def test_what_is_joined_takes_no_further_query() -> None:
    unit = a_unit("K1")
    with CaptureQueriesContext(connection) as asked:
        assert _named(code="K1")[0].region == unit.region
    assert len(asked) == 1


def test_several_values_may_be_many_one_or_none() -> None:
    units = [a_unit(f"K{at}") for at in range(3)]
    keys = [unit.pk for unit in units]
    for wanted in (keys, keys[:1], [], keys[1:]):
        assert [unit.pk for unit in _among(keys=wanted)] == wanted
        assert _others(keys=wanted) == [3 - len(wanted)]


def test_no_row_has_a_number_larger_than_a_column_holds() -> None:
    a_unit("K1")
    assert _among(keys=[10**30]) == []


def test_moments_and_days_are_given_as_columns_hold_them() -> None:
    year, now = a_year(), timezone.now()
    later = Kept(lambda: FiscalYear.objects.filter(deadline__gt=the_moment("at")))
    assert later(at=year.deadline - timedelta(seconds=1)) == [year]
    assert later(at=year.deadline) == []
    assert later(at=now + timedelta(days=9000)) == []
    named = Kept(lambda: Unit.objects.annotate(then=unit_name_on(date(2020, 1, 1))).values_list("then", flat=True))
    assert named() == [unit.name for unit in Unit.objects.all()]


def test_it_is_put_together_once() -> None:
    built = []

    def build() -> QuerySet[Unit]:
        built.append(1)
        return Unit.objects.filter(code=the_text("code"))

    kept = Kept(build)
    assert kept(code="K1") == kept(code="K2") == []
    assert built == [1]
