"""The columns of the list, each with what it is ordered by."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable

from evaluations.comments.reach import unanswered
from evaluations.desk.conditions import STATES


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what to order by, and whether it holds numbers; `hint` says more than the heading has room for."""

    heading: str
    rank: Combinable
    is_number: bool = False
    hint: str = ""


def _open_comments() -> Subquery:
    counted = unanswered(OuterRef("evaluation__pk")).order_by().values("evaluation").annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def _by_state() -> Case:
    places = [When(Q(evaluation__state=state), then=Value(place)) for place, state in enumerate(STATES)]
    return Case(*places, output_field=IntegerField())


COLUMNS: Mapping[str, Column] = {
    "name": Column("单位", F("name")),
    "code": Column("代码", F("code")),
    "state": Column("状态", _by_state()),
    "since": Column("已有", F("evaluation__state_since"), is_number=True, hint="在这个状态已有多少天"),
    "score": Column("得分", F("evaluation__hand_in__score"), is_number=True),
    "grade": Column("等级", F("evaluation__hand_in__grade")),
    "rate": Column("执行率", F("evaluation__hand_in__execution_rate"), is_number=True, hint="预算执行率"),
    "explained": Column(
        "需说明", F("evaluation__hand_in__explained"), is_number=True, hint="需说明、单位已写明原因的处数"
    ),
    "swings": Column("变动", F("evaluation__hand_in__swings"), is_number=True, hint="与上年相比变动过大的项数"),
    "alike": Column("雷同", F("evaluation__hand_in__alike"), is_number=True, hint="与其他单位或上年相同的章数"),
    "comments": Column("待处理", _open_comments(), is_number=True, hint="单位还没有处理的批注"),
    "section": Column("股室", F("section__name")),
    "reviewer": Column("审核员", F("assignment__reviewer__name")),
    "deadline": Column("截止", F("extension__until")),
}
