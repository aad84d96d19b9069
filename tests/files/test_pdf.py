"""The hand-in as PDF: every word of it, its tags, its standards, its bytes."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.common.refusal import Refused
from evaluations.core.content import interchange
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.grid import Grid
from evaluations.core.layouts.report import report, title
from evaluations.files import pdf
from evaluations.files.fonts import MISSING, system_typeface
from tests.core import builders, strategies
from tests.core.sheets import attachment2, attachment3
from tests.files import pdf_text

pytestmark = pytest.mark.slow

BUREAU = "测试区财政局"
HOSTILE = (
    '#include "x"',
    '#eval("1 + 1") #sys.inputs',
    "$x^2$ @ref <label> [a] {b}",
    "*b* _i_ `r` ~ -- --- ... // c /* d */",
    "\\ \\\\ \\u{41} \\n %s {{ x }} </script>",
    "'q' \"q\" “三公” ‘q’",
    "= + - / 1. a  b   c",
)


FRAME = ("number", "title", "note", "foot")


def grids(form: Edition, document: Document) -> list[Grid]:
    return [attachment2(form, document), attachment3(form, document)]


def made(form: Edition, document: Document) -> bytes:
    return pdf.hand_in(report(form, document), grids(form, document), title=title(form, document), author=BUREAU)


def real_case(folder: Path) -> Document:
    document = interchange.new_document((folder / "evaluation.json").read_bytes())
    return interchange.for_edition(builders.edition(), document)


def cells_of(form: Edition, document: Document) -> Counter[str]:
    """What should stand in the tables' cells, as it can be printed."""
    texts = (
        cell.shown
        for grid in grids(form, document)
        for row in grid.rows
        for cell in row.cells
        if cell.role not in FRAME
    )
    return Counter(shown for text in texts if (shown := printed(text)))


def printed(text: str) -> str:
    return "".join(system_typeface().printable(line) for line in text.splitlines())


def in_order(texts: list[str], whole: str) -> bool:
    """Whether `whole` has the texts one after the other, white space left aside."""
    at = 0
    for text in ("".join(text.split()) for text in texts):
        at = whole.find(text, at)
        if at < 0:
            return False
        at += len(text)
    return True


def assert_complete(form: Edition, document: Document) -> None:
    content = made(form, document)
    drawn, tables = report(form, document), grids(form, document)
    chapters = [text for section in drawn.sections for text in (section.title, *(p.text for p in section.paragraphs))]
    words = [*drawn.title, *drawn.cover, *chapters, *drawn.attachments, *(grid.title for grid in tables)]
    seen = pdf_text.seen(content)
    assert in_order(words, seen)
    assert not [text for text in cells_of(form, document) if "".join(text.split()) not in seen]
    assert not pdf_text.outside(content)


