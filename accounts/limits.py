"""Limits on wrong passwords and activation codes, counted in the database for all workers and nodes, and before any password is hashed.

A limit counts in windows of fixed length; each window begins with its first try. Once the limit is reached, further tries are refused at once; they are
not counted and do not extend the window.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Tries

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` wrong passwords or codes per window for `whom`, which is of the kind `of`."""

    of: str
    whom: str
    most: int

    @property
    def key(self) -> str:
        """The key under which it is counted: an HMAC, so that the table reveals nothing that was typed."""
        return salted_hmac(f"accounts.limits {self.of}", self.whom, algorithm="sha256").hexdigest()


class Paused(Exception):
    """A limit is reached; the text tells the person so, and in how many minutes the window ends."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            f"密码或激活码输错次数过多，为保护账号，暂时不再核对。请在 {minutes} 分钟后再试，期间再试不会延长等待。"
        )


def begin(limits: Sequence[Limit]) -> Mapping[Limit, int]:
    """Count one try against each limit; return how many tries each has counted, including this one.

    Simultaneous tries are counted one after the other, so no more passwords are checked than the limits allow.

    Raises:
        Paused: one limit is reached; then no limit has counted this try.
    """
    now = timezone.now()
    Tries.objects.filter(until__lte=now - WINDOW).delete()
    keys = sorted(limit.key for limit in limits)
    with transaction.atomic():
        new = [Tries(key=key, count=0, until=now + WINDOW) for key in keys]
        Tries.objects.bulk_create(new, ignore_conflicts=True)
        Tries.objects.filter(key__in=keys, until__lte=now).update(count=0, until=now + WINDOW)
        rows = {row.key: row for row in Tries.objects.select_for_update().filter(key__in=keys).order_by("key")}
        reached = [rows[limit.key].until for limit in limits if rows[limit.key].count >= limit.most]
        if reached:
            raise Paused(max(1, ceil((max(reached) - now) / timedelta(minutes=1))))
        Tries.objects.filter(key__in=keys).update(count=F("count") + 1)
    return {limit: rows[limit.key].count + 1 for limit in limits}


def give_back(limits: Sequence[Limit]) -> None:
    """The password was right: the first limit forgets its wrong tries, and the others do not count this one."""
    own, *others = (limit.key for limit in limits)
    Tries.objects.filter(key=own).delete()
    Tries.objects.filter(key__in=others, count__gt=0).update(count=F("count") - 1)
