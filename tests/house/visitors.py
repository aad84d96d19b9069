"""Everybody who may come to a page, by how they stand to one unit (U1) and its evaluations: for the table of reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from django.conf import settings
from django.http import SimpleCookie
from django.test import Client
from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.comments.models import StandardComment
from evaluations.comments.services import open_comment
from evaluations.comments.standard import OWN
from evaluations.comments.standard import keep as keep_standard
from evaluations.desk.asked import Asked
from evaluations.desk.saved import keep
from evaluations.dossier.prefill import begin
from evaluations.fiscal_years.models import FormEdition
from evaluations.own_forms.models import FormDraft
from evaluations.own_forms.services import Upload, add_draft
from evaluations.records.states import State
from evaluations.registry.changes import Order, rename_unit
from evaluations.registry.sections import add_section
from evaluations.units.models import Region, Unit
from tests.factories import PASSWORD, a_person, a_project, a_region, a_unit, a_year, an_evaluation
from tests.scenario import Scenario, assign_to

DAY = timedelta(days=1)
ELSEWHERE = "430204"
OFFICE = "basic_data.expenditure.office.final"


class Who(Enum):
    """A kind of visitor."""

    # Nobody is signed in.
    ANONYMOUS = auto()
    NOT_ACTIVATED = auto()  # a preparer of the unit who has no password yet
    DEACTIVATED = auto()  # a preparer of the unit, put out of use while signed in
    # The unit's own people and its bureau.
    PREPARER = auto()
    HEAD = auto()
    REVIEWER = auto()  # to whom the unit is assigned
    MANAGER = auto()
    # Prepares for the unit and for one of another department, and reviews a third in the same bureau.
    MANY = auto()
    # The same roles elsewhere.
    SISTER_PREPARER = auto()  # another unit of the same department
    SISTER_HEAD = auto()
    DEPARTMENT_PREPARER = auto()  # the department itself
    DEPARTMENT_HEAD = auto()
    DEPARTMENT_REVIEWER = auto()
    OTHER_PREPARER = auto()  # a unit of another department
    OTHER_HEAD = auto()
    OTHER_REVIEWER = auto()  # the same bureau, other units
    FAR_PREPARER = auto()  # another region
    FAR_HEAD = auto()
    FAR_REVIEWER = auto()
    FAR_MANAGER = auto()
    # The system's.
    ADMINISTRATOR = auto()
    AUDITOR = auto()
    # Signed in, but belongs nowhere today: prepared for the unit and managed the region until yesterday, and will from tomorrow.
    EXPIRED = auto()


VISITORS = frozenset(Who)
NOT_SIGNED_IN = frozenset({Who.ANONYMOUS, Who.NOT_ACTIVATED, Who.DEACTIVATED})


@dataclass(frozen=True, slots=True)
class World:
    """The unit, the keys of what it has by name (an evaluation handed in and one being filled in …), and each visitor's browser."""

    keys: Mapping[str, int]
    browsers: Mapping[Who, tuple[Client, str]]
    people: Mapping[Who, User]

    def browser_of(self, who: Who) -> Client:
        """The visitor's browser, signed in as it was at first, whatever it was sent since."""
        client, session = self.browsers[who]
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
        return client


def a_world() -> World:
    """A new one, in the database."""
    department, other_department = a_unit("D1"), a_unit("D2")
    scenario = Scenario(_unit("U1", department))
    people = _people(scenario, department, other_department)
    handed_in, scenario.pk = scenario.pk, an_evaluation(scenario.unit, a_year(2024)).pk
    scenario.at(State.APPROVED)
    draft, _ = begin(scenario.unit, a_year(2025), actor_of(scenario.preparer))
    scenario.pk = handed_in
    scenario.at(State.SUBMITTED)
    comment = open_comment(handed_in, actor_of(scenario.reviewer), OFFICE, "请核对。")
    keep_standard(actor_of(scenario.reviewer), "缺少依据", "请补充依据。", owner=OWN)
    keys = {
        "handed_in": handed_in,
        "standard": StandardComment.objects.get().pk,
        "draft": draft.pk,
        "comment": comment.pk,
        "year": scenario.year.pk,
        "unit": scenario.unit.pk,
        "project": a_project(scenario.unit).pk,
        "project_year": a_year(edition=FormEdition.objects.get(code="project-2022")).pk,
        "edition": scenario.year.edition_id,
        "form_draft": a_form_draft(scenario).pk,
        "query": keep(scenario.unit.region, actor_of(scenario.manager), "低分", Asked(), shared=True).pk,
        "change": rename_unit(scenario.unit, "文旅中心", Order(timezone.localdate(), None)).changes.get().pk,
        "section": add_section(scenario.unit.region, "教科文股", None).pk,
        "region": scenario.unit.region.pk,
        "preparer": scenario.preparer.pk,
        "membership": scenario.preparer.memberships.get().pk,
    }
    browsers = {who: _signed_in(people.get(who)) for who in Who}
    User.objects.filter(pk=people[Who.DEACTIVATED].pk).update(is_active=False)
    return World(keys, browsers, people)


