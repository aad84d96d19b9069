"""The official Word report, as people have it, read into the document that it was typed from."""

from pathlib import Path

import pytest

from evaluations.core.basics.values import clean_text
from evaluations.core.content import interchange
from evaluations.core.content.cells import in_form_order
from evaluations.core.form.document import Document
from evaluations.core.readback.reading import ReadBack, read_back
from evaluations.core.readback.source import Source
from evaluations.core.readback.taking import taken_over
from evaluations.files.reading import read
from tests.core import builders
from tests.core.readback.tables import told
from tests.files.handmade_report import typed_by_hand

pytestmark = pytest.mark.slow

FORM = builders.edition()


def handed_in(document: Document, *, merged: bool) -> ReadBack:
    source = read("自评报告.docx", typed_by_hand(FORM, document, merged=merged))
    return read_back(FORM, document.fiscal_year, source, unit_name=document.unit.name)


def in_the_report(document: Document) -> Document:
    """What the Word file says of the document: all but the report's figures, explanations, and directions of indicators."""
    part = document.self_assessment
    undirected = tuple(row.model_copy(update={"direction": None}) for row in part.indicators)
    chapters = {n: "\n".join(line.strip() for line in text.split("\n")) for n, text in document.report.chapters.items()}
    said = {
        "self_assessment": part.model_copy(update={"indicators": undirected}),
        "report": document.report.model_copy(update={"figures": {}, "chapters": chapters}),
        "explanations": (),
    }
    return in_form_order(FORM, document.model_copy(update=said))


def blank(document: Document) -> Document:
    return builders.empty(FORM).model_copy(update={"unit": document.unit, "fiscal_year": document.fiscal_year})


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("document", [builders.document(), builders.real_figures()], ids=["clean", "real figures"])
def test_a_report_typed_by_hand_says_what_the_document_says(document: Document, *, merged: bool) -> None:
    file = handed_in(document, merged=merged)
    assert told(file) == []
    assert taken_over(FORM, blank(document), file, file.texts) == in_the_report(document)


def test_the_real_report_is_read_whole(shared_case: Path) -> None:
    document = interchange.for_edition(FORM, interchange.new_document((shared_case / "evaluation.json").read_bytes()))
    file = handed_in(document, merged=True)
    assert told(file) == []
    assert taken_over(FORM, blank(document), file, file.texts) == in_the_report(document)


def test_the_real_reports_own_text_gives_the_real_chapters(shared_case: Path) -> None:
    document = interchange.for_edition(FORM, interchange.new_document((shared_case / "evaluation.json").read_bytes()))
    lines = (shared_case / "report.txt").read_text(encoding="utf-8").split("\n\n附件2\n")[0].split("\n")
    file = read_back(FORM, 2023, Source(tuple(lines)), unit_name=document.unit.name)
    chapters = {path.rpartition(".")[2]: text for path, text in file.texts.items()}
    assert chapters == {n: clean_text(text, 100_000) for n, text in document.report.chapters.items()}
    assert told(file) == []
