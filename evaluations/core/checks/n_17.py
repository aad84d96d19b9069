"""N-17: nothing is left over from drafting or from another year.

Each chapter is searched for placeholders (XX, ××, 待填, 待补充, underscores, Word's `[bookmark…]`, the mark of a chapter copied from last
year), quotation marks and book-title marks that are unmatched within the paragraph, a spreadsheet's error values (#REF!), and years other than the
evaluated one and its neighbours. The texts of both tables are searched for error values, too. “ and ‘ can't be nested, so a second opening mark is
unmatched; 《》 can. One finding per chapter names everything found, up to a limit.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from evaluations.core import paths
from evaluations.core.basics.values import TO_UPDATE
from evaluations.core.basics.years import is_mentioned
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.form.document import Document

CODE = "N-17"
RELATION = "自评报告没有占位文字、不成对的引号和其他年份，各处文字没有表格的错误值"
NEEDS = ()
NAMED = 10
AROUND = 6

# Each pattern begins with its characteristic characters and looks back from there, so that the search is fast.
_PLACEHOLDER = re.compile(
    r"[xXｘＸ](?<![A-Za-z0-9].)[xXｘＸ]+(?![A-Za-z0-9])|×{2,}|[＿_]{3,}|待填(?!补)|待补充|\[\s*(?i:bookmark)[^\]\n]{0,40}\]?"
    rf"|{TO_UPDATE}"
)
_ERROR_VALUE = re.compile(
    r"[#＃](?:REF[!！]|DIV/0[!！]|N/A|VALUE[!！]|NAME[?？]|NUM[!！]|NULL[!！]|SPILL[!！]|CALC[!！]|[#＃]{3,})|(?:Err|错误)[:：]5\d\d",
    re.IGNORECASE,
)
_WIDE = {ord(narrow) + 0xFEE0: narrow for narrow in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/"}
_ANY_WIDE = re.compile(f"[{''.join(map(chr, _WIDE))}]")
_YEAR = re.compile(r"[12](?<![0-9].)[0-9]{3}(?=\s?年)")
_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《"}
_NESTING = "《"
_MARK = re.compile(r"[“”「」『』《》\"\n]|[‘’](?:(?<![A-Za-z].)|(?![A-Za-z]))")


def check(case: Case) -> Iterator[Finding]:
    yield from _error_values(case.document)
    for number, text in case.document.report.chapters.items():
        left = _all_leftovers(text, case.document.fiscal_year)
        if not left:
            continue
        named = "；".join(f"{what}“{_context(text, at)}”" for at, what in left[:NAMED])
        more = f"等 {len(left)} 处" if len(left) > NAMED else ""
        yield warning(
            CODE,
            where=paths.chapter(int(number)),
            message=f"{named}{more}，请改正；确需保留的请说明。",
            quotes=tuple(_quote(text, at) for at, _ in left[:NAMED]),
        )


def _error_values(document: Document) -> Iterator[Finding]:
    for where, text in _texts_of_tables(document):
        if found := _error_value(text):
            message = f"填的是“{found}”，这是表格里公式出错留下的，请改填正确的内容；确需保留的请说明。"
            yield warning(CODE, where=where, found=found, message=message)


def _texts_of_tables(document: Document) -> Iterator[tuple[str, str]]:
    """(path, text) of every text in both tables and their foot."""
    basic_data, part, preparer = document.basic_data, document.self_assessment, document.preparer
    seen: dict[str, int] = {}
    for row in basic_data.expenditure:
        seen[row.item] = seen.get(row.item, 0) + 1
        yield paths.expenditure(row.item, "name", seen[row.item]), row.name or ""
    yield "basic_data.thrift_measures", basic_data.thrift_measures
    yield "self_assessment.expected_objective", part.expected_objective
    yield "self_assessment.actual_completion", part.actual_completion
    for number, indicator in enumerate(part.indicators, 1):
        for field in ("name", "target", "actual", "deviation_reason"):
            yield paths.indicator(number, field), getattr(indicator, field)
    yield "preparer.name", preparer.name
    yield "preparer.phone", preparer.phone


def _error_value(text: str) -> str:
    """The first error value in a text, in any width; "" if there is none."""
    match = _ERROR_VALUE.search(_narrow(text)) if text else None
    return text[match.start() : match.end()] if match else ""


def _narrow(text: str) -> str:
    """`text` with full-width letters and digits as ASCII; the length stays the same."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


@lru_cache(maxsize=512)
def _all_leftovers(text: str, year: int) -> Sequence[tuple[int, str]]:
    """Kept, because a save changes one chapter at most."""
    return sorted(_leftovers(text, year))


def _leftovers(text: str, year: int) -> Iterator[tuple[int, str]]:
    """(place, what it is) of each leftover."""
    for match in _PLACEHOLDER.finditer(text):
        yield match.start(), "占位文字未替换："
    for match in _ERROR_VALUE.finditer(_narrow(text)):
        yield match.start(), "表格的错误值："
    for match in _YEAR.finditer(text):
        if abs(int(match[0]) - year) > 1 and is_mentioned(int(match[0])):
            yield match.start(), f"{match[0]}年与评价年度 {year} 不符："
    for at in _unpaired(text + "\n"):
        yield at, "引号不成对："


def _unpaired(text: str) -> Iterator[int]:
    """The places of marks that are unmatched in their paragraph; `text` ends with a line end."""
    waiting: dict[str, list[int]] = {}
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        if mark == "\n":
            yield from (place for places in waiting.values() for place in places)
            waiting.clear()
            continue
        opening = _CLOSING.get(mark, mark)
        places = waiting.setdefault(opening, [])
        if places and (opening != mark or mark == '"'):
            places.pop()
        elif opening != mark:
            yield at
        else:
            if mark not in _NESTING:
                yield from places
                places.clear()
            places.append(at)


def _quote(text: str, at: int) -> str:
    """The text around the place, within its line."""
    before, after = text[max(at - AROUND, 0) : at], text[at : at + AROUND * 2]
    return before.split("\n")[-1] + after.split("\n")[0]


def _context(text: str, at: int) -> str:
    return re.sub(r"\s+", " ", text[max(at - AROUND, 0) : at + AROUND * 2]).strip()
