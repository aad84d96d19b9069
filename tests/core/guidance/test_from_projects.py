"""What a unit's form takes over from its projects."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.core.editions.file import EditionError, read_edition
from evaluations.core.form.edition import Edition
from evaluations.core.form.stated import FromProjects
from evaluations.core.guidance.from_projects import offers
from tests.core.builders import SHIPPED, edition, empty, fill

CELL = "self_assessment.by_expenditure.project"
EXECUTED, SCORE = "funds.executed", "score.total"
TEXT = SHIPPED.read_text(encoding="utf-8")


def taking(*sources: FromProjects) -> Edition:
    return edition().model_copy(update={"from_projects": sources})


def test_a_sum_is_of_the_projects_that_say_something() -> None:
    form = taking(FromProjects(cell=CELL, concept=EXECUTED))
    stated = [{EXECUTED: Decimal("1.5")}, {}, {EXECUTED: Decimal("2.55")}, {SCORE: Decimal(90)}]
    [offer] = offers(form, fill(form, empty(form), {CELL: "4"}), stated)
    assert (offer.now, offer.offered, offer.known, offer.is_taken) == ("4", "4.05", 2, False)


def test_a_cell_that_says_the_same_is_taken_over() -> None:
    form = taking(FromProjects(cell=CELL, concept=EXECUTED))
    [offer] = offers(form, fill(form, empty(form), {CELL: "4.050"}), [{EXECUTED: Decimal("4.05")}])
    assert offer.is_taken


def test_a_mean_is_rounded_half_up() -> None:
    form = taking(FromProjects(cell=CELL, concept=SCORE, how="mean"))
    [offer] = offers(form, empty(form), [{SCORE: Decimal(90)}, {SCORE: Decimal("90.01")}])
    assert offer.offered == "90.01"


def test_without_a_project_that_says_something_nothing_is_offered() -> None:
    form = taking(FromProjects(cell=CELL, concept=EXECUTED))
    assert not list(offers(form, empty(form), [{}, {SCORE: Decimal(1)}]))


@given(st.lists(st.decimals(min_value=-99, max_value=99, places=2), min_size=1, max_size=9))
def test_the_mean_lies_between_the_least_and_the_greatest(amounts: list[Decimal]) -> None:
    form = taking(FromProjects(cell=CELL, concept=EXECUTED, how="mean"))
    [offer] = offers(form, empty(form), [{EXECUTED: amount} for amount in amounts])
    assert min(amounts) <= Decimal(offer.offered) <= max(amounts)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'cell = "{CELL}"\nconcept', 'cell = "self_assessment.expected_objective"\nconcept', "没有填数的单元格 self_assessment.expected_objective。"),
        (f'"{EXECUTED}"', '"funds.spent"', "没有“funds.spent”，应为 funds.initial（年初预算）、"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_told(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(EditionError, match=r"from_projects\.1") as refused:
        read_edition(TEXT.replace(old, new, 1))
    assert said in str(refused.value)


def test_a_form_for_projects_takes_nothing_over() -> None:
    text = SHIPPED.with_name("project-2022.toml").read_text(encoding="utf-8")
    source = f'[[from_projects]]\ncell = "self_assessment.executed"\nconcept = "{EXECUTED}"\n\n[thresholds]'
    with pytest.raises(EditionError, match="只有评价整体支出的表样可以取自项目。"):
        read_edition(text.replace("[thresholds]", source, 1))
