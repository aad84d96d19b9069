"""Factories for the database tests: regions, units, people, years and evaluations, made by one call each."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.services import kind_of
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Region, Unit

PASSWORD = "tests-only-password"
_numbers = count(1)


def a_region(code: str = "430203") -> Region:
    """The region with this code; the same one each time."""
    return Region.objects.get_or_create(
        code=code, defaults={"name": f"测试区{code}", "bureau_name": f"测试区{code}财政局"}
    )[0]


def a_unit(code: str = "U1", region: Region | None = None) -> Unit:
    """The unit with this code; the same one each time."""
    found = Unit.objects.filter(code=code).first()
    return found or Unit.objects.create(code=code, name=f"测试单位{code}", region=region or a_region())


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def a_person(role: Role, unit: Unit | None = None, region: Region | None = None, **fields: Any) -> User:
    """A new person with this role, in the given or the usual unit or region."""
    [person] = people((role, unit or region), **fields)
    return person


def people(*roles: tuple[Role, Unit | Region | None], **fields: Any) -> list[User]:
    """New people, each with a role in this place, or in the usual unit or region."""
    users = [_user(role, fields) for role, _ in roles]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        _membership(user, role, place) for user, (role, place) in zip(users, roles, strict=True)
    )
    return users


def _user(role: Role, fields: dict[str, Any]) -> User:
    number = next(_numbers)
    values = {"username": f"{role}-{number}", "name": f"{role.label}{number}", "phone": "0731-28000000"} | fields
    return User(**{"password": _hashed()} | values)


def _membership(user: User, role: Role, place: Unit | Region | None) -> Membership:
    if role in UNIT_ROLES:
        return Membership(user=user, role=role, unit=place if isinstance(place, Unit) else a_unit())
    if role in BUREAU_ROLES:
        return Membership(user=user, role=role, region=place if isinstance(place, Region) else a_region())
    return Membership(user=user, role=role)


def a_year(year: int = 2023, region: Region | None = None, **fields: Any) -> FiscalYear:
    """The region's fiscal year, open for the next 30 days unless told; with a form for projects it is of their kind."""
    now = timezone.now()
    edition = fields.pop("edition", None) or FormEdition.objects.filter(code="lusong-2023").earliest("pk")
    kind = fields.pop("kind", kind_of(edition, ""))
    defaults = {
        "edition": edition,
        "opens_at": now - timedelta(days=30),
        "deadline": now + timedelta(days=30),
    }
    return FiscalYear.objects.get_or_create(
        region=region or a_region(), year=year, kind=kind, defaults=defaults | fields
    )[0]


def a_project(unit: Unit | None = None, name: str = "免费开放", **fields: Any) -> Project:
    """The unit's project with this name; the same one each time."""
    unit = unit or a_unit()
    defaults = {"number": unit.projects.count() + 1, **fields}
    return Project.objects.get_or_create(unit=unit, name=name, defaults=defaults)[0]


def an_evaluation(unit: Unit | None = None, fiscal_year: FiscalYear | None = None, **fields: Any) -> SelfEvaluation:
    """A new evaluation, being filled in unless told; in a year of projects, of the unit's usual one."""
    unit = unit or a_unit()
    fiscal_year = fiscal_year or a_year(region=unit.region)
    if fiscal_year.is_of_projects and "project" not in fields:
        fields["project"] = a_project(unit)
    return SelfEvaluation.objects.create(unit=unit, fiscal_year=fiscal_year, edition=fiscal_year.edition, **fields)


def in_state(state: State, unit: Unit | None = None) -> dict[str, Any]:
    """The columns of an evaluation that came to `state` in the ordinary way."""
    when = datetime(2024, 3, 1, 9, tzinfo=UTC)
    acts = {
        "sent": Role.PREPARER,
        "confirmed": Role.UNIT_HEAD,
        "passed": Role.REVIEWER,
        "approved": Role.REVIEWER,
        "published": Role.MANAGER,
    }
    # Ordinarily there is one review.
    ordinary = state.facts.holds if state == State.SECOND_REVIEW else set(state.facts.holds) - {"passed"}
    columns: dict[str, Any] = {"state": state}
    for act, role in ((act, role) for act, role in acts.items() if act in ordinary):
        columns |= {f"{act}_by": a_person(role, unit), f"{act}_at": when}
    return columns
