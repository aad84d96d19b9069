"""The pages whose cost could grow with the number of units: in a region of 400, with nothing else; beside 40,000 units in 100 regions; and
the desk in a region that has 40,000 more.

Rows are inserted in bulk and hold only what these pages read: the audit log's hashes are not those of a chain.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import batched
from typing import NamedTuple

from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Membership, User
from accounts.roles import Role
from benchmarks.states import columns
from evaluations.access.models import Assignment
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.hand_ins.models import HandIn
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.units.models import Region, Unit
from evaluations.units.services import add_region

FEW, MANY = 400, 40_000
OWN_UNITS = 12
YEARS = (2022, 2023)
EVENTS_A_UNIT = 4
_BATCH = 1000
_STATES = list(State)


class Bureau(NamedTuple):
    """A region with its manager and reviewers."""

    region: Region
    manager: User
    reviewers: list[User]


type Pages = dict[str, Callable[[], object]]
"""What fetches each page, by its name."""


def grown() -> Iterator[tuple[str, Pages]]:
    """(what there is, the pages) for few units, then many, then many in one region; the pages are those of the same people."""
    first = bureau(0)
    fill(first, 0)
    clerk = person("clerk", Role.PREPARER, unit=Unit.objects.earliest("pk"))
    others = Unit.objects.order_by("pk")[1:OWN_UNITS]
    Membership.objects.bulk_create(Membership(user=clerk, role=Role.PREPARER, unit=unit) for unit in others)
    auditor = person("auditor", Role.AUDITOR)
    found = pages(first, clerk, auditor)
    settle()
    yield f"{FEW} units", found
    for number in range(1, MANY // FEW):
        fill(bureau(number), number)
    settle()
    yield f"{MANY}", found
    for number in range(MANY // FEW, 2 * MANY // FEW):
        fill(first, number)
    settle()
    yield "one region", {name: page for name, page in found.items() if name.startswith("desk")}


def pages(first: Bureau, clerk: User, auditor: User) -> Pages:
    """The pages of these people."""
    manager, reviewer = signed_in(first.manager), signed_in(first.reviewers[0])
    return {
        "desk": shown(manager, "/review/"),
        "desk, one state": shown(manager, "/review/?state=submitted"),
        "desk, by score": shown(manager, "/review/?sort=-score"),
        "desk, several conditions": shown(manager, "/review/?state=submitted&grade=优&look=swings&sort=rate"),
        "desk, by comments": shown(manager, "/review/?sort=-comments"),
        "desk, a name": shown(manager, "/review/?name=单位0-12"),
        "desk of a reviewer": shown(reviewer, "/review/"),
        f"home with {OWN_UNITS} units": shown(signed_in(clerk), "/"),
        "people": shown(manager, "/administration/people/"),
        "people, a name": shown(manager, "/administration/people/?name=周敏00012"),
        "people, a unit": shown(manager, "/administration/people/?unit=单位0-12"),
        "audit log": shown(signed_in(auditor), "/audit/"),
        "audit log, an action": shown(signed_in(auditor), "/audit/?action=submit"),
        "audit log, a person": shown(signed_in(auditor), "/audit/?person=周敏00012"),
        "audit log, a unit": shown(signed_in(auditor), "/audit/?subject=单位0-12"),
        "audit log, a region": shown(signed_in(auditor), f"/audit/?region={first.region.pk}"),
    }


def signed_in(user: User) -> Client:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    return browser


def shown(browser: Client, address: str) -> Callable[[], object]:
    """Gets a page, which must exist."""

    def get() -> None:
        answer = browser.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"

    return get


def settle() -> None:
    """Let the database count its rows, and mark pages that have no old ones, as PostgreSQL does by itself."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def person(username: str, role: Role, **place: object) -> User:
    """A person with a role."""
    user = User.objects.create(username=username, name=f"周敏{username}")
    Membership.objects.create(user=user, role=role, **place)
    return user


