"""What the database knows of the people in a file: accounts, memberships everywhere, units, and who reviews which unit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.db.models import F, Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.keeping import accounts_kept_by
from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.core.lists.comparison import ComparedRow, Values
from evaluations.lists.people_columns import DETAILS, ROLES
from evaluations.units.models import Region, Unit

_BATCH = 500
Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything about the people of a file, for one region and actor; `memberships` and `kept` are by primary keys of accounts."""

    region: Region
    actor: Actor | None
    accounts: Mapping[str, User]
    memberships: Mapping[int, Sequence[Membership]]
    units: Mapping[str, Unit]
    reviewed: Collection[tuple[int, int]]
    kept: Collection[int]

    def is_of_region(self, person: User) -> bool:
        """Whether the person belongs to the region: to it alone known, or among others."""
        own = self.memberships.get(person.pk, ())
        counted = [each for each in own if not has_ended(each)] or own
        return any((each.unit.region_id if each.unit else each.region_id) == self.region.pk for each in counted)

    def place(self, values: Values) -> tuple[Unit | None, Region | None]:
        """The unit or the region of a row whose place is known to be right."""
        return (self.units[values["unit"]], None) if values["unit"] else (None, self.region)

    def standing(self, row: ComparedRow) -> Membership | None:
        """The stored membership of a row."""
        person = self.accounts.get(row.values["username"])
        if person is None or row.before is None:
            return None
        return shown_ones(each for each in self.memberships[person.pk] if self._is_key(each, row.values))[0]

    def _is_key(self, membership: Membership, values: Values) -> bool:
        unit = membership.unit.code if membership.unit else ""
        is_here = membership.unit is not None or membership.region_id == self.region.pk
        return (Role.of(membership.role).label, unit) == (values["role"], values["unit"]) and is_here


def has_ended(membership: Membership) -> bool:
    """Whether its last day is past."""
    return membership.until is not None and membership.until < timezone.localdate()


def shown_ones(memberships: Iterable[Membership]) -> list[Membership]:
    """Those of one key that have not ended, the earliest first: the first is the one that the list shows."""
    standing = (each for each in memberships if not has_ended(each))
    return sorted(standing, key=lambda each: (each.since or date.min, each.pk))


def listed_memberships(region: Region, roles: Collection[Role]) -> list[Membership]:
    """The memberships that the list shows: of each person, role and place the first that has not ended."""
    is_here = Q(unit__region=region) | Q(region=region)
    found = Membership.objects.not_ended().filter(is_here, role__in=roles).select_related("user", "unit")
    shown: dict[tuple[int, str, int | None], Membership] = {}
    for each in found.order_by("user__username", F("since").asc(nulls_first=True), "pk"):
        shown.setdefault((each.user_id, each.role, each.unit_id), each)
    return list(shown.values())


def lock_people(region: Region) -> None:
    """Lock the accounts of the region's people until the transaction ends."""
    here = Membership.objects.filter(Q(unit__region=region) | Q(region=region)).values("user")
    list(User.objects.select_for_update().filter(pk__in=here).order_by("pk").values_list("pk"))


def known_people(region: Region, rows: Sequence[ComparedRow], actor: Actor | None) -> Known:
    """What is known of the people in these rows."""
    names = sorted({row.values["username"] for row in rows})
    accounts = {
        user.username: user
        for part in batched(names, _BATCH)
        for user in User.objects.filter(username__in=part)
    }  # fmt: skip
    keys = sorted(user.pk for user in accounts.values())
    reviewed = Assignment.objects.filter(unit__region=region).values_list("reviewer", "unit")
    return Known(
        region,
        actor,
        accounts,
        _memberships(keys),
        {unit.code: unit for unit in Unit.objects.filter(region=region)},
        frozenset(reviewed),
        _kept(keys, actor),
    )


def _memberships(keys: Iterable[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for part in batched(keys, _BATCH):
        for each in Membership.objects.filter(user__in=part).select_related("unit").order_by("pk"):
            found.setdefault(each.user_id, []).append(each)
    return found


def _kept(keys: Iterable[int], actor: Actor | None) -> frozenset[int]:
    if actor is None:
        return frozenset(keys)
    kept = accounts_kept_by(actor).order_by("pk").values_list("pk", flat=True)
    return frozenset(key for part in batched(keys, _BATCH) for key in kept.filter(pk__in=part))


def details_of(person: User) -> dict[str, str]:
    """What is kept of a person besides memberships."""
    return {field: getattr(person, field) for field in DETAILS}


def period(values: Values) -> Period:
    """The first and the last day of a row."""
    since, until = values["since"], values["until"]
    return date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None


def role_of(values: Values) -> Role:
    """The role of a row."""
    return ROLES[values["role"]]
