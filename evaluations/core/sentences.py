"""The report's sentences that state figures of the tables: composed from the edition's templates, found again in the chapters by their wording.

Nothing is stored: a sentence that stands in its chapter is recognised by its words, whatever figures it states, so that the link outlives
import, export and work in Word. White space, width, pauses, quotation marks, numbering and zeros after the point do not matter.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from evaluations.core.document import Document
from evaluations.core.edition import Edition, SentenceTemplate
from evaluations.core.slots import YEAR, Row, Slot, amount_at, rows, slot
from evaluations.core.wording import END_MARKS, Folded, fold, meaning, pieces, said

State = Literal["missing", "current", "stale", "unclear", "blank"]


@dataclass(frozen=True, slots=True)
class Change:
    """A text of a chapter, at `start`…`end`, that the tables say differently now."""

    old: str
    new: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template's sentence, of one row where it has a list, beside what its chapter says.

    `key` names it within the document; `text` is composed now, "" while cells are `blank` (their paths); `states` holds the placeholders.
    state: `missing` from the chapter; `current`; `stale` with `changes`; `unclear` when it stands there more than once, never with the present
    figures; `blank` when it can't be composed. `found` is its text in the chapter, at `start`…`end`; "" where it is not there.
    """

    key: str
    chapter: int
    heading: str
    text: str
    state: State
    states: frozenset[str]
    blank: tuple[str, ...] = ()
    found: str = ""
    start: int = 0
    end: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wording:
    """A template with what stands at its placeholders now."""

    parts: Sequence[tuple[str, str]]
    slots: Mapping[str, Slot]

    @property
    def text(self) -> str:
        return "".join(words + (self.slots[name].text if name else "") for words, name in self.parts)

    @property
    def blank(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slot.blank for slot in self.slots.values() if slot.blank))

    def matches(self, chapter: Folded) -> Iterator[re.Match[str]]:
        """Where a folded chapter says it, with a group for each placeholder."""
        words = [said(words) for words, _ in self.parts]
        words[-1] = words[-1].rstrip("。")
        if all(part in chapter.text for part in words):
            names = [self.slots[name].pattern if name else "" for _, name in self.parts]
            yield from _compiled(tuple(zip(words, names, strict=True))).finditer(chapter.text)

    def changes(self, match: re.Match[str], chapter: Folded) -> Iterator[Change]:
        """The placeholders' texts that are other ones now."""
        for number, name in enumerate((name for _, name in self.parts if name), 1):
            start, end = chapter.span(*match.span(number))
            old, new = chapter.written[start:end], self.slots[name].text
            if meaning(old) != meaning(new):
                yield Change(old, new, start, end)


@lru_cache(maxsize=2048)
def _compiled(parts: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    # A comma may stand where a pause separates two digits.
    return re.compile("".join(re.escape(words) + (f",?({pattern}),?" if pattern else "") for words, pattern in parts))


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of a chapter that a sentence was recognised at."""

    start: int
    end: int
    years: int
    changes: tuple[Change, ...]


def linked(edition: Edition, document: Document) -> tuple[Sentence, ...]:
    """Every sentence that the document's figures make, in the order of the edition and of the rows, with what its chapter says of it."""
    numbers = {template.chapter for template in edition.report.sentences}
    chapters = {number: fold(document.report.chapter(number)) for number in numbers}
    return tuple(
        sentence
        for template in edition.report.sentences
        for row in (rows(edition, document, template) if template.each else (None,))
        for sentence in _sentence(edition, document, template, row, chapters[template.chapter])
    )


def stale(edition: Edition, document: Document) -> list[Sentence]:
    """The sentences of the report that state figures which the document has otherwise now."""
    return [sentence for sentence in linked(edition, document) if sentence.state == "stale"]


def _sentence(
    edition: Edition, document: Document, template: SentenceTemplate, row: Row | None, chapter: Folded
) -> Iterator[Sentence]:
    """The sentence of a template and row; none where its `when` says so and the chapter does not say it."""
    wording, other = (_wording(edition, document, text, row) for text in (template.template, template.zero))
    amount = amount_at(edition, document, row, template.when)[0] if template.when else 1
    if amount is None or wording is None:
        return
    if amount == 0 and other:
        wording, other = other, wording
    places = [*_places(wording, chapter), *(_replaced(wording, other, chapter) if other else ())]
    if amount == 0 and not template.zero and not places:
        return
    state, place = _judged(places)
    blank = wording.blank
    yield Sentence(
        key=f"{template.code}.{row.number}" if row else template.code,
        chapter=template.chapter,
        heading=edition.words(template.heading, document.fiscal_year),
        text="" if blank else wording.text,
        state="blank" if blank else state,
        states=frozenset(wording.slots),
        blank=blank,
        found=chapter.written[place.start : place.end] if place else "",
        start=place.start if place else 0,
        end=place.end if place else 0,
        changes=place.changes if place and not blank and state == "stale" else (),
    )


def _wording(edition: Edition, document: Document, template: str, row: Row | None) -> _Wording | None:
    if not template:
        return None
    parts = pieces(template)
    return _Wording(parts, {name: slot(edition, document, row, name) for _, name in parts if name})


def _places(wording: _Wording, chapter: Folded) -> Iterator[_Place]:
    for match in wording.matches(chapter):
        changes = tuple(wording.changes(match, chapter))
        years = sum(re.fullmatch(YEAR, change.old) is not None for change in changes)
        yield _Place(*chapter.span(*match.span()), years, changes)


def _replaced(wording: _Wording, other: _Wording, chapter: Folded) -> Iterator[_Place]:
    """The places that say the sentence in its other wording: it changes as a whole."""
    for match in other.matches(chapter):
        start, end = chapter.span(*match.span())
        change = Change(chapter.written[start:end], wording.text.rstrip(END_MARKS), start, end)
        yield _Place(start, end, 0, (change,))


def _judged(places: Sequence[_Place]) -> tuple[State, _Place | None]:
    """How the sentence stands, and where: of several places the one with the present figures, else the only one of this year."""
    if not places:
        return "missing", None
    current = next((place for place in places if not place.changes), None)
    if current:
        return "current", current
    of_this_year = [place for place in places if not place.years] or places
    return ("stale" if len(of_this_year) == 1 else "unclear"), of_this_year[0]


def stating(edition: Edition, document: Document, figure: str) -> tuple[str, ...]:
    """The first sentence of the report that states the figure of this code, as it stands there; none when no linked one does."""
    return tuple(one.found for one in linked(edition, document) if one.found and figure in one.states)[:1]
