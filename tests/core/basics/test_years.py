"""One bound for years: what can be evaluated can be read, recognised and mentioned."""

import re
from datetime import date, timedelta

import pytest

from evaluations.core.basics.dates import read_date
from evaluations.core.basics.values import Unreadable, filing_day, read_quantity
from evaluations.core.basics.years import (
    FIRST_DAY,
    FIRST_MENTIONED,
    FIRST_YEAR,
    LAST_DAY,
    LAST_YEAR,
    MENTIONED,
    is_mentioned,
)
from evaluations.core.checks import n_17
from evaluations.core.checks.case import Case
from evaluations.core.content import interchange
from evaluations.core.text.composing import renewed
from evaluations.core.text.mentions import mentions
from evaluations.core.text.sentences import linked
from tests.core.builders import document, edition
from tests.core.text.chapters import by_key, composed, says, says_nothing

EDGES = (FIRST_YEAR, FIRST_YEAR + 1, 2023, 2099, LAST_YEAR)


def of_year(year: int):  # type: ignore[no-untyped-def]
    return document().model_copy(update={"fiscal_year": year})


def test_the_pattern_is_the_bound() -> None:
    assert [year for year in range(10_000) if re.fullmatch(MENTIONED, f"{year}")] == [
        year for year in range(10_000) if is_mentioned(year)
    ]
    assert (is_mentioned(FIRST_MENTIONED), is_mentioned(LAST_YEAR), is_mentioned(LAST_YEAR + 1)) == (True, True, False)


@pytest.mark.parametrize("year", EDGES)
def test_sentences_of_every_year_are_known_and_followed(year: int) -> None:
    filled = composed(edition(), of_year(year))
    assert {one.state for one in linked(edition(), filled)} == {"current"}
    later = filled.model_copy(update={"fiscal_year": year + 1 if year < LAST_YEAR else year - 1})
    assert by_key(edition(), later)["initial_budget"].state == "stale"
    again = says(2, renewed(edition(), later, "initial_budget"), later)
    assert by_key(edition(), again)["initial_budget"].state == "current"


@pytest.mark.parametrize("year", EDGES)
def test_only_other_years_are_left_over(year: int) -> None:
    def left(text: str) -> bool:
        case = Case(edition(), says(1, text, says_nothing(edition(), of_year(year))))
        return any("不符" in finding.message for finding in n_17.check(case))

    assert not left(f"{year - 1}年、{year}年、{year + 1}年")
    assert left("1999年") == (year > 2000)
    assert left(f"{LAST_YEAR}年") == (year < 2099)
    assert not left("3000年、12000年、1899年")


@pytest.mark.parametrize("year", EDGES)
def test_a_figure_of_another_year_is_not_held_against_this_one(year: int) -> None:
    def spoken_of(named: int) -> list[str]:
        text = f"{named}年公用经费9万元。"
        return [one.stated for one in mentions(edition(), says(2, text, of_year(year)), ())]

    assert spoken_of(year) == ["9"]
    assert spoken_of(year - 1) == []


@pytest.mark.parametrize("year", [FIRST_MENTIONED, *EDGES])
def test_a_year_is_no_quantity(year: int) -> None:
    assert read_quantity(f"{year}年") is None
    assert read_quantity(f"{LAST_YEAR + 1}年") is not None


@pytest.mark.parametrize("year", [FIRST_MENTIONED, *EDGES])
def test_the_end_of_a_year_is_a_date_of_it(year: int) -> None:
    quantity = read_quantity(f"{year}年底")
    assert quantity is not None
    assert quantity.year == year
    assert read_date(f"{LAST_YEAR + 1}年底") is None


def test_a_document_is_of_a_year_within_the_bound() -> None:
    def read(year: int) -> int:
        text = interchange.dump(document()).replace('"fiscal_year": 2023', f'"fiscal_year": {year}')
        return interchange.new_document(text.encode()).fiscal_year

    assert [read(year) for year in EDGES] == list(EDGES)
    for year in (FIRST_YEAR - 1, LAST_YEAR + 1):
        with pytest.raises(interchange.Faults):
            read(year)


@pytest.mark.parametrize("day", [FIRST_DAY, date(2024, 3, 15), date(LAST_YEAR + 1, 3, 15), LAST_DAY])
def test_a_year_is_filed_within_it_or_in_the_next(day: date) -> None:
    assert filing_day(day) == day


@pytest.mark.parametrize("day", [date.min, FIRST_DAY - timedelta(1), LAST_DAY + timedelta(1), date.max])
def test_a_filing_date_of_no_year_that_can_be_evaluated_is_refused_with_the_range(day: date) -> None:
    with pytest.raises(Unreadable) as refused:
        filing_day(day)
    assert str(refused.value) == f"填的是“{day.isoformat()}”，应在 2000-01-01 至 2101-12-31 之间。"
