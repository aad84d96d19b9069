"""The columns of the list, each with what it is ordered by."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the column of `Standing` to order by, and whether it holds numbers; `hint` says more than the heading has room for.

    `of_scores`: it is blank where the form gives no scores.
    """

    heading: str
    rank: str
    is_number: bool = False
    hint: str = ""
    of_scores: bool = False


COLUMNS: Mapping[str, Column] = {
    "name": Column("单位", "name"),
    "code": Column("代码", "code"),
    "state": Column("状态", "place"),
    "since": Column("已有", "since", is_number=True, hint="在这个状态已有多少天"),
    "score": Column("得分", "score", is_number=True, of_scores=True),
    "grade": Column("等级", "grade", of_scores=True),
    "rate": Column("执行率", "execution_rate", is_number=True, hint="预算执行率", of_scores=True),
    "explained": Column("需说明", "explained", is_number=True, hint="需说明、单位已写明原因的处数"),
    "swings": Column("变动", "swings", is_number=True, hint="与上年相比变动过大的项数"),
    "alike": Column("雷同", "alike", is_number=True, hint="与其他单位或上年相同的章数"),
    "comments": Column("待处理", "comments", is_number=True, hint="单位还没有处理的批注"),
    "section": Column("股室", "section_name"),
    "reviewer": Column("审核员", "reviewer_name"),
    "deadline": Column("截止", "until"),
}
