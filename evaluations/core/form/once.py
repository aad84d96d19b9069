"""What follows from an edition alone is worked out once, and kept for as long as the edition exists."""

from collections.abc import Callable
from functools import wraps
from weakref import finalize

from evaluations.core.form.edition import Edition


def once_an_edition[T](make: Callable[[Edition], T]) -> Callable[[Edition], T]:
    """`make`, called once for each edition; an edition is too large to be hashed at each call, so it is known by its identity."""
    kept: dict[int, T] = {}

    @wraps(make)
    def made(edition: Edition) -> T:
        key = id(edition)
        if key not in kept:
            kept[key] = make(edition)
            finalize(edition, kept.pop, key, None)
        return kept[key]

    return made
