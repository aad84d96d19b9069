"""Where a manager mends what stands in a unit's way: the page, narrowed to what is concerned."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from accounts.roles import Role
from evaluations.access.assignment import NONE
from evaluations.access.readiness import Obstacle, ObstacleKind
from evaluations.administration.people.words import AccountState
from evaluations.administration.units.listing import CLOSED, NO_HEAD, NO_PREPARER
from evaluations.units.models import Region


class _Page(NamedTuple):
    verb: str
    page: str
    asked: Mapping[str, str]


_PAGES: Mapping[ObstacleKind, _Page] = {
    "closed": _Page("查看单位", "units", {"state": CLOSED}),
    "no_preparer": _Page("去添加", "units", {"state": NO_PREPARER}),
    "no_head": _Page("去添加", "units", {"state": NO_HEAD}),
    "no_department_reviewer": _Page("去添加", "people", {"role": Role.DEPARTMENT_REVIEWER}),
    "not_activated": _Page("发激活码", "people", {"role": Role.PREPARER, "state": AccountState.NEW}),
    "no_reviewer": _Page("去分配", "assignments", {"reviewer": NONE}),
}
"""Units without an approved evaluation of last year are not among them: nothing can be done about it here."""


class Mended(NamedTuple):
    """An obstacle, and the link to where it is mended; "" if nowhere."""

    obstacle: Obstacle
    verb: str
    url: str


def mended(obstacles: Iterable[Obstacle], region: Region) -> list[Mended]:
    """Each obstacle with its link."""
    return [_mended(obstacle, region) for obstacle in obstacles]


def _mended(obstacle: Obstacle, region: Region) -> Mended:
    found = _PAGES.get(obstacle.kind)
    if found is None:
        return Mended(obstacle, "", "")
    # The page of people names a region by its key, the others by its code.
    asked = {"region": region.pk if found.page == "people" else region.code, **found.asked}
    return Mended(obstacle, found.verb, f"{reverse(f'administration:{found.page}')}?{urlencode(asked)}")