def a_form_draft(scenario: Scenario) -> FormDraft:
    """A form that the region's manager has uploaded."""
    upload = Upload("表样.xlsx", content=scenario.year.edition.content)
    return add_draft(scenario.unit.region, upload, actor_of(scenario.manager))


def _unit(code: str, department: Unit, region: Region | None = None) -> Unit:
    unit = a_unit(code, region)
    Unit.objects.filter(pk=unit.pk).update(department=department)
    unit.refresh_from_db()
    return unit


def _people(scenario: Scenario, department: Unit, other_department: Unit) -> Mapping[Who, User]:
    sister, other, far = _unit("U3", department), _unit("U4", other_department), a_unit("U5", a_region(ELSEWHERE))
    elsewhere = a_region(ELSEWHERE)
    people = {
        Who.NOT_ACTIVATED: a_person(Role.PREPARER, scenario.unit),
        Who.DEACTIVATED: a_person(Role.PREPARER, scenario.unit),
        Who.PREPARER: scenario.preparer,
        Who.HEAD: scenario.head,
        Who.REVIEWER: scenario.reviewer,
        Who.MANAGER: scenario.manager,
        Who.MANY: a_person(Role.PREPARER, scenario.unit),
        Who.SISTER_PREPARER: a_person(Role.PREPARER, sister),
        Who.SISTER_HEAD: a_person(Role.UNIT_HEAD, sister),
        Who.DEPARTMENT_PREPARER: a_person(Role.PREPARER, department),
        Who.DEPARTMENT_HEAD: a_person(Role.UNIT_HEAD, department),
        Who.DEPARTMENT_REVIEWER: a_person(Role.DEPARTMENT_REVIEWER, department),
        Who.OTHER_PREPARER: a_person(Role.PREPARER, other),
        Who.OTHER_HEAD: a_person(Role.UNIT_HEAD, other),
        Who.OTHER_REVIEWER: a_person(Role.REVIEWER),
        Who.FAR_PREPARER: a_person(Role.PREPARER, far),
        Who.FAR_HEAD: a_person(Role.UNIT_HEAD, far),
        Who.FAR_REVIEWER: a_person(Role.REVIEWER, region=elsewhere),
        Who.FAR_MANAGER: a_person(Role.MANAGER, region=elsewhere),
        Who.ADMINISTRATOR: scenario.administrator,
        Who.AUDITOR: scenario.auditor,
        Who.EXPIRED: a_person(Role.PREPARER, scenario.unit),
    }
    people[Who.NOT_ACTIVATED].set_unusable_password()
    people[Who.NOT_ACTIVATED].save()
    Membership.objects.create(user=people[Who.MANY], role=Role.PREPARER, unit=other)
    Membership.objects.create(user=people[Who.MANY], role=Role.REVIEWER, region=a_region())
    assign_to(people[Who.MANY], sister, scenario.manager)
    assign_to(people[Who.OTHER_REVIEWER], other, scenario.manager)
    _let_expire(people[Who.EXPIRED], scenario.unit)
    return people


def _let_expire(person: User, unit: Unit) -> None:
    today = timezone.localdate()
    Membership.objects.create(user=person, role=Role.MANAGER, region=unit.region)
    person.memberships.update(until=today - DAY)
    Membership.objects.create(user=person, role=Role.PREPARER, unit=unit, since=today + DAY)


def _signed_in(person: User | None) -> tuple[Client, str]:
    """A browser in which the person is signed in, if their password lets them, and the key of the session."""
    client = Client()
    if person is not None and person.check_password(PASSWORD):
        client.force_login(person)
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return client, cookie.value if cookie else ""
