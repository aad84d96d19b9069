"""The list of assignments: which reviewer is responsible for which of a region's units."""

from collections.abc import Iterator, Sequence

from accounts.actors import Actor
from accounts.audit import Act
from accounts.models import USERNAME_LIMIT, Membership, User
from accounts.people import people_of_bureau
from accounts.roles import Role
from evaluations.access.assignment import assign, units_to_assign
from evaluations.access.separation import OWN_UNIT
from evaluations.common.refusal import Refused
from evaluations.core.lists.columns import ListColumn, ListShape, listed
from evaluations.core.lists.comparison import ComparedRow, PresentList, Values
from evaluations.core.lists.rows import RowFault
from evaluations.lists.definition import ListDefinition
from evaluations.lists.rows_of_units import UNIT, UNIT_NAME, lock_units, no_unit
from evaluations.units.models import Region, Unit

_REVIEWER = ListColumn(
    name="reviewer",
    heading="审核员用户名",
    help="本地区的审核员登录用的名字。",
    example="zhoumin",
    kind="code",
    limit=USERNAME_LIMIT,
    also_called=("审核员",),
)
_REVIEWER_NAME = ListColumn(
    name="reviewer_name", heading="审核员姓名", help="只供对照，不读取。", example="周敏", is_shown=True
)
_SHAPE = ListShape("审核分工", (UNIT, UNIT_NAME, _REVIEWER, _REVIEWER_NAME), each="单位")


def _present(region: Region, lock: bool) -> PresentList:  # noqa: FBT001 - as the definition calls it
    if lock:
        lock_units(region)
    return PresentList([_values(unit) for unit in units_to_assign(region)], {"reviewer": list(_reviewers(region))})


def _values(unit: Unit) -> Values:
    reviewer = _reviewer_of(unit)
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "reviewer": reviewer.username if reviewer else "",
        "reviewer_name": reviewer.name if reviewer else "",
    }


def _reviewer_of(unit: Unit) -> User | None:
    assignment = getattr(unit, "assignment", None)
    return assignment.reviewer if assignment else None


def _reviewers(region: Region) -> dict[str, User]:
    return {reviewer.username: reviewer for reviewer in people_of_bureau(region, Role.REVIEWER)}


def _understand(region: Region, rows: Sequence[ComparedRow], actor: Actor | None) -> Iterator[RowFault]:
    """Faults for units and reviewers that there are not, and for reviewers of their own unit."""
    reviewers = _reviewers(region)
    memberships = Membership.objects.not_ended().filter(user__in=reviewers.values(), unit__region=region)
    own = set(memberships.values_list("user__username", "unit__code"))
    for row in rows:
        unit, reviewer = row.values["unit"], row.values["reviewer"]
        if row.outcome == "new":
            yield no_unit(row)
        elif row.outcome == "changed" and reviewer and reviewer not in reviewers:
            yield row.fault(_REVIEWER, _no_reviewer(reviewers))
        elif row.outcome == "changed" and (reviewer, unit) in own:
            yield row.fault(_REVIEWER, OWN_UNIT)


def _no_reviewer(reviewers: dict[str, User]) -> str:
    if not reviewers:
        return "本地区还没有审核员账号，请联系系统管理员添加。"
    named = [f"{username}（{person.name}）" for username, person in reviewers.items()]
    return f"不是本地区的审核员。应为{listed(named)}之一，请改正；新的审核员请联系系统管理员添加。"


def _apply(region: Region, rows: Sequence[ComparedRow], actor: Actor | None) -> list[Act]:
    """Store the rows; the service tells the log of each."""
    if actor is None:
        raise Refused("分工要由绩效管理员在页面上导入。")
    reviewers = {"": None} | {name: person.pk for name, person in _reviewers(region).items()}
    units = dict(Unit.objects.filter(region=region).values_list("code", "pk"))
    assign(region, {units[row.values["unit"]]: reviewers[row.values["reviewer"]] for row in rows}, actor)
    return []


ASSIGNMENTS = ListDefinition(
    code="assignments",
    shape=lambda _: _SHAPE,
    present=_present,
    understand=_understand,
    apply=_apply,
)
