"""Whatever the cells of a file say: each list stores all that its preview announced or nothing, and a second time changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor, actor_of
from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.assignment import assign
from evaluations.core.lists.comparison import YES_ANSWER, ListComparison, Values
from evaluations.core.lists.rows import FileRow, FileRows, FoundText
from evaluations.files.uploads import File
from evaluations.lists.assignments import ASSIGNMENTS
from evaluations.lists.definition import ListDefinition
from evaluations.lists.importing import Announced, Changed, UploadedList, comparison, import_list
from evaluations.lists.people import ALL_PEOPLE, PEOPLE
from evaluations.lists.people_columns import DETAILS
from evaluations.lists.projects import PROJECTS
from evaluations.lists.units import UNITS
from evaluations.units.models import Region, Section, Unit
from tests.core.strategies import hostile_texts
from tests.factories import a_person, a_project, a_region, a_unit
from tests.scenario import Standing
from tests.undone import undone

pytestmark = pytest.mark.django_db

Row = Mapping[str, str]
World = tuple[Region, Actor]
"""A region and its manager."""
CREDIT, OTHER_CREDIT = "91350100M000100Y43", "12100000400018072U"
UNIT_CODES = ["101", "101001", "101002", "999"]
CODES = ["101", "101001", "101002"] * 2 + ["F1", "0101"]
YEARS = ["", "", "无", "2023", "2030年"]
SINCE, UNTIL = ["", "", "无", "2024-03-01", "2099年4月1日"], ["", "", "", "无", "2099.5.1", "2020.1.1"]
PEOPLE_CELLS = {
    "username": ["zhoumin", "ZhouMin", "ke", "xin", "xin", "lai", "shen", "he", "gone", "root", "foreign", "jixiao"],
    "name": ["", "周敏", "新人", "新人"],
    "phone": ["", "", "无", "0731-28000000", "138"],
    "email": ["", "", "无", "a@example.cn", "A@Example.cn"],
    "role": ["填报人", "填报人", "单位负责人", "审核员", "系统管理员"],
    "unit": ["", *CODES],
    "since": SINCE,
    "until": UNTIL,
}
UNIT_CELLS = {
    "code": [*UNIT_CODES, *UNIT_CODES, "F1", "0101", "101,001"],
    "name": ["文化馆", "文化馆", "图书馆", ""],
    "kind": ["", "行政", "参公", "无"],
    "section": ["", "教科文股", "无"],
    "department": ["", "", "", "无", *UNIT_CODES],
    "credit_code": ["", "", "无", CREDIT, OTHER_CREDIT.lower()],
    "since_year": YEARS,
    "until_year": YEARS,
    "is_active": ["", "", "是", "否"],
}
PROJECT_CELLS = {
    "unit": CODES,
    "unit_name": [""],
    "name": ["免费开放", "送戏下乡", "古籍修复", ""],
    "code": ["", "43020", "43021", "无"],
    "kind": ["", "特定目标类"],
    "department": ["", "无", "文旅局"],
    "implementer": ["", "剧团"],
    "since_year": YEARS,
    "until_year": YEARS,
}
ASSIGNMENT_CELLS = {
    "unit": CODES,
    "unit_name": ["", "随便"],
    "reviewer": ["", "无", "shen", "he", "foreign", "SHEN"],
    "reviewer_name": [""],
}


def files(cells: Mapping[str, Sequence[str]]) -> st.SearchStrategy[list[Row]]:
    """Rows of what people write into these columns, at times with one cell of anything."""
    rows = st.fixed_dictionaries({name: st.sampled_from(texts) for name, texts in cells.items()})
    odd = st.dictionaries(st.sampled_from(sorted(cells)), hostile_texts(), max_size=1)
    return st.lists(st.builds(lambda row, other: row | other, rows, st.just({}) | st.just({}) | odd), max_size=6)


@pytest.fixture(scope="module")
def world(standing: Standing) -> Iterator[World]:
    """What each import is tried on; it is undone after each."""
    with standing():
        yield a_world()


def a_world() -> World:
    """A region with units, people and a reviewer's work, strangers elsewhere; and the region's manager."""
    region, elsewhere = a_region(), a_region("430204")
    Section.objects.create(region=region, name="教科文股")
    above, unit, other = a_unit("101"), a_unit("101001"), a_unit("101002")
    Unit.objects.filter(pk=unit.pk).update(department=above, credit_code=CREDIT)
    a_person(Role.PREPARER, unit, username="zhoumin", name="周敏")
    a_person(Role.UNIT_HEAD, unit, username="gone", is_active=False)
    two = a_person(Role.PREPARER, unit, username="ke")
    Membership.objects.create(user=two, role=Role.UNIT_HEAD, unit=other)
    Membership.objects.create(user=two, role=Role.PREPARER, unit=above, since=timezone.localdate() + timedelta(days=9))
    reviewer = a_person(Role.REVIEWER, username="shen")
    both = a_person(Role.REVIEWER, username="he")
    Membership.objects.create(user=both, role=Role.PREPARER, unit=other)
    a_person(Role.ADMINISTRATOR, username="root")
    a_person(Role.REVIEWER, region=elsewhere, username="foreign")
    a_unit("F1", elsewhere)
    a_project(unit, code="43020"), a_project(unit, "送戏下乡"), a_project(other, until_year=2023)
    manager = actor_of(a_person(Role.MANAGER, username="jixiao"))
    assign(region, {unit.pk: reviewer.pk}, manager)
    return region, manager


def uploaded(rows: Sequence[Row], names: Sequence[str]) -> UploadedList:
    """What is read of a file with these rows."""
    texts = [{name: FoundText(text) for name, text in row.items() if text.strip()} for row in rows]
    found = FileRows(tuple(names), tuple(FileRow(at, row) for at, row in enumerate(texts, 2)), (), ())
    return UploadedList(File("清单.xlsx", "0" * 64), found)


def stored(definition: ListDefinition, region: Region) -> dict[tuple[str, ...], Values]:
    """The stored list, without the columns that are only shown."""
    shape = definition.shape(region)
    told = [column.name for column in shape.columns if not column.is_shown]
    rows = definition.present(region, False).rows
    return {shape.key_of(row): {name: row[name] for name in told} for row in rows}


def announced(definition: ListDefinition, region: Region, compared: ListComparison) -> dict[tuple[str, ...], Values]:
    """What is to be stored, in the same form."""
    shape = definition.shape(region)
    told = [column.name for column in shape.columns if not column.is_shown]
    return {shape.key_of(row.values): {name: row.values[name] for name in told} for row in compared.to_store}


def hold(definition: ListDefinition, rows: Sequence[Row], region: Region, actor: Actor | None) -> None:
    """Import the rows, then again and again without those that were refused, and look at what became of the list."""
    with undone():
        names = [column.name for column in definition.shape(region).columns]
        while rows:
            file = uploaded(rows, names)
            asked = comparison(definition, region, file.found, {}, actor).questions
            answers = {question.key: YES_ANSWER for question in asked}
            before, compared = stored(definition, region), comparison(definition, region, file.found, answers, actor)
            due = before | announced(definition, region, compared)
            if definition.code == PEOPLE.code:
                due = with_details(due, compared)
            try:
                import_list(definition, region, Announced(file, answers, compared.digest), actor)
            except Changed:
                assert not compared.is_ready
                assert stored(definition, region) == before
            else:
                assert stored(definition, region) == due
                assert not comparison(definition, region, file.found, answers, actor).to_store
            refused = {fault.row for fault in compared.faults}
            rows = [row for number, row in enumerate(rows, 2) if number not in refused] if refused else []


def with_details(rows: dict[tuple[str, ...], Values], compared: ListComparison) -> dict[tuple[str, ...], Values]:
    """The rows of the list: what is kept of a person stands in each of theirs; a blank cell of a new membership changes none of it."""
    kept = {user.username: {name: getattr(user, name) for name in DETAILS} for user in User.objects.all()}
    for row in compared.to_store:
        before = row.before or dict.fromkeys(DETAILS, "")
        said = {name: row.values[name] for name in DETAILS if row.values[name] != before[name]}
        kept.setdefault(row.values["username"], dict.fromkeys(DETAILS, "")).update(said)
    return {key: {**row, **kept[row["username"]]} for key, row in rows.items()}


@given(rows=files(PEOPLE_CELLS))
def test_any_file_of_people_of_units(rows: list[Row], world: World) -> None:
    hold(PEOPLE, rows, *world)


@given(rows=files(PEOPLE_CELLS))
def test_any_file_of_all_people(rows: list[Row], world: World) -> None:
    hold(ALL_PEOPLE, rows, world[0], None)


@given(rows=files(ASSIGNMENT_CELLS))
def test_any_file_of_assignments(rows: list[Row], world: World) -> None:
    hold(ASSIGNMENTS, rows, *world)


@given(rows=files(PROJECT_CELLS))
def test_any_file_of_projects(rows: list[Row], world: World) -> None:
    hold(PROJECTS, rows, *world)


@given(rows=files(UNIT_CELLS))
def test_any_file_of_units(rows: list[Row], world: World) -> None:
    hold(UNITS, rows, *world)
