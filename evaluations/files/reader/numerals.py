"""Numbers before a paragraph, as Word's number formats write them."""

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_COUNTED = frozenset(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting")
)
_DIGIT_BY_DIGIT = frozenset(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"))
# Consecutive characters: the first one, and their number.
_RUNS = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
_NAMED = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}


def numeral(number: int, kind: str) -> str:  # noqa: PLR0911 - one line a format
    """`number` in the format `kind` (`w:numFmt`); in decimals if the format is unknown or does not reach that far."""
    if kind == "none":
        return ""
    if kind in _COUNTED:
        return counted(number)
    if kind in _DIGIT_BY_DIGIT:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if kind == "chineseLegalSimplified":
        return counted(number, _LEGAL, "拾佰仟", is_legal=True)
    if kind == "ideographLegalTraditional":
        return counted(number, _LEGAL_TRADITIONAL, "拾佰仟", is_legal=True)
    if kind in _RUNS and 1 <= number <= _RUNS[kind][1]:
        return chr(ord(_RUNS[kind][0]) + number - 1)
    if kind in _NAMED and 1 <= number <= len(_NAMED[kind]):
        return _NAMED[kind][number - 1]
    if kind in ("upperRoman", "lowerRoman") and number:
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind in ("upperLetter", "lowerLetter"):
        return _letter(number, "A" if kind == "upperLetter" else "a")
    return _decimal(number, kind)


def counted(
    number: int, digits: str = "零一二三四五六七八九", places: str = "十百千", *, is_legal: bool = False
) -> str:
    """A number below 10,000 in Chinese counting: 十, 十一, 一百零一; legal numerals begin with 壹拾."""
    if not 0 < number < 10_000:
        return str(number)
    text, rest = "", str(number)
    for place, digit in zip(range(len(rest) - 1, -1, -1), rest, strict=True):
        if digit != "0":
            text += digits[int(digit)] + ("", *places)[place]
        elif not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text if is_legal or not 10 <= number < 20 else text[1:]


def _decimal(number: int, kind: str) -> str:
    if kind == "decimalZero":
        return f"{number:02}"
    if kind == "numberInDash":
        return f"- {number} -"
    if kind.startswith("decimalFullWidth"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _letter(number: int, first: str) -> str:
    """A … Z, then AA, BB, …, as in Word."""
    if number < 1:
        return str(number)
    times, place = divmod(number - 1, 26)
    return chr(ord(first) + place) * (times + 1)
