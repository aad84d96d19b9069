"""The auditor's search by person, action, result, object, days, address and region; the page's own URL contains all conditions."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from ipaddress import ip_address
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ADDRESS_LIMIT, AuditEvent, AuditTally, Result, User
from accounts.people import called
from evaluations.auditing.objects import Kind, Object, events_about, is_number, rows, together
from evaluations.auditing.story import Story, story_of
from evaluations.auditing.words import ACTIONS, GROUPS
from evaluations.common.containing import MayContain
from evaluations.units.models import Region, Unit

# A name that more people or units have than this is too short to search for.
MOST = 1000
TROUBLE = "trouble"
RESULTS = {**dict(Result.choices), TROUBLE: "被拒绝或失败"}
_TEXT_LIMIT = 100
_ADDRESS = re.compile(r"[0-9A-Fa-f:.]+")
_BAD_DATE = "请填写日期，例如 2024-05-31。"
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_NO_DAY = f"日期应在 {_FIRST_DAY} 至 {_LAST_DAY} 之间。"


def _text(label: str, limit: int = _TEXT_LIMIT) -> forms.CharField:
    widget = forms.TextInput({"class": "form-control", "type": "search"})
    return forms.CharField(label=label, required=False, max_length=limit, widget=widget)


def _choice(label: str, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    widget = forms.Select({"class": "form-select"})
    return forms.ChoiceField(label=label, required=False, choices=[("", "全部"), *choices], widget=widget)


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    within = (MinValueValidator(_FIRST_DAY, _NO_DAY), MaxValueValidator(_LAST_DAY, _NO_DAY))
    told = {"invalid": _BAD_DATE}
    return forms.DateField(label=label, required=False, widget=widget, error_messages=told, validators=within)


class _Conditions(forms.Form):
    """Conditions on events, each of which may be blank; a valid form has built them."""

    made: Mapping[str, Callable[[Any], Q]]

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked)
        self._conditions: list[Q] = []

    @property
    def events(self) -> QuerySet[AuditEvent]:
        """The events that a valid form finds, in no order."""
        return AuditEvent.objects.select_related("actor", "region").filter(*self._conditions)

    @property
    def is_narrowed(self) -> bool:
        """Whether there is any condition."""
        return any(self[name].data for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Build the conditions; a name that too many have, and a text that is not an address, are reported at their fields."""
        asked = super().clean() or {}
        for name, condition in self.made.items():
            if asked.get(name):
                try:
                    self._conditions.append(condition(asked[name]))
                except ValidationError as fault:
                    self.add_error(name, fault)
        return asked


class Search(_Conditions):
    """A search of the log. `kind` and `key` name an object, to find its whole `story`."""

    person = _text("操作人姓名或用户名")
    action = _choice("操作", [(group, list(actions.items())) for group, actions in GROUPS.items()])
    result = _choice("结果", RESULTS.items())
    subject = _text("单位、人员或自评编号")
    since = _day("从")
    until = _day("到")
    address = _text("地址", ADDRESS_LIMIT)
    region = _choice("地区", ())
    kind = forms.ChoiceField(required=False, choices=Kind.choices, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=_TEXT_LIMIT, widget=forms.HiddenInput)

    def __init__(self, asked: Mapping[str, Any], regions: Iterable[Region]) -> None:
        """`regions` are the choices."""
        super().__init__(asked)
        self.made = _OF_ANY_EVENT
        self.story: Story | None = None
        self._regions = {str(region.pk): region.name for region in regions}
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        region.choices = [("", "全部"), *self._regions.items()]

    @property
    def in_words(self) -> Mapping[str, str]:
        """The conditions of a valid search in words, as the log records them for an export."""
        given = {str(field.label): self._words(field.name) for field in self.visible_fields()}
        if self.story:
            given["全部经过"] = f"{self.story.about.kind.label} {self.story.about.key}"
        return {label: words for label, words in given.items() if words}

    def clean(self) -> dict[str, Any]:
        """Build the conditions, including the story's."""
        asked = super().clean()
        if asked.get("kind") and asked.get("key"):
            self.story = story_of(Object(Kind(asked["kind"]), asked["key"]))
            self._conditions.append(self.story.events)
        return asked

    def _words(self, name: str) -> str:
        value = str(self.cleaned_data[name] or "")
        tables: Mapping[str, Mapping[str, str]] = {"action": ACTIONS, "result": RESULTS, "region": self._regions}
        return tables.get(name, {}).get(value, value)


