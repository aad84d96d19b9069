"""The unified social credit code."""

import pytest

from evaluations.core.basics.values import Unreadable
from evaluations.units.credit_codes import clean_credit_code

# The code of the standard's own annex, and one of a public institution.
GOOD = ("91350100M000100Y43", "12100000400018072U")


@pytest.mark.parametrize("code", GOOD)
def test_a_real_code_is_kept(code: str) -> None:
    assert clean_credit_code(code) == code


def test_spaces_and_small_letters_are_put_right() -> None:
    assert clean_credit_code(" 91350100m00 0100y43\t") == GOOD[0]


def test_none_is_allowed() -> None:
    assert clean_credit_code("  ") == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("91350100M000100Y4", "填了 17 位，统一社会信用代码应为 18 位"),
        ("91350100M000100Y433", "填了 19 位"),
        ("91350100M000I00Y43", "第 13 位是“I”"),
        ("91350100M00O100Y43", "第 12 位是“O”"),
        ("91350100M000100Y44", "最后一位校验码与前 17 位不符"),
        ("91350100M000010Y43", "最后一位校验码与前 17 位不符"),
        ("９1350100M000100Y43", "第 1 位是“９”"),
        ("\x00" * 18, "第 1 位"),
    ],
)
def test_a_wrong_one_is_refused_with_the_place(typed: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        clean_credit_code(typed)
