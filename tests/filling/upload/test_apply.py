"""What was read out of a file, saved into an evaluation as one edit of the person who chose it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.comments.models import Comment
from evaluations.common.refusal import Refused
from evaluations.core.form.document import Document, ExpenditureRow, Indicator
from evaluations.core.readback.reading import ReadBack
from evaluations.dossier.freezing import freeze
from evaluations.filling.steps import BASIC_DATA, INDICATORS
from evaluations.filling.upload.apply import TakenOver, take_over
from evaluations.records.models import Edit, Explanation, SelfEvaluation
from evaluations.records.services import Conflict
from evaluations.records.states import State
from tests.core import builders
from tests.core.readback.tables import both, read
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state
from tests.filling.forms import EDITION, FUND, PROJECT, fill_in, post, revision_of, stored

pytestmark = pytest.mark.django_db
FIRST = "self_assessment.indicators.1"
OFFICE = "basic_data.expenditure.office.prior_final"


def of(document: Document) -> ReadBack:
    """What is read of both sheets of the document."""
    return read(EDITION, document.fiscal_year, *both(EDITION, document))


def taken(evaluation: SelfEvaluation, file: ReadBack, actor: User | None, **options: object) -> TakenOver:
    given = {"chosen": file.texts, "revision": revision_of(evaluation)} | options
    return take_over(evaluation.pk, file, actor=actor and actor_of(actor), **given)  # type: ignore[arg-type]  # as the test gives it


def test_all_of_a_file_is_one_edit_of_the_person(evaluation: SelfEvaluation, preparer: User) -> None:
    file = of(builders.document())
    result = taken(evaluation, file, preparer)
    assert (dict(result.errors), result.evaluation.revision, revision_of(evaluation)) == ({}, 1, 1)
    now = stored(evaluation)
    assert now["basic_data.expenditure.project.final"] == file.texts["basic_data.expenditure.project.final"]
    assert set(Edit.objects.values_list("revision", "by")) == {(1, preparer.pk)}
    assert Edit.objects.filter(where=f"{FUND}.1.name").count() == 1


def test_only_the_chosen_cells_are_saved(evaluation: SelfEvaluation, preparer: User) -> None:
    path = "self_assessment.executed"
    taken(evaluation, of(builders.document()), preparer, chosen={path})
    # The report's own figures repeat none of it; only the cell has a line of history.
    assert set(Edit.objects.values_list("where", flat=True)) == {path}


def test_totals_and_figures_follow_as_if_it_was_typed(evaluation: SelfEvaluation, preparer: User) -> None:
    file = of(builders.document())
    parts = {path for path in file.texts if path.startswith(FUND)}
    taken(evaluation, file, preparer, chosen=parts)
    finals = [file.texts[path] for path in sorted(parts) if path.endswith(".final")]
    assert float(stored(evaluation)[f"{PROJECT}.final"]) == pytest.approx(sum(map(float, finals)))


def test_nothing_stored_is_removed_and_blanks_change_nothing(evaluation: SelfEvaluation, preparer: User) -> None:
    fill_in(evaluation, builders.document())
    before = stored(evaluation)
    taken(evaluation, of(builders.empty(EDITION)), preparer)
    assert (stored(evaluation), revision_of(evaluation)) == (before, 1)


def test_a_text_that_cannot_be_read_is_left_out_and_told(evaluation: SelfEvaluation, preparer: User) -> None:
    good, bad = "self_assessment.executed", "self_assessment.initial_budget"
    file = ReadBack({good: "74.56", bad: "六十五"}, {}, {good: "附件3 F5", bad: "附件3 D5"}, ())
    result = taken(evaluation, file, preparer)
    assert dict(result.errors) == {bad: "填的是“六十五”，应为数字，例如 65.8。"}
    assert (stored(evaluation)[good], stored(evaluation)[bad]) == ("74.56", "")


def test_a_broken_character_is_left_out_and_told(evaluation: SelfEvaluation, preparer: User) -> None:
    path = "preparer.name"
    result = taken(evaluation, ReadBack({path: "张\ufffd"}, {}, {path: "附件3 A28"}, ()), preparer)
    assert "不完整的字符" in result.errors[path]
    assert stored(evaluation)[path] == ""


def test_rows_that_are_numbered_anew_take_comments_and_explanations_along(
    evaluation: SelfEvaluation, preparer: User
) -> None:
    one = Indicator(category="cost.social", name="丙")
    fill_in(evaluation, builders.with_indicators(builders.empty(EDITION), one))
    Explanation.objects.create(evaluation=evaluation, code="A3-09", where=f"{FIRST}.score", text="说明")
    where, at = f"{FIRST}.score", "2024-03-01T00:00Z"
    Comment.objects.create(evaluation=evaluation, where=where, cell_name="丙", text="？", author=preparer, at=at)
    added = Indicator(category="output.quantity", name="甲")
    taken(evaluation, of(builders.with_indicators(builders.empty(EDITION), added)), preparer)
    assert stored(evaluation)[f"{FIRST}.name"] == "甲"
    assert Explanation.objects.get().where == "self_assessment.indicators.2.score"
    assert Comment.objects.get().where == "self_assessment.indicators.2.score"


def test_a_stale_form_finds_out_that_its_rows_are_numbered_anew(
    browser: Client, evaluation: SelfEvaluation, preparer: User
) -> None:
    fill_in(evaluation, builders.with_indicators(builders.empty(EDITION), Indicator(category="cost.social", name="丙")))
    stale = revision_of(evaluation)
    added = Indicator(category="output.quantity", name="甲")
    taken(evaluation, of(builders.with_indicators(builders.empty(EDITION), added)), preparer)
    response = post(browser, evaluation, INDICATORS, {f"{FIRST}.target": "3件"}, revision=stale)
    assert response.status_code == 409
    assert stored(evaluation)[f"{FIRST}.target"] == ""


def test_somebody_elses_save_since_is_a_conflict(browser: Client, evaluation: SelfEvaluation, preparer: User) -> None:
    post(browser, evaluation, BASIC_DATA, {f"{PROJECT}.final": "8"})
    with pytest.raises(Conflict) as conflict:
        taken(evaluation, of(builders.document()), preparer, revision=0)
    assert conflict.value.revision == 1
    assert revision_of(evaluation) == 1


@pytest.mark.parametrize("state", [State.UNIT_CHECK, State.SUBMITTED, State.APPROVED])
def test_what_is_handed_in_takes_nothing_over(evaluation: SelfEvaluation, preparer: User, state: State) -> None:
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(state))
    for actor in (preparer, None):
        with pytest.raises(Refused):
            taken(evaluation, of(builders.document()), actor)
    assert revision_of(evaluation) == 0


def test_only_the_units_own_preparer_takes_over(evaluation: SelfEvaluation, unit_head: User) -> None:
    for person in (unit_head, a_person(Role.PREPARER, a_unit("U2"))):
        with pytest.raises(Refused):
            taken(evaluation, of(builders.document()), person)
    with pytest.raises(Refused, match="没有这份自评"):
        take_over(999, of(builders.document()), (), revision=0, actor=None)


def test_last_years_approved_amounts_stay_and_are_told(preparer: User) -> None:
    last_year = fill_in(an_evaluation(fiscal_year=a_year(2022)), builders.document())
    freeze(last_year, None, "confirm")
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**in_state(State.APPROVED))
    final = stored(last_year)["basic_data.expenditure.office.final"]
    evaluation = an_evaluation()
    blank = builders.empty(EDITION)
    fill_in(
        evaluation,
        builders.with_rows(blank, "office", ExpenditureRow.model_validate({"item": "office", "prior_final": final})),
    )
    for text, is_told in ((final, False), ("123", True)):
        file = ReadBack(
            {OFFICE: text, "preparer.name": "张三"}, {}, {OFFICE: "附件2 B19", "preparer.name": "附件2 A28"}, ()
        )
        result = taken(evaluation, file, preparer)
        assert (OFFICE in result.errors) is is_told
        assert (stored(evaluation)[OFFICE], stored(evaluation)["preparer.name"]) == (final, "张三")


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(preparer: User) -> None:
    def queries(count: int) -> int:
        evaluation = an_evaluation(fiscal_year=a_year(2030 + count))
        rows = (ExpenditureRow(item="earmarked_fund", name=f"专项{n}") for n in range(count))
        indicators = (Indicator(category="output.quality", name=f"指标{n}") for n in range(count))
        document = builders.with_rows(builders.empty(EDITION), "earmarked_fund", *rows)
        file = of(builders.with_indicators(document, *indicators))
        actor_of(preparer)  # read once, as a request does
        with CaptureQueriesContext(connection) as captured:
            taken(evaluation, file, preparer)
        return len(captured)

    assert queries(1) == queries(40)
