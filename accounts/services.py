"""Adding people with their first membership, changing their details, disabling and enabling accounts.

Each act is logged, and refused to people who do not keep the account. `actor` None is the operator at the console, who keeps all accounts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import batched
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.activation import void_codes
from accounts.actors import Actor
from accounts.audit import Act, record, record_all
from accounts.duties import settled
from accounts.keeping import accounts_kept_by
from accounts.lasting import an_administrator_left, locked
from accounts.memberships import hand_over, refuse_not_kept, told
from accounts.models import Membership, Session, User
from accounts.usernames import free_usernames
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_line
from evaluations.units.models import Region, Unit

NOT_KEPT = (
    "这个人的账号不归您管理：只有管理其全部任职的人，才能改资料、停用账号和发激活码；跨地区任职的人，由系统管理员管理。"
)
CHANGED = "这个人的资料刚才被别人改过，请刷新页面，核对后再改。"
_BATCH = 500


class Newcomer(NamedTuple):
    """Somebody to be added. Without a user name, one is made from the name.

    Only forms check the password rules, so a demo may use a simple password; with None, nobody can sign in as them until they use a code.
    """

    username: str
    name: str
    role: str
    password: str | None
    unit: Unit | None = None
    region: Region | None = None
    phone: str = ""
    email: str = ""
    since: date | None = None
    until: date | None = None


class Details(NamedTuple):
    """What is stored about a person besides their account and their memberships."""

    name: str
    phone: str = ""
    email: str = ""

    @classmethod
    def of(cls, person: User) -> "Details":
        """The details of this person."""
        return cls(person.name, person.phone, person.email)


def add_person(
    username: str,
    name: str,
    role: str,
    password: str | None,
    *,
    unit: Unit | None = None,
    region: Region | None = None,
    phone: str = "",
    actor: Actor | None = None,
) -> User:
    """A new person with their role; see `Newcomer`. Raises what `add_people` raises."""
    (user,) = add_people([Newcomer(username, name, role, password, unit, region, phone)], actor)
    return user


@transaction.atomic
def add_people(newcomers: Iterable[Newcomer], actor: Actor | None = None) -> list[User]:
    """New people with their roles, all or none. They are logged at the end, so that the log is not locked while they are added.

    The number of queries does not depend on the number of people.

    Raises:
        ValidationError: a value is blank, too long or already used, or a role does not fit its place.
        Refused: the actor does not keep one of the memberships.
    """
    added = list(newcomers)
    users = _stored_users(added)
    memberships = [_membership(newcomer, user) for newcomer, user in zip(added, users, strict=True)]
    refuse_misplaced(memberships)
    # New people have no other memberships that could be incompatible with these.
    Membership.objects.bulk_create(memberships, batch_size=_BATCH)
    refuse_not_kept(memberships, actor)
    record_all(
        Act("add_person", actor, user.username, told(each), each.place_region)
        for each, user in zip(memberships, users, strict=True)
    )
    return users


@transaction.atomic
def replace_person(membership: Membership, newcomer: Newcomer, first_day: date, actor: Actor | None) -> User:
    """Somebody new in the same role and place from `first_day` on. Also raises what `accounts.memberships.hand_over` raises.

    Raises:
        ValidationError: as `add_people`.
    """
    (user,) = _stored_users([newcomer])
    given = hand_over(membership, user, first_day, actor)
    record("add_person", actor, user.username, told(given), given.place_region)
    return user


@transaction.atomic
def change_person(person: User, details: Details, actor: Actor | None, *, seen: Details | None = None) -> User:
    """Change the details of a person; the person may do this too. `seen` are the details that the actor saw, if given.

    Raises:
        ValidationError: a value is blank, too long or unreadable.
        Refused: the actor does not keep the account, or somebody else has changed the details.
    """
    found = locked(person)
    if actor is None or actor.pk != found.pk:
        _refuse_not_kept(found, actor)
    before = Details.of(found)
    if seen is not None and seen != before:
        raise Refused(CHANGED)
    _write(found, details)
    found.clean_fields(exclude=("username", "password"))
    changed = [field for field in Details._fields if getattr(before, field) != getattr(found, field)]
    if changed:
        found.save(update_fields=changed)
        renamed = {"from_name": before.name, "to_name": found.name} if "name" in changed else {}
        record("change_person", actor, found.username, {"fields": changed} | renamed)
    return found


@transaction.atomic
def deactivate(person: User, actor: Actor | None) -> None:
    """Disable an account: nobody is signed in to it any more, and its activation code is void. Memberships and history stay.

    Its sessions open nothing; they are left only so that the next click in them can say why.

    Raises:
        Refused: the actor does not keep the account, it is disabled already, or there would be no administrator.
    """
    found = locked(person)
    _refuse_not_kept(found, actor)
    if not found.is_active:
        raise Refused(f"{found.name}（{found.username}）的账号已经停用，不用再办。")
    with an_administrator_left():
        found.is_active = False
        found.save(update_fields=("is_active",))
    void_codes([found])
    record_all([Act("deactivate", actor, found.username), *settled(found, actor)])


@transaction.atomic
def reactivate(person: User, actor: Actor | None) -> None:
    """Enable an account again, with the password that it had; sessions from before do not come back.

    Raises:
        Refused: the actor does not keep the account, or it is enabled already.
    """
    found = locked(person)
    _refuse_not_kept(found, actor)
    if found.is_active:
        raise Refused(f"{found.name}（{found.username}）的账号已经启用，不用再办。")
    Session.objects.filter(user=found).delete()
    found.is_active = True
    found.save(update_fields=("is_active",))
    record("reactivate", actor, found.username)


def _refuse_not_kept(person: User, actor: Actor | None) -> None:
    if actor is not None and not accounts_kept_by(actor).filter(pk=person.pk).exists():
        raise Refused(NOT_KEPT)


# New people


def _stored_users(newcomers: Sequence[Newcomer]) -> list[User]:
    users = [_user(newcomer) for newcomer in newcomers]
    _name(users)
    for user in users:
        user.clean_fields()
    _refuse_taken(users)
    try:
        with transaction.atomic():
            return User.objects.bulk_create(users, batch_size=_BATCH)
    except IntegrityError:
        _refuse_taken(users)  # somebody else has just taken the name
        raise


def _user(newcomer: Newcomer) -> User:
    # In small letters, so that no two user names differ by their case alone.
    user = User(username=User.normalize_username(newcomer.username).strip().lower())
    _write(user, Details(newcomer.name, newcomer.phone, newcomer.email))
    user.set_password(newcomer.password)
    return user


def _name(users: Iterable[User]) -> None:
    """Give user names to those that have none."""
    nameless = [user for user in users if not user.username and user.name]
    for user, username in zip(nameless, free_usernames([user.name for user in nameless]), strict=True):
        if not username:
            words = f"“{user.name}”里有系统拼不出的字，请自己填一个用户名，例如 zhoumin。"
            raise ValidationError({"username": words})
        user.username = username


def _refuse_taken(users: Sequence[User]) -> None:
    names = Counter(user.username for user in users)
    names.update(taken for part in batched(list(names), _BATCH) for taken in _taken(part))
    if twice := [name for name, number in names.items() if number > 1]:
        (free,) = free_usernames([twice[0]])
        raise ValidationError({"username": f"用户名“{twice[0]}”已有人用，请换一个，例如“{free}”。"})


def _taken(names: Iterable[str]) -> Iterable[str]:
    return User.objects.filter(username__in=names).values_list("username", flat=True)


def _membership(newcomer: Newcomer, user: User) -> Membership:
    return Membership(
        user=user,
        role=newcomer.role,
        unit=newcomer.unit,
        region=newcomer.region,
        since=newcomer.since,
        until=newcomer.until,
    )


def refuse_misplaced(memberships: Iterable[Membership]) -> None:
    """Raise ValidationError if the database would refuse a membership; checked once per role, kind of place and term."""
    shapes = {
        (each.role, each.unit_id is None, each.region_id is None, each.since, each.until): each for each in memberships
    }
    for one in shapes.values():
        one.clean_fields(exclude=("user",))
        one.validate_constraints()


def _write(person: User, details: Details) -> None:
    faults = {}
    for field, text in details._asdict().items():
        try:
            setattr(person, field, clean_line(text, _limit(field)))
        except Unreadable as fault:
            faults[field] = str(fault)
    if faults:
        raise ValidationError(faults)


def _limit(field: str) -> int:
    return User._meta.get_field(field).max_length or 0  # type: ignore[union-attr]  # none of them is a relation
