"""Failed sign-ins and refusals: whose names are tried, from where, how often, and hour by hour."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import AuditEvent, AuditTally
from evaluations.auditing.objects import Object, names, object_named
from evaluations.auditing.words import action_in_words, clock

# The number of latest events that are read, and the number of lines shown per list, those with the most happenings.
LOOKED_AT = 10_000
SHOWN = 50
_PASSWORDS = tuple(f"{act}_{how}" for act in ("sign_in", "change_password", "activate") for how in ("failed", "paused"))
# No other limit also counts the tries that these limits count.
_OF_ONE_NAME = ("name at address", "code at address", "device", "person")
_COLUMNS = ("action", "at", "actor_name", "actor__username", "subject", "address", "device", "detail")


class Happening(NamedTuple):
    """Something recorded in an event, or only counted so far: it happened `times` times at this time, or in the hour that begins then."""

    action: str
    at: datetime
    person: str
    username: str
    subject: str
    address: str = ""
    device: str = ""
    times: int = 1
    is_exact: bool = True

    @property
    def is_password(self) -> bool:
        """Whether a password was wrong."""
        return self.action in _PASSWORDS

    @property
    def line(self) -> tuple[str, ...]:
        """The key of its line: the tries of one name from one address, or one kind of refusal of one person."""
        return (self.subject, self.address) if self.is_password else (self.username, self.action, self.subject)


@dataclass(frozen=True, slots=True)
class Line:
    """The happenings of one line; `about` is the object, and `called` its name."""

    happenings: Sequence[Happening]
    about: Object | None
    called: str

    @property
    def one(self) -> Happening:
        """Any of the happenings; person and action are the same in all."""
        return self.happenings[0]

    @property
    def action(self) -> str:
        """The action in words."""
        return action_in_words(self.one.action)

    @property
    def times(self) -> int:
        """How often, at least."""
        return sum(each.times for each in self.happenings)

    @property
    def pauses(self) -> int:
        """How often passwords were no longer checked."""
        return sum(each.action.endswith("_paused") for each in self.happenings)

    @property
    def addresses(self) -> str:
        """The addresses."""
        return _listed(each.address for each in self.happenings)

    @property
    def devices(self) -> str:
        """The browsers."""
        return _listed(each.device for each in self.happenings)

    @property
    def first(self) -> str:
        """The time of the first."""
        return clock(min(self._moments))

    @property
    def last(self) -> str:
        """The time of the last."""
        return clock(max(self._moments))

    @property
    def _moments(self) -> list[datetime]:
        """The times of the happenings; when repeats are only counted by the hour, the first has its own event."""
        exact = [each.at for each in self.happenings if each.is_exact]
        return exact or [each.at for each in self.happenings]


class Hour(NamedTuple):
    """How often, in one hour, a password was wrong, and something was refused or failed."""

    begins: str
    passwords: int
    refusals: int


@dataclass(frozen=True, slots=True)
class Trials:
    """The trials of a period: the lines, those with the most first; the hours with happenings, latest first; `is_cut`: there were more."""

    passwords: Sequence[Line]
    refusals: Sequence[Line]
    hours: Sequence[Hour]
    is_cut: bool


def gathered(events: QuerySet[AuditEvent], counted: QuerySet[AuditTally]) -> Trials:
    """The trials in these events, and in what is only `counted` so far. Three queries."""
    rows = list(events.order_by("-at", "-pk").values(*_COLUMNS)[: LOOKED_AT + 1])
    found = [*map(_told, rows[:LOOKED_AT]), *_only_counted(counted)]
    passwords, refusals = (_most(each for each in found if each.is_password is one) for one in (True, False))
    called = names(about for group in (*passwords, *refusals) if (about := _about(group)))
    return Trials(
        [_line(group, called) for group in passwords],
        [_line(group, called) for group in refusals],
        _hours(found),
        is_cut=len(rows) > LOOKED_AT,
    )


def _told(row: Mapping[str, Any]) -> Happening:
    detail = json.loads(row["detail"])
    who = row["actor_name"], row["actor__username"] or ""
    action, subject = row["action"], row["subject"]
    if action == "repeated":
        began = datetime.fromisoformat(detail["since"])
        return Happening(detail["action"], began, *who, subject, times=detail["more"], is_exact=False)
    return Happening(action, row["at"], *who, subject, row["address"], row["device"], _times(action, subject, detail))


def _times(action: str, subject: str, detail: Mapping[str, object]) -> int:
    """How many tries an event adds: the count of a reached limit includes the first try, which has its own event."""
    count = detail.get("count", 1)
    if not action.endswith("_paused") or not isinstance(count, int):
        return 1
    if not subject:
        return count
    return count - 1 if detail.get("limit") in _OF_ONE_NAME else 0


def _only_counted(counted: QuerySet[AuditTally]) -> Iterator[Happening]:
    for tally in counted.filter(count__gt=1).select_related("actor"):
        who = tally.actor.name, tally.actor.username
        yield Happening(tally.action, tally.since, *who, tally.subject, times=tally.count - 1, is_exact=False)


def _most(found: Iterable[Happening]) -> list[list[Happening]]:
    groups = defaultdict[tuple[str, ...], list[Happening]](list)
    for each in found:
        groups[each.line].append(each)
    ordered = sorted(groups.values(), key=lambda group: (-sum(each.times for each in group), -group[0].at.timestamp()))
    return ordered[:SHOWN]


def _about(group: Sequence[Happening]) -> Object | None:
    return object_named(group[0].action, group[0].subject)


def _line(group: Sequence[Happening], called: Mapping[Object, str]) -> Line:
    about = _about(group)
    return Line(group, about, called.get(about, about.key) if about else group[0].subject)


def _hours(found: Iterable[Happening]) -> list[Hour]:
    passwords, refusals = Counter[datetime](), Counter[datetime]()
    for each in found:
        hour = timezone.localtime(each.at).replace(minute=0, second=0, microsecond=0)
        (passwords if each.is_password else refusals)[hour] += each.times
    last = sorted({*passwords, *refusals}, reverse=True)[:SHOWN]
    return [Hour(f"{hour:%Y-%m-%d %H:00}", passwords[hour], refusals[hour]) for hour in last]


def _listed(texts: Iterable[str]) -> str:
    return "、".join(text for text, _ in Counter(filter(None, texts)).most_common(3))
