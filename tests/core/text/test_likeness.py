"""How alike two texts are."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.text.likeness import RUN, likeness, own, parts
from tests.core.builders import document, edition
from tests.core.checks.test_n_19 import OTHER, TEXT

TEXTS = st.text("甲乙丙丁。，\n 12", max_size=80)


@pytest.mark.parametrize("seed", range(20))
def test_a_copy_with_five_percent_of_its_characters_changed_is_alike(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - texts, not secrets
    changed = "".join("某" if random.random() < 0.05 else character for character in TEXT * 4)
    assert likeness(TEXT * 4, changed, 0.9) >= 0.9


def test_texts_of_ones_own_are_not() -> None:
    assert likeness(TEXT, OTHER, 0.9) == 0


@given(TEXTS, TEXTS)
def test_it_is_the_same_both_ways_and_between_none_and_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


def test_set_sentences_are_nobodys_own_whatever_figures_they_state() -> None:
    text = "2023年预算资金65.8万元。\n业务工作经费 支出3万元。" + TEXT
    assert own(edition(), text) == "".join(TEXT.split())
    assert own(edition(), "预算资金管理很好。") == "预算资金管理很好。"


@given(TEXTS, TEXTS)
def test_the_parts_are_the_text_and_the_shared_ones_stand_in_the_other(one: str, other: str) -> None:
    cut = parts(one, other)
    assert "".join(part.text for part in cut) == one
    for part in cut:
        squeezed = "".join(part.text.split())
        runs = [squeezed[at : at + RUN] for at in range(len(squeezed) - RUN + 1)]
        if part.is_shared:
            assert len(squeezed) >= RUN
        else:
            assert not any(run in "".join(other.split()) for run in runs)


def test_shared_parts_are_marked_across_line_ends() -> None:
    (own_part, shared, rest) = parts("我们自己的话：全年举办\n活动五十二场，很好", "全年 举办活动五十二场")
    assert (own_part.is_shared, shared, rest.is_shared) == (False, ("全年举办\n活动五十二场", True), False)


def test_the_documents_of_the_tests_say_something_themselves() -> None:
    assert own(edition(), document({}).report.chapter(1))
