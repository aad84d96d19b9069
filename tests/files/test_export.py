"""The files of a document, made in a process of its own."""

import pytest

from evaluations.common.refusal import Refused
from evaluations.core.content import interchange
from evaluations.core.layouts.report import report, title
from evaluations.files import docx, export, pdf, xlsx
from evaluations.files.export import Busy, TooCostly, content
from evaluations.files.fonts import MISSING, system_typeface
from tests.core import builders
from tests.core.sheets import attachment2, attachment3
from tests.files import pdf_text
from tests.files.reading_places import all_taken

pytestmark = pytest.mark.slow

BUREAU = "测试区财政局"


def test_a_process_makes_the_files_that_this_one_would_make() -> None:
    edition, document = builders.edition(), builders.real_figures()
    grids = (attachment2(edition, document), attachment3(edition, document))
    printed = report(edition, document)
    expected = {
        "attachment2": xlsx.sheet(grids[0], author=BUREAU),
        "attachment3": xlsx.sheet(grids[1], author=BUREAU),
        "docx": docx.hand_in(printed, grids, title=title(edition, document), author=BUREAU),
        "pdf": pdf.hand_in(printed, grids, title=title(edition, document), author=BUREAU),
        "json": interchange.dump(document).encode(),
    }
    for which, file in expected.items():
        assert content(document, edition, which, author=BUREAU) == file


@pytest.mark.parametrize(
    "piece",
    ["7", "（", " ", "\u0301", "字", "7" * 54 + " "],
    ids=["digits", "brackets", "spaces", "marks", "ideographs", "words"],
)
def test_chapters_as_long_as_they_may_be_are_set_within_the_limits(piece: str) -> None:
    text = (piece * 100_000)[:99_998]
    typed = {f"report.chapters.{number}": f"{number}{text}。" for number in range(1, 3)}
    made = content(builders.document(typed), builders.edition(), "pdf", author=BUREAU)
    assert made.startswith(b"%PDF")


def test_a_run_of_very_many_digits_is_printed_whole_and_within_the_page() -> None:
    document = builders.document({"report.chapters.1": "7" * 5000, "indicators.1.actual": "7" * 200})
    made = content(document, builders.edition(), "pdf", author=BUREAU)
    assert pdf_text.seen(made).count("7") >= 5200
    assert not pdf_text.outside(made)


def test_who_asks_while_others_files_are_made_is_told_to_come_back() -> None:
    edition, document = builders.edition(), builders.document()
    with all_taken(export.CHILDREN):
        with pytest.raises(Busy, match="现在生成文件的人较多"):
            content(document, edition, "docx", author=BUREAU)
        # What needs no process waits for none.
        assert content(document, edition, "json", author=BUREAU)


def test_the_process_that_asks_for_a_pdf_loads_no_fonts() -> None:
    system_typeface.cache_clear()
    assert content(builders.document(), builders.edition(), "pdf", author=BUREAU).startswith(b"%PDF")
    assert not system_typeface.cache_info().currsize


@pytest.mark.usefixtures("no_fonts")
def test_what_the_process_refuses_is_told_in_its_words() -> None:
    with pytest.raises(Refused) as refused:
        content(builders.document(), builders.edition(), "pdf", author=BUREAU)
    assert str(refused.value) == MISSING


def test_a_file_that_takes_too_much_names_the_longest_text(monkeypatch: pytest.MonkeyPatch) -> None:
    document = builders.document({"self_assessment.expected_objective": "长" * 15_000})
    monkeypatch.setattr(export.CHILDREN, "size", 100)
    with pytest.raises(TooCostly, match="最长的一处是“附件3 预期目标”，有 15000 个字，请删减后再试"):
        content(document, builders.edition(), "pdf", author=BUREAU)
