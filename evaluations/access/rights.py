"""Who may do what to an evaluation: each right is a predicate over a person and an evaluation, with the words for who holds it."""

from collections.abc import Callable
from typing import NamedTuple

from accounts.models import User
from accounts.roles import Role
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State


class Right(NamedTuple):
    """A right: who has it, in words, and whether a person has it for an evaluation."""

    words: str
    held: Callable[[SelfEvaluation, User], bool]


def _is_in_unit(evaluation: SelfEvaluation, person: User, role: Role) -> bool:
    return person.role == role and person.unit is not None and person.unit.pk == evaluation.unit_id


def _is_in_bureau(evaluation: SelfEvaluation, person: User, role: Role) -> bool:
    return person.role == role and person.region is not None and person.region.pk == evaluation.unit.region_id


def _is_preparer(evaluation: SelfEvaluation, person: User) -> bool:
    return _is_in_unit(evaluation, person, Role.PREPARER)


def _is_unit_head(evaluation: SelfEvaluation, person: User) -> bool:
    return _is_in_unit(evaluation, person, Role.UNIT_HEAD)


def _is_reviewer(evaluation: SelfEvaluation, person: User) -> bool:
    assignment = getattr(evaluation.unit, "assignment", None)
    return (
        _is_in_bureau(evaluation, person, Role.REVIEWER)
        and assignment is not None
        and assignment.reviewer_id == person.pk
    )


def _is_manager(evaluation: SelfEvaluation, person: User) -> bool:
    return _is_in_bureau(evaluation, person, Role.MANAGER)


def _sent_it(evaluation: SelfEvaluation, person: User) -> bool:
    if evaluation.state == State.UNIT_CHECK:
        return _is_preparer(evaluation, person) and evaluation.sent_by_id == person.pk
    if evaluation.state == State.SUBMITTED:
        is_sender = _is_unit_head(evaluation, person) and evaluation.confirmed_by_id == person.pk
        return is_sender and evaluation.review_started_at is None
    return _is_preparer(evaluation, person) or _is_unit_head(evaluation, person)


PREPARER = Right("本单位的填报人", _is_preparer)
UNIT_HEAD = Right("本单位的负责人", _is_unit_head)
REVIEWER = Right("分配给该单位的审核员", _is_reviewer)
MANAGER = Right("本地区的财政局绩效管理员", _is_manager)
SENDER = Right("提交的填报人（单位审核期间）或确认上报的负责人（审核员开始审核之前）", _sent_it)
