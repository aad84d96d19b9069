"""Many units given to reviewers at once: planned, shown, and then carried out as it was shown.

A way (of distributing) tells which unit, by primary key, is to go to which reviewer; `plan` tells what that would change.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count

from accounts.actors import Actor
from accounts.models import User
from accounts.people import people_of_bureau
from accounts.roles import Role
from evaluations.access.assignment import assign, own_units, refusal_of_own, reviewer_of
from evaluations.access.models import Assignment
from evaluations.access.sharing import Share, shared_evenly
from evaluations.common.refusal import Refused
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Region, Unit

type Targets = Mapping[int, int]


def to_one(units: Sequence[Unit], reviewer: int) -> Targets:
    """All of them to one reviewer."""
    return {unit.pk: reviewer for unit in units}


def by_section(units: Sequence[Unit], chosen: Mapping[int | None, int]) -> Targets:
    """Each section's units (None: those of no section) to the reviewer chosen for it; the others stay."""
    return {unit.pk: chosen[unit.section_id] for unit in units if unit.section_id in chosen}


def evenly(region: Region, units: Sequence[Unit], reviewers: Sequence[User]) -> Targets:
    """Evenly to these reviewers, counting what they review besides. Two queries."""
    shares = [Share(unit.pk, getattr(reviewer_of(unit), "pk", None)) for unit in units]
    among_these = Counter(share.reviewer for share in shares)
    besides = {reviewer: number - among_these[reviewer] for reviewer, number in loads(region).items()}
    return shared_evenly(shares, [reviewer.pk for reviewer in reviewers], besides, own_units(reviewers))


def loads(region: Region) -> Mapping[int, int]:
    """How many of the region's units each reviewer has. One query."""
    held = Assignment.objects.filter(unit__region=region).order_by().values_list("reviewer")
    return dict(held.annotate(number=Count("pk")))


class Move(NamedTuple):
    """A unit that goes from one reviewer (None: nobody) to another."""

    unit: Unit
    former: User | None
    reviewer: User


class Load(NamedTuple):
    """How many units a reviewer has, and how many they would have."""

    reviewer: User
    before: int
    after: int


@dataclass(frozen=True)
class Plan:
    """What would change, by the units' codes, and whom it would leave with how many; the units that would be left out, each with the reason."""

    moves: Sequence[Move]
    loads: Sequence[Load]
    skipped: Sequence[str]
    submitted: int
    """How many submitted evaluations go on with another reviewer."""

    @cached_property
    def digest(self) -> str:
        """A text that differs from that of any other plan."""
        told = (f"{unit.pk} {former.pk if former else ''} {reviewer.pk}" for unit, former, reviewer in self.moves)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def plan(region: Region, units: Sequence[Unit], targets: Targets) -> Plan:
    """What giving these units of `units_to_assign` to their targets would change. As many queries for all units as for one.

    Raises:
        Refused: a target is no reviewer of the region.
    """
    reviewers = {reviewer.pk: reviewer for reviewer in people_of_bureau(region, Role.REVIEWER)}
    if not reviewers.keys() >= set(targets.values()):
        raise Refused("审核员名单已有变化，请重新选择审核员。")
    asked = [(unit, reviewers[targets[unit.pk]]) for unit in units if unit.pk in targets]
    fresh = [Move(unit, reviewer_of(unit), reviewer) for unit, reviewer in asked if reviewer_of(unit) != reviewer]
    own = own_units({move.reviewer for move in fresh})
    moves = [move for move in fresh if (move.unit.pk, move.reviewer.pk) not in own]
    skipped = [_skipped(move) for move in fresh if (move.unit.pk, move.reviewer.pk) in own]
    return Plan(moves, _loads(region, moves, [reviewer for _, reviewer in asked]), skipped, _submitted(moves))


def _skipped(move: Move) -> str:
    stays = f"仍由{move.former.name}审核" if move.former else "仍未分配"
    return f"{refusal_of_own(move.unit, move.reviewer)}；这个单位不在这次分配之内，{stays}。"


def _loads(region: Region, moves: Sequence[Move], asked: Sequence[User]) -> Sequence[Load]:
    """The loads of everybody who would lose or get units, or was to get some, by name."""
    held = loads(region)
    gained = Counter(move.reviewer.pk for move in moves)
    lost = Counter(move.former.pk for move in moves if move.former)
    people = {*asked, *(move.former for move in moves if move.former)}
    by_name = sorted(people, key=lambda person: (person.name, person.pk))
    return [Load(each, now := held.get(each.pk, 0), now + gained[each.pk] - lost[each.pk]) for each in by_name]


def _submitted(moves: Sequence[Move]) -> int:
    keys = [move.unit.pk for move in moves if move.former]
    return SelfEvaluation.objects.filter(unit__in=keys, state=State.SUBMITTED).count()


@transaction.atomic
def carry_out(region: Region, planned: Callable[[], Plan], digest: str, actor: Actor) -> int:
    """Make the plan again and carry it out, if it still is the one with this digest; return how many units changed.

    Raises:
        Refused: it is another by now, or as `assign`.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    found = planned()
    if found.digest != digest:
        raise Refused("分工在这期间有变化，没有分配。下面按现在的情况重新列出，请核对后再确认。")
    return assign(region, {move.unit.pk: move.reviewer.pk for move in found.moves}, actor)
