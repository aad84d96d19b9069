"""What a reader of a Word file sees, and the reading takes: numbers, boxes, fields, symbols, changes, hidden text, notes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.layouts import attachment2, attachment3
from evaluations.core.layouts.report import report
from evaluations.core.readback.reading import ReadBack, read_back
from evaluations.core.readback.source import Cell, Source, Table
from evaluations.files import docx
from evaluations.files.reader import child
from evaluations.files.reader.numerals import numeral
from evaluations.files.reading import Answer
from tests.core import builders, strategies
from tests.core.readback.tables import told
from tests.files.office import converted
from tests.files.packages import word

FORM = builders.edition()


def source(content: bytes) -> Source:
    """What a Word file says, read as in the process of its own, but in this one."""
    answer = Answer.model_validate(child.parsed(content, ".docx"), strict=False)
    return Source(answer.blocks, answer.faults)


def blocks(body: str, **parts: str) -> list[object]:
    return list(source(word(body, **parts)).blocks)


def p(content: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{content}</w:p>"


def r(text: str, settings: str = "") -> str:
    return f"<w:r><w:rPr>{settings}</w:rPr><w:t>{text}</w:t></w:r>"


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(*levels: str, key: int = 1, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int = 1, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


# The public files


CHAPTERS = {
    "1": "指导中心指导全区养老机构和社区助老点，评估失能老人，培训护理员。编制 12 人，年末在职 12 人。",
    "2": "（一）基本支出情况\n2023年基本支出 153.6 万元，其中人员经费 137.4 万元，公用经费 16.2 万元。\n（二）项目支出情况\n项目支出 64.2 万元，主要是居家养老服务补贴 52 万元。",
    "3": "无。",
    "4": "无。",
    "5": "无。",
    "6": "全年支出 217.8 万元，没有结转结余。\n助餐服务覆盖十九个社区，护理员持证上岗一百零五人，为独居老人装上门磁和烟感三百八十套。",
    "7": "助餐点早晚餐的用餐人数不稳，单餐成本高于午餐。",
    "8": "早晚餐改为预订，并由三个中心厨房统一配送。",
    "9": "自评结果用于编制下一年的预算，并随决算一起公开。",
}


def chapters(read: ReadBack) -> dict[str, str]:
    return {path.rpartition(".")[2]: text for path, text in read.texts.items() if path.startswith("report.chapters.")}


@pytest.mark.parametrize(
    ("name", "seventh"),
    [
        ("heads-arabic", CHAPTERS["7"]),
        ("one-head", CHAPTERS["7"]),
        ("soft-breaks", CHAPTERS["7"]),
        ("auto-numbers", "1.助餐点早晚餐的用餐人数不稳。\n2.单餐成本高于午餐。"),
        ("tracked", "新写的话。䶮"),
    ],
)
def test_the_public_files_are_read_as_they_look(public_cases: Path, name: str, seventh: str) -> None:
    read = read_back(
        FORM, 2023, source((public_cases / f"{name}.docx").read_bytes()), unit_name="青禾区养老服务指导中心"
    )
    assert chapters(read) == CHAPTERS | {"7": seventh}
    assert len(read.texts) > 100
    assert not read.asked
    assert [place for place, _, _ in told(read)] == (["修订", "隐藏文字"] if name == "tracked" else [])


# Automatic numbers


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


# Boxes


def box(*lines: str) -> str:
    return f"<w:txbxContent>{''.join(p(r(line)) for line in lines)}</w:txbxContent>"


def test_a_text_box_is_text_beside_its_paragraph_and_only_once() -> None:
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><a:t>不是</a:t><wps:txbx>{box('标题', '副题')}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box('标题', '副题')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert blocks(p(shape + r("正文"))) == ["标题", "副题", "正文"]
    assert blocks(p(r("正文") + shape)) == ["正文", "标题", "副题"]
    assert blocks(p("<w:r><w:pict><v:textbox>" + box("旧") + "</v:textbox></w:pict></w:r>")) == ["旧", ""]
    in_table = f"<w:tbl><w:tr><w:tc>{p(shape + r('格'))}</w:tc></w:tr></w:tbl>"
    assert blocks(in_table) == [Table("", (Cell(0, 0, "标题\n副题\n格"),))]


def test_only_the_fall_back_is_read_where_nothing_else_is() -> None:
    assert blocks(
        p(
            f"<w:r><mc:AlternateContent><mc:Fallback><w:pict>{box('旧')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    ) == ["旧", ""]


def test_titles_in_text_boxes_are_chapters() -> None:
    titles = [chapter.title for chapter in FORM.report.chapters]
    body = "".join(
        p(f"<w:r><w:drawing>{box(title)}</w:drawing></w:r>") + p(r(f"{at}句。")) for at, title in enumerate(titles)
    )
    assert chapters(read_back(FORM, 2023, source(word(body)))) == {str(at + 1): f"{at}句。" for at in range(9)}


# Fields and symbols


def field(code: str, result: str = "", *, separate: bool = True) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        mark("begin")
        + f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        + (mark("separate") if separate else "")
        + result
        + mark("end")
    )


def test_of_a_field_the_result_is_text() -> None:
    assert blocks(p(field("REF a", r("结果")) + r("后"))) == ["结果后"]
    nested = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{r("IF ")}{field("X", r("内"))}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("果")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert blocks(p(nested)) == ["果"]
    assert blocks(p(f'<w:fldSimple w:instr="SEQ a">{r("三")}</w:fldSimple>{r("、")}')) == ["三、"]
    assert blocks(p(field("TC 目录", separate=False) + r("文"))) == ["文"]


@pytest.mark.parametrize(
    ("code", "seen"),
    [(r"eq \o\ac(○,3)", "③"), (r" EQ \o\ac(○,甲) ", "甲"), (r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(yǎn),䶮)", "䶮"), ("AUTONUM", "1."), ("ADVANCE", "")],
)  # fmt: skip
@pytest.mark.parametrize("separate", [True, False])
def test_a_field_that_is_only_a_look_is_read_by_its_code(code: str, seen: str, *, separate: bool) -> None:
    assert blocks(p(field(code, separate=separate) + r("文"))) == [seen + "文"]


def test_symbols_are_characters() -> None:
    marks = [
        ("Wingdings", "F0FC"),
        ("Wingdings", "F052"),
        ("Wingdings 2", "0052"),
        ("Symbol", "F0B3"),
        ("宋体", "2460"),
        ("怪", "F123"),
    ]
    body = "".join(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' for font, code in marks)
    assert blocks(p(body)) == ["✓\ufffd☑≥①\ufffd"]


def test_breaks_tabs_and_hyphens_are_characters() -> None:
    assert blocks(
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:cr/><w:softHyphen/><w:t>d</w:t></w:r></w:p>"
    ) == ["a\nb\tc-\nd"]


# What nobody sees


STYLES = (
    '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="K"><w:basedOn w:val="H"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def test_hidden_text_is_no_text() -> None:
    hidden = "<w:vanish/>"
    assert blocks(p(r("见") + r("隐", hidden))) == ["见"]
    assert blocks(p(r("见", '<w:vanish w:val="0"/>') + r("隐", '<w:vanish w:val="true"/>'))) == ["见"]
    assert blocks(p(r("见") + r("隐", '<w:rStyle w:val="K"/>')), styles=STYLES) == ["见"]
    assert blocks(
        p(r("隐") + r("见", '<w:rStyle w:val="H"/>') + r("见", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="P"/>'),
        styles=STYLES,
    ) == ["见见"]
    assert blocks(p(r("见"), "<w:rPr><w:vanish/></w:rPr>")) == ["见"]


def test_hidden_text_is_told_with_what_to_do_in_word() -> None:
    [fault] = source(word(p(r("见") + r("机密", "<w:vanish/>")))).faults
    assert (fault.place, fault.severity) == ("隐藏文字", "warning")
    assert "机密" in fault.message
    assert "显示/隐藏编辑标记" in fault.message


def test_a_hidden_paragraph_takes_no_number() -> None:
    hidden = p(r("隐", "<w:vanish/>"), '<w:numPr><w:numId w:val="1"/></w:numPr>')
    assert blocks(
        numbered("甲") + hidden + numbered("乙"), numbering=definition(level(0, "decimal", "%1.")) + num(1)
    ) == ["1.甲", "", "2.乙"]


def test_changes_are_read_as_if_they_were_accepted_and_told() -> None:
    ended = "<w:rPr><w:del/></w:rPr>"
    body = (
        p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>" + "<w:ins>" + r("增") + "</w:ins>", ended)
        + p(r("接") + "<w:moveFrom>" + r("移") + "</w:moveFrom>")
        + p("<w:moveTo>" + r("移") + "</w:moveTo>")
    )
    read = source(word(body))
    assert read.blocks == ("增接", "移")
    assert [(fault.place, fault.severity) for fault in read.faults] == [("修订", "warning")]
    assert "审阅 → 接受" in read.faults[0].message


def test_the_last_paragraph_is_there_though_its_end_was_struck_out() -> None:
    assert blocks(p(r("尾"), "<w:rPr><w:del/></w:rPr>")) == ["尾"]
    cell = f"<w:tbl><w:tr><w:tc>{p(r('格'), '<w:rPr><w:del/></w:rPr>')}</w:tc></w:tr></w:tbl>"
    assert blocks(cell + p(r("后")))[1:] == ["后"]


def test_small_letters_above_the_line_and_prompts_are_no_text() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('yǎn')}</w:rt><w:rubyBase>{r('䶮')}</w:rubyBase></w:ruby></w:r>"
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    )
    filled = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r('填的')}</w:sdtContent></w:sdt>"
    assert blocks(p(ruby + prompt + filled)) == ["䶮填的"]


def test_notes_at_the_foot_are_told_and_headers_are_no_chapters() -> None:
    notes = (
        f'<w:footnote w:id="-1"><w:p/></w:footnote><w:footnote w:id="2">{p(r("一、部门（单位）基本情况"))}</w:footnote>'
    )
    read = source(word(p(r("文") + '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes, header=p(r("页眉"))))
    assert read.blocks == ("文",)
    assert [(fault.place, fault.severity) for fault in read.faults] == [("脚注", "error")]
    assert source(word(p(r("文") + '<w:r><w:footnoteReference w:id="3"/></w:r>'), footnotes=notes)).faults == ()


# A report of ours


@given(st.lists(strategies.texts(60), min_size=9, max_size=9))
def test_a_report_of_ours_reads_back_word_for_word(texts: list[str]) -> None:
    written = {str(number): text for number, text in enumerate(texts, 1) if text}
    document = builders.document()
    document = document.model_copy(update={"report": document.report.model_copy(update={"chapters": written})})
    grids = [attachment2.grid(FORM, document), attachment3.grid(FORM, document)]
    read = read_back(
        FORM, 2023, source(docx.hand_in(report(FORM, document), grids, author="财政局")), unit_name=document.unit.name
    )
    stripped = {number: "\n".join(line.strip() for line in text.split("\n")) for number, text in written.items()}
    assert chapters(read) == {number: text for number, text in stripped.items() if text}
    assert told(read) == []
    assert not read.asked


def test_a_report_of_ours_reads_back_after_another_program_saved_it(tmp_path: Path) -> None:
    document = builders.real_figures()
    grids = [attachment2.grid(FORM, document), attachment3.grid(FORM, document)]
    file = tmp_path / "report.docx"
    file.write_bytes(docx.hand_in(report(FORM, document), grids, author="财政局"))
    before = read_back(FORM, document.fiscal_year, source(file.read_bytes()), unit_name=document.unit.name)
    again = converted(converted(file, "odt"), "docx").read_bytes()
    after = read_back(FORM, document.fiscal_year, source(again), unit_name=document.unit.name)
    assert (after.texts, after.rows, told(after)) == (before.texts, before.rows, told(before))
