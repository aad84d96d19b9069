"""Sums and comparisons over many evaluations; facts follow their cells through every save."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.contents.facts import amounts, exceeding, total
from evaluations.contents.models import Fact
from evaluations.contents.store import recompute_facts
from evaluations.core.content.facts import Facts, facts
from evaluations.core.form.document import Document
from evaluations.dossier.in_bulk import Written, write_all
from evaluations.dossier.store import load
from evaluations.records.models import SelfEvaluation
from tests.core import strategies
from tests.core.builders import document, edition, empty, fill
from tests.dossier.filled import fetched, filled, placed, put
from tests.factories import a_unit, an_evaluation

pytestmark = pytest.mark.django_db
ALL = SelfEvaluation.objects.all()


def typed(unit: str, cells: dict[str, str]) -> SelfEvaluation:
    """A unit's evaluation in which nothing else is filled in."""
    evaluation = an_evaluation(a_unit(unit))
    put(evaluation, fill(edition(), empty(edition()), cells))
    return evaluation


def kept(evaluation: SelfEvaluation) -> Facts:
    listed = Fact.objects.filter(evaluation=evaluation).values_list("concept", "row", "amount")
    return {(concept, row): amount for concept, row, amount in listed}


def of(content: Document) -> Facts:
    return facts(edition(), content.basic_data, content.self_assessment)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(strategies.documents(edition()), min_size=1, max_size=3))
def test_whatever_is_saved_the_facts_are_those_of_the_document(contents: list[Document]) -> None:
    with transaction.atomic():
        evaluation = an_evaluation()
        for content in contents:
            put(evaluation, content)
            assert kept(evaluation) == of(load(fetched(evaluation)))
        transaction.set_rollback(True)


@pytest.mark.slow
def test_many_evaluations_written_at_once_have_their_facts() -> None:
    several = [fetched(an_evaluation(a_unit(f"U{number}"))) for number in range(3)]
    write_all([Written(one, placed(document(), one), None) for one in several])
    assert all(kept(one) == of(document()) != {} for one in several)


def test_a_concept_is_summed_over_the_evaluations_that_are_meant() -> None:
    first, second, _ = (typed(f"U{number}", {"executed": f"{number}.1"}) for number in range(1, 4))
    assert total(ALL, "funds.executed") == Decimal("6.3")
    assert total(ALL.filter(pk__in=[first.pk, second.pk]).order_by("unit"), "funds.executed") == Decimal("3.2")
    assert total(ALL.none(), "funds.executed") is None


def test_a_blank_adds_nothing_and_a_zero_is_a_sum() -> None:
    typed("U1", {"initial_budget": "1"})
    assert total(ALL, "funds.executed") is None
    typed("U2", {"executed": "0"})
    assert total(ALL, "funds.executed") == 0


def test_a_line_is_summed_by_itself() -> None:
    typed("U1", {"office.final": "0.000001", "project.final": "5"})
    typed("U2", {"office.final": "99999999.999999"})
    assert total(ALL, "expenditure.final", "office") == Decimal("100000000.000000")


def test_who_spent_more_than_the_budget_is_found() -> None:
    over = typed("U1", {"executed": "2.000001", "adjusted_budget": "2"})
    typed("U2", {"executed": "2", "adjusted_budget": "2"})
    typed("U3", {"executed": "2"})
    assert list(exceeding(ALL, "funds.executed", "funds.adjusted")) == [over]


def test_who_spent_more_on_a_line_is_found_once() -> None:
    over = typed(
        "U1", {"office.final": "2", "office.budget": "1", "utilities_travel.final": "2", "utilities_travel.budget": "1"}
    )
    typed("U2", {"office.final": "2", "utilities_travel.budget": "1"})
    assert list(exceeding(ALL, "expenditure.final", "expenditure.budget")) == [over]


def test_the_amounts_of_several_evaluations_take_one_query() -> None:
    first, second = filled(), typed("U2", {"executed": "7"})
    wanted = ("funds.executed", "score.total")
    with CaptureQueriesContext(connection) as captured:
        found = amounts([first.pk, second.pk], wanted)
    assert len(captured) == 1
    told = of(document())
    assert found == {
        (first.pk, "funds.executed"): told["funds.executed", ""],
        (first.pk, "score.total"): told["score.total", ""],
        (second.pk, "funds.executed"): 7,
    }


@pytest.mark.slow
def test_the_command_derives_them_again() -> None:
    evaluations = [filled(), typed("U2", {"executed": "7"})]
    before = [kept(one) for one in evaluations]
    Fact.objects.filter(concept="funds.executed").delete()
    Fact.objects.filter(concept="score.total").update(concept="funds.unheard_of")
    told = StringIO()
    call_command("recompute_facts", stdout=told)
    assert "2 份" in told.getvalue()
    assert [kept(one) for one in evaluations] == before


@pytest.mark.slow
def test_deriving_many_costs_as_many_queries_as_one() -> None:
    pks = [typed(f"U{number}", {"executed": "7"}).pk for number in range(5)]
    costs = []
    for some in (pks[:1], pks):
        with CaptureQueriesContext(connection) as captured:
            recompute_facts(some)
        costs.append(len(captured))
    assert costs[0] == costs[1]
