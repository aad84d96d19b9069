"""The list of the people whom an actor keeps: filtered, 50 per page, with a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.keeping import accounts_kept_by, memberships_kept_by
from accounts.models import Membership, MembershipQuerySet, User
from accounts.people import called
from accounts.roles import Role
from evaluations.administration.people.words import AccountState, days_of, state_of
from evaluations.units.models import Region

PER_PAGE = 50
_MANY_REGIONS = 20
PRESENT = ""
STATES: Mapping[str, str] = {PRESENT: "在册"} | {state.value: state.label for state in AccountState}
"""The states by which the list can be filtered; 在册 are all people with a membership that has not ended."""
_NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One person on the list; `only` is their membership, if it is the only one."""

    person: User
    state: AccountState
    places: str
    roles: str
    days: str
    is_kept: bool
    only: Membership | None

    @property
    def last_sign_in(self) -> datetime | None:
        """The time of the last sign-in."""
        return self.person.last_login

    @property
    def takes_code(self) -> bool:
        """Whether an activation code can be made for them."""
        return self.is_kept and self.person.is_active


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people, and the user names from which the previous and the next page continue; "" if there is none."""

    lines: Sequence[ListedPerson]
    before: str
    after: str


def listed(actor: Actor, asked: Mapping[str, Any]) -> QuerySet[User]:
    """The people whom `actor` keeps and the cleaned `SearchForm` asks for, by user name."""
    kept = Membership.objects.filter(memberships_kept_by(actor))
    matching = _narrowed(kept, asked)
    # SQLite follows the shape of the query: few memberships are best looked up first, many are best looked up per person.
    is_few = bool(asked["unit"] or asked["name"]) or not actor.has(Role.MANAGER) or _is_small_part(actor)
    condition = _in_state(asked["state"], kept, matching, is_few=is_few)
    if asked["state"] == AccountState.ENDED and actor.has(Role.ADMINISTRATOR) and not _is_narrowed(asked):
        condition |= Q(~Exists(Membership.objects.filter(user=OuterRef("pk"))), is_active=True)
    people = User.objects.order_by("username")
    if name := asked["name"]:
        people = people.filter(called(name))
    return people.filter(condition).exclude(pk=actor.pk)


def _is_small_part(actor: Actor) -> bool:
    """Whether the manager's region is one of so many that most people are elsewhere. One query."""
    return Region.objects.count() >= _MANY_REGIONS * len(actor.regions(Role.MANAGER))


def page(actor: Actor, people: QuerySet[User], *, after: str = "", before: str = "") -> PeoplePage:
    """The people after or before this user name; the first ones without either. Three queries."""
    if before:
        found = list(people.filter(username__lt=before).order_by("-username")[: PER_PAGE + 1])
        shown, has_before, has_after = found[:PER_PAGE][::-1], len(found) > PER_PAGE, True
    else:
        found = list((people.filter(username__gt=after) if after else people)[: PER_PAGE + 1])
        shown, has_before, has_after = found[:PER_PAGE], bool(after), len(found) > PER_PAGE
    return PeoplePage(
        lines(actor, shown),
        shown[0].username if shown and has_before else "",
        shown[-1].username if shown and has_after else "",
    )


def lines(actor: Actor, people: Sequence[User]) -> list[ListedPerson]:
    """The people as the list shows them, with the memberships that `actor` keeps. Two queries."""
    kept = Membership.objects.filter(memberships_kept_by(actor), user__in=people).with_places().order_by("pk")
    by_person: dict[int, list[Membership]] = {}
    for membership in kept:
        by_person.setdefault(membership.user_id, []).append(membership)
    keys = [person.pk for person in people]
    accounts = set(accounts_kept_by(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return [_line(person, by_person.get(person.pk, []), is_kept=person.pk in accounts) for person in people]


def _line(person: User, memberships: Sequence[Membership], *, is_kept: bool) -> ListedPerson:
    standing = [membership for membership in memberships if not membership.has_ended]
    shown = standing or sorted(memberships, key=lambda membership: str(membership.until))[-1:]
    return ListedPerson(
        person=person,
        state=state_of(person, standing),
        places=_places(shown),
        roles="、".join(dict.fromkeys(membership.label for membership in shown)),
        days=days_of(shown[0]) if len(shown) == 1 else "",
        is_kept=is_kept,
        only=standing[0] if len(standing) == 1 else None,
    )


def _places(memberships: Iterable[Membership]) -> str:
    places = list(dict.fromkeys(membership.place or "系统" for membership in memberships))
    return places[0] + (f" 等 {len(places)} 处" if len(places) > 1 else "") if places else ""


def _is_narrowed(asked: Mapping[str, Any]) -> bool:
    return bool(asked["unit"] or asked["role"] or asked["region"])


def _narrowed(kept: MembershipQuerySet, asked: Mapping[str, Any]) -> MembershipQuerySet:
    if asked["role"]:
        kept = kept.filter(role=asked["role"])
    if asked["region"]:
        kept = kept.filter(Q(region=asked["region"]) | Q(unit__region=asked["region"]))
    if unit := asked["unit"]:
        kept = kept.filter(Q(unit__name__icontains=unit) | Q(unit__code__icontains=unit))
    return kept


def _in_state(state: str, kept: MembershipQuerySet, matching: MembershipQuerySet, *, is_few: bool) -> Q:
    """The condition for people; an unknown state means 在册."""
    match state:
        case AccountState.ENDED:
            ended = matching.filter(until__lt=timezone.localdate())
            return Q(is_active=True) & _whose(ended, is_few=True) & ~_whose(kept.not_ended(), is_few=False)
        case AccountState.OFF:
            return Q(is_active=False) & _whose(matching, is_few=is_few)
        case AccountState.NEW:
            return Q(_NO_PASSWORD, is_active=True) & _whose(matching.not_ended(), is_few=is_few)
        case AccountState.IN_USE:
            return Q(~_NO_PASSWORD, is_active=True) & _whose(matching.not_ended(), is_few=is_few)
        case _:
            return _whose(matching.not_ended(), is_few=is_few)


def _whose(memberships: MembershipQuerySet, *, is_few: bool) -> Q:
    return Q(pk__in=memberships.values("user")) if is_few else Q(Exists(memberships.filter(user=OuterRef("pk"))))
