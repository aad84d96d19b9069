"""The figures that the chapters take over from the tables, marked in the text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.marks import Mark, Piece, lines, marks
from evaluations.core.text.prose import paragraphs
from evaluations.core.text.sentences import linked
from tests.core.builders import document, edition
from tests.core.strategies import cases
from tests.core.text.chapters import composed, says


def of_chapter(number: int, filled: Document, form: Edition | None = None) -> list[Mark]:
    form = form or edition()
    return list(marks(form, filled, linked(form, filled)).get(number, ()))


def test_figures_of_composed_sentences_agree_and_years_and_names_are_no_figures() -> None:
    found = of_chapter(2, composed(edition(), document()))
    assert [(one.text, one.tone) for one in found] == [
        (amount, "agrees") for amount in ("74", "74", "74", "8", "66", "59", "7", "2", "1", "1.5", "2.5", "1")
    ]


def test_a_figure_that_has_changed_is_stale_and_the_others_agree() -> None:
    said = composed(edition(), document()).report.chapter(2)
    found = of_chapter(2, says(2, said, document({"figures.personnel": "58.6"})))
    assert [(one.text, one.tone, one.expected) for one in found if one.expected] == [("59", "stale", "58.6")]
    assert sum(one.tone == "agrees" for one in found) == 11


def test_a_figure_in_free_words_agrees_or_differs() -> None:
    assert of_chapter(7, says(7, "全年公用经费 7 万元。")) == [(7, 8, "agrees", "7", "")]
    assert of_chapter(7, says(7, "全年公用经费7.25万元。")) == [(6, 10, "differs", "7.25", "7")]
    assert of_chapter(7, says(7, "公用经费1.5万元。")) == []  # an amount of the tables, though another one


def test_lines_are_cut_at_the_marks() -> None:
    text = "其中\n全年公用经费7.25万元。\n\n完"
    assert lines(text, of_chapter(7, says(7, text))) == [
        [Piece("其中")],
        [Piece("全年公用经费"), Piece("7.25", "differs", "7"), Piece("万元。")],
        [],
        [Piece("完")],
    ]


@pytest.mark.slow
@settings(max_examples=40)
@given(cases(), st.text(alphabet="公用经费项目支出7.25万元，。\n年2023", max_size=60))
def test_marks_stand_in_the_text_apart_and_their_lines_are_its_paragraphs(
    case: tuple[Edition, Document], typed: str
) -> None:
    form, filled = case
    filled = says(1, typed, composed(form, filled))
    found = marks(form, filled, linked(form, filled))
    for chapter in form.report.chapters:
        text, here = filled.report.chapter(chapter.number), found.get(chapter.number, ())
        assert [text[one.start : one.end] for one in here] == [one.text for one in here]
        assert all(one.end <= after.start for one, after in pairwise(here))
        assert all(bool(one.expected) == (one.tone != "agrees") for one in here)
        drawn = ["".join(piece.text for piece in line) for line in lines(text, here)]
        assert drawn == ([one.text for one in paragraphs(text)] or [""])


@pytest.mark.slow
@settings(max_examples=40)
@given(cases())
def test_a_composed_chapter_states_nothing_that_has_changed(case: tuple[Edition, Document]) -> None:
    form, filled = case
    filled = composed(form, filled)
    found = [one for listed in marks(form, filled, linked(form, filled)).values() for one in listed]
    assert not [one for one in found if one.tone == "stale"]
