"""The report's sentences that state the tables' figures: composed from the edition's templates, and recognised in the chapters by their wording.

Nothing is stored: a sentence is recognised in its chapter by its words, whatever figures it states, so the link survives import, export
and editing in Word. White space, width, pauses, quotation marks, numbering and trailing zeros do not matter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import once_a_document
from evaluations.core.form.report import SentenceTemplate
from evaluations.core.text.pairing import Span, StaleText, paired
from evaluations.core.text.slots import NO_FIGURES, YEAR, Slot, Subject, amount_at, rows, slot, stated_cells
from evaluations.core.text.wording import END_MARKS, Folded, fold_chapter, meaning, pieces, said

_CUT = re.compile(r"[0-9]\.?[0-9]")

State = Literal["missing", "current", "stale", "unclear", "blank"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template's sentence (for one row, if it has a list), and how it stands in its chapter.

    `key` identifies it within the document; `text` is the sentence as composed now, "" while cells are `blank` (their paths); `states` holds the
    placeholders, `cells` the paths of what they state. `state` is `missing` (not in the chapter), `current`, `stale` (see `changes`), `unclear`
    (there more than once, never with the current figures) or `blank` (it can't be composed). `found` is its text in the chapter, at `start`…`end`;
    "" if it is missing. `figures` are the places, (start, end), of what it takes over from the tables, in a sentence that is current or stale.
    """

    key: str
    chapter: int
    heading: str
    text: str
    state: State
    states: frozenset[str]
    cells: frozenset[str]
    blank: tuple[str, ...] = ()
    found: str = ""
    start: int = 0
    end: int = 0
    changes: tuple[StaleText, ...] = ()
    figures: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Wording:
    """A template with the current texts of its placeholders."""

    parts: Sequence[tuple[str, str]]
    slots: Mapping[str, Slot]

    @property
    def text(self) -> str:
        return "".join(words + (self.slots[name].text if name else "") for words, name in self.parts)

    @property
    def blank(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slot.blank for slot in self.slots.values() if slot.blank))

    def matches(self, chapter: Folded) -> Iterator[re.Match[str]]:
        """Its matches in a folded chapter, with a group for each placeholder."""
        words = [said(words) for words, _ in self.parts]
        words[-1] = words[-1].rstrip("。")
        if all(part in chapter.text for part in words):
            names = [self.slots[name].pattern if name else "" for _, name in self.parts]
            yield from _compiled(tuple(zip(words, names, strict=True))).finditer(chapter.text)

    def changes(self, match: re.Match[str], chapter: Folded) -> Iterator[StaleText]:
        """The placeholders' texts that are outdated."""
        for number, name in enumerate((name for _, name in self.parts if name), 1):
            start, end = chapter.span(*match.span(number))
            old, new = chapter.written[start:end], self.slots[name].text
            if meaning(old) != meaning(new):
                yield StaleText(old, new, start, end)

    def figures(self, match: re.Match[str], chapter: Folded) -> Iterator[tuple[int, int]]:
        """The places of the placeholders that are taken over from the tables."""
        for number, name in enumerate((name for _, name in self.parts if name), 1):
            if name not in NO_FIGURES and match[number]:
                yield chapter.span(*match.span(number))


