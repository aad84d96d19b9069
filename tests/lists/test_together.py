"""Two managers, or one twice, at the same moment."""

import pytest

from accounts.models import AuditEvent
from evaluations.lists.importing import import_list
from evaluations.lists.units import UNITS
from tests.acting_together import refusals, together
from tests.factories import a_region
from tests.lists.test_importing import announced, uploaded
from tests.lists.uploads import stored

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_list_confirmed_four_times_at_once_is_stored_once() -> None:
    region = a_region()
    shown = announced(region, uploaded(("101001", "文化馆", "是"), ("101002", "图书馆", "是")))
    results = together(*[lambda: import_list(UNITS, region, shown, None)] * 4)
    assert refusals(results) == 3
    assert len(stored()) == 2
    assert AuditEvent.objects.filter(action="import_list").count() == 1


def test_of_two_lists_with_the_same_new_unit_one_is_compared_anew() -> None:
    region = a_region()
    files = [uploaded(("101001", name, "是")) for name in ("文化馆", "图书馆")]
    shown = [announced(region, file) for file in files]
    results = together(*[lambda one=one: import_list(UNITS, region, one, None) for one in shown])
    assert refusals(results) == 1
    assert len(stored()) == 1
