"""Where the chapters of a report begin: of all lines that may be their titles, those that are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluations.core.readback.titles import (
    ALIKE,
    EXACT,
    NO_NUMBER,
    OTHER_NUMBER,
    SHORTER,
    Match,
    Style,
    Title,
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
    """A chapter's title: the line where it stands, and how it was known."""

    line: int
    match: Match


@dataclass(frozen=True, slots=True)
class Chosen:
    """The titles in their order; the lines of a table of contents; how most titles are numbered."""

    starts: Sequence[Start]
    contents: frozenset[int]
    style: Style | None


def chosen(lines: Sequence[str], matches: Sequence[Match | None], titles: Sequence[Title]) -> Chosen:
    """The titles of the chapters among `lines`, of which each has been matched with the titles."""
    contents = set(_paged(lines, titles))
    starts = [Start(at, found) for at, found in enumerate(matches) if found and at not in contents]
    contents |= _unpaged(lines, starts, len(titles))
    starts = [start for start in starts if start.line not in contents]
    style = _main_style(starts)
    return Chosen(_best(starts, style), frozenset(contents), style)


def _paged(lines: Sequence[str], titles: Sequence[Title]) -> Iterator[int]:
    """The lines of a table of contents with page numbers: its heading, titles, and what stands between them."""
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
    """The lines of a table of contents without page numbers: titles one below the other that stand in the text once more."""
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
    if len(run) < min(_LEAST_CONTENTS, count):
        return set()
    headings = {at for at in range(run[0].line) if plain(lines[at]) == _CONTENTS_HEADING}
    return headings | set(range(run[0].line, run[-1].line + 1))


def _last(starts: Sequence[Start], number: int) -> int:
    return max(start.line for start in starts if start.match.chapter.number == number)


def _main_style(starts: Sequence[Start]) -> Style | None:
    """How most of the surest titles are numbered."""
    for ranks in ((EXACT,), (OTHER_NUMBER, SHORTER), (ALIKE,)):
        styles = Counter(start.match.style for start in starts if start.match.rank in ranks and start.match.style)
        if styles:
            return styles.most_common(1)[0][0]
    return None


def _best(starts: Sequence[Start], style: Style | None) -> list[Start]:
    """Of each chapter the surest titles; one that is only nearly its title has to stand in its place."""
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
    """The surest of the lines that may be the title, between the chapters before and after; none of sub-headings with its number."""
    after = max((start.line for other in sure if other < number for start in sure[other]), default=-1)
    before = min((start.line for other in sure if other > number for start in sure[other]), default=10**9)
    fitting = [
        start
        for start in listed
        if after < start.line < before and (start.match.rank != ALIKE or start.match.style == style)
    ]
    return sorted(fitting, key=lambda start: (_order(start, style), start.line))[:1]


def heading_beyond(lines: Sequence[str], style: Style | None, number: int) -> str:
    """The first of a chapter's lines that looks like the title of chapter `number`; "" when there is none."""
    for line in lines:
        told = numbered(line)
        if told and told[0] == style and told[1] == number and not line.strip().endswith(("。", "；", "，")):
            return line.strip()
    return ""