@lru_cache(maxsize=2048)
def _compiled(parts: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    # There may be a comma where a pause separates two digits.
    return re.compile("".join(re.escape(words) + (f",?({pattern}),?" if pattern else "") for words, pattern in parts))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sentence before its places are assigned; an `idle` one is dropped if it is not in the chapter."""

    template: SentenceTemplate
    row: Subject | None
    wording: _Wording
    places: Sequence[Span]
    idle: bool

    @property
    def key(self) -> str:
        return f"{self.template.code}.{self.row.number}" if self.row else self.template.code


@once_a_document
def linked(edition: Edition, document: Document) -> tuple[Sentence, ...]:
    """Every sentence that can be made from the document's figures, in the order of the edition and the rows, and how it stands in its chapter."""
    numbers = {template.chapter for template in edition.report.sentences}
    chapters = {number: fold_chapter(document.report.chapter(number)) for number in numbers}
    drafts = [
        draft
        for template in edition.report.sentences
        for row in (rows(edition, document, template) if template.each else (None,))
        for draft in _draft(edition, document, template, row, chapters[template.chapter])
    ]
    own: dict[str, list[Span]] = {}
    for number in numbers:
        own |= paired({draft.key: draft.places for draft in drafts if draft.template.chapter == number})
    sentences = ((draft, own[draft.key]) for draft in drafts if own[draft.key] or not draft.idle)
    return tuple(
        _sentence(edition, document, draft, places, chapters[draft.template.chapter]) for draft, places in sentences
    )


def stale(edition: Edition, document: Document) -> list[Sentence]:
    """The sentences of the report that state outdated figures."""
    return [sentence for sentence in linked(edition, document) if sentence.state == "stale"]


def _draft(
    edition: Edition, document: Document, template: SentenceTemplate, row: Subject | None, chapter: Folded
) -> Iterator[_Draft]:
    """The sentence of a template and row; none if its `when` excludes it."""
    wording, other = (_wording(edition, document, text, row) for text in (template.template, template.zero))
    amount = amount_at(edition, document, row, template.when)[0] if template.when else 1
    if amount is None or wording is None:
        return
    if amount == 0 and other:
        wording, other = other, wording
    places = [*_places(wording, chapter), *(_replaced(wording, other, chapter) if other else ())]
    yield _Draft(template, row, wording, places, idle=amount == 0 and not template.zero)


def _sentence(edition: Edition, document: Document, draft: _Draft, places: Sequence[Span], chapter: Folded) -> Sentence:
    state, place = _judged(places)
    blank = draft.wording.blank
    return Sentence(
        key=draft.key,
        chapter=draft.template.chapter,
        heading=edition.words(draft.template.heading, document.fiscal_year),
        text="" if blank else draft.wording.text,
        state="blank" if blank else state,
        states=frozenset(draft.wording.slots),
        cells=frozenset(
            cell for name in draft.wording.slots for cell in stated_cells(edition, document, draft.row, name)
        ),
        blank=blank,
        found=chapter.written[place.start : place.end] if place else "",
        start=place.start if place else 0,
        end=place.end if place else 0,
        changes=place.changes if place and not blank and state == "stale" else (),
        figures=place.figures if place and not blank and state in ("current", "stale") else (),
    )


def _wording(edition: Edition, document: Document, template: str, row: Subject | None) -> _Wording | None:
    if not template:
        return None
    parts = pieces(template)
    return _Wording(parts, {name: slot(edition, document, row, name) for _, name in parts if name})


def _places(wording: _Wording, chapter: Folded) -> Iterator[Span]:
    """The places where the chapter states it: with any figures, and exactly as composed now, whatever the placeholders contain."""
    for match in wording.matches(chapter):
        for span in _spans([match], chapter):
            changes = tuple(wording.changes(match, chapter))
            years = sum(re.fullmatch(YEAR, change.old) is not None for change in changes)
            yield Span(*chapter.span(*span), years, changes, tuple(wording.figures(match, chapter)))
    if not wording.blank:
        now = re.escape(said(wording.text).rstrip("。"))
        yield from (Span(*chapter.span(*span)) for span in _spans(re.finditer(now, chapter.text), chapter))


def _replaced(wording: _Wording, other: _Wording, chapter: Folded) -> Iterator[Span]:
    """The places that have the sentence in its other wording, which has to be replaced as a whole."""
    for span in _spans(other.matches(chapter), chapter):
        start, end = chapter.span(*span)
        change = StaleText(chapter.written[start:end], wording.text.rstrip(END_MARKS), start, end)
        yield Span(start, end, 0, (change,))


def _spans(matches: Iterable[re.Match[str]], chapter: Folded) -> Iterator[tuple[int, int]]:
    """(start, end) of each match without its full stop, except matches that begin or end within a number."""
    for match in matches:
        start, end = match.start(), match.start() + len(match[0].rstrip("。"))
        if not (_CUT.match(chapter.text, max(start - 1, 0)) and start) and not _CUT.match(chapter.text, end - 1):
            yield start, end


def _judged(places: Sequence[Span]) -> tuple[State, Span | None]:
    """The sentence's state and place: of several places, the one with the current figures, else the only one of this year."""
    if not places:
        return "missing", None
    current = next((place for place in places if not place.changes), None)
    if current:
        return "current", current
    of_this_year = [place for place in places if not place.years] or places
    return ("stale" if len(of_this_year) == 1 else "unclear"), of_this_year[0]


def stating(edition: Edition, document: Document, figure: str) -> tuple[str, ...]:
    """The report's first sentence that states the figure with this code, as it stands there; none if no linked sentence does."""
    return tuple(one.found for one in linked(edition, document) if one.found and figure in one.states)[:1]
