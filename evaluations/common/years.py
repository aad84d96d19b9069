"""The first and the last year of something that lasts: `since_year` and `until_year`, both of which may be open."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from evaluations.core.basics.years import FIRST_YEAR, LAST_YEAR

IN_ORDER = Q(until_year__gte=F("since_year")) | Q(since_year__isnull=True) | Q(until_year__isnull=True)
"""The condition that the last year is not before the first."""


def year_column(name: str) -> models.PositiveSmallIntegerField:  # type: ignore[type-arg]
    """A column for a year that can be evaluated, or for none."""
    bounds = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))
    return models.PositiveSmallIntegerField(name, null=True, blank=True, validators=bounds)


def lasting_in(year: int | F, of: str = "") -> Q:
    """The condition on rows that `year` is between their years, or those of what the lookup `of` (`unit__`) leads to."""
    has_begun = Q(**{f"{of}since_year__isnull": True}) | Q(**{f"{of}since_year__lte": year})
    return has_begun & (Q(**{f"{of}until_year__isnull": True}) | Q(**{f"{of}until_year__gte": year}))


def lasts_in(year: int, since: int | None, until: int | None) -> bool:
    """Whether `year` is between these years."""
    return (since or year) <= year <= (until or year)
