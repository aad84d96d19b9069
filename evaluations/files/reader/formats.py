"""Excel's number formats: how a spreadsheet shows a number, and the amount that people read there.

This is our own code because the reading process has only the standard library, and because Python's only port of SheetJS's formatter breaks with
today's Babel and shows 162000 in the format `0"."0,` as 1.62 (docs/decisions/0011-shown-values.md).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from evaluations.files.reader.moments import DIGITS, Moment, dated, read_out

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a workbook does not have to define, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|a{3,4})|(?P<era>g+|b+)"
    r"|(?P<end>;)|(?P<one>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,10})?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-([0-9A-Fa-f]+))?")
_COUNTED = re.compile(r"DBNum([123])", re.IGNORECASE)
_SPACED = re.compile(r"[ \u00a0\u3000]+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:E[+-]\d{1,2})?|\.\d+")
_SIMPLE = re.compile(r"(#,##)?0(\.0+)?(%?)")
_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound,
    "<>": lambda value, bound: value != bound,
}


class Token(NamedTuple):
    """A piece of a format: its kind and its text."""

    kind: str
    text: str


_DATED = {"date", "elapsed", "half"}
_OVER = Token("literal", "/")
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH = 11
# The decimals of an amount: people type up to this many, anything longer was computed.
_TYPED_PLACES = 6
LENGTH_LIMIT = 255  # Excel's own


class CellText(NamedTuple):
    """The text that a cell shows, and the amount that people read there; `number` is "" if there is none or more than one."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts between semicolons; `kinds` are its tokens' kinds; `counted` is 1 to 3 if digits are written as 一, 壹 or １."""

    tokens: tuple[Token, ...]
    kinds: frozenset[str]
    condition: tuple[str, Decimal] | None
    counted: int
    is_chinese: bool

    def holds(self, value: Decimal) -> bool:
        return self.condition is not None and _TESTS[self.condition[0]](value, self.condition[1])


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "end":
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(map(_section, parts[:4]))


def _section(matches: Sequence[re.Match[str]]) -> _Section:
    tokens: list[Token] = []
    condition, counted, is_chinese = None, 0, False
    for match in matches:
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind != "bracket":
            tokens.extend(_plain_tokens(kind, text))
        elif found := _CONDITION.fullmatch(text):
            condition = found[1], Decimal(found[2])
        elif found := _COUNTED.fullmatch(text):
            counted = int(found[1])
        elif _ELAPSED.fullmatch(text):
            tokens.append(Token("elapsed", text.lower()))
        elif found := _CURRENCY.fullmatch(text):
            is_chinese = is_chinese or (found[2] or "").upper().endswith("804")
            tokens.append(Token("literal", found[1]))
    kinds = frozenset(token.kind for token in tokens)
    return _Section(tuple(tokens), kinds, condition, counted, is_chinese)


def _plain_tokens(kind: str, text: str) -> Iterator[Token]:
    if kind in ("quoted", "escaped"):
        yield Token("literal", text)
    elif kind == "space":
        yield Token("literal", " ")
    elif kind in ("date", "general", "half", "exponent"):
        yield Token(kind, text if kind == "half" else text.lower())
    elif kind == "one":
        yield Token(
            {"0": "digit", "#": "digit", "?": "digit", ".": "point", ",": "comma", "%": "percent", "@": "text"}.get(
                text, "literal"
            ),
            text,
        )


def shown(value: Decimal, code: str, *, is_1904: bool = False) -> CellText:
    """How the format `code` shows a number; "####" for a date outside the calendar."""
    if simple := _simple(code):
        return _simply(value, *simple)
    section, is_bare = _chosen(_sections(code), value)
    if section is None:
        return CellText("####")
    if section.kinds & _DATED:
        moment = Moment(section.counted, section.is_chinese, is_1904)
        return CellText(_SPACED.sub(" ", dated(section.tokens, value, moment)).strip())
    text = _numbered(section, abs(value) if is_bare else value)
    return CellText(_SPACED.sub(" ", _counted(section, text)).strip(), _amount(text, value))


@lru_cache(maxsize=256)
def _simple(code: str) -> tuple[bool, Decimal, str] | None:
    """(whether thousands are grouped, last place, sign) of a format like `0.00`, `#,##0` or `0%`, which most formats are; None for others."""
    match = _SIMPLE.fullmatch(code)
    return (bool(match[1]), Decimal(1).scaleb(-len(match[2] or ".") + 1), match[3]) if match else None


