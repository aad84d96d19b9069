"""The invented units: as many as asked, each once, the same each time, and their figures without a fault."""

from collections import Counter

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange
from evaluations.core.form.document import FORMAT, Document
from evaluations.demo.city.kinds import kinds, numbers_of
from evaluations.demo.city.names import ordinal
from evaluations.demo.city.units import CityUnit, city_units, in_year
from evaluations.demo.city.writing import left_off, scored
from evaluations.demo.contents import hand_in
from tests.core.builders import edition

YEARS = (2021, 2022, 2023)


def whole(unit: CityUnit, year: int) -> Document:
    place = {"code": unit.code, "name": unit.name, "region": {"code": "YUNZHOU", "name": "云洲市"}}
    content = {"format": FORMAT, "edition": edition().code, "fiscal_year": year, "unit": place}
    blank = interchange.for_edition(edition(), Document.model_validate(content))
    return scored(edition(), hand_in(edition(), blank, in_year(unit, year)))


@pytest.mark.parametrize("number", [1, 7, 300, 5000])
def test_there_are_as_many_as_asked_and_no_two_are_called_the_same(number: int) -> None:
    units = city_units(number)
    assert len(units) == number
    assert len({unit.code for unit in units}) == len({unit.name for unit in units}) == number


def test_all_kinds_are_there_by_their_shares() -> None:
    counted = Counter(unit.kind.code for unit in city_units(1000))
    assert counted == {kind.code: number for kind, number in numbers_of(1000)}
    assert counted.keys() == {kind.code for kind in kinds()}
    assert counted["301"] > 4 * counted["101"]


def test_units_stand_under_departments_of_the_city_and_no_department_under_another() -> None:
    units = {unit.code: unit for unit in city_units(1000)}
    under = [unit for unit in units.values() if unit.department]
    assert len(under) > 500
    assert {units[unit.department].kind.code for unit in under} == {"101"}
    assert not [unit for unit in under if unit.kind.code == "101"]
    assert units[units["402001"].department].name == "云洲市卫生健康局"


def test_accountants_prepare_for_a_few_small_units_each() -> None:
    units = {unit.code: unit for unit in city_units(2000)}
    kept = Counter(unit.accountants for unit in units.values() if unit.accountants)
    assert max(kept.values()) <= 6
    assert all(units[code].name.endswith("会计核算中心") and not units[code].accountants for code in kept)
    assert {unit.kind.code for unit in units.values() if unit.accountants} == {"303"}


def test_they_are_the_same_each_time() -> None:
    assert city_units(50) == city_units(50)
    unit = city_units(50)[20]
    assert in_year(unit, 2023) == in_year(unit, 2023) != in_year(unit, 2022)


@pytest.mark.slow
def test_what_they_hand_in_has_no_error_in_any_year() -> None:
    for unit in city_units(120):
        previous = None
        for year in YEARS:
            document = whole(unit, year)
            found = checks.run(Case(edition(), document, previous))
            assert [finding for finding in found if finding.severity == "error"] == []
            previous = document


@pytest.mark.slow
def test_not_everybody_reaches_and_spends_everything() -> None:
    documents = [whole(unit, 2023) for unit in city_units(120)]
    scores = {sum(one.score or 0 for one in document.self_assessment.indicators) for document in documents}
    assert len(scores) > 20
    rates = [document.self_assessment.execution_score for document in documents]
    assert any(rate and rate < 10 for rate in rates)


@pytest.mark.slow
def test_who_left_off_half_way_left_something_blank_or_wrong() -> None:
    documents = [whole(unit, 2023) for unit in city_units(60)]
    changed = [left_off(edition(), document, document.unit.code) != document for document in documents]
    assert any(changed)
    assert not all(changed)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (40, "四十"), (99, "九十九"), (100, "100")]
)
def test_ordinals_are_said_in_words(number: int, words: str) -> None:
    assert ordinal(number) == words
