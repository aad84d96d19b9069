"""Figures of the report that a chapter states in free wording, but with a different amount: `公用经费7.2万元` instead of 7.25.

Reported only if nothing else can be meant: the figure's name begins a clause, the amount and 万元 follow directly, the context mentions no
other year, plan or comparison, the amount is not in the tables, and the text is not part of a linked sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluations.core.basics.values import show_amount
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.sentences import Sentence
from evaluations.core.text.slots import AMOUNT, YEAR
from evaluations.core.text.wording import fold_chapter, said

_AROUND = 300
_YEAR = re.compile(rf"{YEAR}(?=\s*年)")
_BEFORE = re.compile(r"(?:^|[\n。，,、；;：:（(“\"]|其中|年度?)\s*(?:[0-9一二三四五]{1,2}[.、．)）]\s*)?$")
_ELSEWHERE = re.compile(
    r"上年|去年|上一年|往年|同比|相比|比[^例重]|增|减|超|年初|预算数|预算安排|计划|下达|市级|省级|中央|占"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure, which is `amount`, stated as `stated` at `start`…`end`; `quote` is the chapter's text."""

    chapter: int
    label: str
    quote: str
    stated: str
    amount: str
    start: int
    end: int

    @property
    def agrees(self) -> bool:
        """Whether it is stated as it is."""
        return self.stated == self.amount


def mentions(edition: Edition, document: Document, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    """The figures that the chapters state with a different amount; `sentences` are the document's linked sentences."""
    return (one for one in stated(edition, document, sentences) if not one.agrees)


def stated(edition: Edition, document: Document, sentences: Sequence[Sentence]) -> Sequence[Mention]:
    """The figures that the chapters state outside the linked `sentences`, with their amount or with one that can't be meant."""
    free = list(_free(edition, document, sentences))
    known = _amounts(edition, document) if not all(one.agrees for one in free) else set()
    return [one for one in free if one.agrees or one.stated not in known]


def _free(edition: Edition, document: Document, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    """The figures that the chapters state outside the linked sentences."""
    figures = {figure.label: document.report.figures.get(figure.code) for figure in edition.report.figures}
    for chapter in edition.report.chapters:
        spans = [(one.start, one.end) for one in sentences if one.chapter == chapter.number and one.found]
        for mention, (start, end) in _stated(chapter.number, document, figures):
            if not any(start < last and first < end for first, last in spans):
                yield mention


def _amounts(edition: Edition, document: Document) -> set[str]:
    """The amounts in the tables, as shown."""
    listed = cells(edition, document).items()
    return {cell.text for path, cell in listed if cell.kind == "amount" and "indicators" not in path}


def _stated(
    number: int, document: Document, figures: Mapping[str, Decimal | None]
) -> Iterator[tuple[Mention, tuple[int, int]]]:
    """The places where a chapter states one of the figures and means it."""
    chapter = fold_chapter(document.report.chapter(number))
    for label, amount in figures.items():
        for match in re.finditer(rf"{re.escape(said(label))}({AMOUNT})万元", chapter.text):
            start, end = chapter.span(*match.span())
            if amount is not None and _is_meant(chapter.written, start, end, document.fiscal_year):
                amounts = show_amount(Decimal(match[1])), show_amount(amount)
                quote, place = chapter.written[start:end], chapter.span(*match.span(1))
                yield Mention(number, label, quote, *amounts, *place), (start, end)


def _is_meant(text: str, start: int, end: int, year: int) -> bool:
    """Whether the surrounding sentence can only refer to the unit's own figure of this year."""
    before = re.split(r"[\n。；;]", text[max(0, start - _AROUND) : start])[-1]
    after = re.split(r"[\n。；;]", text[end : end + _AROUND], maxsplit=1)[0]
    years = _YEAR.findall(before)
    if not _BEFORE.search(text[max(0, start - 20) : start]) or (years and years[-1] != str(year)):
        return False
    return not _ELSEWHERE.search(f"{before}|{after}")
