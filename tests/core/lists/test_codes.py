"""Codes that a spreadsheet has taken for numbers are asked about, and never changed without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.basics.values import Unreadable
from evaluations.core.lists.codes import Codes, Doubt

SIX = ["010101", "010102", "010103", "101001"]


def doubt(code: str, held: str = "", known: list[str] | None = None, listed: list[str] | None = None) -> Doubt | None:
    return Codes(known or [], [code, *(listed or [])]).doubt(code, held)


def test_a_code_one_digit_short_of_the_others_may_have_lost_its_zero() -> None:
    assert doubt("10101", listed=SIX) == Doubt("010101", 1, was_number=False)
    assert doubt("1001", listed=[*SIX, "001002"]) == Doubt("001001", 2, was_number=False)


def test_the_others_may_be_those_that_stand_already() -> None:
    assert doubt("10104", known=SIX) == Doubt("010104", 1, was_number=False)
    assert doubt("101", known=["000101", "777"]) == Doubt("000101", 3, was_number=False)


def test_a_code_that_stands_already_is_no_question() -> None:
    assert doubt("10101", known=["10101", *SIX]) is None
    assert doubt("1.01E+05", known=["1.01E+05"]) is None


def test_departments_with_shorter_codes_are_no_question() -> None:
    assert doubt("101", listed=["101001", "101002", "102001", "102"]) is None
    assert doubt("10104", known=[*SIX, "10103"]) is None


def test_a_whole_list_of_short_codes_is_no_question() -> None:
    assert doubt("10101", listed=["10102", "10103", "20101"]) is None


@pytest.mark.parametrize("code", ["101001.0", "101001.00", "101,001", "101,001.00"])
def test_a_code_written_as_an_amount_is_asked_about(code: str) -> None:
    assert doubt(code) == Doubt("101001", 0, was_number=True)


def test_what_is_written_as_an_amount_may_have_lost_its_zero_too() -> None:
    assert doubt("10101.0", listed=SIX) == Doubt("010101", 1, was_number=True)


def test_the_scientific_way_is_asked_about_where_the_sheet_holds_the_number() -> None:
    assert doubt("1.01E+05", "101001") == Doubt("101001", 0, was_number=True)
    with pytest.raises(Unreadable, match="科学计数"):
        doubt("1.01E+05")


def test_a_number_too_long_for_a_sheet_has_lost_its_end() -> None:
    with pytest.raises(Unreadable, match="第 15 位之后的数字已经丢失"):
        doubt("914302110000000000", "914302110000000000")
    assert doubt("914302110000000123") is None  # a text


@pytest.mark.parametrize("code", ["9143ABC", "A-1", "101.5", "单位一", "1-2"])
def test_codes_that_are_no_numbers_are_no_question(code: str) -> None:
    assert doubt(code, listed=SIX) is None


def test_questions_of_one_kind_have_one_reason() -> None:
    codes = Codes(SIX, [])
    assert {doubt.reason for code in ("10104", "10105", "20101") if (doubt := codes.doubt(code))} == {"zeros-1"}


@given(st.sets(st.from_regex(r"[0-9]{6}", fullmatch=True), min_size=4), st.data())
def test_whoever_says_yes_is_asked_nothing_more(known: set[str], data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(known))).lstrip("0") or "0"
    asked = Codes(known, [code]).doubt(code)
    if asked:
        assert asked.suggestion.lstrip("0") == code.lstrip("0")
        assert Codes(known, [asked.suggestion]).doubt(asked.suggestion) is None
