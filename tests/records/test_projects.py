"""A year of projects is begun and issued project by project, beside the year of the whole units."""

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import Actor, actor_of
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.dossier.judging import previous_document
from evaluations.dossier.prefill import begin
from evaluations.dossier.store import documents, load
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.services import change_year, kind_of, open_year
from evaluations.records.issuing import issue, issued_to_all, not_issued
from evaluations.records.models import SelfEvaluation
from tests.factories import a_person, a_project, a_region, a_unit, a_year, an_evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    return actor_of(a_person(Role.PREPARER))


@pytest.fixture
def form() -> FormEdition:
    return FormEdition.objects.get(code="project-2022")


@pytest.fixture
def year(form: FormEdition) -> FiscalYear:
    return a_year(edition=form)


def test_a_year_has_one_of_each_kind(form: FormEdition) -> None:
    whole, projects = a_year(), a_year(edition=form)
    assert (str(whole), str(projects)) == ("2023年度", "2023年度项目支出")
    assert (whole.key, projects.key) == ("2023", "2023项目支出")
    manager, opens_at, deadline = actor_of(a_person(Role.MANAGER)), whole.opens_at, whole.deadline
    kind = " 专项债项目 "
    special = open_year(a_region(), 2023, form, kind=kind, opens_at=opens_at, deadline=deadline, actor=manager)
    assert kind_of(form, kind) == special.kind == "专项债项目"


def test_a_years_form_goes_on_evaluating_what_it_did(year: FiscalYear) -> None:
    other = FormEdition.objects.get(code="lusong-2023")
    manager, times = actor_of(a_person(Role.MANAGER)), (year.opens_at, year.deadline)
    with pytest.raises(Refused, match="评价的是项目支出，不能换成整体支出的表样"):
        change_year(year, opens_at=times[0], deadline=times[1], notice="", levels=(), edition=other, actor=manager)


def test_each_project_is_begun_by_itself_and_once(year: FiscalYear, clerk: Actor) -> None:
    one, other = a_project(), a_project(name="送戏下乡", department="文旅局", implementer="剧团", code="43")
    first, _ = begin(a_unit(), year, clerk, one)
    second, _ = begin(a_unit(), year, clerk, other)
    assert first.pk != second.pk
    assert begin(a_unit(), year, clerk, one)[0] == first
    assert begin(a_unit(), a_year(), clerk)[0].project is None
    assert (second.title, second.subject_name) == ("2023年度项目支出自评：送戏下乡", "测试单位U1（送戏下乡）")
    document = load(documents().get(pk=second.pk)).project
    assert document is not None
    assert document.model_dump() == {"name": "送戏下乡", "code": "43", "department": "文旅局", "implementer": "剧团"}
    blank = load(documents().get(pk=first.pk)).project
    assert blank is not None
    assert (blank.department, blank.implementer) == ("测试单位U1", "测试单位U1")


def test_the_department_is_the_units_unless_the_project_says_another(year: FiscalYear) -> None:
    unit = a_unit()
    unit.department = a_unit("D1")
    unit.save()
    project = load(documents().get(pk=an_evaluation(unit, year).pk)).project
    assert project is not None
    assert project.department == "测试单位D1"


def test_what_a_year_does_not_evaluate_is_refused(year: FiscalYear, clerk: Actor) -> None:
    with pytest.raises(Refused, match="2023年度项目支出自评逐个项目填报，请先选择项目"):
        begin(a_unit(), year, clerk)
    with pytest.raises(Refused, match="2023年度自评按单位填报，不按项目填报"):
        begin(a_unit(), a_year(), clerk, a_project())
    with pytest.raises(Refused, match="“免费开放”不是测试单位U1的项目"):
        begin(a_unit(), year, clerk, a_project(a_unit("U2")))
    with pytest.raises(Refused, match="“旧项目”在 2023 年度没有实施"):
        begin(a_unit(), year, clerk, a_project(name="旧项目", until_year=2022))
    assert not SelfEvaluation.objects.exists()


def test_the_database_holds_one_evaluation_of_a_project_and_one_of_the_unit(year: FiscalYear) -> None:
    an_evaluation(fiscal_year=year), an_evaluation()
    for again in (year, a_year()):
        with pytest.raises(IntegrityError), transaction.atomic():
            an_evaluation(fiscal_year=again)


def test_a_year_is_issued_to_each_project_that_ran(form: FormEdition) -> None:
    year = a_year(edition=form, needs_issuing=True)
    for code in ("U1", "U2"):
        a_project(a_unit(code))
    a_project(name="送戏下乡"), a_project(name="旧项目", until_year=2022)
    a_unit("U3")
    manager = actor_of(a_person(Role.MANAGER))
    assert not_issued(year, issued_to_all(year)).count() == 3
    assert issue(year, issued_to_all(year), manager) == 3
    assert issue(year, issued_to_all(year), manager) == 0
    issued = SelfEvaluation.objects.filter(fiscal_year=year).values_list("unit__code", "project__name")
    assert set(issued) == {("U1", "免费开放"), ("U1", "送戏下乡"), ("U2", "免费开放")}


def test_a_preparer_begins_an_issued_year_for_issued_projects_only(form: FormEdition, clerk: Actor) -> None:
    year = a_year(edition=form, needs_issuing=True)
    with pytest.raises(Refused, match="2023年度项目支出自评没有下达给测试单位U1的“免费开放”"):
        begin(a_unit(), year, clerk, a_project())
    issue(year, issued_to_all(year), None)
    assert begin(a_unit(), year, clerk, a_project())[0].project == a_project()


def test_last_years_document_is_that_of_the_same_project(form: FormEdition) -> None:
    region = a_region()
    region.bureau_name = ""
    region.save()
    before = an_evaluation(fiscal_year=a_year(2022, edition=form), preparer_name="周敏")
    an_evaluation(fiscal_year=a_year(2022), preparer_name="整体")
    an_evaluation(fiscal_year=a_year(2022, edition=form), project=a_project(name="送戏下乡"), preparer_name="他人")
    now = an_evaluation(fiscal_year=a_year(edition=form))
    document = previous_document(documents().get(pk=now.pk))
    assert document is not None
    assert document.preparer.name == before.preparer_name == "周敏"
    whole = previous_document(documents().get(pk=an_evaluation().pk))
    assert whole is not None
    assert whole.preparer.name == "整体"
