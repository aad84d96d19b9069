"""Initials of the pinyin."""

import pytest

from evaluations.units.many import UnitValues, store_units
from evaluations.units.models import Unit
from tests.factories import a_region


@pytest.mark.django_db
def test_they_follow_the_name_however_it_is_stored() -> None:
    region = a_region()
    store_units(region, [UnitValues("I1", "青禾区教育局")])
    unit = Unit.objects.get()
    assert unit.initials == "qhqjyj"
    unit.name = "文旅中心"
    unit.save()
    assert Unit.objects.get().initials == "wlzx"
    store_units(region, [], [UnitValues("I1", "农业局")])
    assert Unit.objects.get().initials == "nyj"
