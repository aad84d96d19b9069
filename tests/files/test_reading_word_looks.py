"""What a reader of a Word file sees, and the reading takes: boxes, fields, symbols, changes, hidden text, notes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.layouts.report import report, title
from evaluations.core.readback.reading import read_back
from evaluations.core.readback.source import FileCell, FileTable
from evaluations.files import docx
from tests.core import builders, strategies
from tests.core.readback.tables import told
from tests.core.sheets import attachment2, attachment3
from tests.files.handmade_packages import word
from tests.files.office import converted
from tests.files.word_bodies import blocks, chapters, definition, level, num, numbered, p, r, source

FORM = builders.edition()


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
    assert blocks(in_table) == [FileTable("", (FileCell(0, 0, "标题\n副题\n格"),))]


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
    grids = [attachment2(FORM, document), attachment3(FORM, document)]
    read = read_back(
        FORM,
        2023,
        source(docx.hand_in(report(FORM, document), grids, title=title(FORM, document), author="财政局")),
        unit_name=document.unit.name,
    )
    stripped = {number: "\n".join(line.strip() for line in text.split("\n")) for number, text in written.items()}
    assert chapters(read) == {number: text for number, text in stripped.items() if text}
    assert told(read) == []
    assert not read.asked


def test_a_report_of_ours_reads_back_after_another_program_saved_it(tmp_path: Path) -> None:
    document = builders.real_figures()
    grids = [attachment2(FORM, document), attachment3(FORM, document)]
    file = tmp_path / "report.docx"
    file.write_bytes(docx.hand_in(report(FORM, document), grids, title=title(FORM, document), author="财政局"))
    before = read_back(FORM, document.fiscal_year, source(file.read_bytes()), unit_name=document.unit.name)
    again = converted(converted(file, "odt"), "docx").read_bytes()
    after = read_back(FORM, document.fiscal_year, source(again), unit_name=document.unit.name)
    assert (after.texts, after.rows, told(after)) == (before.texts, before.rows, told(before))
