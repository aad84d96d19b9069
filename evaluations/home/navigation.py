"""The links at the head of every page: one table, by role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role

FIRST_PAGE = ("首页", "home:home")
_DESK = ("审核列表", "desk:list")
_EVERYBODYS = (("密码与登录", "accounts:change_password"), ("帮助", "accounts:help"))


@dataclass(frozen=True, slots=True)
class Link:
    """One link; `is_current`: it leads to the page on which it stands."""

    label: str
    url: str
    is_current: bool


def navigation(request: HttpRequest) -> Mapping[str, Sequence[Link]]:
    """`navigation` for the templates, without a query; empty for a visitor who is not signed in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": ()}
    own = links_of(user.role)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {"navigation": [Link(label, reverse(name), name == here) for label, name in (*own, *_EVERYBODYS)]}


def links_of(role: str) -> tuple[tuple[str, str], ...]:
    """What a role's pages link to besides everybody's: label and name of the address, that of the role's first page first."""
    return _links_of(Role.of(role)) if role else (FIRST_PAGE,)


def _links_of(role: Role) -> tuple[tuple[str, str], ...]:
    match role:
        case Role.PREPARER | Role.UNIT_HEAD | Role.ADMINISTRATOR:
            return (FIRST_PAGE,)
        case Role.REVIEWER:
            return (_DESK,)
        case Role.MANAGER:
            return (_DESK, ("审核分工", "desk:assignments"))
        case Role.AUDITOR:
            return (("审计日志", "auditing:log"),)
