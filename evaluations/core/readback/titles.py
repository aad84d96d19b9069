"""Recognises lines that may be chapter titles, whatever their numerals, brackets and width, or with slightly different words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from evaluations.core.form.report import Chapter
from evaluations.core.readback.words import fold, pattern

EXACT, NO_NUMBER, OTHER_NUMBER, SHORTER, ALIKE, SIMILAR = range(6)
"""How sure a title is, in descending order: the form's words with its number, without a number, with another number; the words without the
part in brackets; some of the words with its number; similar words."""

_LINE_LIMIT = 100
_TITLE_LIMIT = 50
_SIMILAR_FROM = 0.8
_HANZI, _LEGAL, _LEGAL_TRADITIONAL = "一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾", "壹貳參肆伍陸柒捌玖拾"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NUMBERED = re.compile(
    r"(?P<open>第|\()?(?P<digits>[一二三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾貳參陸]{1,3}|\d{1,2}|[IVXivx]{1,5}|[A-La-l](?=[.、)])|["
    + _STEMS
    + r"](?=[.、)]))(?P<close>章|部分|节|\))?(?P<mark>[、.,:·])?(?P<words>.*)",
    re.DOTALL,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_PAGE_NUMBER = re.compile(r"[\t.…·‥⋯_ \u3000-]*[\t.…·‥⋯_\u3000]\s*\(?[0-9０-９ivxIVX]{1,4}\)?\s*$")
_AFTER = r"[\s:：。.，,、；;—-]"

Style = tuple[str, str, str]
"""How a number is written: the kind of numeral, what encloses it, what follows it."""


class TitleMatch(NamedTuple):
    """A line that may be a chapter's title: how sure it is, how its number is written, what follows the title on the line."""

    chapter: Chapter
    rank: int
    style: Style | None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """A chapter, with the number and the words of its title."""

    chapter: Chapter
    number: int
    words: str

    @property
    def key(self) -> str:
        """The significant characters of its words."""
        return key(self.words)


def titles_of(chapters: Sequence[Chapter]) -> list[Title]:
    """Each chapter's title, split into number and words."""
    titles = []
    for chapter in chapters:
        told = numbered(chapter.title)
        titles.append(Title(chapter, told[1], told[2]) if told else Title(chapter, chapter.number, chapter.title))
    return titles


def plain(line: str) -> str:
    """The beginning of a line without white space, with each character in its usual form."""
    return fold(line[: 2 * _LINE_LIMIT])


@lru_cache(maxsize=4096)
def key(words: str) -> str:
    """The letters and digits of a title."""
    return "".join(character for character in plain(words) if character.isalnum())


def numbered(line: str) -> tuple[Style, int, str] | None:
    """The style of a line's number, the number, and what follows it; None if the line has no number."""
    match = _NUMBERED.fullmatch(plain(line))
    if match is None or not (match["close"] or match["mark"]):
        return None
    kind, number = _number(match["digits"])
    style = kind, (match["open"] or "") + (match["close"] or ""), match["mark"] or ""
    return (style, number, match["words"]) if number else None


def unpaged(line: str) -> str:
    """A line of a table of contents without its page number; any other line unchanged."""
    return _PAGE_NUMBER.sub("", line)


def is_paged(line: str) -> bool:
    """Whether a line ends with a page number, as in a table of contents."""
    return bool(_PAGE_NUMBER.search(line))


def match(line: str, titles: Sequence[Title]) -> TitleMatch | None:
    """The surest match of a line that is, or begins with, a chapter's title; None if there is none."""
    line = line.strip()
    if not line:
        return None
    found = list(_matches(line, titles)) if len(line) <= _LINE_LIMIT else []
    found += _run_in(line, titles)
    return min(found, key=lambda one: one.rank, default=None)


def _matches(line: str, titles: Sequence[Title]) -> Iterator[TitleMatch]:
    told = numbered(line)
    for title in titles:
        if key(line) == title.key:
            yield TitleMatch(title.chapter, NO_NUMBER, None)
        elif key(line) in {numeral + title.key for numeral in _numerals(title.number)}:
            yield TitleMatch(title.chapter, EXACT, told[0] if told else None)
        elif told and key(told[2]) == title.key:
            yield TitleMatch(title.chapter, OTHER_NUMBER, told[0])
    if len(line) <= _TITLE_LIMIT and not line.endswith(("。", "；", "，", "：", ";", ",")):
        yield from _near(line, told, titles)


