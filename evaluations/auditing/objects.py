"""The objects that events concern: their kinds, their names in the log, and their names on the screen."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, CharField, Expression, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import Cast, Concat

from accounts.audit.words import KEEPING
from accounts.models import AuditEvent, User
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Region, Unit

_DIGITS = 18


class Kind(TextChoices):
    """The kinds of objects."""

    EVALUATION = "evaluation", "自评"
    UNIT = "unit", "单位"
    PERSON = "person", "人员"
    CAMPAIGN = "campaign", "年度"
    REGION = "region", "地区"
    LIST = "list", "清单"
    PAGE = "page", "页面"
    COMMAND = "command", "服务器命令"


# What the subjects of these actions name; for any other action it is the number of an evaluation, or a page.
ABOUT: Mapping[str, Kind] = {
    **dict.fromkeys(KEEPING, Kind.PERSON),
    "activate_failed": Kind.PERSON,
    "activate_paused": Kind.PERSON,
    "change_password_failed": Kind.PERSON,
    "change_password_paused": Kind.PERSON,
    "add_standard_comment": Kind.PERSON,
    "change_standard_comment": Kind.PERSON,
    "delete_standard_comment": Kind.PERSON,
    "sign_in_failed": Kind.PERSON,
    "sign_in_paused": Kind.PERSON,
    "add_project": Kind.UNIT,
    "add_unit": Kind.UNIT,
    "assign": Kind.UNIT,
    "change_project": Kind.UNIT,
    "change_unit": Kind.UNIT,
    "close_unit": Kind.UNIT,
    "grant_extension": Kind.UNIT,
    "merge_unit": Kind.UNIT,
    "move_unit": Kind.UNIT,
    "remove_project": Kind.UNIT,
    "rename_unit": Kind.UNIT,
    "reopen_unit": Kind.UNIT,
    "split_unit": Kind.UNIT,
    "withdraw_unit_change": Kind.UNIT,
    "change_year": Kind.CAMPAIGN,
    "issue_year": Kind.CAMPAIGN,
    "open_year": Kind.CAMPAIGN,
    "add_region": Kind.REGION,
    "change_region": Kind.REGION,
    "change_contacts": Kind.REGION,
    "init": Kind.REGION,
    "export_list": Kind.LIST,
    "import_list": Kind.LIST,
    "command": Kind.COMMAND,
}
_LISTS: Mapping[str, str] = {
    "units": "预算单位清单",
    "people": "人员清单",
    "assignments": "审核分工清单",
    "projects": "项目清单",
}


_OF_PROJECT = Case(When(project__isnull=False, then=Concat(Value("："), "project__name")), default=Value(""))
YEAR = Concat(Cast("fiscal_year__year", CharField()), Value("年度"), "fiscal_year__kind", _OF_PROJECT)
"""The year of an evaluation in words, with its kind and project."""


class Object(NamedTuple):
    """An object by its key in the log: the number of an evaluation, the code of a unit, a user name, or the code of a region and a year."""

    kind: Kind
    key: str

    @property
    def query(self) -> str:
        """The query string of its story."""
        return urlencode({"kind": self.kind.value, "key": self.key})


def object_of(event: AuditEvent) -> Object | None:
    """The object that the event concerns; None if there is none, or none with a story."""
    return object_named(event.action, event.subject)


def object_named(action: str, subject: str) -> Object | None:
    """The object that an action with this subject concerns; see `object_of`."""
    kind = ABOUT.get(action)
    if kind is None and subject.startswith("/"):
        kind = Kind.PAGE
    if kind is None and is_number(subject):
        kind = Kind.EVALUATION
    return Object(kind, subject) if kind and subject else None


def events_about(kind: Kind, keys: Collection[str]) -> Q:
    """The events that concern objects of a kind, given by their keys in the log."""
    named = Q(subject__in=sorted(keys))
    if kind in (Kind.EVALUATION, Kind.PAGE):
        return named & ~Q(action__in=sorted(ABOUT))
    return named & Q(action__in=[action for action, about in ABOUT.items() if about == kind])


def is_number(text: str) -> bool:
    """Whether the text can be the number of an evaluation."""
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def names(objects: Iterable[Object]) -> Mapping[Object, str]:
    """The names of these objects; objects that do not exist (any more) are left out. One query."""
    keys: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for each in objects:
        keys[each.kind].add(each.key)
    numbers = [int(key) for key in keys[Kind.EVALUATION] if is_number(key)]
    codes = keys[Kind.REGION] | {_region_and_year(key)[0] for key in keys[Kind.CAMPAIGN]}
    found = together(
        rows(SelfEvaluation.objects.filter(pk__in=numbers), Kind.EVALUATION, "pk", "unit__name", YEAR),
        rows(Unit.objects.filter(code__in=keys[Kind.UNIT]), Kind.UNIT, "code", "name"),
        rows(User.objects.filter(username__in=keys[Kind.PERSON]), Kind.PERSON, "username", "name"),
        rows(Region.objects.filter(code__in=codes), Kind.REGION, "code", "name"),
    )
    told = {Object(Kind(kind), key): f"{name} {year}" if year else name for kind, key, name, year in found}
    lists = {Object(Kind.LIST, code): _LISTS[code] for code in keys[Kind.LIST] & _LISTS.keys()}
    return told | lists | _campaigns(keys[Kind.CAMPAIGN], told)


def _campaigns(keys: Iterable[str], told: Mapping[Object, str]) -> dict[Object, str]:
    found = dict[Object, str]()
    for key in keys:
        code, year = _region_and_year(key)
        if region := told.get(Object(Kind.REGION, code)):
            found[Object(Kind.CAMPAIGN, key)] = f"{region} {year}"
    return found


def _region_and_year(key: str) -> tuple[str, str]:
    """The region's code, and the year with its kind in words; see `fiscal_years.services.subject_of`."""
    code, _, year = key.partition(" ")
    number, _, kind = year.partition(" ")
    return code, f"{number}年度{kind}"


def rows(
    found: QuerySet[Any], kind: Kind, key: str, text: str | Expression, more: str | Expression = ""
) -> QuerySet[Any, Any]:
    """(kind, key, text, more) of each row, all as texts, from the columns with these names or from expressions."""
    columns = {"a": Value(kind.value, CharField()), "b": Cast(key, CharField()), "c": Cast(text, CharField())}
    columns["d"] = Cast(more, CharField()) if more else Value("", CharField())
    told: QuerySet[Any] = found.order_by().annotate(**columns)
    return told.values_list("a", "b", "c", "d")


def together(first: QuerySet[Any, Any], *others: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The `rows` of several tables, in one query."""
    return first.union(*others, all=True).order_by()
