"""The log as the auditor asks for it: by person, action, subject and days, newest first, page by page."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import CharField, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.audit.scopes import named
from accounts.models import AuditEvent, User
from evaluations.auditing.words import ACTIONS, GROUPS, REFUSALS, action_in_words, clock, detail_in_words
from evaluations.records.models import SelfEvaluation

PER_PAGE = 50
_TEXT_LIMIT = 100
_CHUNK = 1000
_TEXT = forms.TextInput({"class": "form-control", "type": "search"})
_DAY = forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d")
_BAD_DATE = "请填写日期，例如 2024-05-31。"
# Their subject is a user's name or a command, and no evaluation, even where it is a number.
_OF_NO_EVALUATION = ("add_person", "command")


class Search(forms.Form):
    """What the auditor looks for; everything may be left blank."""

    person = forms.CharField(label="操作人", required=False, max_length=_TEXT_LIMIT, widget=_TEXT)
    action = forms.ChoiceField(
        label="操作",
        required=False,
        choices=[("", "全部"), *((group, list(actions.items())) for group, actions in GROUPS.items())],
        widget=forms.Select({"class": "form-select"}),
    )
    subject = forms.CharField(label="单位或对象", required=False, max_length=_TEXT_LIMIT, widget=_TEXT)
    since = forms.DateField(label="从", required=False, widget=_DAY, error_messages={"invalid": _BAD_DATE})
    until = forms.DateField(label="到", required=False, widget=_DAY, error_messages={"invalid": _BAD_DATE})

    def in_words(self) -> Mapping[str, str]:
        """The conditions, as the log tells of an export."""
        given = {str(self.fields[name].label): value for name, value in self.cleaned_data.items() if value}
        return {label: ACTIONS.get(str(value), str(value)) for label, value in given.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it is shown; `scope` in words, `number` in it."""

    scope: str
    number: int
    at: str
    person: str
    username: str
    action: str
    is_refusal: bool
    subject: str
    region: str
    details: Sequence[tuple[str, str]]

    @property
    def told(self) -> str:
        """The details as one text."""
        return "；".join(f"{name}：{value}" for name, value in self.details)


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and the events' ids from which the newer and the older ones go on; 0: there are none."""

    lines: Sequence[Line]
    newer: int
    older: int


def matching(asked: Mapping[str, Any]) -> QuerySet[AuditEvent]:
    """The events that the cleaned `Search` asks for, newest first."""
    events = AuditEvent.objects.select_related("actor", "region").order_by("-at", "-pk")
    if person := asked["person"]:
        people = User.objects.filter(Q(name__icontains=person) | Q(username__icontains=person))
        events = events.filter(Q(actor__in=people) | Q(subject=person, actor=None))
    if asked["action"]:
        events = events.filter(action=asked["action"])
    if subject := asked["subject"]:
        events = events.filter(Q(subject=subject) | Q(subject__in=_evaluations_of(subject)))
    if asked["since"]:
        events = events.filter(at__gte=_midnight(asked["since"]))
    if asked["until"]:
        events = events.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
    return events


def page(events: QuerySet[AuditEvent], *, before: int = 0, after: int = 0) -> Page:
    """The lines before the event with this id, or those after it; the newest without either. Two queries."""
    if after:
        at = _time_of(after)
        newer = events.filter(Q(at__gt=at) | Q(pk__gt=after), at__gte=at)
        found = list(newer.order_by("at", "pk")[: PER_PAGE + 1])
        shown, more = found[:PER_PAGE][::-1], len(found) > PER_PAGE
        return Page(lines(shown), shown[0].pk if shown and more else 0, shown[-1].pk if shown else 0)
    found = list((_older(events, before) if before else events)[: PER_PAGE + 1])
    shown, more = found[:PER_PAGE], len(found) > PER_PAGE
    return Page(lines(shown), shown[0].pk if shown and before else 0, shown[-1].pk if more else 0)


def all_lines(events: QuerySet[AuditEvent]) -> Iterator[Line]:
    """The lines of all of them, read piece by piece."""
    rest = events
    while found := list(rest[:_CHUNK]):
        yield from lines(found)
        rest = _older(events, found[-1].pk)


def _older(events: QuerySet[AuditEvent], than: int) -> QuerySet[AuditEvent]:
    # So put, the index of times is entered at the event's own.
    at = _time_of(than)
    return events.filter(Q(at__lt=at) | Q(pk__lt=than), at__lte=at)


def _time_of(event: int) -> Subquery:
    return Subquery(AuditEvent.objects.filter(pk=event).order_by().values("at"))


def lines(events: Sequence[AuditEvent]) -> list[Line]:
    """The events as they are shown. One query."""
    names = _names(event.subject for event in events if event.action not in _OF_NO_EVALUATION)
    return [_line(event, names) for event in events]


def _line(event: AuditEvent, names: Mapping[str, str]) -> Line:
    details = detail_in_words(event)
    account = dict(details).get("操作系统账号", "")
    name_of_nobody = "服务器" if account or event.action in GROUPS["系统"] else "未登录"
    subject = event.subject if event.action in _OF_NO_EVALUATION else names.get(event.subject, event.subject)
    return Line(
        scope=named(event.scope),
        number=event.number,
        at=clock(event.at),
        person=event.actor_name or name_of_nobody,
        username=event.actor.username if event.actor else account,
        action=action_in_words(event.action),
        is_refusal=event.action in REFUSALS,
        subject=subject,
        region=event.region.name if event.region else "",
        details=details,
    )


def _names(subjects: Iterator[str] | Collection[str]) -> Mapping[str, str]:
    numbers = {int(subject) for subject in subjects if subject.isascii() and subject.isdecimal() and len(subject) < 19}
    found = SelfEvaluation.objects.filter(pk__in=numbers).select_related("unit", "fiscal_year")
    return {str(each.pk): f"{each.unit.name} {each.fiscal_year}" for each in found}


def _evaluations_of(unit: str) -> QuerySet[SelfEvaluation, str]:
    named = SelfEvaluation.objects.filter(Q(unit__name__icontains=unit) | Q(unit__code=unit))
    return named.annotate(text=Cast("pk", CharField())).values_list("text", flat=True)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
