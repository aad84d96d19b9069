"""A unit's projects are registered, changed and removed by its preparer or the region's manager, and told to the log."""

import json

import pytest
from django.core.exceptions import ValidationError

from accounts.actors import Actor, actor_of
from accounts.models import AuditEvent
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.common.years import lasting_in
from evaluations.fiscal_years.models import FormEdition
from evaluations.projects.models import Project
from evaluations.projects.services import Particulars, add_project, add_projects, change_project, remove_project
from tests.factories import a_person, a_project, a_region, a_unit, a_year, an_evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    return actor_of(a_person(Role.PREPARER))


def test_projects_are_numbered_in_their_order(clerk: Actor) -> None:
    first, second = add_projects(a_unit(), [Particulars("免费开放"), Particulars("送戏下乡", code="43020")], clerk)
    third = add_project(a_unit(), Particulars(" 古籍\t修复 "), clerk)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert third.name == "古籍 修复"
    told = AuditEvent.objects.filter(action="add_project").order_by("pk").first()
    assert told is not None
    assert (told.subject, json.loads(told.detail)["name"]) == ("U1", "免费开放")


def test_a_manager_of_the_region_registers_them_too() -> None:
    add_project(a_unit(), Particulars("免费开放"), actor_of(a_person(Role.MANAGER)))
    assert Project.objects.get().unit == a_unit()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PREPARER, Role.MANAGER)])
def test_nobody_else_does(role: Role) -> None:
    project = a_project()
    strangers = [a_person(role), a_person(Role.PREPARER, a_unit("U2")), a_person(Role.MANAGER, region=a_region("99"))]
    for stranger in map(actor_of, strangers):
        with pytest.raises(Refused, match="只有本单位的填报人和本地区的绩效管理员"):
            add_project(a_unit(), Particulars("送戏下乡"), stranger)
        with pytest.raises(Refused, match="只有本单位的填报人和本地区的绩效管理员"):
            change_project(project, Particulars("送戏下乡"), stranger)
        with pytest.raises(Refused, match="只有本单位的填报人和本地区的绩效管理员"):
            remove_project(project, stranger)
    assert list(Project.objects.values_list("name", flat=True)) == ["免费开放"]


@pytest.mark.parametrize(
    ("particulars", "said"),
    [
        (Particulars(""), "不能为空|此字段"),
        (Particulars("免费开放"), "本单位已有这个名称的项目"),
        (Particulars("送戏下乡", code="43020"), "本单位已有这个编码的项目"),
        (Particulars("送戏下乡", since_year=2024, until_year=2023), "终止年度不能早于起始年度"),
        (Particulars("送戏\x00下乡"), "含有不可显示的字符"),
        (Particulars("送戏下乡", since_year=1900), "大于|不小于|至少"),
    ],
)
def test_what_cannot_be_stored_is_told(particulars: Particulars, said: str, clerk: Actor) -> None:
    a_project(code="43020")
    with pytest.raises(ValidationError, match=said):
        add_project(a_unit(), particulars, clerk)
    assert Project.objects.count() == 1


def test_another_unit_may_have_a_project_of_the_same_name(clerk: Actor) -> None:
    a_project(a_unit("U2"))
    assert add_project(a_unit(), Particulars("免费开放"), clerk).number == 1


def test_only_what_changes_is_told(clerk: Actor) -> None:
    project = a_project()
    change_project(project, Particulars("免费开放", until_year=2024), clerk)
    assert Project.objects.get().until_year == 2024
    assert json.loads(AuditEvent.objects.get(action="change_project").detail) == {
        "project": "免费开放",
        "until_year": ["", "2024"],
    }
    change_project(project, Particulars("免费开放", until_year=2024), clerk)
    assert AuditEvent.objects.filter(action="change_project").count() == 1


def test_a_project_without_an_evaluation_can_be_removed(clerk: Actor) -> None:
    remove_project(a_project(), clerk)
    assert not Project.objects.exists()
    assert json.loads(AuditEvent.objects.get(action="remove_project").detail)["name"] == "免费开放"


def test_an_evaluated_project_stays(clerk: Actor) -> None:
    year = a_year(edition=FormEdition.objects.get(code="project-2022"))
    project = an_evaluation(fiscal_year=year).project
    assert project is not None
    with pytest.raises(Refused, match="已有自评，不能删除"):
        remove_project(project, clerk)
    assert Project.objects.get() == project


@pytest.mark.parametrize(
    ("since", "until", "ran"),
    [(None, None, True), (2023, None, True), (2024, None, False), (None, 2022, False), (2022, 2023, True)],
)
def test_it_ran_between_its_years(since: int | None, until: int | None, ran: bool) -> None:  # noqa: FBT001
    project = a_project(since_year=since, until_year=until)
    assert project.ran_in(2023) == ran == Project.objects.filter(lasting_in(2023)).exists()
