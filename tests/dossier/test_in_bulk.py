"""Many evaluations written at once stand as if each had been saved by itself, with its history, and cost no more queries than two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.core.form.document import Document, Explanation
from evaluations.dossier.in_bulk import Written, write_all
from evaluations.dossier.store import blank, load, save
from evaluations.narrative.models import ChapterSketch
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document, real_figures
from tests.dossier.filled import fetched, placed
from tests.factories import a_person, a_unit, an_evaluation, in_state

pytestmark = pytest.mark.django_db
EXPLAINED = (Explanation(code="P-01", where="self_assessment.executed", text="情况属实。"),)


def some(number: int, content: Document) -> list[tuple[SelfEvaluation, Document, User]]:
    """Evaluations of different units, what each is to hold, and its preparer."""
    units = [a_unit(f"B{number}-{at}") for at in range(number)]
    evaluations = [fetched(an_evaluation(unit)) for unit in units]
    return [
        (evaluation, placed(content, evaluation), a_person(Role.PREPARER, evaluation.unit))
        for evaluation in evaluations
    ]


def written(number: int, content: Document) -> list[tuple[SelfEvaluation, Document, User]]:
    made = some(number, content)
    write_all([Written(evaluation, whole, actor_of(person)) for evaluation, whole, person in made])
    return made


@pytest.mark.slow
@pytest.mark.parametrize("content", [document(), real_figures()], ids=["clean", "real"])
def test_each_is_loaded_as_it_was_written(content: Document) -> None:
    for evaluation, whole, _ in written(3, content.model_copy(update={"explanations": EXPLAINED})):
        stored = fetched(evaluation)
        assert load(stored) == whole
        assert stored.revision == 1


@pytest.mark.slow
def test_each_has_the_history_and_the_sketches_of_a_save_by_itself() -> None:
    content = real_figures().model_copy(update={"explanations": EXPLAINED})
    ((together, _, _),) = written(1, content)
    ((alone, whole, person),) = some(2, content)[:1]
    save(alone, blank(alone), whole, revision=0, actor=actor_of(person))

    def history(evaluation: SelfEvaluation) -> list[tuple[str, str, str, int]]:
        edits = Edit.objects.filter(evaluation=evaluation).order_by("where")
        return [(edit.where, edit.old, edit.new, edit.revision) for edit in edits]

    def sketches(evaluation: SelfEvaluation) -> set[int]:
        return set(ChapterSketch.objects.filter(chapter__evaluation=evaluation).values_list("hash", flat=True))

    assert history(together) == history(alone)
    assert sketches(together) == sketches(alone)


@pytest.mark.slow
def test_many_cost_as_many_queries_as_two() -> None:
    costs = []
    for number in (2, 12):
        made = [Written(one, whole, actor_of(person)) for one, whole, person in some(number, real_figures())]
        with CaptureQueriesContext(connection) as captured:
            write_all(made)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_nobody_writes_for_another_unit() -> None:
    made = some(2, document())
    with pytest.raises(Refused, match="只有本单位的填报人可以填写"):
        write_all([Written(evaluation, whole, actor_of(made[0][2])) for evaluation, whole, _ in made])
    assert not Edit.objects.exists()


@pytest.mark.parametrize("state", [State.DRAFTING, State.UNIT_CHECK])
def test_one_that_was_saved_or_is_handed_in_keeps_all_from_being_written(state: State) -> None:
    made = some(2, document())
    first = made[0][0]
    SelfEvaluation.objects.filter(pk=first.pk).update(revision=1 if state == State.DRAFTING else 0)
    if state != State.DRAFTING:
        SelfEvaluation.objects.filter(pk=first.pk).update(**in_state(state, first.unit))
    with pytest.raises(Refused, match="有已经填写过的"):
        write_all([Written(evaluation, whole, actor_of(person)) for evaluation, whole, person in made])
    assert not Edit.objects.exists()
