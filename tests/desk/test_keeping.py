"""The rows of the bureau's list follow whatever is changed, by whichever way."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.comments.models import Comment, CommentState
from evaluations.desk.asked import NONE, Asked
from evaluations.desk.conditions import EXCUSED, NOT_BEGUN, OVERDUE, PLACES
from evaluations.desk.listing import Tally, tally
from evaluations.desk.models import Standing
from evaluations.desk.waiting import waiting_at_bureau
from evaluations.desk.wanted import wanted
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear, FormEdition
from evaluations.hand_ins.models import HandIn
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Section, Unit
from tests.acting_together import together
from tests.factories import a_person, a_project, a_region, a_unit, a_year, an_evaluation, in_state

pytestmark = pytest.mark.slow

FIGURES = ("number", "score", "grade", "execution_rate", "explained", "swings", "alike")


def expected() -> set[tuple[Any, ...]]:
    """What the rows are to say, from the tables themselves."""
    return {
        _row(year, unit, project, evaluation)
        for year in FiscalYear.objects.all()
        for unit in Unit.objects.filter(region=year.region_id)
        for project in (unit.projects.all() if year.is_of_projects else [None])
        for evaluation in [SelfEvaluation.objects.filter(unit=unit, fiscal_year=year, project=project).first()]
        if evaluation or (_is_asked(unit, project, year) and not year.needs_issuing)
    }


def wanted_of(asked: Asked, year: FiscalYear, person: User) -> int:
    """How many are on the list that is narrowed so."""
    return tally(year, *wanted(asked, year, actor_of(person)), is_narrowed=True).wanted


def among(year: FiscalYear, person: User, reviewer: str) -> int:
    """How many rows within reach have this reviewer."""
    rows = Standing.objects.filter(fiscal_year=year, reviewer=None if reviewer == NONE else int(reviewer))
    return rows.count() if actor_of(person).has(Role.MANAGER) else rows.filter(reviewer=person).count()


def waits_for(person: User) -> int:
    """How many rows wait for a reviewer."""
    return Standing.objects.filter(place=PLACES[State.SUBMITTED], reviewer=person).count()


def _is_asked(unit: Unit, project: Project | None, year: FiscalYear) -> bool:
    return unit.is_asked_in(year.year) and (project is None or project.ran_in(year.year))


def _row(year: FiscalYear, unit: Unit, project: Project | None, evaluation: SelfEvaluation | None) -> tuple[Any, ...]:
    hand_in = HandIn.objects.filter(evaluation=evaluation).first() if evaluation else None
    given = Assignment.objects.filter(unit=unit).first()
    extension = DeadlineExtension.objects.filter(unit=unit, fiscal_year=year).first()
    comments = sum(each.is_unanswered for each in Comment.objects.filter(evaluation=evaluation)) if evaluation else 0
    state = (EXCUSED if evaluation.excused_at else evaluation.state) if evaluation else NOT_BEGUN
    return (
        *(year.pk, unit.pk, project.number if project else 0),
        *((f"{unit.code}-{project.number}", f"{project}｜{unit}") if project else (unit.code, unit.name)),
        *(unit.initials, PLACES[state], comments or None),
        *(getattr(evaluation, name, None) for name in ("pk", "state_since", "passed_by_id")),
        bool(evaluation and evaluation.review_started_at),
        *(getattr(hand_in, name, None) for name in FIGURES),
        *(unit.section_id, unit.section and unit.section.name),
        *(given and given.reviewer_id, given and given.reviewer.name, given and given.assigned_at),
        extension and extension.until,
    )


_COLUMNS = (
    *("fiscal_year_id", "unit_id", "project_number", "code", "name", "initials", "place", "comments"),
    *("evaluation_id", "since", "passed_by_id", "is_under_review", *FIGURES),
    *("section_id", "section_name", "reviewer_id", "reviewer_name", "assigned_at", "until"),
)


def kept() -> set[tuple[Any, ...]]:
    """What the rows say."""
    return set(Standing.objects.values_list(*_COLUMNS))


def counted(actor: Actor, year: FiscalYear) -> Tally:
    """The tally, row by row."""
    listed = Standing.objects.filter(fiscal_year=year)
    rows = list(listed if year.region_id in actor.regions(Role.MANAGER) else listed.filter(reviewer=actor.pk))
    names = {place: state for state, place in PLACES.items()}
    states = Counter(names[row.place] for row in rows)
    with_unit = [
        row
        for row in rows
        if names[row.place] == NOT_BEGUN
        or (names[row.place] in State.values and State.of(names[row.place]).is_with_unit)
    ]
    is_past = year.deadline < timezone.now()
    late = [row for row in with_unit if is_past and not (row.until and row.until >= timezone.now())]
    found = tally(year, *wanted(Asked(), year, actor))
    return Tally(
        {**found.states, **{state: states[state] for state in PLACES}, OVERDUE: len(late)},
        len(with_unit),
        sum(row.reviewer_id is None for row in rows),
        len(rows),
        0,
    )


UNITS = ("K1", "K2", "K3")
YEARS, PEOPLE = st.sampled_from((2022, 2023)), st.integers(0, 1)
type Act = Callable[[Unit, FiscalYear, User], object]


def _evaluation(unit: Unit, year: FiscalYear) -> SelfEvaluation:
    return SelfEvaluation.objects.filter(unit=unit, fiscal_year=year).first() or an_evaluation(unit, year)


def _move(state: State, unit: Unit, year: FiscalYear, _: User) -> None:
    found = SelfEvaluation.objects.filter(pk=_evaluation(unit, year).pk)
    found.update(**in_state(state, unit), state_since=timezone.now())


def _hand_in(unit: Unit, year: FiscalYear, _: User) -> None:
    HandIn.objects.update_or_create(
        evaluation=_evaluation(unit, year),
        fiscal_year=year,
        defaults={"score": "91.5", "grade": "优", "explained": 1, "swings": 2, "alike": 0, "figures": {}},
    )


def _comment(unit: Unit, year: FiscalYear, who: User) -> None:
    Comment.objects.create(
        evaluation=_evaluation(unit, year),
        where="filing_date",
        cell_name="日期",
        text="？",
        author=who,
        at=timezone.now(),
    )


def _close_comments(_: Unit, __: FiscalYear, who: User) -> None:
    Comment.objects.update(state=CommentState.CLOSED, closed_by=who, closed_at=timezone.now())


def _excuse(unit: Unit, year: FiscalYear, who: User) -> None:
    found = _evaluation(unit, year)
    found.excuse, found.excused_by, found.excused_at = "撤销", who, timezone.now()
    found.save()


def _assign(unit: Unit, _: FiscalYear, who: User) -> None:
    given = Assignment(unit=unit, reviewer=who, assigned_by=who, assigned_at=timezone.now())
    Assignment.objects.bulk_create([given], update_conflicts=True, unique_fields=["unit"], update_fields=["reviewer"])


def _extend(unit: Unit, year: FiscalYear, who: User) -> None:
    now = timezone.now()
    DeadlineExtension.objects.update_or_create(
        unit=unit,
        fiscal_year=year,
        defaults={"until": now + timedelta(days=9), "reason": "故障", "granted_by": who, "granted_at": now},
    )


def _put_in_section(unit: Unit, _: FiscalYear, __: User) -> None:
    unit.section = Section.objects.get_or_create(region=unit.region, name="教科文股")[0]
    unit.save()


ACTS: dict[str, Act] = {
    **{f"to {state}": partial(_move, state) for state in State},
    "hand in": _hand_in,
    "take back": lambda unit, year, _: HandIn.objects.filter(evaluation__unit=unit, fiscal_year=year).delete(),
    "comment": _comment,
    "close comments": _close_comments,
    "delete comments": lambda unit, _, __: Comment.objects.filter(evaluation__unit=unit).delete(),
    "excuse": _excuse,
    "assign": _assign,
    "release": lambda unit, _, __: Assignment.objects.filter(unit=unit).delete(),
    "extend": _extend,
    "end extensions": lambda _, year, __: DeadlineExtension.objects.filter(fiscal_year=year).delete(),
    "section": _put_in_section,
    "rename section": lambda _, __, who: Section.objects.update(name=f"{who.pk}股"),
    "rename reviewer": lambda _, __, who: User.objects.filter(pk=who.pk).update(name="新名"),
    "rename": lambda unit, _, __: Unit.objects.filter(pk=unit.pk).update(name="新名称"),
    "close": lambda unit, _, __: Unit.objects.filter(pk=unit.pk).update(is_active=False),
    "reopen": lambda unit, _, __: Unit.objects.filter(pk=unit.pk).update(is_active=True, until_year=None),
    "end": lambda unit, _, __: Unit.objects.filter(pk=unit.pk).update(until_year=2022),
    "issue": lambda _, year, __: FiscalYear.objects.filter(pk=year.pk).update(needs_issuing=True),
    "no longer issue": lambda _, year, __: FiscalYear.objects.filter(pk=year.pk).update(needs_issuing=False),
    "delete evaluation": lambda unit, year, _: SelfEvaluation.objects.filter(unit=unit, fiscal_year=year).delete(),
    "delete year": lambda _, year, __: FiscalYear.objects.filter(
        pk=year.pk, evaluations=None, extensions=None
    ).delete(),
    "another unit": lambda unit, _, __: a_unit(f"{unit.code}b"),
    "another project": lambda unit, _, __: a_project(unit, "送戏下乡"),
    "rename project": lambda unit, _, __: unit.projects.filter(number=1).update(name="新项目"),
    "end project": lambda unit, _, __: unit.projects.update(until_year=2022),
    "evaluate project": lambda unit, _, __: _evaluated(a_project(unit)),
    "excuse project": lambda unit, _, who: _excuse_project(a_project(unit), who),
    "delete projects": lambda unit, _, __: unit.projects.filter(evaluations=None).delete(),
}


def _evaluated(project: Project) -> SelfEvaluation:
    year = a_year(2023, edition=FormEdition.objects.get(code="project-2022"))
    found = SelfEvaluation.objects.filter(fiscal_year=year, project=project).first()
    return found or an_evaluation(project.unit, year, project=project)


def _excuse_project(project: Project, who: User) -> None:
    found = _evaluated(project)
    found.excuse, found.excused_by, found.excused_at = "终止", who, timezone.now()
    found.save()


class Following(TestCase):
    """Whatever is done, the rows say what the tables say, and the tally counts them."""

    def setUp(self) -> None:
        """Three units in two years, of which one is over."""
        self.people = [a_person(Role.REVIEWER), a_person(Role.REVIEWER)]
        self.manager = a_person(Role.MANAGER)
        for code in UNITS:
            a_unit(code)
        a_unit("elsewhere", a_region("430204"))
        now = timezone.now()
        a_year(2022, opens_at=now - timedelta(days=9), deadline=now - timedelta(days=1))
        a_year(2023)
        a_year(2023, edition=FormEdition.objects.get(code="project-2022"))
        a_project(a_unit("K2"))

    def test_every_change_is_followed(self) -> None:
        for act in ACTS.values():
            act(a_unit("K1"), a_year(2023), self.people[0])
            assert kept() == expected()

    @given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(UNITS), YEARS, PEOPLE), max_size=8))
    @settings(max_examples=15, deadline=None)
    def test_changes_are_followed_in_any_order_and_counted(self, acts: list[tuple[str, str, int, int]]) -> None:
        for act, code, number, who in acts:
            ACTS[act](a_unit(code), a_year(number), self.people[who])
        assert kept() == expected()
        for person in self.people:
            assert waiting_at_bureau(actor_of(person)) == waits_for(person)
        for person in (self.manager, *self.people):
            for year in FiscalYear.objects.all():
                assert tally(year, *wanted(Asked(), year, actor_of(person))) == counted(actor_of(person), year)
                for key in (NONE, str(self.people[0].pk)):
                    assert wanted_of(Asked(reviewer=key), year, person) == among(year, person, key)


@pytest.mark.django_db
def test_a_removed_unit_or_year_is_no_longer_listed() -> None:
    a_unit("K1"), a_unit("K2"), a_year(2022), a_year(2023)
    Unit.objects.filter(code="K1").delete()
    FiscalYear.objects.filter(year=2022).delete()
    assert list(Standing.objects.values_list("code", "fiscal_year__year")) == [("K2", 2023)]


@pytest.mark.django_db(transaction=True)
def test_after_a_way_back_and_forth_the_rows_are_there_again() -> None:
    an_evaluation(a_unit("K1"), **in_state(State.SUBMITTED, a_unit("K1")))
    before = kept()
    call_command("migrate", "desk", "0001", verbosity=0)
    a_unit("K2")
    call_command("migrate", verbosity=0)
    assert before < kept() == expected()
    year, manager = a_year(), actor_of(a_person(Role.MANAGER))
    assert tally(year, *wanted(Asked(), year, manager)) == counted(manager, year)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_changes_of_one_unit_at_the_same_moment_are_all_kept() -> None:
    year, who = a_year(), a_person(Role.REVIEWER)
    for at in range(8):
        unit = a_unit(f"K{at}")
        an_evaluation(unit, year)
        together(*(partial(act, unit, year, who) for act in (_assign, _comment, _extend, _hand_in)))
    assert kept() == expected()
