"""What follows from a thing that never changes, such as an edition, is worked out once, and kept for as long as the thing exists."""

from collections.abc import Callable
from functools import wraps
from weakref import finalize


def once_each[O, T](make: Callable[[O], T]) -> Callable[[O], T]:
    """`make`, called once for each thing; it is known by its identity, since an edition is too large to be hashed at each call."""
    kept: dict[int, T] = {}

    @wraps(make)
    def made(thing: O) -> T:
        key = id(thing)
        if key not in kept:
            kept[key] = make(thing)
            finalize(thing, kept.pop, key, None)
        return kept[key]

    return made
