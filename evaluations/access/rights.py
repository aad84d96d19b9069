"""Who may do what to an evaluation: each right is a predicate over an evaluation and an actor, with words for its holders.

People who belong to a unit have only the unit's rights to its evaluations: nobody reviews, approves or publishes their own unit's evaluation,
whatever other memberships they have (separation of duties).
"""

from collections.abc import Callable
from typing import NamedTuple

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.departments import above


class Right(NamedTuple):
    """A right: its holders in words, and the role in which an actor holds it for an evaluation (None: they don't)."""

    words: str
    role_of: Callable[[SelfEvaluation, Actor], Role | None]

    def held(self, evaluation: SelfEvaluation, actor: Actor) -> bool:
        """Whether the actor holds the right for the evaluation."""
        return self.role_of(evaluation, actor) is not None


def is_of_unit(evaluation: SelfEvaluation, actor: Actor) -> bool:
    """Whether the actor belongs to the evaluation's unit."""
    return evaluation.unit_id in actor.units()


def _in_unit(evaluation: SelfEvaluation, actor: Actor, role: Role) -> Role | None:
    return role if evaluation.unit_id in actor.units(role) else None


def _in_bureau(evaluation: SelfEvaluation, actor: Actor, role: Role) -> Role | None:
    is_there = evaluation.unit.region_id in actor.regions(role) and not is_of_unit(evaluation, actor)
    return role if is_there else None


def _as_preparer(evaluation: SelfEvaluation, actor: Actor) -> Role | None:
    return _in_unit(evaluation, actor, Role.PREPARER)


def _as_unit_head(evaluation: SelfEvaluation, actor: Actor) -> Role | None:
    return _in_unit(evaluation, actor, Role.UNIT_HEAD)


def _as_reviewer(evaluation: SelfEvaluation, actor: Actor) -> Role | None:
    assignment = getattr(evaluation.unit, "assignment", None)
    is_assigned = assignment is not None and assignment.reviewer_id == actor.pk
    return _in_bureau(evaluation, actor, Role.REVIEWER) if is_assigned else None


def _as_manager(evaluation: SelfEvaluation, actor: Actor) -> Role | None:
    return _in_bureau(evaluation, actor, Role.MANAGER)


def _as_department_reviewer(evaluation: SelfEvaluation, actor: Actor) -> Role | None:
    departments = actor.units(Role.DEPARTMENT_REVIEWER)
    if not departments or is_of_unit(evaluation, actor):
        return None
    return Role.DEPARTMENT_REVIEWER if departments.intersection(above(evaluation.unit)) else None


def _as_sender(evaluation: SelfEvaluation, actor: Actor) -> Role | None:
    if evaluation.state in (State.UNIT_CHECK, State.DEPARTMENT_CHECK, State.SUBMITTED):
        if evaluation.review_started_at is not None:
            return None
        if evaluation.state == State.UNIT_CHECK or evaluation.sent_directly:
            return _as_preparer(evaluation, actor) if evaluation.sent_by_id == actor.pk else None
        return _as_unit_head(evaluation, actor) if evaluation.confirmed_by_id == actor.pk else None
    return _as_preparer(evaluation, actor) or _as_unit_head(evaluation, actor)


PREPARER = Right("本单位的填报人", _as_preparer)
UNIT_HEAD = Right("本单位的负责人", _as_unit_head)
REVIEWER = Right("分配给该单位的审核员", _as_reviewer)
DEPARTMENT = Right("单位的主管部门审核人", _as_department_reviewer)
MANAGER = Right("本地区的绩效管理员", _as_manager)
SENDER = Right(
    "提交的填报人（单位审核期间，直接上报的在审核员开始审核之前）或确认上报的负责人（审核员开始审核之前）", _as_sender
)
