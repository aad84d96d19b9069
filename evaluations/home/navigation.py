"""The links in the header of every page: one table, by role."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from django.http import HttpRequest
from django.urls import reverse

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.home.waiting import waiting_for

FIRST_PAGE = ("首页", "home:home")
_DESK = ("审核列表", "desk:list")
_STANDARD = ("常用批注", "shared_pages:standard_comments")
_PEOPLE = ("人员", "administration:people")
_UNITS = ("单位", "administration:units")
_SUBORDINATES = ("下属单位", "desk:subordinates")
_REGIONS = ("地区", "administration:regions")
_EVERYBODYS = (("帮助", "accounts:help"),)


@dataclass(frozen=True, slots=True)
class Link:
    """One link; `is_current`: it leads to the current page; `waiting`: how many evaluations wait behind it."""

    label: str
    url: str
    is_current: bool
    waiting: int = 0


def navigation(request: HttpRequest) -> Mapping[str, Sequence[Link] | Callable[[], Sequence[Link]]]:
    """`navigation` for the templates, with one query when it is shown; empty for visitors who are not signed in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": ()}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {"navigation": lambda: _shown(actor_of(user), here)}


def _shown(actor: Actor, here: str) -> Sequence[Link]:
    first, *others = [Link(label, reverse(name), name == here) for label, name in (*links_of(actor), *_EVERYBODYS)]
    return [replace(first, waiting=waiting_for(actor)), *others]


def links_of(actor: Actor) -> Sequence[tuple[str, str]]:
    """A person's links besides those for everybody: (label, URL name), their first page first."""
    links = [link for role in actor.roles for link in _links_of(role)]
    return list(dict.fromkeys(links)) or [FIRST_PAGE]


def _links_of(role: Role) -> tuple[tuple[str, str], ...]:
    match role:
        case Role.PREPARER:
            links: tuple[tuple[str, str], ...] = (FIRST_PAGE,)
        case Role.UNIT_HEAD:
            links = (FIRST_PAGE, _PEOPLE)
        case Role.DEPARTMENT_REVIEWER:
            links = (_SUBORDINATES,)
        case Role.REVIEWER:
            links = (_DESK, _STANDARD)
        case Role.MANAGER:
            links = (
                _DESK,
                ("审核分工", "administration:assignments"),
                ("年度", "administration:years"),
                ("表样", "own_forms:forms"),
                _UNITS,
                _PEOPLE,
                _STANDARD,
            )
        case Role.ADMINISTRATOR:
            links = (_PEOPLE, _REGIONS)
        case Role.AUDITOR:
            links = (
                ("审计日志", "auditing:log"),
                ("登录失败与拒绝", "auditing:failures"),
                ("核对情况", "auditing:chains"),
            )
        case _:
            assert_never(role)
    return links