def long_texts() -> Document:
    """40 indicators, reasons of up to 3,000 characters, objectives of several pdf_text."""
    categories = list(builders.edition().categories)
    rows = [
        Indicator(
            category=categories[number * len(categories) // 40],
            name=f"第{number}项指标" * (1 + number % 3),
            target="≥95%",
            actual="96%",
            weight=Decimal("12.345678"),
            score=Decimal(1),
            deviation_reason="进度迟缓，今后加快。" * (300 if number == 9 else number % 7 * 2),
        )
        for number in range(40)
    ]
    document = builders.with_indicators(builders.document(), *rows)
    part = document.self_assessment.model_copy(
        update={"expected_objective": "办好活动，" * 200, "actual_completion": "办好每一场活动，" * 400}
    )
    return document.model_copy(update={"self_assessment": part})


def test_the_real_case_comes_out_whole_and_in_order(shared_case: Path) -> None:
    assert_complete(builders.edition(), real_case(shared_case))


def test_our_own_figures_come_out_whole_and_in_order() -> None:
    assert_complete(builders.edition(), builders.real_figures())


def test_a_second_edition_comes_out_whole_and_in_order() -> None:
    assert_complete(builders.second_edition(), builders.second_document())


def test_an_empty_document_is_a_whole_form() -> None:
    assert_complete(builders.edition(), builders.empty(builders.edition()))


def test_texts_longer_than_a_page_go_on_on_the_next() -> None:
    document = long_texts()
    content = made(builders.edition(), document)
    reasons = sum(i.deviation_reason.count("迟") for i in document.self_assessment.indicators)
    assert pdf_text.seen(content).count("迟") == reasons
    assert not pdf_text.outside(content)


def test_the_headings_of_the_indicators_stand_again_on_each_of_their_pages() -> None:
    rows = [Indicator(category="output.quantity", name=f"指标{number}") for number in range(70)]
    seen = pdf_text.seen(made(builders.edition(), builders.with_indicators(builders.document(), *rows)))
    assert seen.count("三级指标") == 3
    assert seen.count("产出指标（40分）") == seen.count("绩效指标") == 1


def test_what_people_type_is_never_read_as_markup() -> None:
    chapter = "\n".join(["（一）#let *x* = $y$", *HOSTILE])
    rows = [Indicator(category="output.quantity", name=text, deviation_reason=text) for text in HOSTILE]
    document = builders.with_indicators(builders.document({"report.chapters.1": chapter}), *rows)
    elements = pdf_text.elements(made(builders.edition(), document))
    assert pdf_text.Element("H2", "（一）#let *x* = $y$") in elements
    assert [text for tag, text in elements if tag == "P" and text in HOSTILE] == list(HOSTILE)
    assert Counter(text for tag, text in elements if tag in ("TH", "TD") and text) == cells_of(
        builders.edition(), document
    )


@pytest.mark.parametrize(
    "text", ["W" * 200, "字" + "。" * 150, "——" * 100, "https://gov.example/" + "a" * 150, "9" * 200]
)
def test_a_word_longer_than_its_line_is_broken_and_not_cut(text: str) -> None:
    typed = {"report.chapters.1": text, "thrift_measures": text, "indicators.1.actual": text}
    content = made(builders.edition(), builders.document(typed))
    assert not pdf_text.outside(content)
    seen = pdf_text.seen(content)
    assert seen.count(text) >= 2
    assert seen.count(text[-1]) >= 3 * text.count(text[-1])


def test_a_number_too_wide_for_its_cell_is_set_smaller_on_one_line() -> None:
    row = Indicator(
        category="output.quantity", name="甲", weight=Decimal("12345678.123456"), score=Decimal("-0.000001")
    )
    content = made(builders.edition(), builders.with_indicators(builders.document(), row))
    assert {"12345678.123456", "-0.000001"} <= pdf_text.words(content)


def test_what_has_no_glyph_is_named_and_what_nobody_sees_is_left_out() -> None:
    document = builders.document()
    chapters = {**document.report.chapters, "1": "好😀\ue000的\u202e\u200b。"}
    frozen = document.model_copy(update={"report": document.report.model_copy(update={"chapters": chapters})})
    assert "好〔U+1F600〕〔U+E000〕的。" in pdf_text.seen(made(builders.edition(), frozen))


@settings(max_examples=10)
@given(st.data())
def test_any_document_makes_a_whole_pdf(data: st.DataObject) -> None:
    form = data.draw(strategies.editions())
    document = data.draw(strategies.documents(form))
    content = made(form, document)
    assert all("".join(section.title.split()) in pdf_text.seen(content) for section in report(form, document).sections)
    assert not pdf_text.outside(content)


@given(strategies.hostile_texts())
@settings(max_examples=10)
def test_any_text_makes_a_pdf(text: str) -> None:
    document = builders.document()
    unit = document.unit.model_copy(update={"name": text})
    preparer = document.preparer.model_copy(update={"name": text})
    part = document.basic_data.model_copy(update={"thrift_measures": text})
    made(builders.edition(), document.model_copy(update={"unit": unit, "preparer": preparer, "basic_data": part}))


def test_equal_documents_give_equal_bytes_and_others_do_not() -> None:
    form = builders.edition()
    first = made(form, builders.real_figures())
    other = made(form, builders.document())
    assert made(form, builders.real_figures()) == first != other


def test_several_people_may_print_at_once() -> None:
    with ThreadPoolExecutor(4) as people:
        files = list(people.map(lambda _: made(builders.edition(), builders.real_figures()), range(4)))
    assert len(set(files)) == 1


def test_the_file_is_tagged_for_archives_and_says_what_it_is() -> None:
    content = made(builders.edition(), builders.document())
    xmp = content.decode("utf-8", "replace")
    for said in (
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
        "测试区图书馆整体支出绩效自评报告<",
        f">{BUREAU}<",
    ):
        assert said in xmp
    for key in (b"/MarkInfo<</Marked true", b"/Lang(zh-CN)", b"/Outlines", b"/StructTreeRoot"):
        assert key in content
    assert b"/JavaScript" not in content


def test_chapters_and_titles_are_headings_and_columns_have_header_cells() -> None:
    form, document = builders.edition(), builders.document()
    elements = pdf_text.elements(made(form, document))
    titles = [section.title for section in report(form, document).sections]
    assert [text for tag, text in elements if tag == "H1"] == [*titles, *(grid.title for grid in grids(form, document))]
    heads = [text for tag, text in elements if tag == "TH"]
    assert "2023年预算数" in heads
    assert "偏差原因分析及改进措施" in heads


def test_pages_are_numbered_from_the_report_on() -> None:
    first, second, *_ = pdf_text.each(made(builders.edition(), builders.document()))
    assert "—" not in first
    assert second.endswith("—1—")


def test_a_table_of_many_funds_has_its_headings_on_each_of_its_pages() -> None:
    rows = [ExpenditureRow(item="earmarked_fund", name=f"专项{number}", budget=Decimal(number)) for number in range(60)]
    document = builders.with_rows(builders.document(), "earmarked_fund", *rows)
    assert pdf_text.seen(made(builders.edition(), document)).count("2023年预算数") == 3


@pytest.mark.usefixtures("no_fonts")
def test_missing_fonts_are_said_in_words() -> None:
    with pytest.raises(Refused) as refused:
        made(builders.edition(), builders.document())
    assert str(refused.value) == MISSING


@pytest.mark.parametrize("lines", [1, 2, 3, 25])  # with 2 and 25 the page ends where the list begins
def test_the_list_of_attachments_stands_on_one_page_below_the_end_of_the_report(lines: int) -> None:
    document = builders.document()
    chapters = {**document.report.chapters, "9": "\n".join(["补充一行。"] * lines)}
    longer = document.model_copy(update={"report": document.report.model_copy(update={"chapters": chapters})})
    listed = ["".join(line.split()) for line in report(builders.edition(), longer).attachments]
    whole = ["".join(page.split()) for page in pdf_text.each(made(builders.edition(), longer))]
    assert any(all(line in page for line in ["补充一行。", *listed]) for page in whole)
