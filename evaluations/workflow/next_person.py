"""Who has an evaluation next, by name, for the sentences that say so."""

from collections.abc import Iterable, Mapping

from accounts.models import User
from accounts.roles import Role
from evaluations.records.models import SelfEvaluation

_NAMED = 3


def said(done: str, evaluation: SelfEvaluation) -> str:
    """`done`, a transition's sentences, with the names of the unit's {preparers} and {heads} and of its {reviewer}."""
    return done.format_map(_people(evaluation))


def _people(evaluation: SelfEvaluation) -> Mapping[str, str]:
    unit = User.objects.filter(membership__unit=evaluation.unit_id, is_active=True).order_by("pk")
    people = list(unit.values_list("membership__role", "name"))
    assignment = getattr(evaluation.unit, "assignment", None)
    return {
        "preparers": _named(Role.PREPARER, (name for role, name in people if role == Role.PREPARER)),
        "heads": _named(Role.UNIT_HEAD, (name for role, name in people if role == Role.UNIT_HEAD)),
        "reviewer": _named(Role.REVIEWER, [assignment.reviewer.name] if assignment else ()),
    }


def _named(role: Role, names: Iterable[str]) -> str:
    """填报人周敏, or what is lacking where nobody is."""
    listed = list(names)
    if listed:
        return role.label + "、".join(listed[:_NAMED]) + ("等" if len(listed) > _NAMED else "")
    return f"{role.label}（{'还没有分配' if role == Role.REVIEWER else '单位还没有这样的账号，请联系系统管理员'}）"
