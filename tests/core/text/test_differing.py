"""Where two versions of a text differ."""

from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.text.differing import differing


def test_short_texts_are_shown_whole() -> None:
    assert differing("8", "12.5") == ("8", "12.5")


def test_of_long_texts_only_what_differs_is_shown_with_a_little_around() -> None:
    before, after = "一" * 100 + "年初安排三项" + "二" * 100, "一" * 100 + "年初安排五项" + "二" * 100
    assert differing(before, after) == (
        "…" + "一" * 4 + "年初安排三项" + "二" * 7 + "…",
        "…" + "一" * 4 + "年初安排五项" + "二" * 7 + "…",
    )


@given(st.text(alphabet="一二三", max_size=200), st.text(alphabet="一二三", max_size=200))
def test_what_is_shown_is_short_and_different_texts_do_not_look_alike_where_they_begin_to_differ(
    before: str, after: str
) -> None:
    shown = differing(before, after)
    assert all(len(text) <= 62 for text in shown)
    assert (before == after) <= (shown[0] == shown[1])
    assert (shown[0] == shown[1]) <= (before == after)
