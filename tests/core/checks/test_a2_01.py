"""Tests of A2-01, by the same name as the check."""

import pytest

from tests.core.builders import cells_of, document, findings


@pytest.mark.parametrize("staff", ["0", "9", "10"])
def test_staff_within_the_posts_is_silent(staff: str) -> None:
    assert not findings("A2-01", document({"staffing.staff_in_post": staff}))


def test_more_staff_than_posts_is_asked_about_with_the_rate() -> None:
    [finding] = findings("A2-01", document({"staffing.staff_in_post": "12"}))
    assert (finding.severity, finding.where) == ("warning", "basic_data.staffing.staff_in_post")
    assert (finding.found, finding.expected) == ("12", "≤ 10")
    assert "120%" in finding.message


@pytest.mark.parametrize("posts", ["", "0"])
def test_without_posts_there_is_no_rate(posts: str) -> None:
    assert not cells_of("A2-01", document({"staffing.authorized_posts": posts}))


def test_blank_staff_is_silent() -> None:
    assert not cells_of("A2-01", document({"staffing.staff_in_post": ""}))
