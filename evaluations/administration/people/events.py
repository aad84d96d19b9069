"""The events in the log about a person's account and memberships, for the people who keep them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.audit.words import FIELDS, KEEPING
from accounts.models import AuditEvent, Membership, User
from accounts.roles import Role

SHOWN = 20


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """One event; `by` is the actor's name."""

    at: datetime
    by: str
    what: str
    told: str


def events_of(person: User, kept: Sequence[Membership], *, is_whole: bool) -> list[PersonEvent]:
    """The latest events about the person, newest first; unless the account `is_whole`, only those about the places in `kept`. One query."""
    found = AuditEvent.objects.filter(subject=person.username, action__in=list(KEEPING)).order_by("-at", "-pk")[:SHOWN]
    places = {place.code: name for each in kept if (place := each.unit or each.region) for name in [each.place]}
    told = [(event, json.loads(event.detail)) for event in found]
    return [_event(event, detail, places) for event, detail in told if is_whole or _is_about(detail, places)]


def _is_about(detail: Mapping[str, Any], places: Collection[str]) -> bool:
    return _place(detail) in places


def _place(detail: Mapping[str, Any]) -> str:
    return detail.get("unit") or detail.get("region") or ""


def _event(event: AuditEvent, detail: Mapping[str, Any], places: Mapping[str, str]) -> PersonEvent:
    return PersonEvent(event.at, event.actor_name or "服务器", KEEPING[event.action], _told(detail, places))


def _told(detail: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """The details in words: 区文联 填报人，2026-03-01 起, or 姓名由“周敏”改为“周民”."""
    if "role" in detail:
        place = places.get(_place(detail), _place(detail))
        return "，".join(filter(None, [f"{place} {Role.of(detail['role']).label}".strip(), _days(detail)]))
    if "from_name" in detail:
        others = [FIELDS[field] for field in detail["fields"] if field != "name"]
        return "，".join([f"姓名由“{detail['from_name']}”改为“{detail['to_name']}”", *others])
    return "、".join(FIELDS[field] for field in detail.get("fields", ()))


def _days(detail: Mapping[str, Any]) -> str:
    since, until = detail.get("first_day"), detail.get("last_day")
    return " ".join(filter(None, [f"{since} 起" if since else "", f"至 {until}" if until else ""]))
