"""The automatic numbers of a Word file, which stand nowhere in its text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.readback.reading import read_back
from evaluations.files.reader.numerals import numeral
from tests.core import builders
from tests.core.readback.tables import told
from tests.files.handmade_packages import word
from tests.files.office import converted
from tests.files.word_bodies import blocks, chapters, definition, level, num, numbered, p, r, source

FORM = builders.edition()


FORMATS = {
    "decimal": "1 2 10 11 20 101",
    "decimalZero": "01 02 10 11 20 101",
    "decimalFullWidth": "１ ２ １０ １１ ２０ １０１",
    "chineseCounting": "一 二 十 十一 二十 一百零一",
    "chineseCountingThousand": "一 二 十 十一 二十 一百零一",
    "japaneseCounting": "一 二 十 十一 二十 一百零一",
    "taiwaneseDigital": "一 二 一〇 一一 二〇 一〇一",
    "chineseLegalSimplified": "壹 贰 壹拾 壹拾壹 贰拾 壹佰零壹",
    "ideographTraditional": "甲 乙 癸 11 20 101",
    "ideographZodiac": "子 丑 酉 戌 20 101",
    "decimalEnclosedCircle": "① ② ⑩ ⑪ ⑳ 101",
    "decimalEnclosedCircleChinese": "① ② ⑩ ⑪ ⑳ 101",
    "decimalEnclosedParen": "⑴ ⑵ ⑽ ⑾ ⒇ 101",
    "decimalEnclosedFullstop": "⒈ ⒉ ⒑ ⒒ ⒛ 101",
    "ideographEnclosedCircle": "㊀ ㊁ ㊉ 11 20 101",
    "upperRoman": "I II X XI XX CI",
    "lowerRoman": "i ii x xi xx ci",
    "upperLetter": "A B J K T WWWW",
    "lowerLetter": "a b j k t wwww",
    "none": "     ",
    "somethingNew": "1 2 10 11 20 101",
}


@pytest.mark.parametrize("kind", FORMATS)
def test_numbers_are_written_in_every_format(kind: str) -> None:
    assert " ".join(numeral(number, kind) for number in (1, 2, 10, 11, 20, 101)) == FORMATS[kind]


@given(st.integers(0, 20_000), st.sampled_from(list(FORMATS)))
def test_any_number_can_be_written(number: int, kind: str) -> None:
    assert (numeral(number, kind) == "") == (kind == "none")


def test_automatic_numbers_stand_before_their_paragraphs() -> None:
    body = (
        numbered("基本", 1)
        + p(r("文字"))
        + numbered("项目", 1)
        + numbered("甲", 2)
        + numbered("乙", 2)
        + numbered("", 2)
        + numbered("丙", 2)
    )
    numbering = (
        definition(level(0, "chineseCountingThousand", "（%1）"))
        + definition(level(0, "decimal", "%1."), key=2)
        + num(1)
        + num(2, 2)
    )
    assert blocks(body, numbering=numbering) == ["（一）基本", "文字", "（二）项目", "1.甲", "2.乙", "", "4.丙"]


def test_levels_count_below_each_other_and_begin_anew() -> None:
    levels = (
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%3)"),
    )
    body = "".join(numbered("x", 1, at) for at in (0, 1, 1, 2, 2, 0, 1, 2))
    assert blocks(body, numbering=definition(*levels) + num(1)) == [
        "一、x",
        "1.1 x",
        "1.2 x",
        "a)x",
        "b)x",
        "二、x",
        "2.1 x",
        "a)x",
    ]


def test_a_level_may_go_on_counting_or_begin_elsewhere() -> None:
    going_on = level(0, "decimal", "%1."), level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>')
    body = (
        "".join(numbered("x", 1, at) for at in (0, 1, 1, 0, 1)) + numbered("y", 2) + numbered("y", 2) + numbered("x", 1)
    )
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = definition(*going_on) + num(1) + num(2, 1, override)
    assert blocks(body, numbering=numbering) == ["1.x", "(1)x", "(2)x", "2.x", "(3)x", "5.y", "6.y", "7.x"]


def test_a_level_can_be_redefined_for_one_numbering() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1．")}</w:lvlOverride>'
    numbering = definition(level(0, "decimal", "%1.")) + num(1) + num(2, 1, override)
    assert blocks(numbered("甲", 2) + numbered("乙", 2), numbering=numbering) == ["I．甲", "II．乙"]


def test_a_style_numbers_its_paragraphs_unless_they_say_otherwise() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = definition(
        level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2．", '<w:pStyle w:val="C"/>')
    ) + num(1)
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        p(r("x"), f'<w:pStyle w:val="{style}"/>{more}')
        for style, more in (("A", ""), ("C", ""), ("B", ""), ("A", off), ("C", ""))
    )
    assert blocks(body, styles=styles, numbering=numbering) == ["一、x", "1．x", "二、x", "x", "1．x"]


def test_a_bullet_is_a_mark_and_a_missing_numbering_is_none() -> None:
    numbering = definition(level(0, "bullet", "\uf0b7")) + num(1) + num(3, 9)
    assert blocks(numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3), numbering=numbering) == ["●甲", "乙", "丙"]


def test_what_was_numbered_before_a_change_counts_no_more() -> None:
    old = '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    assert blocks(p(r("x"), old), numbering=definition(level(0, "decimal", "%1.")) + num(1)) == ["x"]


def test_titles_numbered_by_word_are_chapters() -> None:
    words = [chapter.title.partition("、")[2] for chapter in FORM.report.chapters]
    body = "".join(numbered(title) + p(r(f"第{at}句话。")) for at, title in enumerate(words))
    for kind, text in (
        ("chineseCountingThousand", "%1、"),
        ("decimal", "%1."),
        ("upperRoman", "%1. "),
        ("chineseCounting", "第%1章"),
    ):
        read = read_back(FORM, 2023, source(word(body, numbering=definition(level(0, kind, text)) + num(1))))
        assert chapters(read) == {str(at + 1): f"第{at}句话。" for at in range(9)}
        assert told(read) == []


def test_the_numbers_are_those_that_another_program_shows(tmp_path: Path) -> None:
    levels = (
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3．"),
        level(3, "decimal", "%3-%4)"),
        level(4, "upperLetter", "%5、"),
    )
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
    numbering = (
        definition(*levels)
        + definition(level(0, "upperRoman", "%1."), key=2)
        + num(1)
        + num(2, 2)
        + num(3, 1, override)
    )
    order = [
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 2),
        (1, 3),
        (1, 4),
        (2, 0),
        (1, 2),
        (1, 1),
        (1, 2),
        (2, 0),
        (1, 0),
        (1, 1),
        (3, 0),
        (3, 1),
        (1, 0),
    ]
    file = tmp_path / "numbers.docx"
    file.write_bytes(word("".join(numbered(f"x{at}", *each) for at, each in enumerate(order)), numbering=numbering))
    seen = converted(file, "txt").read_text(encoding="utf-8-sig").split("\n")
    assert ["".join(line.split()) for line in seen if line.strip()] == [
        "".join(str(block).split()) for block in source(file.read_bytes()).blocks
    ]
