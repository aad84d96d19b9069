"""People in words: the state of an account, the days of a membership."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Membership, User
from evaluations.common.choices import ChoicesWithFacts


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a state."""

    tone: str


class AccountState(ChoicesWithFacts):
    """The states of an account."""

    facts: Look

    NEW = ("new", Look("waiting"), "未激活")
    IN_USE = ("in_use", Look("done"), "在用")
    OFF = ("off", Look("neutral"), "停用")
    ENDED = ("ended", Look("attention"), "任职已到期")


def state_of(person: User, standing: Collection[Membership]) -> AccountState:
    """The state of a person with these memberships that have not ended."""
    if not person.is_active:
        return AccountState.OFF
    if not standing:
        return AccountState.ENDED
    return AccountState.IN_USE if person.has_usable_password() else AccountState.NEW


def days_of(membership: Membership) -> str:
    """2024-03-01 起, 至 2026-10-31, 2023-01-01 至 2026-10-31; "" without bounds."""
    since, until = (f"{day:%Y-%m-%d}" if day else "" for day in (membership.since, membership.until))
    if until:
        return f"{since} 至 {until}".strip()
    return f"{since} 起" if since else ""
