"""What the database itself refuses of 附件2, and that moving rows does not trip over it."""

import pytest
from django.db import IntegrityError

from evaluations.basic_data.models import BasicData, Building, ExpenditureRow
from evaluations.basic_data.store import TABLES, load, save
from evaluations.core.content import rows
from evaluations.core.form import document as core
from evaluations.records.content import Reader
from evaluations.records.models import SelfEvaluation
from tests.core.builders import document, edition
from tests.dossier.filled import filled
from tests.factories import an_evaluation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "again",
    [
        lambda evaluation: BasicData(evaluation=evaluation),
        lambda evaluation: ExpenditureRow(evaluation=evaluation, item="project", position=1),
        lambda evaluation: Building(evaluation=evaluation, position=1),
    ],
    ids=["once", "line", "building"],
)
def test_a_place_holds_one_row(again: type) -> None:
    evaluation = an_evaluation()
    again(evaluation).save()
    with pytest.raises(IntegrityError):
        again(evaluation).save()


def negative_posts(evaluation: SelfEvaluation) -> BasicData:
    return BasicData(evaluation=evaluation, authorized_posts=-1)


def no_place(evaluation: SelfEvaluation) -> Building:
    return Building(evaluation=evaluation, position=0)


def loaded(evaluation: SelfEvaluation) -> core.BasicData:
    return load(edition(), evaluation, Reader(*TABLES).rows(evaluation.pk))


@pytest.mark.parametrize("impossible", [negative_posts, no_place])
def test_an_impossible_row_is_refused(impossible: type) -> None:
    with pytest.raises(IntegrityError):
        impossible(an_evaluation()).save()


def test_rows_that_swap_places_keep_their_numbers() -> None:
    list_path = "basic_data.expenditure.earmarked_fund"
    two = document()
    for _ in range(2):
        two = rows.add(edition(), two, list_path).document
    evaluation = filled(two)
    before = ExpenditureRow.objects.filter(item="earmarked_fund").count()
    swapped = rows.move(edition(), two, f"{list_path}.1", before).document
    save(evaluation, two.basic_data, swapped.basic_data)
    assert loaded(evaluation) == swapped.basic_data
    assert ExpenditureRow.objects.filter(item="earmarked_fund").count() == before


def test_a_line_without_amounts_has_no_row() -> None:
    evaluation = filled()
    blank = evaluation.basic_data
    emptied = loaded(evaluation).model_copy(update={"expenditure": ()})
    save(evaluation, loaded(evaluation), emptied)
    assert not ExpenditureRow.objects.exists()
    assert BasicData.objects.get() == blank
