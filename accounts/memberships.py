"""Giving, changing and ending memberships. Each act is logged, and refused to people who do not keep the membership.

`actor` None is the operator at the console, who keeps all memberships.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.audit import Act, record, record_all
from accounts.duties import settled
from accounts.keeping import memberships_kept_by
from accounts.lasting import an_administrator_left, locked
from accounts.models import Membership, User
from accounts.separation import refuse_unseparated
from evaluations.common.moments import day_text
from evaluations.common.refusal import Refused
from evaluations.common.relations import broken_in_words
from evaluations.units.models import Region, Unit

NOT_KEPT = "这项任职不归您管理：审核员、绩效管理员和系统的人员由系统管理员管理，单位的人员由绩效管理员管理，本单位的填报人也可以由单位负责人管理。"
GONE = "这项任职刚才被别人取消了，请刷新页面再看。"
CHANGED = "这项任职的期限刚才被别人改过，请刷新页面，核对后再改。"
_DAY = timedelta(days=1)


@transaction.atomic
def give_membership(
    person: User,
    role: str,
    actor: Actor | None,
    *,
    unit: Unit | None = None,
    region: Region | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    """A new membership for `person`, from `since` to `until`, both inclusive, if given.

    Raises:
        ValidationError: the role does not fit the place, the days are wrong, or another membership of the person is incompatible.
        Refused: the actor does not keep it, the account is disabled, or the database refuses it.
    """
    owner = locked(person)
    if not owner.is_active:
        raise Refused(f"{owner.name}（{owner.username}）的账号已停用：请先启用账号，再添加任职。")
    membership = Membership(user=owner, role=role, unit=unit, region=region, since=since, until=until)
    _refuse_past(until)
    store(membership)
    refuse_not_kept([membership], actor)
    record("give_membership", actor, owner.username, told(membership), membership.place_region)
    return membership


@transaction.atomic
def change_membership(
    membership: Membership,
    since: date | None,
    until: date | None,
    actor: Actor | None,
    *,
    seen: tuple[date | None, date | None] | None = None,
) -> Membership:
    """Change the days of a membership that has not ended. `seen` are the days that the actor saw, if given.

    Raises:
        ValidationError: the days are wrong, or another membership of the person is incompatible.
        Refused: the actor does not keep it, somebody else has changed or ended it, or there would be no administrator.
    """
    found = _standing(membership, actor)
    before = (found.since, found.until)
    if seen is not None and seen != before:
        raise Refused(CHANGED)
    _refuse_past(until)
    if before == (since, until):
        return found
    found.since, found.until = since, until
    with an_administrator_left():
        store(found)
    act = Act("change_membership", actor, found.user.username, told(found), found.place_region)
    record_all([act, *settled(found.user, actor)])
    return found


@transaction.atomic
def end_membership(membership: Membership, actor: Actor | None) -> None:
    """End a membership: yesterday becomes its last day. A membership that began today, or has not begun, is deleted; only the log keeps it.

    Raises:
        Refused: the actor does not keep it, it has ended already, or there would be no administrator.
    """
    found = _standing(membership, actor)
    with an_administrator_left():
        _cut(found, timezone.localdate() - _DAY)
    act = Act("end_membership", actor, found.user.username, told(found), found.place_region)
    record_all([act, *settled(found.user, actor)])


@transaction.atomic
def hand_over(membership: Membership, successor: User, first_day: date, actor: Actor | None) -> Membership:
    """Give `successor` the same role in the same place from `first_day` on; the membership ends on the day before.

    Raises:
        ValidationError: the day is in the past or after the end of the membership, or another membership of the successor is incompatible.
        Refused: the actor does not keep it, it has ended already, or the successor's account is disabled.
    """
    if first_day < timezone.localdate():
        raise ValidationError({"since": "接替的日期最早是今天。"})
    if membership.until is not None and first_day > membership.until + _DAY:
        raise ValidationError({"since": f"原来的任职到 {day_text(membership.until)} 为止，接替的日期不能再晚。"})
    if first_day == timezone.localdate() or membership.is_coming:
        end_membership(membership, actor)
    else:
        change_membership(membership, membership.since, first_day - _DAY, actor)
    unit, region = membership.unit, membership.region
    return give_membership(successor, membership.role, actor, unit=unit, region=region, since=first_day)


def store(membership: Membership) -> None:
    """Store a new or changed membership, after checking it.

    Raises:
        ValidationError: the role does not fit the place, the days are wrong, or another membership of the person is incompatible.
        Refused: the database refuses it.
    """
    membership.full_clean()
    refuse_unseparated(membership)
    with broken_in_words():
        membership.save()


def refuse_not_kept(memberships: list[Membership], actor: Actor | None) -> None:
    """Raise Refused unless the actor keeps all of these stored memberships.

    Raises:
        Refused: they do not keep one of them.
    """
    keys = {membership.pk for membership in memberships}
    if actor is not None and Membership.objects.filter(memberships_kept_by(actor), pk__in=keys).count() < len(keys):
        raise Refused(NOT_KEPT)


def told(membership: Membership) -> dict[str, str | None]:
    """A membership as details for the log."""
    return {
        "role": membership.role,
        "unit": membership.unit.code if membership.unit else None,
        "region": membership.region.code if membership.region else None,
        "first_day": membership.since.isoformat() if membership.since else None,
        "last_day": membership.until.isoformat() if membership.until else None,
    }


def _standing(membership: Membership, actor: Actor | None) -> Membership:
    """The membership as stored now, with its person locked."""
    owner = locked(membership.user)
    found = Membership.objects.with_places().filter(pk=membership.pk).first()
    if found is None:
        raise Refused(GONE)
    refuse_not_kept([found], actor)
    if found.has_ended and found.until:
        raise Refused(f"这项任职到 {day_text(found.until)} 就已经结束，不能再改。要恢复，请另外添加一项任职。")
    found.user = owner
    return found


def _cut(membership: Membership, last_day: date) -> None:
    if membership.since is not None and membership.since > last_day:
        membership.delete()
        return
    membership.until = last_day
    membership.save(update_fields=("until",))


def _refuse_past(until: date | None) -> None:
    if until is not None and until < timezone.localdate():
        raise ValidationError({"until": "截止日期最早是今天；从今天起就不再任职的，请“结束任职”。"})
