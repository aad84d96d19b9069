"""Texts reduced to what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.text.wording import fold, meaning, pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人员经费59.30万元，公用经费7.25万元", "人员经费 ５９．３ 万元公用经费7.250万元"),
        ("支出1,234.50万元", "支出1234.5万元"),
        ("支出12，345，678万元", "支出12345678万元"),
        ("无“三公”经费", '无"三公"经费'),
        ("其中：项目支出\u00a08\u200b万元", "其中项目支出8万元"),
        ("（一）基本支出情况：", "(一) 基本支出情况"),
        ("执行率１００％", "执行率100.00%"),
        ("无.", "无。"),
    ],
)
def test_what_people_vary_without_meaning_it_makes_no_difference(one: str, other: str) -> None:
    assert meaning(one) == meaning(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("支出8万元", "支出80万元"),
        ("8，5", "85"),
        ("1、2023年", "12023年"),
        ("2022，2023", "20222023"),
        ("1 2023年", "12023年"),
        ("第一段\n第二段", "第一段第二段"),
        ("完成。支出", "完成支出"),
        ("-3万元", "3万元"),
        ("8，-5", "8-5"),
    ],
)
def test_what_says_something_else_stays_different(one: str, other: str) -> None:
    assert meaning(one) != meaning(other)


@given(st.text(st.characters() | st.sampled_from("0123456789,，.。 、\n“”")))
def test_every_character_that_stays_knows_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(set(folded.places))
    assert all(0 <= place < len(text) for place in folded.places)
    for at, character in enumerate(folded.text):
        if character == "\n":
            assert text[folded.places[at]] == "\n"


def test_a_span_takes_in_what_was_left_out_between() -> None:
    text = "支出 1,234.5 万元。"
    folded = fold(text)
    start = folded.text.index("1")
    begin, end = folded.span(start, start + len("1234.5"))
    assert text[begin:end] == "1,234.5"
    assert folded.span(len(folded.text), len(folded.text)) == (len(text), len(text))


def test_a_template_falls_into_words_and_placeholders() -> None:
    assert pieces("{year}年预算{a.b}万元。") == (("", "year"), ("年预算", "a.b"), ("万元。", ""))


@pytest.mark.parametrize("template", ["{", "}", "{}", "{a!r}", "{a:>3}", "a{b"])
def test_a_broken_template_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        pieces(template)
