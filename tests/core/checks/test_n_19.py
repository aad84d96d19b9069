"""Tests of N-19, by the same name as the check."""

from random import Random

import pytest

from evaluations.core import checks
from evaluations.core.checks.case import Case, Peer
from evaluations.core.checks.n_19 import compared
from evaluations.core.form.document import Document
from tests.core.builders import document, edition, findings

TEXT = (
    "全年举办读者活动五十二场，到馆读者二十一万人次，新增藏书一万一千册；与三所学校合办阅读课，"
    "为行动不便的老人送书上门，馆内无障碍设施全部修好，夜间开放时间延长到晚上九点。"
)
OTHER = (
    "本年度完成道路清扫保洁面积三百万平方米，更换垃圾桶八百只，公厕改造十二座；组织志愿者上街劝导，"
    "处理市民来电两千余件，办结率超过百分之九十八，机械化作业率比计划提高五个百分点。"
)


def last_year(text: str) -> Document:
    return document({"chapters.6": text})


def test_last_years_text_is_asked_about() -> None:
    [finding] = findings("N-19", document({"chapters.6": TEXT}), previous=last_year(TEXT))
    assert (finding.severity, finding.where) == ("warning", "report.chapters.6")
    assert "上年自评报告" in finding.message


def test_another_units_text_is_asked_about_without_naming_it() -> None:
    [finding] = findings("N-19", document({"chapters.6": TEXT}), peers=[Peer(6, OTHER), Peer(6, TEXT)])
    assert finding.where == "report.chapters.6"
    assert "其他单位" in finding.message


def test_both_are_one_finding() -> None:
    [finding] = findings("N-19", document({"chapters.6": TEXT}), previous=last_year(TEXT), peers=[Peer(6, TEXT)])
    assert "上年和其他单位" in finding.message


@pytest.mark.parametrize("copied", [TEXT.replace("，", " ，\n"), TEXT + "谢谢。", TEXT.replace("五十二场", "五十三场")])
def test_small_changes_do_not_hide_a_copy(copied: str) -> None:
    assert findings("N-19", document({"chapters.6": copied}), previous=last_year(TEXT))


@pytest.mark.parametrize("text", [OTHER, TEXT[:45] + OTHER[:45], TEXT + OTHER])
def test_own_texts_are_silent(text: str) -> None:
    assert not findings("N-19", document({"chapters.6": text}), previous=last_year(TEXT), peers=[Peer(6, TEXT)])


def test_short_chapters_may_be_alike() -> None:
    assert not findings("N-19", document({"chapters.6": TEXT[:59]}), previous=last_year(TEXT[:59]))


def test_the_shortest_chapter_that_is_judged() -> None:
    assert findings("N-19", document({"chapters.6": TEXT[:60]}), previous=last_year(TEXT[:60]))


def test_the_same_text_in_another_chapter_is_silent() -> None:
    judged = document({"chapters.6": TEXT})
    assert not findings("N-19", judged, previous=document({"chapters.7": TEXT}), peers=[Peer(7, TEXT)])


def test_without_others_it_is_silent() -> None:
    assert not findings("N-19", document({"chapters.6": TEXT}))


@pytest.mark.slow
def test_a_hundred_other_units_with_texts_of_their_own_are_silent() -> None:
    random = Random(1)  # noqa: S311 - texts, not secrets
    texts = ["".join(chr(random.randrange(0x4E00, 0x5E00)) for _ in range(4000)) for _ in range(101)]
    judged = document({"chapters.6": texts[0]})
    peers = [Peer(6, text) for text in texts[1:]]
    assert not findings("N-19", judged, edition(), peers=peers)


def test_a_sentence_that_was_copied_is_quoted() -> None:
    own = "本单位今年另开了三个分馆。"
    copied = (
        "".join(f"第{number}项工作按照计划完成，群众反映良好。" for number in range(20))
        + "这一句最长，也是从别处整句抄来的，字数比其他句子都多一些。"
    )
    judged = document({"chapters.7": copied + own})
    [finding] = findings("N-19", judged, peers=[Peer(7, copied)])
    assert finding.quotes == ("这一句最长，也是从别处整句抄来的，字数比其他句子都多一些",)


def test_a_form_may_do_without_it() -> None:
    copied = document({"chapters.6": TEXT})
    without = edition().model_copy(update={"standard_rules": ("N-17",)})
    assert compared(edition(), copied) == [6]
    assert compared(without, copied) == []
    assert not checks.run(Case(without, copied, last_year(TEXT)))