def bureau(number: int) -> Bureau:
    """A new region with its people and years."""
    region = add_region(f"{900000 + number}", f"测试区{number}", f"测试区{number}财政局")
    now = timezone.now()
    FiscalYear.objects.bulk_create(
        FiscalYear(
            region=region,
            year=year,
            edition=FormEdition.objects.filter(code="lusong-2023").earliest("pk"),
            opens_at=now - timedelta(days=9),
            deadline=now + timedelta(days=9),
        )
        for year in YEARS
    )
    reviewers = [person(f"shen-{number}-{at}", Role.REVIEWER, region=region) for at in range(8)]
    return Bureau(region, person(f"jixiao-{number}", Role.MANAGER, region=region), reviewers)


def fill(place: Bureau, number: int) -> None:
    """Give the region its units, each with two people, a reviewer, two evaluations and what the log tells of them."""
    units = insert(
        Unit(region=place.region, code=f"{number:03d}{at:03d}", name=f"测试单位{number}-{at}") for at in range(FEW)
    )
    # By user name, the people of all regions stand mixed.
    preparers = insert(User(username=f"{unit.code[::-1]}p", name=f"周敏{unit.code}") for unit in units)
    heads = insert(User(username=f"{unit.code[::-1]}h", name=f"何负责{unit.code}") for unit in units)
    insert(
        Membership(user=user, role=role, unit=unit)
        for role, people in ((Role.PREPARER, preparers), (Role.UNIT_HEAD, heads))
        for user, unit in zip(people, units, strict=True)
    )
    now = timezone.now()
    insert(
        Assignment(unit=unit, reviewer=place.reviewers[at % 8], assigned_by=place.manager, assigned_at=now)
        for at, unit in enumerate(units)
    )
    evaluations = insert(
        SelfEvaluation(
            unit=unit,
            fiscal_year=year,
            edition=year.edition,
            **columns(_STATES[at % len(_STATES)], [preparer, place.manager, *place.reviewers]),
        )
        for year in FiscalYear.objects.filter(region=place.region)
        for at, (unit, preparer) in enumerate(zip(units, preparers, strict=True))
    )
    insert(hand_in(each, at) for at, each in enumerate(evaluations) if each.state in SEEN_BY_BUREAU)
    insert(events(place, number, preparers, evaluations))


def hand_in(evaluation: SelfEvaluation, at: int) -> HandIn:
    """What it amounts to, different for each."""
    return HandIn(
        evaluation=evaluation,
        fiscal_year_id=evaluation.fiscal_year_id,
        score=70 + at % 31,
        grade="优良中差"[at % 4],
        execution_rate=1 - at % 50 / 100,
        explained=at % 7,
        swings=at % 3,
        alike=at % 40 == 0,
        figures={},
    )


def events(place: Bureau, number: int, people: list[User], evaluations: list[SelfEvaluation]) -> Iterator[AuditEvent]:
    """What the log tells: mostly sign-ins, and each tenth a submission."""
    began = timezone.now() - timedelta(days=30)
    for at in range(FEW * EVENTS_A_UNIT):
        who = people[at % FEW]
        yield AuditEvent(
            scope=place.region.code,
            number=_BATCH + number * FEW * EVENTS_A_UNIT + at,  # those of signing in come first
            at=began + timedelta(seconds=97 * at),
            actor=who,
            actor_name=who.name,
            action="submit" if at % 10 == 0 else "sign_in",
            region=place.region,
            subject=str(evaluations[at % FEW].pk) if at % 10 == 0 else who.username,
            detail="{}",
            address=f"10.1.{at % 200}.7",
            result="done",
            hash=f"{at}",
        )


def insert[M: models.Model](rows: Iterator[M]) -> list[M]:
    """Insert the rows in bulk; return them with their keys."""
    return [row for part in batched(rows, _BATCH, strict=False) for row in _inserted(list(part))]


def _inserted[M: models.Model](rows: list[M]) -> list[M]:
    return type(rows[0])._default_manager.bulk_create(rows)