def _near(line: str, told: tuple[Style, int, str] | None, titles: Sequence[Title]) -> Iterator[TitleMatch]:
    style, number, words = told or (None, 0, plain(line))
    letters, short = key(words), _short(words)
    scores = {title.number: _likeness(letters, title.key) for title in titles}
    best = max(scores.values(), default=0)
    for title in titles:
        if short and short == _short(title.words):
            yield TitleMatch(title.chapter, SHORTER, style)
        elif number == title.number and _are_alike(letters, title.key):
            yield TitleMatch(title.chapter, ALIKE, style)
        elif scores[title.number] == best >= _SIMILAR_FROM and list(scores.values()).count(best) == 1:
            yield TitleMatch(title.chapter, SIMILAR, style)


def _run_in(line: str, titles: Sequence[Title]) -> Iterator[TitleMatch]:
    """Titles with their number that are followed by text on the same line."""
    for title in titles:
        begun = re.match(_with_number(title.number, title.words) + rf"{_AFTER}+(?P<rest>.*\w.*)", line, re.DOTALL)
        if begun and not (key(begun["rest"]).isdigit() or is_paged(line)):
            told = numbered(line[: begun.start("rest")])
            yield TitleMatch(title.chapter, EXACT, told[0] if told else None, begun["rest"])


def split(line: str, title: Title) -> tuple[str, str] | None:
    """The parts of a line before and from the numbered title; None unless the title occurs in it exactly once."""
    places = list(re.finditer(rf"(?<=[。；;：:\s）)]){_with_number(title.number, title.words)}(?={_AFTER}|$)", line))
    if len(places) != 1:
        return None
    return line[: places[0].start()], line[places[0].start() :]


@lru_cache(maxsize=256)
def _with_number(number: int, words: str) -> str:
    numerals = "|".join(re.escape(each) for each in _written(number))
    return rf"\s*第?[(（\[【]?\s*(?:{numerals})\s*[)）\]】]?\s*(?:章|部分|节)?\s*[、.．,，:：·]?\s*{pattern(words)}"


def _short(words: str) -> str:
    """The letters of a title without the parts in brackets."""
    return key(_BRACKETS.sub("", plain(words)))


def _likeness(one: str, other: str) -> float:
    """The similarity of two titles, from 0 to 1; cheaply 0 for most pairs that differ."""
    if 2 * len(set(one) & set(other)) < len(set(other)):
        return 0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _are_alike(one: str, other: str) -> bool:
    """Whether one title is part of the other, or they share most of their characters."""
    if min(len(one), len(other)) < 2:
        return False
    return one in other or other in one or 2 * len(set(one) & set(other)) > max(len(set(one)), len(set(other)))


def _number(digits: str) -> tuple[str, int]:
    """The kind of a numeral, and its value."""
    if digits.isdigit() and digits.isascii():
        return "decimal", int(digits)
    for kind, row in (("hanzi", _HANZI), ("legal", _LEGAL), ("legal", _LEGAL_TRADITIONAL)):
        if set(digits) <= set(row):
            return kind, _counted(digits, row)
    if digits in _STEMS:
        return "stem", _STEMS.index(digits) + 1
    if digits.upper() in _ROMAN:
        return "roman", _ROMAN.index(digits.upper())
    return ("letter", ord(digits.upper()) - ord("A") + 1) if len(digits) == 1 else ("", 0)


def _counted(digits: str, row: str) -> int:
    """一 … 九十九."""
    tens, ten, ones = digits.rpartition(row[9])
    if not ten:
        return row.index(digits) + 1 if len(digits) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (row.index(tens) + 1 if tens else 1) + (row.index(ones) + 1 if ones else 0)


@lru_cache(maxsize=64)
def _numerals(number: int) -> tuple[str, ...]:
    """A number before a title, as `key` returns it."""
    spelled = {key(written) for written in _written(number)} | {str(number)}
    return tuple(
        before + each + after for each in spelled for before in ("", "第") for after in ("", "章", "部分", "节")
    )


def _written(number: int) -> tuple[str, ...]:
    """A number in all the numerals that people use."""
    rows = (_HANZI, _LEGAL, _LEGAL_TRADITIONAL, _STEMS) if number <= 10 else ()
    written = [row[number - 1] for row in rows]
    if 10 < number < 20:
        written.append("十" + _HANZI[number - 11])
    if number < len(_ROMAN):
        written += [_ROMAN[number], _ROMAN[number].lower(), chr(ord("Ⅰ") + number - 1), chr(ord("ⅰ") + number - 1)]
    if number <= 20:
        written += [chr(ord(first) + number - 1) for first in "①⑴⒈"]
    if number <= 10:
        written += [chr(ord(first) + number - 1) for first in "㈠㊀"]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return tuple(dict.fromkeys([*written, str(number), wide]))
