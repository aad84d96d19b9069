"""Who has an evaluation: their names for the sentences that announce it, and their telephone numbers for whoever waits."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q

from accounts.models import Membership
from accounts.roles import BUREAU_ROLES, Role
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.departments import above
from evaluations.units.models import Unit

_NAMED = 3
_HAS_IT: Mapping[State, Role] = {
    State.DRAFTING: Role.PREPARER,
    State.UNIT_CHECK: Role.UNIT_HEAD,
    State.DEPARTMENT_CHECK: Role.DEPARTMENT_REVIEWER,
    State.SUBMITTED: Role.REVIEWER,
    State.SECOND_REVIEW: Role.MANAGER,
    State.RETURNED: Role.PREPARER,
    State.APPROVED: Role.PREPARER,
}
"""Who has it next in each state; nobody has it in the others."""


class Holder(NamedTuple):
    """Somebody who has the evaluation; the telephone number may be ""."""

    name: str
    phone: str


def said(done: str, evaluation: SelfEvaluation) -> str:
    """`done`, a transition's sentences, with the names of the unit's {preparers}, {heads}, {departments}, {reviewer} and {managers} filled in."""
    return done.format_map(_Names(evaluation.unit))


def has_it(unit: Unit, state: State) -> tuple[str, str]:
    """Who has the unit's evaluation in a state, and their telephone numbers; ("", "") if nobody has. At most two queries,
    and one for each department above it, if they have it."""
    role = _HAS_IT.get(state)
    if role is None:
        return "", ""
    people = _holders(unit, role)
    return _named(role, people), "、".join(dict.fromkeys(one.phone for one in people[:_NAMED] if one.phone))


def _holders(unit: Unit, role: Role) -> Sequence[Holder]:
    if role == Role.REVIEWER:
        assignment = getattr(unit, "assignment", None)
        return [Holder(assignment.reviewer.name, assignment.reviewer.phone)] if assignment else []
    people = Membership.objects.in_force().filter(_place(unit, role), role=role, user__is_active=True)
    return [Holder(*told) for told in people.order_by("user").values_list("user__name", "user__phone")]


def _place(unit: Unit, role: Role) -> Q:
    if role in BUREAU_ROLES:
        return Q(region=unit.region_id)
    return Q(unit__in=above(unit)) if role == Role.DEPARTMENT_REVIEWER else Q(unit=unit.pk)


class _Names(dict[str, str]):
    """The names by placeholder, asked for only if a sentence has it."""

    _ROLES: Mapping[str, Role] = {
        "preparers": Role.PREPARER,
        "heads": Role.UNIT_HEAD,
        "reviewer": Role.REVIEWER,
        "managers": Role.MANAGER,
        "departments": Role.DEPARTMENT_REVIEWER,
    }

    def __init__(self, unit: Unit) -> None:
        super().__init__()
        self._unit = unit

    def __missing__(self, placeholder: str) -> str:
        role = self._ROLES[placeholder]
        return _named(role, _holders(self._unit, role))


def _named(role: Role, people: Sequence[Holder]) -> str:
    """The role with the names (填报人周敏), or what to do if there is nobody."""
    if people:
        return role.label + "、".join(one.name for one in people[:_NAMED]) + ("等" if len(people) > _NAMED else "")
    return f"{role.label}（{_LACKING.get(role, '单位还没有这样的账号，请联系系统管理员')}）"


_LACKING: Mapping[Role, str] = {
    Role.REVIEWER: "还没有分配",
    Role.MANAGER: "还没有这样的账号，请联系系统管理员",
    Role.DEPARTMENT_REVIEWER: "主管部门还没有这样的账号，请联系绩效管理员",
}
