"""Tests of the library of indicators."""

from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.content import library
from evaluations.core.content.library import OfferedIndicator, Used
from tests.core.builders import edition, second_edition
from tests.core.strategies import indicator_texts, lines

QUANTITY = "output.quantity"


def used(name: str, year: int = 2022, category: str = QUANTITY, target: str = "1个") -> Used:
    return Used(year, category, name, target, None)


def names(*rows: Used) -> list[str]:
    return [entry.name for entry in library.entries(edition(), rows)[QUANTITY]]


def common() -> list[str]:
    return [one.name for one in edition().attachment3.library if one.category == QUANTITY]


def test_own_indicators_stand_before_common_ones() -> None:
    assert names(used("展览")) == ["展览", *common()]


def test_of_one_name_the_first_stays() -> None:
    entries = library.entries(edition(), [used("展览", 2022, target="3场"), used("展览", 2021, target="2场")])
    assert [(e.year, e.target) for e in entries[QUANTITY] if e.name == "展览"] == [(2022, "3场")]


def test_what_does_not_apply_or_has_no_name_or_no_category_any_more_is_left_out() -> None:
    assert names(used("无"), used(""), used("展览", category="boats.speed")) == common()


def test_a_category_offers_no_more_than_can_be_read() -> None:
    assert len(names(*(used(f"展览{n}") for n in range(50)))) == library.OFFERED


def test_what_the_table_has_is_not_offered_again() -> None:
    listed = library.entries(edition(), [used("展览"), used("演出")])[QUANTITY]
    assert library.offered(listed, ["展 览"])[0].name == "演出"


def test_an_edition_need_not_have_a_library() -> None:
    assert library.entries(second_edition(), [])["benefit.social"] == ()


@given(st.lists(st.tuples(lines(), indicator_texts(), st.sampled_from([None, "positive", "reverse"])), max_size=8))
def test_a_key_names_one_content(said: list[tuple[str, str, str | None]]) -> None:
    entries = [OfferedIndicator(QUANTITY, name, target, which) for name, target, which in said]  # type: ignore[arg-type]
    for one in entries:
        for other in entries:
            assert (one.key == other.key) == (one == other)
