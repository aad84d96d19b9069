"""Units shared evenly among reviewers, with as few of them changing hands as possible. Pure; the same every time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple


class Share(NamedTuple):
    """A unit by its key, and its present reviewer (None: nobody)."""

    unit: int
    reviewer: int | None


def shared_evenly(
    units: Sequence[Share],
    reviewers: Sequence[int],
    besides: Mapping[int, int],
    barred: Collection[tuple[int, int]] = (),
) -> Mapping[int, int]:
    """The reviewer of each unit, so that the reviewers have equally many, counting those that each has `besides` these units.

    Where it makes no difference, units stay with those who have them, and go on in the order in which they are given. Nobody gets a unit that is
    `barred` to them (unit, reviewer), though one that is barred to everybody is given to the first. That may leave them a unit or so from even.
    """
    held = Counter(each.reviewer for each in units if each.reviewer is not None)
    left = _portions(len(units), reviewers, besides, held)
    given: dict[int, int] = {}
    for unit, reviewer in units:
        if reviewer is not None and left.get(reviewer, 0) > 0:
            given[unit], left[reviewer] = reviewer, left[reviewer] - 1
    waiting = [each.unit for each in units if each.unit not in given]
    barred_of: dict[int, set[int]] = {}
    for unit, reviewer in barred:
        barred_of.setdefault(unit, set()).add(reviewer)
    # First the units that not everybody can take, as long as there is room with the others.
    for unit in sorted(waiting, key=lambda unit: unit not in barred_of):
        given[unit] = _receiver(left, barred_of.get(unit, ()))
        left[given[unit]] -= 1
    return given


def _portions(
    number: int, reviewers: Sequence[int], besides: Mapping[int, int], held: Mapping[int, int]
) -> dict[int, int]:
    """How many of `number` units each reviewer has in the end: always one more to whoever has fewest, first to those who keep one by it."""
    portions = dict.fromkeys(reviewers, 0)

    def rank(place: int) -> tuple[int, bool, int]:
        reviewer = reviewers[place]
        portion = portions[reviewer]
        return besides.get(reviewer, 0) + portion, portion >= held.get(reviewer, 0), place

    waiting = [rank(place) for place in range(len(reviewers))]
    heapify(waiting)
    for _ in range(number):
        place = heappop(waiting)[2]
        portions[reviewers[place]] += 1
        heappush(waiting, rank(place))
    return portions


def _receiver(left: Mapping[int, int], barred: Collection[int]) -> int:
    """The first reviewer who has room and is not barred; else the one of them with the least too much; else the first of all."""
    able = [reviewer for reviewer in left if reviewer not in barred]
    roomy = (reviewer for reviewer in able if left[reviewer] > 0)
    return next(roomy, max(able, key=left.__getitem__, default=next(iter(left))))
