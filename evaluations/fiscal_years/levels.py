"""The levels of checking between a preparer and the approval that a year may have or not; the bureau's first review is always one of them."""

from collections.abc import Mapping
from typing import NamedTuple


class Level(NamedTuple):
    """A level's name, and what follows from having it."""

    label: str
    follows: str


LEVELS: Mapping[str, Level] = {
    "unit_check": Level(
        "单位负责人审核",
        "填报人提交后，由另一位单位负责人确认上报；不设的，填报人一提交就上报。",
    ),
    "department_check": Level(
        "主管部门审核",
        "有主管部门的单位，上报后先由主管部门审核人“同意上报”或退回；没有主管部门的单位不经过这一级。",
    ),
    "second_review": Level(
        "财政复审",
        "审核员“初审通过”之后，由绩效管理员（不是初审的人）“复审通过”才算通过；不设的，审核员“审核通过”就是通过。",
    ),
}
"""By the name of a column of a year, which is also that of the state in which an evaluation waits at the level."""

ROUTE = ("unit_check", "department_check", "", "second_review")
"""All levels in their order; "" is the bureau's first review, which every year has."""

USUAL = ("unit_check",)
"""The levels of a year for which nothing else is set."""