class TrialSearch(_Conditions):
    """A search of the failures and refusals."""

    person = _text("姓名或用户名")
    address = _text("地址", ADDRESS_LIMIT)
    since = _day("从")
    until = _day("到")

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked)
        self.made = {**_OF_ANY_EVENT, "person": _of}
        self._conditions.append(_ended(TROUBLE))

    @property
    def counted(self) -> QuerySet[AuditTally]:
        """The repeats of the same people and days that are only counted so far; their origin is not known until they are logged."""
        asked = self.cleaned_data
        found = AuditTally.objects.none() if asked["address"] else AuditTally.objects.all()
        if asked["person"]:
            found = found.filter(Q(actor__name__icontains=asked["person"]) | Q(actor__username=asked["person"]))
        if asked["since"]:
            found = found.filter(since__gte=_midnight(asked["since"]))
        return found.filter(since__lt=_midnight(asked["until"] + timedelta(days=1))) if asked["until"] else found


def _by(name: str) -> Q:
    return Q(actor__in=[pk for pk, _ in _people(name)])


def _of(name: str) -> Q:
    """The condition for what such people did, and what was tried in their name."""
    found = _people(name)
    return Q(actor__in=[pk for pk, _ in found]) | events_about(Kind.PERSON, [username for _, username in found])


def _people(name: str) -> Sequence[tuple[int, str]]:
    found = User.objects.filter(called(name)).values_list("pk", "username")
    return _few(list(found[: MOST + 1]), name)


def _ended(result: str) -> Q:
    return Q(result__in=[Result.REFUSED, Result.FAILED]) if result == TROUBLE else Q(result=result)


def _called(text: str) -> Q:
    keys: dict[Kind, set[str]] = {Kind.UNIT: set(), Kind.PERSON: set(), Kind.EVALUATION: set()}
    for kind, key, _, evaluation in _few(list(_named(text)[: MOST + 1]), text):
        keys[Kind(kind)].add(key)
        if evaluation:
            keys[Kind.EVALUATION].add(evaluation)
    found = Q(subject=text)
    for kind, own in keys.items():
        found |= events_about(kind, own) if own else Q()
    return found


def _named(text: str) -> QuerySet[Any, Any]:
    """The units, each with its evaluations, and the people with this name; a number is a code or user name, not part of a name. One query."""
    is_so_called = Q(pk__in=[]) if is_number(text) else Q(name__icontains=text)
    units = Unit.objects.filter(MayContain(text, "code", "name"), is_so_called | Q(code=text))
    people = User.objects.filter(MayContain(text, "name", "username"), is_so_called | Q(username=text))
    unit, person = (Kind.UNIT, "code", "name", "evaluations__pk"), (Kind.PERSON, "username", "name")
    return together(rows(units, *unit), rows(people, *person))


def _few[Row](found: Sequence[Row], text: str) -> Sequence[Row]:
    if len(found) > MOST:
        raise ValidationError(f"与“{text}”相符的单位或人员超过 {MOST} 个，请写得更完整，例如全称、单位代码或用户名。")
    return found


def _from(text: str) -> Q:
    if not _ADDRESS.fullmatch(text):
        raise ValidationError("请填写网络地址或它的开头，例如 10.1.2.3 或 10.1.")
    try:
        return Q(address=str(ip_address(text)))
    except ValueError:
        return Q(address__startswith=text.lower())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


_OF_ANY_EVENT: Mapping[str, Callable[[Any], Q]] = {
    "person": _by,
    "action": lambda action: Q(action=action),
    "result": _ended,
    "subject": _called,
    "since": lambda day: Q(at__gte=_midnight(day)),
    "until": lambda day: Q(at__lt=_midnight(day + timedelta(days=1))),
    "address": _from,
    "region": lambda key: Q(region=int(key)),
}
