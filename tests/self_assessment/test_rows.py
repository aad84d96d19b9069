"""What the database itself refuses of 附件3."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, models

from evaluations.self_assessment.models import DIRECTIONS, GROUPS, FundingAmount, Indicator, SelfAssessment
from tests.core.builders import edition
from tests.factories import an_evaluation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (SelfAssessment, {}),
        (FundingAmount, {"group": "by_revenue", "item": "other_funds", "amount": Decimal(1)}),
        (Indicator, {"category": "output.quantity", "position": 1}),
    ],
)
def test_a_place_holds_one_row(model: type[models.Model], values: dict[str, object]) -> None:
    evaluation = an_evaluation()
    model(evaluation=evaluation, **values).save()
    with pytest.raises(IntegrityError):
        model(evaluation=evaluation, **values).save()


@pytest.mark.parametrize(
    "impossible",
    [
        Indicator(category="output.quantity", position=0),
        Indicator(category="output.quantity", position=1, direction="upwards"),
        FundingAmount(group="by_colour", item="red", amount=Decimal(1)),
        FundingAmount(group="by_revenue", item="other_funds"),
    ],
    ids=["position", "direction", "group", "amount"],
)
def test_an_impossible_row_is_refused(impossible: Indicator | FundingAmount) -> None:
    impossible.evaluation = an_evaluation()
    with pytest.raises(IntegrityError):
        impossible.save()


def test_the_groups_and_directions_are_those_of_the_core() -> None:
    from evaluations.core.content.cells import DIRECTIONS as KNOWN

    assert set(GROUPS) == set(edition().fundings)
    assert set(DIRECTIONS) == set(KNOWN.values())