def _simply(value: Decimal, is_grouped: bool, place: Decimal, sign: str) -> CellText:  # noqa: FBT001 - as `_simple` gives them
    size = (value.scaleb(2) if sign else value).quantize(place, context=_WIDE)
    text = format(size or abs(size), ",f" if is_grouped else "f")
    return CellText(text + sign, plain(size))


def shown_text(text: str, code: str) -> str:
    """How the format `code` shows a text: unchanged, unless the fourth section says otherwise."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1] if "text" in sections[-1].kinds else None
    if section is None:
        return text
    return "".join(text if token.kind == "text" else token.text for token in section.tokens if token.kind != "general")


def _chosen(sections: Sequence[_Section], value: Decimal) -> tuple[_Section | None, bool]:
    """The section for `value`, and whether it shows the value without its sign."""
    numeric = sections[:3]
    if len(numeric) > 1 and "text" in numeric[-1].kinds and len(sections) < 4:
        numeric = numeric[:-1]
    if any(section.condition for section in numeric):
        return _by_condition(numeric, value)
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    return numeric[2 if value == 0 and len(numeric) > 2 else 0], False


def _by_condition(sections: Sequence[_Section], value: Decimal) -> tuple[_Section | None, bool]:
    for at, section in enumerate(sections):
        if section.holds(value):
            sign, bound = section.condition or ("", Decimal(0))
            return section, sign in ("<", "<=", "=") and bound <= 0
        if section.condition is None and (
            at == len(sections) - 1 or (at == 0 and value > 0) or (at == 1 and value < 0)
        ):
            return section, at == 1 and value < 0 and len(sections) > 2
    return (sections[-1] if sections[-1].condition is None else None), False


def _numbered(section: _Section, value: Decimal) -> str:
    if "digit" not in section.kinds:
        return "".join(general(value) if token.kind in ("general", "text") else token.text for token in section.tokens)
    if _OVER in section.tokens:
        return _fraction(section.tokens, value)
    return _digits(section.tokens, value)


def general(value: Decimal) -> str:
    """A number as shown without a format: typed ones unchanged, computed ones cut to eleven characters."""
    if _places(value) > _TYPED_PLACES:
        whole = max(value.adjusted() + 1, 1)
        cut = value.quantize(Decimal(1).scaleb(-max(0, _GENERAL_WIDTH - 1 - whole)), context=_WIDE)
        value = cut or value
    return plain(value)


def _places(value: Decimal) -> int:
    exponent = value.normalize(_WIDE).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(number: Decimal) -> str:
    """`number` without exponent and trailing zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a section does with digits: how often it multiplies by 100 and divides by 1,000, and the places before and after the point."""

    percents: int
    thousands: int
    whole: str
    places: str
    is_grouped: bool
    exponent: int


@lru_cache(maxsize=256)
def _shape(tokens: tuple[Token, ...]) -> _Shape:
    kinds = [token.kind for token in tokens]
    power = kinds.index("exponent") if "exponent" in kinds else len(kinds)
    point = kinds.index("point") if "point" in kinds[:power] else power
    digits = [at for at, kind in enumerate(kinds[:power]) if kind == "digit"]
    commas = [at for at, kind in enumerate(kinds[:power]) if kind == "comma" and at > digits[0]] if digits else []
    inner = max((at for at in digits if at < point), default=-1)
    return _Shape(
        kinds.count("percent"),
        sum(at > inner for at in commas),
        "".join(tokens[at].text for at in digits if at < point),
        "".join(tokens[at].text for at in digits if at > point),
        any(at < inner for at in commas),
        kinds[power:].count("digit"),
    )


def _digits(tokens: tuple[Token, ...], value: Decimal) -> str:
    """A number in a section with digit placeholders."""
    shape = _shape(tokens)
    value = value.scaleb(2 * shape.percents - 3 * shape.thousands, context=_WIDE)
    power = 0
    if shape.exponent:
        power = _power(value, shape)
        value = value.scaleb(-power, context=_WIDE)
    size = abs(value).quantize(Decimal(1).scaleb(-len(shape.places)), context=_WIDE)
    whole, _, fraction = format(size, "f").partition(".")
    sign = "-" if value < 0 and size else ""
    return sign + "".join(_filled(tokens, shape, whole.lstrip("0"), fraction, power))


def _power(value: Decimal, shape: _Shape) -> int:
    """The power of ten that a section in scientific notation shows."""
    step = max(1, len(shape.whole)) if "#" in shape.whole or "?" in shape.whole else 1
    power = (value.adjusted() // step) * step if value else 0
    size = abs(value).scaleb(-power, context=_WIDE).quantize(Decimal(1).scaleb(-len(shape.places)), context=_WIDE)
    return power + step if size >= Decimal(10) ** step else power


def _filled(tokens: tuple[Token, ...], shape: _Shape, whole: str, fraction: str, power: int) -> Iterator[str]:
    places = iter((*_before(shape, whole), *_after(shape, fraction)))
    for at, token in enumerate(tokens):
        if token.kind == "digit":
            yield next(places)
        elif token.kind == "point":
            # Excel shows the point of `0.##` even without decimals, but nobody types that.
            yield "." if any(fraction.rstrip("0") or place != "#" for place in shape.places) else ""
        elif token.kind == "exponent":
            yield "E" + ("-" if power < 0 else "+" if "+" in token.text else "") + f"{abs(power):0{shape.exponent}d}"
            yield from (later.text for later in tokens[at:] if later.kind in ("literal", "percent"))
            return
        elif token.kind in ("literal", "percent"):
            yield token.text


def _before(shape: _Shape, whole: str) -> Iterator[str]:
    """The text of each placeholder before the point: the first one takes all surplus digits, and each has its comma."""
    count = len(shape.whole)
    blanks = [{"0": "0", "?": " ", "#": ""}[place] for place in shape.whole[: max(0, count - len(whole))]]
    digits = [*blanks, *whole]
    if shape.is_grouped:
        digits = [_grouped(digit, len(digits) - 1 - at) for at, digit in enumerate(digits)]
    extra = len(digits) - count
    return iter(("".join(digits[: extra + 1]), *digits[extra + 1 :])) if count else iter(())


def _grouped(digit: str, left: int) -> str:
    """A digit, with a comma if the number of digits after it requires one."""
    return digit + "," if digit.strip() and left and left % 3 == 0 else digit


def _after(shape: _Shape, fraction: str) -> Iterator[str]:
    kept = len(fraction.rstrip("0"))
    for at, place in enumerate(shape.places):
        yield fraction[at] if at < kept or place == "0" else " " if place == "?" else ""


def _fraction(tokens: tuple[Token, ...], value: Decimal) -> str:
    """A number in a format like `# ?/?` or `# ??/100`."""
    from fractions import Fraction  # takes longer to import than a sheet takes to read, and no form shows fractions

    line = "".join(token.text for token in tokens)
    over, _, under = line.partition("/")
    places = re.match(r"[#?0-9]+", under.strip())
    fixed = int(places[0]) if places and places[0].isdigit() and int(places[0]) else 0
    whole, rest = divmod(abs(Fraction(value)), 1) if re.search(r"[#?0]\s+[#?0]", over) else (0, abs(Fraction(value)))
    width = len(places[0]) if places else 1
    part = Fraction(round(rest * fixed), fixed) if fixed else rest.limit_denominator(10 ** min(width, 4) - 1)
    whole, part = (whole + 1, Fraction(0)) if part == 1 and whole else (whole, part)
    told = (f"{whole} " if whole else "") + (
        f"{part.numerator * (fixed // part.denominator if fixed else 1)}/{fixed or part.denominator}" if part else ""
    )
    return ("-" if value < 0 else "") + (told.strip() or "0")


def _amount(text: str, value: Decimal) -> str:
    """The amount that people read in `text`, with the sign that colours, brackets or a minus express."""
    found = _NUMBER.findall(text)
    if not found and value == 0 and text.strip():
        return "0"  # shown as a dash
    if len(found) != 1:
        return ""
    size = Decimal(found[0].replace(",", ""))
    return plain(-size if value < 0 and size else size)


def _counted(section: _Section, text: str) -> str:
    if not section.counted:
        return text
    if "general" in section.kinds and section.counted < 3:
        return _NUMBER.sub(lambda match: _read_out(match[0], section.counted), text)
    return text.translate(DIGITS[section.counted])


def _read_out(number: str, counted: int) -> str:
    whole, _, fraction = number.partition(".")
    told = read_out(int(whole.replace(",", "")), counted)
    return told + ("." + fraction.translate(DIGITS[counted]) if fraction else "")
