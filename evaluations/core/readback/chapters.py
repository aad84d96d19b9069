"""Decides where the chapters of a report begin: which of the possible title lines are titles."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluations.core.readback.titles import (
    ALIKE,
    EXACT,
    NO_NUMBER,
    OTHER_NUMBER,
    SHORTER,
    Style,
    Title,
    TitleMatch,
    is_paged,
    match,
    numbered,
    plain,
    unpaged,
)

_LEAST_CONTENTS = 3
_CONTENTS_HEADING = "目录"


@dataclass(frozen=True, slots=True)
class Start:
    """A chapter's title: its line, and how it was recognised."""

    line: int
    match: TitleMatch


@dataclass(frozen=True, slots=True)
class Chosen:
    """The titles in order; the lines of a table of contents; the numbering style of most titles."""

    starts: Sequence[Start]
    contents: frozenset[int]
    style: Style | None


def chosen(lines: Sequence[str], matches: Sequence[TitleMatch | None], titles: Sequence[Title]) -> Chosen:
    """The chapters' titles among `lines`; `matches` holds the match of each line."""
    contents = set(_paged(lines, titles))
    starts = [Start(at, found) for at, found in enumerate(matches) if found and at not in contents]
    contents |= _unpaged(lines, starts, len(titles))
    starts = [start for start in starts if start.line not in contents]
    style = _main_style(starts)
    return Chosen(_best(starts, style), frozenset(contents), style)


def _paged(lines: Sequence[str], titles: Sequence[Title]) -> Iterator[int]:
    """The lines of a table of contents with page numbers: its heading, its titles, and the lines between them."""
    paged = [at for at, line in enumerate(lines) if is_paged(line)]
    known = [at for at in paged if match(unpaged(lines[at]), titles)]
    if not known:
        return
    listed = set(paged)
    first, last = known[0], known[-1]
    while first - 1 in listed or (first and not lines[first - 1].strip()):
        first -= 1
    while last + 1 in listed:
        last += 1
    yield from (at for at in paged if first <= at <= last)
    yield from (at for at in range(first) if plain(lines[at]) == _CONTENTS_HEADING)


def _unpaged(lines: Sequence[str], starts: Sequence[Start], count: int) -> set[int]:
    """The lines of a table of contents without page numbers: consecutive titles that occur again in the text."""
    run, said = list[Start](), set[str]()
    ends = [*(start.line for start in starts[1:]), len(lines)]
    for start, end in zip(starts, ends, strict=False):
        again = _last(starts, start.match.chapter.number)
        if again == start.line or start.match.rest:
            break
        said = said or {plain(line) for line in lines[again + 1 :]}
        run.append(start)
        between = lines[start.line + 1 : end]
        if any(line.strip() and not line.strip().isdigit() and plain(line) not in said for line in between):
            break
    if not run or len(run) < min(_LEAST_CONTENTS, count):
        return set()
    headings = {at for at in range(run[0].line) if plain(lines[at]) == _CONTENTS_HEADING}
    return headings | set(range(run[0].line, run[-1].line + 1))


def _last(starts: Sequence[Start], number: int) -> int:
    return max(start.line for start in starts if start.match.chapter.number == number)


def _main_style(starts: Sequence[Start]) -> Style | None:
    """The numbering style of most of the surest titles."""
    for ranks in ((EXACT,), (OTHER_NUMBER, SHORTER), (ALIKE,)):
        styles = Counter(start.match.style for start in starts if start.match.rank in ranks and start.match.style)
        if styles:
            return styles.most_common(1)[0][0]
    return None


def _best(starts: Sequence[Start], style: Style | None) -> list[Start]:
    """The surest titles of each chapter; a line that only resembles a title must stand in that chapter's place."""
    by_chapter: dict[int, list[Start]] = {}
    for start in starts:
        by_chapter.setdefault(start.match.chapter.number, []).append(start)
    sure: dict[int, list[Start]] = {}
    for number, listed in by_chapter.items():
        least = min(_order(start, style) for start in listed)
        if least[0] < SHORTER:
            sure[number] = [start for start in listed if _order(start, style) == least]
    best = [start for listed in sure.values() for start in listed]
    for number, listed in by_chapter.items():
        if number not in sure:
            best += _in_place(number, listed, sure, style)
    return sorted(best, key=lambda start: start.line)


def _order(start: Start, style: Style | None) -> tuple[int, bool]:
    return start.match.rank, start.match.rank != NO_NUMBER and start.match.style != style


def _in_place(
    number: int, listed: Sequence[Start], sure: Mapping[int, Sequence[Start]], style: Style | None
) -> list[Start]:
    """The surest possible title between the previous and the next chapter; sub-headings with the same number do not count."""
    after = max((start.line for other in sure if other < number for start in sure[other]), default=-1)
    before = min((start.line for other in sure if other > number for start in sure[other]), default=10**9)
    fitting = [
        start
        for start in listed
        if after < start.line < before and (start.match.rank != ALIKE or start.match.style == style)
    ]
    return sorted(fitting, key=lambda start: (_order(start, style), start.line))[:1]


def heading_beyond(lines: Sequence[str], style: Style | None, number: int) -> str:
    """A chapter's first line that looks like the title of chapter `number`; "" if there is none."""
    for line in lines:
        told = numbered(line)
        if told and told[0] == style and told[1] == number and not line.strip().endswith(("。", "；", "，")):
            return line.strip()
    return ""
