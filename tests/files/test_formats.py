"""Numbers as Excel shows them. What a row expects was compared with LibreOffice, and with Excel's documentation where the two differ."""

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evaluations.files.reader.formats import LENGTH_LIMIT, general, shown, shown_text

ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text", "number"),
    [
        ("162000", "0!.0,", "16.2", "16.2"),
        ("162000", '0"."0,', "16.2", "16.2"),
        ("48000", "0!.0000", "4.8000", "4.8"),
        ("162000", '0!.0,"万元"', "16.2万元", "16.2"),
        ("38", "#,##0.00,", "0.04", "0.04"),
        ("1234567", "#,##0.0,,", "1.2", "1.2"),
        ("100", '0"人"', "100人", "100"),
        ("1050", '#,##0"人"', "1,050人", "1050"),
        ("0.93", '"≥"0%', "≥93%", "93"),
        ("0.93", "≥0%", "≥93%", "93"),
        ("0.9512", "0.0%", "95.1%", "95.1"),
        ("95.1", '0.0"%"', "95.1%", "95.1"),
        ("0.5", "# ?/?", "1/2", ""),
        ("2.25", "# ??/??", "2 1/4", ""),
        ("2.3", "# ?/4", "2 1/4", ""),
        ("1.25", "[红色]0.0", "1.3", "1.3"),
        ("-1.25", "0.00;[Red]0.00", "1.25", "-1.25"),
        ("-1.25", "0.00_);\\(0.00\\)", "(1.25)", "-1.25"),
        ("0", '0.00;-0.00;"无"', "无", "0"),
        ("0", ACCOUNTS, "-", "0"),
        ("-1234.5", ACCOUNTS, "-1,234.50", "-1234.5"),
        ("5", ";;;", "", ""),
        ("0", "0;-0;;@", "", ""),
        ("0", "#", "", ""),
        ("12.5", "@", "12.5", "12.5"),
        ("12.5", 'General"元"', "12.5元", "12.5"),
        ("12.5", 'G/通用格式"人"', "12.5人", "12.5"),
        ("0.26000000000000156", "0.00", "0.26", "0.26"),
        ("1.005", "0.00", "1.01", "1.01"),
        ("-0.004", "0.00", "0.00", "0"),
        ("12", "0.##", "12", "12"),
        ("5", "00000", "00005", "5"),
        ("1250", "0.0E+00", "1.3E+03", "1300"),
        ("162000", '[>=10000]0!.0,"万";0', "16.2万", "16.2"),
        ("12", '[>=10000]0!.0,"万";0', "12", "12"),
        ("3", '"第1季度："0', "第1季度：3", ""),
        ("2023", '0"年决算数"', "2023年决算数", "2023"),
        ("2600", "[$¥-804]#,##0.00", "¥2,600.00", "2600"),
        ("2023", "[DBNum1][$-804]0", "二〇二三", "2023"),
        ("162038", "[DBNum1][$-804]G/通用格式", "一十六万二千〇三十八", "162038"),
        ("10000010", "[DBNum2][$-804]General", "壹仟万零壹拾", "10000010"),
        ("45291", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年十二月三十一日", ""),
        ("45657", 'm"月"d"日";@', "12月31日", ""),
        ("45261", 'yyyy"年"m"月";@', "2023年12月", ""),
        ("45291", '[$-804]yyyy"年"m"月"d"日"', "2023年12月31日", ""),
        ("45291", "yyyy/m/d", "2023/12/31", ""),
        ("45291", "yyyy-mm-dd", "2023-12-31", ""),
        ("45291", "[$-804]aaaa", "星期日", ""),
        ("45291", "d-mmm-yy", "31-Dec-23", ""),
        ("0.354166666666667", "h:mm", "8:30", ""),
        ("0.729166666666667", '上午/下午h"时"mm"分"', "下午5时30分", ""),
        ("0.729166666666667", "h:mm AM/PM", "5:30 PM", ""),
        ("1.5", "[h]:mm", "36:00", ""),
        ("0.0625", "[mm]:ss", "90:00", ""),
        ("1", "yyyy-mm-dd", "1900-01-01", ""),
        ("60", "yyyy-mm-dd", "1900-02-29", ""),
        ("61", "yyyy-mm-dd", "1900-03-01", ""),
        ("-1", "yyyy-mm-dd", "####", ""),
    ],
)
def test_a_number_is_shown_by_its_format(value: str, code: str, text: str, number: str) -> None:
    told = shown(Decimal(value), code)
    assert told.text == text
    assert told.number == number


def test_a_workbook_may_count_from_1904() -> None:
    assert shown(Decimal(43829), 'yyyy"年"m"月"d"日"', is_1904=True).text == "2023年12月31日"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.26000000000000156", "0.26"),
        ("40.3299999999999", "40.33"),
        ("61.6299999999999", "61.63"),
        ("0.333333333333333", "0.333333333"),
        ("123456.789012", "123456.789012"),
        ("99999999.999999", "99999999.999999"),
        ("73128885555", "73128885555"),
        ("-0.1", "-0.1"),
        ("0", "0"),
    ],
)
def test_without_a_format_what_was_typed_stays_and_what_a_subtraction_left_goes(value: str, text: str) -> None:
    assert general(Decimal(value)) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('"≥"@', "≥九成"),
        ("0;-0;0;@", "九成"),
        (";;;", ""),
        ("0.00", "九成"),
        ('@"（预计）"', "九成（预计）"),
        ("General", "九成"),
    ],
)
def test_a_text_is_shown_by_the_section_for_texts(code: str, text: str) -> None:
    assert shown_text("九成", code) == text


@given(st.integers(-(10**14) + 1, 10**14 - 1), st.integers(0, 6))
def test_a_number_with_its_decimals_shown_is_that_number(units: int, places: int) -> None:
    value = Decimal(units).scaleb(-places)
    for code in ("0" + "." * (places > 0) + "0" * places, "#,##0" + "." * (places > 0) + "0" * places):
        text, number = shown(value, code)
        assert Decimal(text.replace(",", "")) == value
        assert Decimal(number) == value


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=4), st.integers(0, 3))
def test_grouped_and_plain_formats_show_the_same_number(value: Decimal, places: int) -> None:
    decimals = "." * (places > 0) + "0" * places
    # A format with a text in it takes the long way, one without it the short one.
    short, long = shown(value, "#,##0" + decimals), shown(value, f'#,##0{decimals}"元"')
    assert long.text == short.text + "元"
    assert long.number == short.number


@given(
    st.text(st.sampled_from('0#?.,%;"!_*[]@E+-/\\ymdhsaGeneral红$()<>=人'), max_size=LENGTH_LIMIT),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30),
)
@example("d", Decimal(115740740740740740740741))  # more days than a number of seconds can tell
@example("d", Decimal(2_958_465))  # the last day of the one calendar, beyond the other's
def test_no_format_of_a_strangers_raises(code: str, value: Decimal) -> None:
    shown(value, code)
    shown(value, code, is_1904=True)
    shown_text("字", code)


@pytest.mark.parametrize("piece", ["0", "#,", "?/?", '"', "[", "[h]", "y", ";", "_", "0E+", "G/通用格式", "%", "!."])
def test_a_hostile_format_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    shown(Decimal("123456789.123"), (piece * LENGTH_LIMIT)[:LENGTH_LIMIT])
    assert time.process_time() - begun < 0.5
