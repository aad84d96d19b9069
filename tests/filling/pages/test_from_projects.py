"""A unit's own form takes over what its projects' evaluations say, on a page of its own."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from evaluations.core.content.cells import cells, fill
from evaluations.dossier import store
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import State
from tests.factories import a_person, a_project, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.django_db

CELL = "self_assessment.by_expenditure.project"
EXECUTED = "self_assessment.executed"


@pytest.fixture
def clerk(client: Client) -> User:
    person = a_person(Role.PREPARER, name="周敏")
    client.force_login(person)
    return person


@pytest.fixture
def own(clerk: User) -> SelfEvaluation:
    return an_evaluation()


def a_project_year() -> FiscalYear:
    return a_year(edition=FormEdition.objects.get(code="project-2022"))


def typed(evaluation: SelfEvaluation, **texts: str) -> None:
    """Fill in cells of 附件3."""
    loaded = store.documents().get(pk=evaluation.pk)
    stored, edition = store.load(loaded), store.edition_of(loaded)
    filled, errors = fill(edition, stored, {f"self_assessment.{name}": text for name, text in texts.items()})
    assert not errors
    store.save(loaded, stored, filled, revision=loaded.revision, actor=None)


def projects(*executed: str) -> None:
    for number, text in enumerate(executed, 1):
        one = an_evaluation(fiscal_year=a_project_year(), project=a_project(name=f"第 {number} 个项目"))
        typed(one, executed=text)


def text_in(evaluation: SelfEvaluation, path: str) -> str:
    loaded = store.documents().get(pk=evaluation.pk)
    return cells(store.edition_of(loaded), store.load(loaded))[path].text


def page_of(evaluation: SelfEvaluation) -> str:
    return f"/evaluations/{evaluation.pk}/from-projects/"


def revision_of(evaluation: SelfEvaluation) -> int:
    return SelfEvaluation.objects.get(pk=evaluation.pk).revision


def test_the_task_list_leads_to_the_projects(client: Client, own: SelfEvaluation) -> None:
    assert page_of(own) in client.get(f"/evaluations/{own.pk}/").text


def test_a_unit_without_evaluated_projects_is_led_to_them(client: Client, own: SelfEvaluation) -> None:
    page = client.get(page_of(own)).text
    assert "还没有开始填报的项目" in page
    assert f"/units/{own.unit_id}/projects/" in page


def test_the_sum_of_the_projects_is_taken_over(client: Client, own: SelfEvaluation) -> None:
    projects("12.5", "30")
    page = client.get(page_of(own)).text
    assert "第 2 个项目" in page
    assert "2 个项目的全年执行之和" in page
    assert "42.5" in page
    posted = {"revision": revision_of(own), "cell": CELL}
    answer = client.post(page_of(own), posted, follow=True)
    assert "已按项目填入 1 格" in answer.text
    assert "一致" in answer.text
    assert text_in(own, CELL) == "42.5"
    assert Edit.objects.filter(evaluation=own, where=CELL).values_list("old", "new").get() == ("", "42.5")


def test_nothing_ticked_is_told(client: Client, own: SelfEvaluation) -> None:
    projects("12.5")
    answer = client.post(page_of(own), {"revision": revision_of(own)})
    assert (answer.status_code, "没有勾选要填入的单元格" in answer.text) == (422, True)


@pytest.mark.parametrize("cell", ["self_assessment.executed", "nowhere", ""])
def test_another_cell_takes_nothing_over(client: Client, own: SelfEvaluation, cell: str) -> None:
    projects("12.5")
    answer = client.post(page_of(own), {"revision": revision_of(own), "cell": cell})
    assert (answer.status_code, "没有项目填报这一格要取的数" in answer.text) == (409, True)


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(client: Client, own: SelfEvaluation) -> None:
    projects("12.5")
    opened = revision_of(own)
    typed(own, **{"by_expenditure.project": "7"})
    answer = client.post(page_of(own), {"revision": opened, "cell": CELL})
    assert (answer.status_code, "在您打开这一页之后有改动" in answer.text) == (409, True)
    assert text_in(own, CELL) == "7"


def test_a_handed_in_evaluation_takes_nothing_over(client: Client, clerk: User) -> None:
    own = an_evaluation(**in_state(State.SUBMITTED))
    projects("12.5")
    assert "checkbox" not in client.get(page_of(own)).text
    assert client.post(page_of(own), {"revision": own.revision, "cell": CELL}).status_code == 409
    assert text_in(own, CELL) == ""


def test_a_form_that_takes_nothing_over_has_no_such_page(client: Client, clerk: User) -> None:
    project = an_evaluation(fiscal_year=a_project_year())
    assert client.get(page_of(project)).status_code == 404
    assert page_of(project) not in client.get(f"/evaluations/{project.pk}/").text


def test_other_units_projects_do_not_count(client: Client, own: SelfEvaluation) -> None:
    other = a_unit("999")
    typed(an_evaluation(other, a_project_year(), project=a_project(other)), executed="5")
    assert "还没有开始填报的项目" in client.get(page_of(own)).text


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_takes_as_many_queries_for_many_projects(
    client: Client, own: SelfEvaluation, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    projects(*["1"] * number)
    client.get(page_of(own))
    with django_assert_max_num_queries(9):
        client.get(page_of(own))
