"""The valid years: one bound for the years that can be evaluated, opened, typed, and recognised in a text."""

from datetime import date
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years that can be evaluated."""
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 12, 31)
"""The days on which an evaluation can be filed; a year is evaluated in the following year."""
FIRST_MENTIONED = 1900
MENTIONED = r"(?:(?:19|20)[0-9]{2}|2100)"
"""A pattern for the years that a text can mention, from `FIRST_MENTIONED` to `LAST_YEAR`."""


def is_mentioned(year: int | Decimal) -> bool:
    """Whether a number before 年 is a year, not a number of years."""
    return FIRST_MENTIONED <= year <= LAST_YEAR
