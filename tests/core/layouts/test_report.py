"""The report as cover, chapters and list of attachments."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.form.document import Report, Unit
from evaluations.core.form.edition import Edition
from evaluations.core.layouts.report import report, title
from evaluations.core.text.prose import HEADING_LIMIT, is_heading, paragraphs
from tests.core import builders

UNIT = Unit.model_validate({"code": "u", "name": "某区档案馆", "region": {"code": "r", "name": "某区"}})


def test_the_title_is_broken_after_the_units_name() -> None:
    document = builders.real_figures().model_copy(update={"unit": UNIT, "fiscal_year": 2023})
    assert report(builders.edition(), document).title == ("2023年度某区档案馆", "整体支出绩效自评报告")
    assert title(builders.edition(), document) == "2023年度某区档案馆整体支出绩效自评报告"


def test_the_cover_has_lines_to_seal_to_sign_and_to_date() -> None:
    document = builders.real_figures().model_copy(update={"unit": UNIT, "filing_date": date(2024, 3, 5)})
    assert report(builders.edition(), document).cover == (
        "填报单位（盖章）：某区档案馆",
        "单位负责人签字：",
        "填报日期：2024年3月5日",
    )
    undated = document.model_copy(update={"filing_date": None})
    assert report(builders.edition(), undated).cover[-1] == "填报日期：    年  月  日"


def test_an_edition_from_before_there_were_covers_still_has_a_report() -> None:
    words = builders.edition().model_dump()
    for name in ("seal", "blank_date", "attachments"):
        del words["report"][name]
    for name in ("attachment2", "attachment3"):
        del words[name]["listed"]
    drawn = report(Edition.model_validate(words), builders.real_figures())
    assert drawn.cover[0] == "单位负责人签字："
    assert drawn.attachments[0] == "1. 2023年度部门（单位）整体支出绩效评价基础数据表"


def test_the_attachments_are_listed_by_their_short_names() -> None:
    assert report(builders.edition(), builders.real_figures()).attachments == (
        "附件：1. 2023年度部门整体支出绩效评价基础数据表",
        "2. 2023年度部门整体支出绩效自评表",
    )


def test_each_chapter_of_the_edition_is_a_section_even_without_text() -> None:
    document = builders.real_figures().model_copy(update={"report": Report(chapters={"1": "一句话。\n（一）小标题"})})
    first, second, *_ = drawn = report(builders.edition(), document).sections
    assert [section.title for section in drawn] == [c.title for c in builders.edition().report.chapters]
    assert [(p.text, p.is_heading) for p in first.paragraphs] == [("一句话。", False), ("（一）小标题", True)]
    assert second.paragraphs == ()


def test_a_numbered_line_is_a_heading_unless_it_is_a_sentence() -> None:
    assert is_heading("（一）基本支出情况")
    assert is_heading("（十二）其他")
    for sentence in (
        "（一）基本支出为8万元。",
        "（一）如下：",
        "1.基本支出",
        "（二）" + "长" * HEADING_LIMIT,
        "（一）",
        "",
    ):
        assert not is_heading(sentence)


@given(st.text(alphabet="（一）文。\n ", max_size=60))
def test_paragraphs_joined_give_the_text_again(text: str) -> None:
    assert "\n".join(paragraph.text for paragraph in paragraphs(text)) == text
