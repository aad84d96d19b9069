"""How a sum or difference is shown with its terms."""

from decimal import Decimal

import pytest

from evaluations.core.findings.sums import spelled


@pytest.mark.parametrize(
    ("summands", "shown"),
    [
        ([], ""),
        ([5], ""),
        ([5, 3], "（5 + 3）"),
        ([1, 2, 3, 4, 5], "（1 + 2 + 3 + 4 + 5）"),
        ([1, 2, 3, 4, 5, 6], "（1 + 2 + 3 + 4 + 5 + …）"),
    ],
)
def test_a_sum_names_its_first_five_summands_where_it_has_several(summands: list[int], shown: str) -> None:
    assert spelled([("+", Decimal(one)) for one in summands]) == shown


def test_a_difference_names_its_terms() -> None:
    assert spelled([("+", Decimal(8)), ("-", Decimal(3))]) == "（8 − 3）"
    assert spelled([("+", Decimal(8))]) == ""
