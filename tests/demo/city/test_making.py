"""The demo of a whole city, in small: years in every state, by people, with comments, and the proof holds."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.auditing.reading import read_log
from evaluations.comments.models import Comment, CommentState
from evaluations.demo import PASSWORD
from evaluations.dossier.judging import judge
from evaluations.dossier.store import documents, load
from evaluations.fiscal_years.models import DeadlineExtension, FiscalYear
from evaluations.founding.contents import contents
from evaluations.history.models import Event
from evaluations.records.models import SelfEvaluation
from evaluations.records.services import first_broken_version
from evaluations.records.states import EDITABLE, State
from evaluations.units.models import Unit, UnitKind
from tests.scenario import Standing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
UNITS, YEARS = 60, 2


def demo(**options: int | bool) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def shown(standing: Standing) -> Iterator[str]:
    """What making a city printed; the city stands, and is only looked at."""
    with standing():
        yield demo(units=UNITS, years=YEARS)


def test_all_states_are_there_and_years_that_are_over_are_nearly_done(shown: str) -> None:
    states = Counter(SelfEvaluation.objects.values_list("fiscal_year__year", "state"))
    assert {state for year, state in states if year == 2023} == set(State) - {
        State.DEPARTMENT_CHECK,
        State.SECOND_REVIEW,
    }
    done = states[2022, State.APPROVED] + states[2022, State.PUBLISHED]
    assert done > 0.9 * UNITS
    assert SelfEvaluation.objects.count() == UNITS * YEARS


def test_the_last_year_is_open_and_the_others_are_not(shown: str) -> None:
    now = timezone.now()
    assert {year.year: year.deadline > now for year in FiscalYear.objects.all()} == {2022: False, 2023: True}
    assert DeadlineExtension.objects.filter(fiscal_year__year=2023).exists()


def test_what_is_handed_in_holds_and_is_without_fault(shown: str) -> None:
    for evaluation in documents():
        assert first_broken_version(evaluation) is None
        if evaluation.state not in EDITABLE:
            judgement = judge(evaluation, load(evaluation))
            assert (judgement.errors, judgement.unexplained) == ([], [])
    assert read_log().broken == []


def test_reviewers_ask_and_some_are_answered(shown: str) -> None:
    comments = Comment.objects.filter(evaluation__state=State.RETURNED)
    assert set(comments.values_list("state", flat=True)) == {CommentState.OPEN, CommentState.EXPLAINED}


def test_a_few_of_the_people_are_shown_and_all_have_the_password(shown: str) -> None:
    assert PASSWORD in shown
    assert {role.label for role in Role if role.label in shown} == {
        role.label for role in Role if role != Role.DEPARTMENT_REVIEWER
    }
    assert shown.count("\n") < 15
    person = User.objects.get(username="d301001")
    assert person.check_password(PASSWORD)
    assert demo(signins=True) == shown


def test_units_stand_under_departments_and_sections_and_are_of_a_kind(shown: str) -> None:
    school = Unit.objects.get(code="301001")
    assert (str(school.department), str(school.section), school.kind) == (
        "云洲市教育局",
        "教科文科",
        UnitKind.FIRST_CLASS,
    )
    assert not Unit.objects.filter(section=None).exists()
    assert not Unit.objects.filter(kind="").exists()
    assert Unit.objects.filter(department=None).exists()


def test_an_accountant_prepares_for_several_units_and_is_their_only_preparer(shown: str) -> None:
    [accountant] = User.objects.filter(memberships__unit__code="303001", memberships__role=Role.PREPARER)
    prepared = accountant.memberships.filter(role=Role.PREPARER)
    names = sorted(prepared.values_list("unit__name", flat=True))
    assert len(names) > 4
    assert any(name.endswith("会计核算中心") for name in names)
    evaluation = SelfEvaluation.objects.filter(unit__code="303001").exclude(preparer_name="").first()
    assert evaluation
    assert evaluation.preparer_name == accountant.name


def test_somebody_acts_for_a_while_and_somebody_of_a_unit_reviews_others(shown: str) -> None:
    acting = Membership.objects.filter(until__isnull=False)
    assert acting.exists()
    assert all(each.user.memberships.filter(until=None, unit__isnull=False).exists() for each in acting)
    assert not Membership.objects.filter(until__lt=timezone.localdate()).exists()
    lent = User.objects.get(
        memberships__role=Role.REVIEWER, memberships__region__isnull=False, username__startswith="d"
    )
    own = set(lent.memberships.filter(unit__isnull=False).values_list("unit", flat=True))
    reviewed = set(Assignment.objects.filter(reviewer=lent).values_list("unit", flat=True))
    assert reviewed
    assert not reviewed & own
    assert Event.objects.filter(transition="approve", actor=lent).exists()


def test_it_is_known_as_a_demo(shown: str) -> None:
    assert contents().is_demo
