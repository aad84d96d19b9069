"""Actors: people with their memberships in force. Every right is checked for an `Actor`, never for a person alone."""

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet, Subquery
from django.utils import timezone

from accounts.models import Membership, Session, User
from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from evaluations.common.kept_query import Given, Kept, the_day, the_moment, the_text
from evaluations.units.models import Region, Unit

_KEPT = "_actor"
_of_session = Session.objects.filter(session_key=the_text("key"), expire_date__gt=the_moment("now"))
_memberships = Kept(lambda: _in_force().filter(user=Given("user")))
_with_session = Kept(
    lambda: (
        _in_force()
        .filter(user__in=_of_session.values("user"))
        .annotate(session_data=Subquery(_of_session.values("session_data")), seen=Subquery(_of_session.values("seen")))
    )
)
_at_hand: ContextVar[tuple[Membership, ...]] = ContextVar("at_hand", default=())


def _in_force() -> QuerySet[Membership]:
    return Membership.objects.in_force(the_day("today")).with_places().select_related("user").order_by("pk")


class OpenSession(NamedTuple):
    """What a session holds, encoded, and when its person did something last."""

    data: str
    seen: datetime


def session_with_person(key: str) -> OpenSession | None:
    """The session that is open under a key, None if it has ended; its person's memberships are at hand for `actor_by_key`.

    One query; two for a visitor's session, and for a person without memberships.
    """
    now = timezone.now()
    found = tuple(_with_session(key=key, now=now, today=timezone.localdate()))
    _at_hand.set(found)
    if found:
        told = vars(found[0])
        return OpenSession(told["session_data"], told["seen"])
    return next((OpenSession(one.session_data, one.seen) for one in _alone(key=key, now=now)), None)


_alone = Kept(_of_session.all)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person and their memberships in force, each loaded with its unit and its region."""

    person: User
    memberships: tuple[Membership, ...] = ()

    @property
    def pk(self) -> int:
        """The person's primary key."""
        return self.person.pk

    @property
    def name(self) -> str:
        """The person's name."""
        return self.person.name

    def has(self, *roles: Role) -> bool:
        """Whether a membership has one of `roles`."""
        return any(each.role in roles for each in self.memberships)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The distinct roles of the memberships, in the order of the table of roles."""
        held = {each.role for each in self.memberships}
        return tuple(role for role in Role if role in held)

    def units(self, *roles: Role) -> frozenset[int]:
        """The primary keys of the units to which this person belongs in one of `roles` (in any role, if none is given)."""
        return frozenset(each.unit_id for each in self._in(roles or UNIT_ROLES) if each.unit_id is not None)

    def regions(self, *roles: Role) -> frozenset[int]:
        """The primary keys of the regions in whose bureaus this person works in one of `roles` (in any role, if none is given)."""
        return frozenset(each.region_id for each in self._in(roles or BUREAU_ROLES) if each.region_id is not None)

    @property
    def own_units(self) -> list[Unit]:
        """The units to which this person belongs, by code."""
        found = {each.unit.pk: each.unit for each in self.memberships if each.unit}
        return sorted(found.values(), key=lambda unit: unit.code)

    @property
    def own_bureaus(self) -> list[Region]:
        """The regions in whose bureaus this person works, by code."""
        found = {each.region.pk: each.region for each in self.memberships if each.region}
        return sorted(found.values(), key=lambda region: region.code)

    @property
    def region(self) -> Region | None:
        """The region in which this person works; None for system roles, and for people who work in several regions."""
        places = {place.pk: place for each in self.memberships if (place := each.place_region)}
        return next(iter(places.values())) if len(places) == 1 else None

    def _in(self, roles: Collection[Role]) -> list[Membership]:
        return [each for each in self.memberships if each.role in roles]


def _of(user_id: int) -> tuple[Membership, ...]:
    return tuple(_memberships(user=user_id, today=timezone.localdate()))


def _taken(user_id: int) -> tuple[Membership, ...]:
    """The memberships that came with the session a moment ago; they serve once."""
    found = _at_hand.get()
    _at_hand.set(())
    return found if found and found[0].user_id == user_id else ()


def actor_of(user: User) -> Actor:
    """The person with their memberships in force, loaded once per `user` object."""
    found: Actor | None = getattr(user, _KEPT, None)
    if found is None:
        found = Actor(user, _of(user.pk))
        setattr(user, _KEPT, found)
    return found


def actors_of(users: Iterable[User]) -> list[Actor]:
    """`actor_of` for several people, with a single query."""
    people = list(users)
    found: dict[int, list[Membership]] = {}
    for each in Membership.objects.in_force().with_places().filter(user__in=people).order_by("pk"):
        found.setdefault(each.user_id, []).append(each)
    actors = [Actor(person, tuple(found.get(person.pk, ()))) for person in people]
    for actor in actors:
        setattr(actor.person, _KEPT, actor)
    return actors


def actor_by_key(user_id: int) -> Actor | None:
    """The person with their memberships in force; None if there is no such person. One query, or two if they have no memberships; none right after
    their session was read.
    """
    found = _taken(user_id) or _of(user_id)
    person = found[0].user if found else User.objects.filter(pk=user_id).first()
    if person is None:
        return None
    actor = Actor(person, found)
    setattr(person, _KEPT, actor)
    return actor
