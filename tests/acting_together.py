"""Several acts at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connections

from evaluations.common.refusal import Refused


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or how it was refused; all start at once."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=10)
            return act()
        except (Refused, ValidationError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> int:
    """How many of the acts were refused."""
    return sum(isinstance(result, (Refused, ValidationError)) for result in results)
