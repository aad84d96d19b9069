"""Beginning a year from last year's approved evaluation, and the report's figures that follow the tables."""

from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from evaluations.core.basics.values import TO_UPDATE
from evaluations.core.content.cells import cells
from evaluations.core.form.document import Preparer
from evaluations.core.guidance.prefill import starting
from evaluations.dossier.freezing import freeze
from evaluations.dossier.store import documents, load
from evaluations.filling.steps import BASIC_DATA, REPORT
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.core.builders import document
from tests.factories import a_person, a_unit, a_year, an_evaluation, in_state
from tests.filling.conftest import SignIn
from tests.filling.forms import BLANK, EDITION, address, fill_in, post, revision_of, stored, typed_into

pytestmark = pytest.mark.django_db
OPERATING = "basic_data.expenditure.operating.final"
FIGURE = "report.figures.operating"


def last_years(state: State = State.APPROVED) -> SelfEvaluation:
    """Last year's evaluation of the usual unit, frozen, in `state`."""
    evaluation = fill_in(an_evaluation(fiscal_year=a_year(2022)), document())
    freeze(evaluation, None, "confirm")
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(**in_state(state))
    return evaluation


def begun(browser: Client) -> SelfEvaluation:
    year = a_year()
    browser.post(f"/years/{year.pk}/units/{a_unit().pk}/begin/")
    return documents().get(fiscal_year=year)


@pytest.mark.slow
@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED])
def test_a_year_begins_with_what_was_approved_last_year(browser: Client, preparer: User, state: State) -> None:
    last_year = load(last_years(state))
    evaluation = begun(browser)
    blank = BLANK.model_copy(update={"unit": last_year.unit, "preparer": Preparer(name="周敏", phone=preparer.phone)})
    assert stored(evaluation) == {p: c.text for p, c in cells(EDITION, starting(EDITION, blank, last_year)).items()}
    assert evaluation.revision == 1
    edits = Edit.objects.filter(evaluation=evaluation)
    assert set(edits.values_list("by", "revision")) == {(preparer.pk, 1)}
    assert set(edits.values_list("where", "new")) == {(path, text) for path, text in stored(evaluation).items() if text}
    page = unescape(browser.get(address(evaluation)).content.decode())
    assert "2022 年度的自评带入" in page
    assert TO_UPDATE in page


def filled(evaluation: SelfEvaluation) -> dict[str, str]:
    return {path: text for path, text in stored(evaluation).items() if text}


def test_without_last_year_a_year_begins_with_who_fills_it_in(browser: Client, preparer: User) -> None:
    last_years(State.SUBMITTED)
    evaluation = begun(browser)
    assert filled(evaluation) == {"preparer.name": "周敏", "preparer.phone": preparer.phone}
    assert evaluation.revision == 1
    edits = Edit.objects.filter(evaluation=evaluation)
    assert set(edits.values_list("where", "new", "by")) == {(*cell, preparer.pk) for cell in filled(evaluation).items()}


def test_an_account_without_a_telephone_leaves_it_blank(signed_in: SignIn) -> None:
    assert filled(begun(signed_in(a_person(Role.PREPARER, name="王芳", phone="")))) == {"preparer.name": "王芳"}


def test_what_the_person_gave_when_they_submitted_last_goes_before_the_account(browser: Client, preparer: User) -> None:
    last_year = last_years()
    given = {"preparer_name": "周 敏", "preparer_phone": "0731-28000077", "sent_by": preparer}
    SelfEvaluation.objects.filter(pk=last_year.pk).update(**given)
    evaluation = begun(browser)
    assert (evaluation.preparer_name, evaluation.preparer_phone) == ("周 敏", "0731-28000077")


def test_what_a_colleague_gave_is_not_taken_over(browser: Client, preparer: User) -> None:
    last_years()
    assert begun(browser).preparer_phone == preparer.phone


def test_a_year_begun_is_not_called_faulty_for_what_nobody_typed_yet(browser: Client) -> None:
    evaluation = begun(browser)
    page = unescape(browser.get(address(evaluation)).content.decode())
    assert "处错误" not in page
    assert "还没有填写" in unescape(browser.get("/").content.decode())


@pytest.mark.slow
def test_beginning_again_takes_nothing_over_what_is_filled_in(browser: Client) -> None:
    evaluation = begun(browser)
    fill_in(evaluation, typed_into(BLANK, {OPERATING: "7"}))
    last_years()
    begun(browser)
    assert filled(evaluation) == {OPERATING: "7", FIGURE: "7"}


@pytest.mark.slow
def test_pressing_twice_fills_once(browser: Client) -> None:
    last_years()
    begun(browser)
    assert begun(browser).revision == 1


def test_a_figure_of_the_report_is_filled_by_the_save_of_its_table(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BASIC_DATA, {OPERATING: "7.25"})
    assert stored(evaluation)[FIGURE] == "7.25"
    post(browser, evaluation, BASIC_DATA, {OPERATING: "8"}, revision=revision_of(evaluation))
    assert stored(evaluation)[FIGURE] == "8"
    assert Edit.objects.filter(where=FIGURE).count() == 2


def test_a_figure_typed_on_purpose_stays_what_it_is(browser: Client, evaluation: SelfEvaluation) -> None:
    post(browser, evaluation, BASIC_DATA, {OPERATING: "7.25"})
    post(browser, evaluation, REPORT, {FIGURE: "7.3"}, revision=revision_of(evaluation))
    post(browser, evaluation, BASIC_DATA, {OPERATING: "8"}, revision=revision_of(evaluation))
    assert stored(evaluation)[FIGURE] == "7.3"


def test_the_save_of_the_report_fills_its_figures_too(browser: Client, evaluation: SelfEvaluation) -> None:
    fill_in(evaluation, typed_into(BLANK, {OPERATING: "7.25", FIGURE: ""}).model_copy(update={"report": BLANK.report}))
    assert stored(evaluation)[FIGURE] == ""
    post(browser, evaluation, REPORT, {"report.chapters.1": "单位。"}, revision=revision_of(evaluation))
    assert stored(evaluation)[FIGURE] == "7.25"
