"""N-19: a chapter is not a copy of last year's or of another unit's.

Likeness is Dice's: twice the different three-character pieces that two texts share, over the pieces that each has, white space aside; 1 is the
same text. Digits count, so that a text renewed in many figures is less alike. Chapters shorter than `similar_from` characters, as 「无。」, are
not judged. Which unit it was is not said.
"""

import re
from collections.abc import Iterator, Sequence

from evaluations.core import paths
from evaluations.core.checks import Peer
from evaluations.core.document import Document
from evaluations.core.edition import Edition
from evaluations.core.finding import Finding, warning
from evaluations.core.values import show_amount

CODE = "N-19"
RELATION = "自评报告各章不照抄上年或其他单位的内容"
SAMPLE = 40
QUOTED = 40


def check(edition: Edition, document: Document, previous: Document | None, peers: Sequence[Peer]) -> Iterator[Finding]:
    bound = float(edition.thresholds.similarity)
    for chapter in edition.report.chapters:
        written = document.report.chapter(chapter.number)
        text = _squeezed(written)
        if len(text) < edition.thresholds.similar_from:
            continue
        last_year = [previous.report.chapter(chapter.number)] if previous else []
        others = [peer.text for peer in peers if peer.chapter == chapter.number]
        sources = {"上年": last_year, "其他单位": others}
        copied = {name: texts for name, texts in sources.items() if _resembles(text, texts, bound)}
        if copied:
            percent = show_amount(edition.thresholds.similarity * 100)
            yield warning(
                CODE,
                where=paths.chapter(chapter.number),
                message=f"本章与{'和'.join(copied)}自评报告的同一章相同（{percent}% 以上），请按本年度本单位的实际情况改写；确属相同的请说明原因。",
                quotes=_longest_shared(written, [other for texts in copied.values() for other in texts]),
            )


def _longest_shared(text: str, others: Sequence[str]) -> tuple[str, ...]:
    """The longest sentence of `text` that stands in one of the `others` too, its beginning; none when all differ a little."""
    squeezed = [_squeezed(other) for other in others]
    sentences = sorted(re.split(r"[\n。]", text), key=len, reverse=True)[:SAMPLE]
    shared = next((s for s in sentences if s.strip() and any(_squeezed(s) in other for other in squeezed)), "")
    return (shared[:QUOTED],) if shared else ()


def _resembles(text: str, others: Sequence[str], bound: float) -> bool:
    """Whether one of the `others` is like `text` to at least `bound`."""
    candidates = [other for other in map(_squeezed, others) if _near(len(text), len(other), bound)]
    if not candidates or text in candidates:
        return bool(candidates)
    pieces = _pieces(text)
    return any(_sample_found(other, pieces) and _likeness(pieces, _pieces(other)) >= bound for other in candidates)


def _near(one: int, other: int, bound: float) -> bool:
    """Whether texts of these lengths can be alike at all; right for texts without repetitions, and those that repeat much differ in it too."""
    return min(one, other) >= max(one, other) * bound / (2 - bound)


def _sample_found(text: str, pieces: set[str]) -> bool:
    """A spot check that spares the full comparison: texts alike to 90 % share more than half of some evenly spread pieces."""
    step = max(1, len(text) // SAMPLE)
    sample = [text[at : at + 3] for at in range(0, len(text) - 2, step)]
    return 2 * sum(piece in pieces for piece in sample) >= len(sample)


def _likeness(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _pieces(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


def _squeezed(text: str) -> str:
    return "".join(text.split())
