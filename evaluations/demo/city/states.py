"""How far each unit of the city has come with a year."""

from enum import IntEnum
from random import Random


class Standing(IntEnum):
    """How far an evaluation has come; each comes after all that it passed through."""

    NOT_BEGUN = 0
    DRAFTING = 1
    UNIT_CHECK = 2
    SUBMITTED = 3
    RETURNED = 4
    APPROVED = 5
    PUBLISHED = 6


# Of a hundred units; the same order as above.
_OPEN_YEAR = (12, 18, 10, 24, 9, 21, 6)
_PAST_YEAR = (1, 1, 0, 0, 0, 38, 60)


def standing_of(code: str, year: int, *, is_last: bool) -> Standing:
    """Where the unit with this code stands; in a year that is over nearly all are approved."""
    chance = Random(f"standing {code} {year}")  # noqa: S311 - invented data, the same each time
    (standing,) = chance.choices(list(Standing), _OPEN_YEAR if is_last else _PAST_YEAR)
    return standing
