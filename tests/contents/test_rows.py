"""What the database itself refuses of rows and facts, and that moving rows does not trip over it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction
from pytest_django import DjangoAssertNumQueries

from evaluations.contents.models import Fact, FormRow
from evaluations.core.content import rows, stored
from evaluations.core.form.document import Document
from evaluations.dossier.store import load, save
from evaluations.records.models import SelfEvaluation
from tests.core.builders import document, edition, empty, fill
from tests.dossier.filled import fetched, filled, put
from tests.factories import an_evaluation

pytestmark = pytest.mark.django_db
FUNDS, INDICATORS = "basic_data.expenditure.earmarked_fund", "self_assessment.indicators"


def row(**values: object) -> Callable[[SelfEvaluation], FormRow]:
    return lambda evaluation: FormRow(evaluation=evaluation, cells="{}", **values)


def fact(**values: object) -> Callable[[SelfEvaluation], Fact]:
    return lambda evaluation: Fact(evaluation=evaluation, concept="funds.executed", **values)


@pytest.mark.parametrize(
    "again",
    [row(section="", position=0), row(section=FUNDS, position=1), fact(amount=Decimal(1))],
    ids=["single cells", "row of a list", "fact"],
)
def test_a_place_holds_one_row(again: Callable[[SelfEvaluation], models.Model]) -> None:
    evaluation = an_evaluation()
    again(evaluation).save()
    with pytest.raises(IntegrityError):
        again(evaluation).save()


@pytest.mark.parametrize(
    "impossible",
    [row(section="", position=1), row(section=FUNDS, position=0), fact()],
    ids=["single cells twice", "no place", "no amount"],
)
def test_an_impossible_row_is_refused(impossible: Callable[[SelfEvaluation], models.Model]) -> None:
    with pytest.raises(IntegrityError):
        impossible(an_evaluation()).save()


def kept(evaluation: SelfEvaluation) -> stored.Rows:
    """The rows as they stand in the table."""
    listed = FormRow.objects.filter(evaluation=evaluation).values_list("section", "position", "cells")
    return {(section, position): stored.load(cells) for section, position, cells in listed}


def test_a_new_evaluation_has_no_rows_and_no_facts() -> None:
    put(evaluation := an_evaluation(), empty(edition()))
    assert not kept(evaluation)
    assert not Fact.objects.exists()


def test_rows_that_swap_places_keep_their_numbers() -> None:
    content = document()
    for _ in range(2):
        content = rows.add(edition(), content, FUNDS).document
    content = fill(edition(), content, {"earmarked_fund.1.name": "甲", "earmarked_fund.2.name": "乙"})
    evaluation = filled(content)
    before = FormRow.objects.filter(section=FUNDS).count()
    swapped = rows.move(edition(), content, f"{FUNDS}.1", before).document
    put(evaluation, swapped)
    assert load(fetched(evaluation)).basic_data == swapped.basic_data
    assert kept(evaluation) == stored.rows(edition(), swapped)


def test_removed_rows_go_and_an_emptied_form_keeps_none() -> None:
    evaluation = filled()
    content = load(evaluation)
    fewer = rows.remove(edition(), content, f"{INDICATORS}.2").document
    put(evaluation, fewer)
    assert kept(evaluation) == stored.rows(edition(), fewer)
    put(evaluation, empty(edition()))
    assert not kept(evaluation)
    assert not Fact.objects.exists()


def changed(evaluation: SelfEvaluation, typed: dict[str, str]) -> tuple[Document, Document]:
    before = load(evaluation)
    return before, fill(edition(), before, typed)


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ({f"{INDICATORS}.1.actual": "又一个"}, 5),
        ({"executed": "1.5"}, 6),
        ({"office.prior_final": "1.5"}, 5),
        ({"preparer.name": "李四"}, 5),
    ],
    ids=["a row", "a cell with a concept", "a cell without", "another part"],
)
def test_a_changed_cell_writes_its_row_and_its_fact_only(
    typed: dict[str, str], queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    evaluation = filled()
    before, after = changed(evaluation, typed)
    with transaction.atomic(), django_assert_num_queries(queries):
        save(evaluation, before, after, revision=evaluation.revision, actor=None)
    assert kept(evaluation) == stored.rows(edition(), after)
