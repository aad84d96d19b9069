"""The oracle of the trials finds each kind of loss, and nothing where nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.faults.oracle import Answer, Written, complaints, crowded, losses, returned_after

PATH = "basic_data.expenditure.office.final"


def found(sent: list[int], acknowledged: list[int], stored: list[int]) -> list[str]:
    return list(losses({PATH: Written(sent, acknowledged)}, {PATH: stored}))


@given(st.integers(0, 20), st.integers(0, 20), st.booleans())
def test_a_save_that_nobody_heard_of_may_be_stored_or_not(last: int, heard: int, reached: bool) -> None:  # noqa: FBT001
    acknowledged = list(range(1, min(last, heard) + 1))
    sent = [*acknowledged, len(acknowledged) + 1]
    assert not found(sent, acknowledged, sent if reached else acknowledged)


@pytest.mark.parametrize(
    ("sent", "acknowledged", "stored", "complaint"),
    [
        ([1, 2, 3], [1, 2], [1], "acknowledged 2 is lost"),
        ([1, 2], [1, 2], [], "acknowledged 1 is lost"),
        ([1, 2], [1, 2], [1, 2, 2], "2 is stored 2 times"),
        ([1], [1], [1, 7], "7 was never sent"),
        ([1, 2], [1, 2], [2, 1], "stored out of order"),
    ],
)
def test_each_kind_of_loss_is_found(
    sent: list[int], acknowledged: list[int], stored: list[int], complaint: str
) -> None:
    assert f"{PATH}: {complaint}" in found(sent, acknowledged, stored)


GOOD = [Answer(0, 0.1, 200), Answer(11, 0.2, 503, "3"), Answer(15.5, 0.1, 200)]


def test_an_outage_that_is_told_at_once_and_ends_with_the_database_is_as_it_should_be() -> None:
    assert not list(complaints(GOOD, broken=10, mended=15))
    assert returned_after(GOOD, 15) == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (Answer(12, 0.1, 500), "status 500 at +2.0 s"),
        (Answer(12, 0.1, 0), "status 0 at +2.0 s"),
        (Answer(12, 0.1, 503), "503 without Retry-After at +2.0 s"),
        (Answer(12, 2.5, 503, "3"), "2.5 s for an answer at +2.0 s"),
    ],
)
def test_an_answer_that_is_wrong_or_late_is_told(answer: Answer, complaint: str) -> None:
    assert list(complaints([*GOOD, answer], broken=10, mended=15)) == [complaint]


@pytest.mark.parametrize(
    ("answers", "complaint"), [(GOOD[:2], "back never"), ([*GOOD[:2], Answer(17, 0.1, 200)], "back 2.1 s")]
)
def test_a_service_that_stays_away_longer_than_its_database_is_told(answers: list[Answer], complaint: str) -> None:
    assert list(complaints(answers, broken=10, mended=15)) == [f"{complaint} after the database"]


USUAL = [Answer(0, 0.02, 200)] * 3


@pytest.mark.parametrize(
    ("page", "crowd", "complaint"),
    [
        (Answer(1, 0.05, 200), Answer(1, 3, 200), "more than twice as long"),
        (Answer(1, 0.03, 503, "3"), Answer(1, 3, 200), "the page: status 503"),
        (Answer(1, 0.03, 200), Answer(1, 3, 500), "the crowd: status 500"),
        (Answer(1, 0.03, 200), Answer(1, 3, 503), "the crowd: status 503"),
    ],
)
def test_a_page_that_suffers_from_a_crowd_is_found(page: Answer, crowd: Answer, complaint: str) -> None:
    [found] = crowded(USUAL, [page], [crowd])
    assert complaint in found


def test_a_crowd_that_is_told_to_come_again_is_in_order() -> None:
    assert not list(crowded(USUAL, [Answer(1, 0.03, 200)], [Answer(1, 0.1, 503, "5"), Answer(1, 3, 302)]))
