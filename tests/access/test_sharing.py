"""Units are shared evenly, and as few as possible change hands."""

from collections import Counter
from itertools import product

import pytest

from evaluations.access.sharing import Share, shared_evenly


def shares(*reviewers: int | None) -> list[Share]:
    return [Share(unit, reviewer) for unit, reviewer in enumerate(reviewers)]


def test_what_is_even_stays() -> None:
    assert shared_evenly(shares(1, 2, 1, 2), [1, 2], {}) == {0: 1, 1: 2, 2: 1, 3: 2}


def test_what_is_free_goes_to_the_reviewers_in_turn_of_their_room() -> None:
    assert shared_evenly(shares(None, None, None, None), [1, 2], {}) == {0: 1, 1: 1, 2: 2, 3: 2}


def test_what_others_have_goes_to_the_chosen_ones() -> None:
    assert set(shared_evenly(shares(3, 3, 1), [1, 2], {}).values()) == {1, 2}


def test_what_they_review_besides_counts() -> None:
    assert Counter(shared_evenly(shares(None, None, None), [1, 2], {1: 2}).values()) == {2: 2, 1: 1}
    assert Counter(shared_evenly(shares(1, 1, None), [1, 2], {1: 9}).values()) == {2: 3}


def test_the_odd_one_stays_with_who_has_it() -> None:
    assert shared_evenly(shares(2, 2, 1), [1, 2], {}) == {0: 2, 1: 2, 2: 1}


@pytest.mark.parametrize("present", list(product((None, 1, 2, 3), repeat=5)))
def test_as_few_as_possible_change_hands(present: tuple[int | None, ...]) -> None:
    given = shared_evenly(shares(*present), [1, 2], {})
    moved = sum(given[unit] != reviewer for unit, reviewer in enumerate(present))
    fewest = min(
        sum(one != reviewer for one, reviewer in zip(tried, present, strict=True))
        for tried in product((1, 2), repeat=5)
        if abs(tried.count(1) - tried.count(2)) <= 1
    )
    assert moved == fewest
    assert abs(Counter(given.values())[1] - Counter(given.values())[2]) == 1


def test_nobody_gets_a_barred_unit_as_long_as_there_is_another() -> None:
    given = shared_evenly(shares(None, None, None, None), [1, 2], {}, {(0, 1), (1, 1)})
    assert given == {0: 2, 1: 2, 2: 1, 3: 1}
    assert shared_evenly(shares(2, None), [1, 2], {}, {(1, 1)})[1] == 2


def test_a_unit_barred_to_all_is_given_to_the_first() -> None:
    assert shared_evenly(shares(None), [1, 2], {}, {(0, 1), (0, 2)}) == {0: 1}
