"""Tests of what a begun year holds."""

import pytest

from accounts.actors import actor_of
from accounts.roles import Role
from evaluations.core.checks import CHECKS
from evaluations.core.content.cells import in_form_order
from evaluations.core.content.rows import with_a_row_each
from evaluations.core.form.document import Document, Indicator
from evaluations.core.scores import scoring
from evaluations.dossier.prefill import begin
from evaluations.dossier.store import documents, edition_of, load
from tests.core.builders import document, edition, empty, findings, real_figures, with_indicators
from tests.core.sheets import attachment3
from tests.factories import a_person, a_unit, a_year


@pytest.mark.django_db
def test_a_new_evaluation_has_a_blank_row_in_each_category_and_is_not_called_prefilled() -> None:
    unit = a_unit()
    year = a_year(2023, unit.region)
    begun, is_prefilled = begin(unit, year, actor_of(a_person(Role.PREPARER, unit)))
    stored = load(documents().get(pk=begun.pk))
    assert not is_prefilled
    assert [row.category for row in stored.self_assessment.indicators] == list(edition_of(begun).categories)
    assert all(row.blank for row in stored.self_assessment.indicators)


def test_a_category_with_a_row_gets_no_other_and_the_order_is_the_forms() -> None:
    last = list(edition().categories)[-1]
    rows = with_a_row_each(edition(), with_indicators(document(), Indicator(category=last, name="甲")))
    listed = rows.self_assessment.indicators
    assert [row.category for row in listed] == list(edition().categories)
    assert [row.name for row in listed if not row.blank] == ["甲"]


@pytest.mark.parametrize("filled", [document(), empty(edition()), real_figures()], ids=["filled", "empty", "real"])
def test_blank_rows_are_no_rows_in_checks_sums_and_prints(filled: Document) -> None:
    blanks = tuple(Indicator(category=code) for code in edition().categories)
    indicators = (*filled.self_assessment.indicators, *blanks)
    padded = in_form_order(edition(), with_indicators(filled, *indicators))
    assert said(padded) == said(filled)
    assert printed(padded) == printed(filled)
    for sums in (scoring.total_score, lambda part: scoring.level_weights(edition(), part)):
        assert sums(padded.self_assessment) == sums(filled.self_assessment)


def said(judged: Document) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.message) for code in CHECKS for finding in findings(code, judged))


def printed(shown: Document) -> list[list[str]]:
    return [[cell.shown for cell in row.cells] for row in attachment3(edition(), shown).rows]
