"""One attempt to enter a password: the limits it counts against, and what a wrong one leaves in the audit log.

Strangers are limited by the name at their address, by the name, and by the address over many names. A device on which this person has signed in since
the password was last changed is counted for itself alone: whatever strangers do, the person gets in from there.
The log gets bounded entries: the first wrong password of a window, and one for each limit that is reached. A name is recorded only if somebody has it: a
password typed into the wrong box is nobody's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from accounts.addresses import site_of
from accounts.audit import record
from accounts.limits import Limit, begin, give_back
from accounts.models import User

NAME_AT_ADDRESS, NAME, ADDRESS, DEVICE, OLD_PASSWORD = 5, 20, 30, 10, 5


@dataclass(frozen=True, slots=True)
class Try:
    """One try, counted already: say whether the password was right."""

    action: str
    person: User | None
    actor: User | None
    address: str
    counts: Mapping[Limit, int]

    @classmethod
    def to_sign_in(cls, username: str, person: User | None, address: str, device: str) -> Self:
        """A try as `username`, whose `person` may not exist, from a `device` known as theirs, "" from a stranger's.

        Raises:
            Paused: too many wrong passwords before it.
        """
        if person and device:
            limits = [Limit("device", f"{person.pk} {device}", DEVICE)]
        else:
            site = site_of(address)
            limits = [
                Limit("name at address", f"{site} {username}", NAME_AT_ADDRESS),
                Limit("name", username, NAME),
                Limit("address", site, ADDRESS),
            ]
        return cls("sign_in", person, None, address, begin(limits))

    @classmethod
    def to_change_password(cls, person: User, address: str) -> Self:
        """A try of the old password by somebody who is signed in.

        Raises:
            Paused: too many wrong passwords before it.
        """
        return cls("change_password", person, person, address, begin([Limit("person", str(person.pk), OLD_PASSWORD)]))

    def succeeded(self) -> None:
        """The password was right."""
        give_back(list(self.counts))

    def failed(self) -> None:
        """The password was wrong."""
        own = next(limit for limit in self.counts if limit.of != "name at address")
        if self.person and self.counts[own] == 1:
            self._record("failed")
        for limit, count in self.counts.items():
            if count == limit.most and (self.person or limit.of == "address"):
                self._record("paused", limit=limit.of, count=count)

    def _record(self, what: str, **detail: str | int) -> None:
        username = {"username": self.person.username} if self.person else {}
        record(f"{self.action}_{what}", self.actor, detail={**username, "address": self.address, **detail})
