"""One attempt to enter a password or an activation code: which limits count it, and what a wrong one leaves in the audit log.

Strangers are limited per name and address, per name, and per address over many names. A device on which the person has signed in since
the last password change has its own count, so the person can always sign in from there, whatever strangers do.
A code is too long to be guessed, so it is limited only per name and address, and per address: strangers elsewhere can't keep anybody from using theirs.
Entries in the log are bounded: one for the first wrong password of a window, and one for each limit that is reached. A name is logged only if it
exists, because somebody may have typed their password into the wrong box.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from accounts.actors import actor_of
from accounts.addresses import site_of
from accounts.audit import record
from accounts.limits import Limit, begin, give_back
from accounts.models import Result, User

NAME_AT_ADDRESS, NAME, ADDRESS, DEVICE, OLD_PASSWORD = 5, 20, 30, 10, 5
MAILS_TO_NAME, MAILS_FROM_ADDRESS = 3, 30
_COUNTED_ONLY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Try:
    """A try that has already been counted; the caller then reports whether the password was right."""

    action: str
    person: User | None
    actor: User | None
    counts: Mapping[Limit, int]

    @classmethod
    def to_sign_in(cls, username: str, person: User | None, address: str, device: str) -> Self:
        """A try to sign in as `username`, whose `person` may not exist, from one of their known devices or from an unknown one ("").

        Raises:
            Paused: there were too many wrong passwords before it.
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
        return cls("sign_in", person, None, begin(limits))

    @classmethod
    def to_change_password(cls, person: User) -> Self:
        """A try at the old password by somebody who is signed in.

        Raises:
            Paused: there were too many wrong passwords before it.
        """
        return cls("change_password", person, person, begin([Limit("person", str(person.pk), OLD_PASSWORD)]))

    @classmethod
    def to_activate(cls, username: str, person: User | None, address: str) -> Self:
        """A try at a code as `username`, whose `person` may not exist. Earlier wrong passwords do not count, except for the address.

        Raises:
            Paused: there were too many wrong codes before it.
        """
        site = site_of(address)
        limits = [
            Limit("code at address", f"{site} {username}", NAME_AT_ADDRESS),
            Limit("code", username, _COUNTED_ONLY),
            Limit("address", site, ADDRESS),
        ]
        return cls("activate", person, None, begin(limits))

    def succeeded(self) -> None:
        """The password or code was right."""
        give_back(list(self.counts))

    def failed(self) -> None:
        """The password or code was wrong."""
        own = next(limit for limit in self.counts if not limit.of.endswith("at address"))
        if self.person and self.counts[own] == 1:
            self._record("failed", Result.FAILED)
        for limit, count in self.counts.items():
            if count == limit.most and (self.person or limit.of == "address"):
                self._record("paused", Result.REFUSED, limit=limit.of, count=count)

    def _record(self, what: str, result: Result, **detail: str | int) -> None:
        actor = actor_of(self.actor) if self.actor else None
        username = self.person.username if self.person else ""
        record(f"{self.action}_{what}", actor, username, detail, result=result)


def count_mail_asked_for(username: str, address: str) -> None:
    """Count a request for an email to the person with this name, whether or not the name exists.

    Raises:
        Paused: there were too many requests before it.
    """
    site = site_of(address)
    begin([Limit("mail to", username, MAILS_TO_NAME), Limit("mail from", site, MAILS_FROM_ADDRESS)])
