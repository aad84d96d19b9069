"""Obstacles that would keep units from filling in a year, checked before the year is issued to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership
from accounts.roles import Role
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.units.departments import all_below
from evaluations.units.models import Unit

NAMED = 8
ObstacleKind = Literal[
    "closed", "no_preparer", "no_head", "no_department_reviewer", "not_activated", "no_reviewer", "no_last_year"
]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One kind of obstacle: how many units have it, the first few of them, and its consequence."""

    kind: ObstacleKind
    title: str
    follows: str
    count: int
    units: list[Unit]

    @property
    def more(self) -> int:
        """How many units are not named."""
        return self.count - len(self.units)


def obstacles(fiscal_year: FiscalYear, units: QuerySet[Unit]) -> list[Obstacle]:
    """The obstacles that some of `units` have, the worst first. Two queries per kind, however many units there are, and one for each step
    from the departments down."""
    return [found for found in _obstacles(fiscal_year, units) if found.count]


def _obstacles(fiscal_year: FiscalYear, units: QuerySet[Unit]) -> Iterator[Obstacle]:
    used = units.filter(is_active=True)
    yield _obstacle("closed", "已撤销的单位", "不会下达给它们。", units.filter(is_active=False))
    yield _obstacle("no_preparer", "没有填报人", "没有人能填写。", used.exclude(has_somebody(Role.PREPARER)))
    if fiscal_year.unit_check:
        headless = used.exclude(has_somebody(Role.UNIT_HEAD))
        yield _obstacle("no_head", "没有单位负责人", "填好后没有人能确认上报。", headless)
    if fiscal_year.department_check:
        watched = Membership.objects.in_force().filter(role=Role.DEPARTMENT_REVIEWER, user__is_active=True)
        reached = all_below(watched.filter(unit__region=fiscal_year.region).values_list("unit", flat=True))
        alone = used.filter(department__isnull=False).exclude(pk__in=reached)
        yield _obstacle("no_department_reviewer", "主管部门没有审核人", "上报后主管部门没有人能同意。", alone)
    waiting = used.filter(has_somebody(Role.PREPARER)).exclude(has_somebody(Role.PREPARER, is_activated=True))
    yield _obstacle("not_activated", "填报人还没有激活账号", "激活之后才能登录填写。", waiting)
    yield _obstacle("no_reviewer", "没有审核员", "上报后没有人审核。", used.filter(assignment__isnull=True))
    last = SelfEvaluation.objects.filter(unit=OuterRef("pk"), fiscal_year__year=fiscal_year.year - 1)
    approved = Q(Exists(last.filter(approved_at__isnull=False)))
    yield _obstacle("no_last_year", "没有上年审核通过的自评", "上年数要自己填，不能带入。", used.exclude(approved))


def _obstacle(kind: ObstacleKind, title: str, follows: str, units: QuerySet[Unit]) -> Obstacle:
    return Obstacle(kind, title, follows, units.count(), list(units.order_by("code")[:NAMED]))


def has_somebody(role: Role, *, is_activated: bool = False) -> Q:
    """The condition on units that somebody in this role can sign in."""
    people = Membership.objects.in_force().filter(unit=OuterRef("pk"), role=role, user__is_active=True)
    if is_activated:
        people = people.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Q(Exists(people))
