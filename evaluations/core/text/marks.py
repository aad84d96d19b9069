"""The figures that the chapters take over from the tables, each with what the tables say now: for marking them in the text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.mentions import stated
from evaluations.core.text.sentences import Sentence

Tone = Literal["agrees", "stale", "differs"]


class Mark(NamedTuple):
    """A figure in a chapter, at `start`…`end`: it `agrees` with the tables, they have changed (`stale`), or it `differs`.

    `expected` is what should stand there; "" if it agrees.
    """

    start: int
    end: int
    tone: Tone
    text: str
    expected: str = ""


class Piece(NamedTuple):
    """A part of a line: a figure with the tone of its mark, or (`tone` "") the text between two."""

    text: str
    tone: Tone | Literal[""] = ""
    expected: str = ""


def marks(edition: Edition, document: Document, sentences: Sequence[Sentence]) -> Mapping[int, Sequence[Mark]]:
    """The marks of each chapter that has any, in the order of the text, none within another; `sentences` are the document's linked sentences."""
    found: dict[int, list[Mark]] = defaultdict(list)
    for sentence in sentences:
        found[sentence.chapter] += _of_sentence(document.report.chapter(sentence.chapter), sentence)
    for one in stated(edition, document, sentences):
        text = document.report.chapter(one.chapter)[one.start : one.end]
        tone: Tone = "agrees" if one.agrees else "differs"
        found[one.chapter].append(Mark(one.start, one.end, tone, text, "" if one.agrees else one.amount))
    return {number: list(_apart(listed)) for number, listed in found.items() if listed}


def lines(text: str, of_text: Iterable[Mark]) -> list[list[Piece]]:
    """The lines of a chapter in pieces; `of_text` are its marks."""
    pieces: list[list[Piece]] = [[]]
    at = 0
    for mark in (*of_text, Mark(len(text), len(text), "agrees", "")):
        first, *rest = text[at : mark.start].split("\n")
        pieces[-1].append(Piece(first))
        pieces += ([Piece(line)] for line in rest)
        pieces[-1].append(Piece(mark.text, mark.tone, mark.expected))
        at = mark.end
    return [[piece for piece in line if piece.text] for line in pieces]


def _of_sentence(chapter: str, sentence: Sentence) -> Iterator[Mark]:
    for change in sentence.changes:
        yield Mark(change.start, change.end, "stale", change.old, change.new)
    for start, end in sentence.figures:
        yield Mark(start, end, "agrees", chapter[start:end])


def _apart(listed: Iterable[Mark]) -> Iterator[Mark]:
    """The marks that no earlier one reaches into; of several at one place, the one that does not agree."""
    reached = 0
    for mark in sorted(listed, key=lambda mark: (mark.start, mark.tone == "agrees", -mark.end)):
        if mark.start >= reached and mark.start < mark.end:
            yield mark
            reached = mark.end
