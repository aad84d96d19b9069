"""Regions and units."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from evaluations.units.models import Unit
from evaluations.units.services import add_region, add_unit
from tests.factories import a_region, a_unit

pytestmark = pytest.mark.django_db


def test_a_region_names_its_bureau_by_itself() -> None:
    assert add_region("430203", "株洲市芦淞区").bureau_name == "株洲市芦淞区财政局"


def test_a_unit_code_is_unique_across_regions() -> None:
    a_unit("U1", a_region("1"))
    with pytest.raises(ValidationError):
        add_unit(a_region("2"), "U1", "另一个单位")
    with pytest.raises(IntegrityError):
        Unit.objects.create(region=a_region("2"), code="U1", name="另一个单位")


@pytest.mark.parametrize("name", ["", "   ", "长" * 201, "带\x00零", "带\x07铃", "半个\ud800字"])
def test_an_impossible_name_is_refused_in_words(name: str) -> None:
    with pytest.raises(ValidationError):
        add_unit(a_region(), "U1", name)
    with pytest.raises(ValidationError):
        add_region("R9", name, bureau_name="财政局")


def test_a_region_with_units_can_not_be_deleted() -> None:
    with pytest.raises(ProtectedError):
        a_unit().region.delete()
