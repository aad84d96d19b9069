"""N-19: a chapter is not a copy of last year's or of another unit's.

Similarity is the share of characters that both texts have in the same order, ignoring white space and the edition's set sentences, which everybody
writes: 1 for the same text. Digits count, so a text with many updated figures is less similar. Chapters of which a unit has written less than
`similar_from` characters itself, such as 「无。」, are not judged. The message does not name the other unit; `units` does, for the bureau.
"""

import re
from collections.abc import Iterator, Sequence

from evaluations.core import paths
from evaluations.core.basics.values import show_amount
from evaluations.core.checks.case import Case
from evaluations.core.findings.finding import Finding, warning
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.likeness import likeness, own

CODE = "N-19"
RELATION = "自评报告各章不照抄上年或其他单位的内容"
NEEDS = ()
SENTENCES = 40
QUOTED = 40


def compared(edition: Edition, document: Document) -> list[int]:
    """The numbers of the chapters that are long enough to be judged; none by an edition that does without this check."""
    return list(_own_texts(edition, document)) if CODE in edition.standard_rules else []


def _own_texts(edition: Edition, document: Document) -> dict[int, str]:
    """What the unit has written itself in each chapter that is long enough to be judged, by number."""
    shortest = edition.thresholds.similar_from
    texts = {c.number: own(edition, document.report.chapter(c.number)) for c in edition.report.chapters}
    return {number: text for number, text in texts.items() if len(text) >= shortest}


def check(case: Case) -> Iterator[Finding]:
    if case.previous is None and not case.peers:
        return
    bound = float(case.edition.thresholds.similarity)
    for number, text in _own_texts(case.edition, case.document).items():
        written = case.document.report.chapter(number)
        last_year = [case.previous.report.chapter(number)] if case.previous else []
        copied_from = [
            peer
            for peer in case.peers
            if peer.chapter == number and _resembles(text, own(case.edition, peer.text), bound)
        ]
        sources = {"上年": [other for other in last_year if _resembles(text, own(case.edition, other), bound)]}
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
    """The beginning of the longest sentence of `text` that is also in one of the `others`; none if all differ a little."""
    squeezed = [_squeezed(other) for other in others]
    sentences = sorted(re.split(r"[\n。]", text), key=len, reverse=True)[:SENTENCES]
    shared = next((s for s in sentences if s.strip() and any(_squeezed(s) in other for other in squeezed)), "")
    return (shared[:QUOTED],) if shared else ()


def _resembles(text: str, other: str, bound: float) -> bool:
    return likeness(text, other, bound) >= bound


def _squeezed(text: str) -> str:
    return "".join(text.split())
