"""The list of a region's people, a row for each membership. Managers import the people of units, the operator those of the bureau too."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from django.db.models import QuerySet

from accounts.activation import waiting_for_code
from accounts.actors import Actor
from accounts.audit import Act
from accounts.keeping import accounts_kept_by
from accounts.many import add_accounts, change_accounts, change_memberships, give_memberships
from accounts.memberships import told
from accounts.models import Membership, User
from evaluations.core.lists.columns import ListShape
from evaluations.core.lists.comparison import ComparedRow, PresentList, Values
from evaluations.lists.definition import ListDefinition
from evaluations.lists.people_columns import DETAILS, OF_ALL, OF_UNITS
from evaluations.lists.people_known import (
    Known,
    details_of,
    known_people,
    listed_memberships,
    lock_people,
    period,
    role_of,
)
from evaluations.lists.people_rules import offered, understand_people
from evaluations.units.models import Region, Unit


def _present(shape: ListShape, region: Region, lock: bool) -> PresentList:  # noqa: FBT001 - as the definition calls it
    if lock:
        lock_people(region)
    codes = list(Unit.objects.filter(region=region).values_list("code", flat=True))
    rows = [_values(each) for each in listed_memberships(region, offered(shape))]
    return PresentList(rows, {"unit": codes})


def _values(membership: Membership) -> Values:
    return {
        "username": membership.user.username,
        **details_of(membership.user),
        "role": membership.label,
        "unit": membership.unit.code if membership.unit else "",
        "since": membership.since.isoformat() if membership.since else "",
        "until": membership.until.isoformat() if membership.until else "",
    }


def _apply(region: Region, rows: Sequence[ComparedRow], actor: Actor | None) -> list[Act]:
    known = known_people(region, rows, actor)
    new, renamed = _newcomers(known, rows), list(_changed_details(known, rows))
    add_accounts(list(new.values()))
    before = {person.username: details_of(person) for person, _ in renamed}
    change_accounts([_set(person, values) for person, values in renamed], actor)
    people = {**known.accounts, **new}
    given = [_membership(known, row.values, people) for row in rows if row.outcome == "new"]
    moved = list(_changed_days(known, rows))
    give_memberships(given, actor)
    change_memberships(moved, actor)
    return [
        *_given_acts(region, given, new, actor),
        *(Act("change_membership", actor, each.user.username, told(each), region) for each in moved),
        *(
            Act("change_person", actor, one.username, _told_change(before[one.username], one), region)
            for one, _ in renamed
        ),
    ]


def _newcomers(known: Known, rows: Iterable[ComparedRow]) -> dict[str, User]:
    """The new accounts, each with what any of its rows says of it."""
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.values["username"] not in known.accounts:
            given = {field: row.values[field] for field in DETAILS if row.values[field]}
            said.setdefault(row.values["username"], {}).update(given)
    return {username: User(username=username, **details) for username, details in said.items()}


def _changed_details(known: Known, rows: Iterable[ComparedRow]) -> Iterator[tuple[User, Mapping[str, str]]]:
    """The accounts that change, each once, with what its rows change."""
    changed: dict[str, dict[str, str]] = {}
    for row in rows:
        before = row.before or row.values
        details = {field: row.values[field] for field in DETAILS if row.values[field] != before[field]}
        if details:
            changed.setdefault(row.values["username"], {}).update(details)
    for username, details in changed.items():
        yield known.accounts[username], details


def _set(person: User, values: Mapping[str, str]) -> User:
    for field, value in values.items():
        setattr(person, field, value)
    return person


def _membership(known: Known, values: Values, people: Mapping[str, User]) -> Membership:
    unit, region = known.place(values)
    since, until = period(values)
    person = people[values["username"]]
    return Membership(user=person, role=role_of(values), unit=unit, region=region, since=since, until=until)


def _changed_days(known: Known, rows: Iterable[ComparedRow]) -> Iterator[Membership]:
    for row in rows:
        standing = known.standing(row)
        if standing and (standing.since, standing.until) != period(row.values):
            standing.since, standing.until = period(row.values)
            standing.user = known.accounts[row.values["username"]]
            yield standing


def _given_acts(
    region: Region, given: Iterable[Membership], new: Mapping[str, User], actor: Actor | None
) -> Iterator[Act]:
    """A newcomer's first membership comes with the account."""
    added = set(new)
    for each in given:
        action = "add_person" if each.user.username in added else "give_membership"
        added.discard(each.user.username)
        yield Act(action, actor, each.user.username, told(each), region)


def _told_change(before: Mapping[str, str], person: User) -> dict[str, object]:
    """What changed, without the telephone and the mail address themselves: nothing is ever removed from the log."""
    changed = [field for field in DETAILS if before[field] != getattr(person, field)]
    names = {"from_name": before["name"], "to_name": person.name} if "name" in changed else {}
    return {"fields": changed, **names}


def _waiting(region: Region, actor: Actor) -> QuerySet[User]:
    """The people of the region's units to whom the actor can give a code, and who need one."""
    here = Membership.objects.in_force().filter(unit__region=region).values("user")
    return waiting_for_code(accounts_kept_by(actor).filter(pk__in=here))


def _people(shape: ListShape) -> ListDefinition:
    return ListDefinition(
        code="people",
        shape=lambda _: shape,
        present=partial(_present, shape),
        understand=partial(understand_people, shape),
        apply=_apply,
        waiting=_waiting,
    )


PEOPLE, ALL_PEOPLE = _people(OF_UNITS), _people(OF_ALL)
