"""N-19: a chapter is not a copy of last year's or of another unit's.

Likeness is Dice's: twice the different three-character pieces that two texts share, over the pieces that each has, white space aside; 1 is the
same text. Digits count, so that a text renewed in many figures is less alike. Chapters shorter than `similar_from` characters, as 「无。」, are
not judged. The message does not say which unit it was: that is for the bureau, in `units`.
"""

import re
from collections.abc import Iterator, Sequence

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition

CODE = "N-19"
RELATION = "自评报告各章不照抄上年或其他单位的内容"
NEEDS = ()
SAMPLE = 40
QUOTED = 40


def compared(edition: Edition, document: Document) -> list[int]:
    """The numbers of the chapters that are long enough to be judged."""
    shortest = edition.thresholds.similar_from
    return [c.number for c in edition.report.chapters if len(_squeezed(document.report.chapter(c.number))) >= shortest]


def check(case: Case) -> Iterator[Finding]:
    bound = float(case.edition.thresholds.similarity)
    for number in compared(case.edition, case.document):
        written = case.document.report.chapter(number)
        text = _squeezed(written)
        last_year = [case.previous.report.chapter(number)] if case.previous else []
        copied_from = [peer for peer in case.peers if peer.chapter == number and _resembles(text, peer.text, bound)]
        sources = {"上年": [other for other in last_year if _resembles(text, other, bound)]}
        sources["其他单位"] = [peer.text for peer in copied_from]
        copied = {name: texts for name, texts in sources.items() if texts}
        if copied:
            percent = show_amount(case.edition.thresholds.similarity * 100)
            yield warning(
                CODE,
                where=paths.chapter(number),
                message=f"本章与{'和'.join(copied)}自评报告的同一章相同（{percent}% 以上），请按本年度本单位的实际情况改写；确属相同的请说明原因。",
                quotes=_longest_shared(written, [other for texts in copied.values() for other in texts]),
                units=tuple(dict.fromkeys(peer.unit for peer in copied_from)),
            )


def _longest_shared(text: str, others: Sequence[str]) -> tuple[str, ...]:
    """The longest sentence of `text` that stands in one of the `others` too, its beginning; none when all differ a little."""
    squeezed = [_squeezed(other) for other in others]
    sentences = sorted(re.split(r"[\n。]", text), key=len, reverse=True)[:SAMPLE]
    shared = next((s for s in sentences if s.strip() and any(_squeezed(s) in other for other in squeezed)), "")
    return (shared[:QUOTED],) if shared else ()


def _resembles(text: str, written: str, bound: float) -> bool:
    """Whether what another wrote is like `text` to at least `bound`."""
    other = _squeezed(written)
    if text == other or not _near(len(text), len(other), bound):
        return text == other
    pieces = _pieces(text)
    return _sample_found(other, pieces) and _likeness(pieces, _pieces(other)) >= bound


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
