"""The log as shown, page by page: each page continues from an event, so that a late page costs no more than the first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Subquery

from accounts.audit.scopes import named
from accounts.models import AuditEvent, Result
from evaluations.auditing.objects import Kind, Object, names, object_of
from evaluations.auditing.words import action_in_words, clock, detail_in_words
from evaluations.common.planning import planned_for_values

PER_PAGE = 50
_CHUNK = 1000
_TONES: Mapping[str, str] = {Result.REFUSED: "attention", Result.FAILED: "error"}


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as shown: `scope` in words, `chain` by its region's name, `number` within it; `tone` is the result's, "" for a good one."""

    scope: str
    chain: str
    number: int
    at: str
    person: str
    username: str
    who: Object | None
    action: str
    result: str
    tone: str
    about: Object | None
    subject: str
    region: str
    address: str
    device: str
    details: Sequence[tuple[str, str]]

    @property
    def told(self) -> str:
        """The details as one text."""
        return "；".join(f"{name}：{value}" for name, value in self.details)


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and the ids of the events before and after which the list continues; 0 if it does not."""

    lines: Sequence[EventLine]
    before: int
    after: int


def page(events: QuerySet[AuditEvent], *, before: int = 0, after: int = 0, oldest_first: bool = False) -> Page:
    """The page of lines before or after the event with this id; without either, the first lines. Two queries."""
    is_back = bool(before)
    found = list(_in_order(events, before or after, to_newer=oldest_first != is_back)[: PER_PAGE + 1])
    shown, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    if is_back:
        shown.reverse()
    has_before, has_after = (has_more, True) if is_back else (bool(after), has_more)
    first, last = (shown[0].pk, shown[-1].pk) if shown else (0, 0)
    return Page(lines(shown), first if has_before else 0, last if has_after else 0)


def all_lines(events: QuerySet[AuditEvent], *, oldest_first: bool = False) -> Iterator[EventLine]:
    """The lines of all events, read in batches."""
    found = _some(events, 0, to_newer=oldest_first)
    while found:
        yield from lines(found)
        found = _some(events, found[-1].pk, to_newer=oldest_first)


def _some(events: QuerySet[AuditEvent], beyond: int, *, to_newer: bool) -> list[AuditEvent]:
    with planned_for_values():
        return list(_in_order(events, beyond, to_newer=to_newer)[:_CHUNK])


def _in_order(events: QuerySet[AuditEvent], beyond: int, *, to_newer: bool) -> QuerySet[AuditEvent]:
    """The events, newest first or oldest first; if `beyond` is given, only those after the event with that id."""
    ordered = events.order_by("at", "pk") if to_newer else events.order_by("-at", "-pk")
    if not beyond:
        return ordered
    # In this form, the query enters the index of times at the event's own time.
    at = Subquery(AuditEvent.objects.filter(pk=beyond).order_by().values("at"))
    if to_newer:
        return ordered.filter(Q(at__gt=at) | Q(pk__gt=beyond), at__gte=at)
    return ordered.filter(Q(at__lt=at) | Q(pk__lt=beyond), at__lte=at)


def lines(events: Sequence[AuditEvent]) -> list[EventLine]:
    """The events as shown. One query."""
    called = names(about for event in events if (about := object_of(event)))
    return [_line(event, called) for event in events]


def _line(event: AuditEvent, called: Mapping[Object, str]) -> EventLine:
    details = detail_in_words(event)
    account = dict(details).get("操作系统账号", "")
    about, region = object_of(event), event.region
    return EventLine(
        scope=named(event.scope),
        chain=region.name if region and region.code == event.scope else named(event.scope),
        number=event.number,
        at=clock(event.at),
        person=event.actor_name or _nobody(event),
        username=event.actor.username if event.actor else account,
        who=Object(Kind.PERSON, event.actor.username) if event.actor else None,
        action=action_in_words(event.action),
        result=Result(event.result).label if event.result else "",
        tone=_TONES.get(event.result, ""),
        about=about,
        subject=called.get(about, event.subject) if about else event.subject,
        region=region.name if region else "",
        address=event.address,
        device=event.device,
        details=details,
    )


def _nobody(event: AuditEvent) -> str:
    return "未登录" if event.address or event.action.startswith("sign_in") else "服务器"
