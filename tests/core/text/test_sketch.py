"""Sketches: near copies share most of their numbers, other texts none."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.text.sketch import LEAST_SHARED, SHINGLE, SIZE, sketch

TEXT = (
    "全年举办书法、美术、摄影展览十二场，参观群众约三万人次；组织文艺志愿者下乡演出四十三场，"
    "覆盖全部乡镇；编印作品集两期，扶持青年作者八人，服务对象普遍满意。"
)


def shared(one: str, other: str) -> int:
    return len(sketch(one, "a") & sketch(other, "a"))


def test_the_same_text_has_the_same_sketch_whatever_its_white_space() -> None:
    assert sketch(TEXT, "a") == sketch(TEXT.replace("；", "；\n　 "), "a")
    assert len(sketch(TEXT, "a")) == SIZE


def test_a_copy_with_one_word_changed_shares_enough() -> None:
    assert shared(TEXT, TEXT.replace("四十三场", "四十五场")) >= LEAST_SHARED


def test_another_text_shares_nothing() -> None:
    assert (
        shared(
            TEXT,
            "本单位核定编制四名，实有在职人员四名，内设办公室一个，主要负责联络协调服务工作，承办区委交办的其他事项。",
        )
        == 0
    )


def test_the_same_text_elsewhere_has_other_numbers() -> None:
    assert not sketch(TEXT, "a") & sketch(TEXT, "b")


def test_a_text_shorter_than_a_run_has_none() -> None:
    assert sketch("无。", "a") == sketch(" " * 99, "a") == frozenset()


@given(st.text(min_size=SHINGLE))
def test_any_text_gives_at_most_so_many_numbers_of_63_bits(text: str) -> None:
    numbers = sketch(text, "a")
    assert len(numbers) <= SIZE
    assert all(0 <= number < 2**63 for number in numbers)


def test_copies_with_five_percent_of_their_characters_changed_share_enough() -> None:
    random = Random(1)  # noqa: S311 - texts, not secrets
    text = "".join(chr(random.randrange(0x4E00, 0x5E00)) for _ in range(600))
    copies = ["".join("某" if random.random() < 0.05 else one for one in text) for _ in range(300)]
    assert sum(shared(text, copy) >= LEAST_SHARED for copy in copies) >= 298
