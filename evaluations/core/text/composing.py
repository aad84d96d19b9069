"""Updates the figures in a chapter's sentences, or inserts sentences. All other text stays as it is, character for character."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.prose import HEADING_LIMIT, is_heading
from evaluations.core.text.sentences import Sentence, linked

_UNMEANT = re.compile(r"[\s：:。]+")


class NoSuchSentence(LookupError):
    """The document has no sentence with that key."""


def renewed(edition: Edition, document: Document, key: str) -> str:
    """The chapter of the sentence `key` with the sentence's current figures; unchanged unless the sentence is stale.

    Raises:
        NoSuchSentence: there is none.
    """
    here, _ = _find(edition, document, key)
    return with_changes(document.report.chapter(here.chapter), [here])


def inserted(edition: Edition, document: Document, key: str) -> str:
    """The chapter of the sentence `key` with the sentence inserted; unchanged unless the sentence is missing.

    Raises:
        NoSuchSentence: there is none.
    """
    here, sentences = _find(edition, document, key)
    return with_sentences(document.report.chapter(here.chapter), sentences, [here])


def _find(edition: Edition, document: Document, key: str) -> tuple[Sentence, list[Sentence]]:
    """The sentence, and all sentences of its chapter."""
    sentences = linked(edition, document)
    here = next((sentence for sentence in sentences if sentence.key == key), None)
    if here is None:
        raise NoSuchSentence(key)
    return here, [sentence for sentence in sentences if sentence.chapter == here.chapter]


def with_changes(chapter: str, sentences: Iterable[Sentence]) -> str:
    """`chapter` with the changes of its stale `sentences` applied."""
    changes = {(change.start, change.end): change.new for sentence in sentences for change in sentence.changes}
    last = len(chapter)
    for (start, end), new in sorted(changes.items(), reverse=True):
        if end <= last:
            chapter, last = chapter[:start] + new + chapter[end:], start
    return chapter


@dataclass(eq=False, slots=True)
class _Line:
    text: str


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A chapter's lines, its sentences in order, and the line of each sentence that is present."""

    lines: list[_Line]
    sentences: Sequence[Sentence]
    standing: dict[str, _Line]

    def insert(self, place: int, text: str) -> _Line:
        line = _Line(text)
        self.lines.insert(place, line)
        return line

    def heading(self, text: str) -> _Line | None:
        said = _as_heading(text)
        short = (line for line in self.lines if said and len(line.text) < 2 * HEADING_LIMIT)
        return next((line for line in short if _as_heading(line.text) == said), None)

    def places(self, sentences: Iterable[Sentence]) -> list[int]:
        """The numbers of the lines that hold these sentences and their headings."""
        sentences = list(sentences)
        headings = [self.heading(heading) for heading in dict.fromkeys(one.heading for one in sentences)]
        lines = [*headings, *(self.standing.get(one.key) for one in sentences)]
        return sorted(self.lines.index(line) for line in lines if line)


def _as_heading(line: str) -> str:
    """A heading without the characters that people vary; cheaper than `wording.fold`, since a chapter may have thousands of lines."""
    return _UNMEANT.sub("", line).replace("(", "（").replace(")", "）")


def with_sentences(chapter: str, sentences: Sequence[Sentence], missing: Iterable[Sentence]) -> str:
    """`chapter` with its `missing` sentences inserted, each on a line of its own.

    A sentence goes after the previous one under its heading, or else right under the heading, which is inserted if necessary.
    """
    lines = [_Line(text) for text in chapter.split("\n")] if chapter else []
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    standing = {one.key: lines[bisect_right(starts, one.start) - 1] for one in sentences if one.found}
    written = _Chapter(lines, sentences, standing)
    wanted = {one.key for one in missing if one.state == "missing"}
    for sentence in sentences:
        if sentence.key in wanted:
            standing[sentence.key] = written.insert(_place(written, sentence), sentence.text)
    return "\n".join(line.text for line in lines)


def _place(chapter: _Chapter, here: Sentence) -> int:
    """The number of the line before which the sentence goes; its heading is inserted if necessary."""
    section = [one for one in chapter.sentences if one.heading == here.heading]
    at = section.index(here)
    before = [chapter.standing[one.key] for one in section[:at] if one.key in chapter.standing]
    if before:
        return chapter.lines.index(before[-1]) + 1
    heading = chapter.heading(here.heading)
    if heading:
        return chapter.lines.index(heading) + 1
    after = next((chapter.standing[one.key] for one in section[at:] if one.key in chapter.standing), None)
    if after:
        return chapter.lines.index(after)
    place = _new_section(chapter, here)
    if here.heading:
        chapter.insert(place, here.heading)
        return place + 1
    return place


def _new_section(chapter: _Chapter, here: Sentence) -> int:
    """The number of the line before which a new section goes: after the earlier sections, or else before the later ones, or else at the end."""
    at = chapter.sentences.index(here)
    earlier = chapter.places(one for one in chapter.sentences[:at] if one.heading != here.heading)
    if earlier:
        below = range(earlier[-1] + 1, len(chapter.lines))
        return next((number for number in below if is_heading(chapter.lines[number].text)), len(chapter.lines))
    later = chapter.places(one for one in chapter.sentences[at:] if one.heading != here.heading)
    return later[0] if later else len(chapter.lines)
