"""A small cast for the database tests: regions, units, people, years and evaluations, made by one call each."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from evaluations.fiscal_years.models import FiscalYear, FormEdition
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
    return Unit.objects.get_or_create(code=code, defaults={"name": f"测试单位{code}", "region": region or a_region()})[
        0
    ]


def a_person(role: Role, unit: Unit | None = None, region: Region | None = None, **fields: Any) -> User:
    """A new person with this role, in the given or the usual unit or region."""
    number = next(_numbers)
    values = {"username": f"{role}-{number}", "name": f"{role.label}{number}", "phone": "0731-28000000"} | fields
    user = User.objects.create_user(password=PASSWORD, **values)
    Membership.objects.create(
        user=user,
        role=role,
        unit=(unit or a_unit()) if role in UNIT_ROLES else None,
        region=(region or a_region()) if role in BUREAU_ROLES else None,
    )
    return user


def a_year(year: int = 2023, region: Region | None = None, **fields: Any) -> FiscalYear:
    """The region's fiscal year, open for the next 30 days unless told."""
    now = timezone.now()
    defaults = {
        "edition": FormEdition.objects.earliest("pk"),
        "opens_at": now - timedelta(days=30),
        "deadline": now + timedelta(days=30),
    }
    return FiscalYear.objects.get_or_create(region=region or a_region(), year=year, defaults=defaults | fields)[0]


def an_evaluation(unit: Unit | None = None, fiscal_year: FiscalYear | None = None, **fields: Any) -> SelfEvaluation:
    """A new evaluation, being filled in unless told."""
    unit = unit or a_unit()
    fiscal_year = fiscal_year or a_year(region=unit.region)
    return SelfEvaluation.objects.create(unit=unit, fiscal_year=fiscal_year, edition=fiscal_year.edition, **fields)


def in_state(state: State, unit: Unit | None = None) -> dict[str, Any]:
    """The columns of an evaluation that came to `state` in the ordinary way."""
    when = datetime(2024, 3, 1, 9, tzinfo=UTC)
    acts = {
        "sent": Role.PREPARER,
        "confirmed": Role.UNIT_HEAD,
        "approved": Role.REVIEWER,
        "published": Role.MANAGER,
    }
    reached = {State.UNIT_CHECK: 1, State.SUBMITTED: 2, State.RETURNED: 2, State.APPROVED: 3, State.PUBLISHED: 4}.get(
        state, 0
    )
    columns: dict[str, Any] = {"state": state}
    for act, role in list(acts.items())[:reached]:
        columns |= {f"{act}_by": a_person(role, unit), f"{act}_at": when}
    return columns
