"""Documents whose chapters say something, and the sentences that are found in them."""

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.composing import with_sentences
from evaluations.core.text.sentences import Sentence, linked
from tests.core.builders import document


def by_key(form: Edition, filled: Document) -> dict[str, Sentence]:
    """The document's sentences by their keys, of which each is there once."""
    sentences = linked(form, filled)
    assert len({sentence.key for sentence in sentences}) == len(sentences)
    return {sentence.key: sentence for sentence in sentences}


def says(chapter: int, text: str, filled: Document | None = None) -> Document:
    """The document with this text in a chapter, as typed: no cell's limits."""
    filled = filled or document()
    report = filled.report
    chapters = {**report.chapters, str(chapter): text}
    return filled.model_copy(update={"report": report.model_copy(update={"chapters": chapters})})


def composed(form: Edition, filled: Document) -> Document:
    """The document with all sentences in otherwise blank chapters."""
    sentences = linked(form, says_nothing(form, filled))
    for chapter in {sentence.chapter for sentence in sentences}:
        of_chapter = [sentence for sentence in sentences if sentence.chapter == chapter]
        filled = says(chapter, with_sentences("", of_chapter, of_chapter), filled)
    return filled


def says_nothing(form: Edition, filled: Document) -> Document:
    """The document with blank chapters."""
    for chapter in form.report.chapters:
        filled = says(chapter.number, "", filled)
    return filled
