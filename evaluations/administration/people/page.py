"""One person's page: their details and memberships as far as the actor keeps them, what they may do, and the events."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.actors import Actor
from accounts.keeping import accounts_kept_by, memberships_kept_by
from accounts.models import Membership, User
from accounts.roles import UNIT_ROLES
from evaluations.administration.people.events import PersonEvent, events_of
from evaluations.administration.people.reach import reach
from evaluations.administration.people.words import AccountState, days_of, state_of


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A membership as shown."""

    membership: Membership
    days: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything that the page shows; `kept_by` names the role that keeps the account if `elsewhere` memberships are kept by others."""

    person: User
    state: AccountState
    is_kept: bool
    current: Sequence[MembershipLine]
    coming: Sequence[MembershipLine]
    ended: Sequence[MembershipLine]
    kept_by: str
    elsewhere: int
    reach: Sequence[str]
    events: Sequence[PersonEvent]

    @property
    def takes_code(self) -> bool:
        """Whether an activation code can be made."""
        return self.is_kept and self.person.is_active


def page_of(person: User, actor: Actor) -> PersonPage:
    """The page of a person for `actor`. At most six queries."""
    memberships = list(
        Membership.objects.filter(user=person).with_places().order_by("unit__code", "region__code", "pk")
    )
    keys = set(Membership.objects.filter(memberships_kept_by(actor), user=person).values_list("pk", flat=True))
    kept = [each for each in memberships if each.pk in keys]
    others = [each for each in memberships if each.pk not in keys and not each.has_ended]
    is_kept = accounts_kept_by(actor).filter(pk=person.pk).exists()
    standing = [each for each in kept if not each.has_ended]
    current = [each for each in standing if not each.is_coming]
    return PersonPage(
        person=person,
        state=state_of(person, standing),
        is_kept=is_kept,
        current=_lines(current),
        coming=_lines([each for each in standing if each.is_coming]),
        ended=_lines([each for each in reversed(kept) if each.has_ended]),
        kept_by=_kept_by(kept, others),
        elsewhere=len(others),
        reach=reach(person, current) if person.is_active else [],
        events=events_of(person, kept, is_whole=is_kept),
    )


def _lines(memberships: Sequence[Membership]) -> list[MembershipLine]:
    return [MembershipLine(each, days_of(each)) for each in memberships]


def _kept_by(kept: Sequence[Membership], others: Sequence[Membership]) -> str:
    """The role that keeps the account of a person whose memberships are kept by several people."""
    regions = {each.place_region for each in (*kept, *others)}
    are_of_units = all(each.role in UNIT_ROLES for each in others)
    return "" if not others else "绩效管理员" if are_of_units and len(regions) == 1 else "系统管理员"
