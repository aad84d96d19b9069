"""Under which settings of an evaluation's year a transition exists; docs/workflow.md shows the words."""

from collections.abc import Callable
from typing import NamedTuple

from evaluations.records.models import SelfEvaluation


class Condition(NamedTuple):
    """A setting of the year in words, and whether it holds for an evaluation."""

    words: str
    holds: Callable[[SelfEvaluation], bool]


def _has_department(evaluation: SelfEvaluation) -> bool:
    return evaluation.fiscal_year.department_check and evaluation.unit.department_id is not None


ALWAYS = Condition("–", lambda _: True)
HEAD_CHECKS = Condition("年度设有单位负责人审核", lambda evaluation: evaluation.fiscal_year.unit_check)
STRAIGHT_UP = Condition(
    "年度不设单位负责人审核，也不经主管部门审核",
    lambda evaluation: not evaluation.fiscal_year.unit_check and not _has_department(evaluation),
)
STRAIGHT_TO_DEPARTMENT = Condition(
    "年度不设单位负责人审核，要经主管部门审核",
    lambda evaluation: not evaluation.fiscal_year.unit_check and _has_department(evaluation),
)
BY_DEPARTMENT = Condition("年度设有主管部门审核，单位有主管部门", _has_department)
NOT_BY_DEPARTMENT = Condition(
    "年度不设主管部门审核，或者单位没有主管部门", lambda evaluation: not _has_department(evaluation)
)
SECOND_REVIEW = Condition("年度设有财政复审", lambda evaluation: evaluation.fiscal_year.second_review)
ONE_REVIEW = Condition("年度不设财政复审", lambda evaluation: not evaluation.fiscal_year.second_review)
