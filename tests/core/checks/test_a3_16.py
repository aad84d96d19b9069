"""Tests of A3-16, by the same name as the check."""

import pytest

from evaluations.core.form.document import Document
from tests.core.builders import cells_of, document, edition, findings, real_figures, second_document, second_edition

FIELDS = ("initial_budget", "adjusted_budget", "executed")


def of(*amounts: str) -> Document:
    return document(dict(zip(FIELDS, amounts, strict=True)))


@pytest.mark.parametrize(
    ("amounts", "odd"),
    [
        (("180", "180180", "182"), "adjusted_budget"),
        (("180", "190", "1820000"), "executed"),
        (("1800000", "190", "182"), "initial_budget"),
        (("180", "190", "17"), "executed"),
        (("18", "190", "182"), "initial_budget"),
        (("180", "", "1800"), "executed"),
        (("1800", "180", ""), "initial_budget"),
        (("", "0.1", "1"), "executed"),
    ],
)
def test_the_amount_of_another_size_is_asked_about(amounts: tuple[str, ...], odd: str) -> None:
    assert cells_of("A3-16", of(*amounts)) == [("warning", f"self_assessment.{odd}")]


@pytest.mark.parametrize(
    "amounts",
    [("180", "190", "182"), ("180", "190", "19"), ("0", "190", "0"), ("", "", "182"), ("", "", ""), ("-1", "5", "5")],
)
def test_amounts_of_one_size_zero_and_blanks_are_silent(amounts: tuple[str, ...]) -> None:
    assert not cells_of("A3-16", of(*amounts))


def test_it_says_both_amounts_and_how_far_they_are_apart() -> None:
    [finding] = findings("A3-16", of("180", "180180", "182"))
    assert finding.found == "180180"
    assert "全年执行数是 182，是它的 990 倍，是否误填为元" in finding.message


def test_the_real_and_the_clean_figures_are_silent() -> None:
    assert not cells_of("A3-16", real_figures())
    assert not cells_of("A3-16", document())
    assert not cells_of("A3-16", second_document(), second_edition())


def test_the_bound_is_the_editions_and_may_be_left_out() -> None:
    assert second_edition().thresholds.magnitude == 10
    bounds = edition().thresholds.model_copy(update={"magnitude": 2})
    assert cells_of("A3-16", of("180", "190", "90"), edition().model_copy(update={"thresholds": bounds}))
