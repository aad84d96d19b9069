"""Storing many accounts and memberships at once, as a list has them; the caller tells the log.

`actor` None is the operator at the console, who keeps everything. The number of queries does not depend on the number of people.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import batched

from django.db import models

from accounts.actors import Actor
from accounts.keeping import accounts_kept_by, memberships_kept_by
from accounts.models import Membership, User
from accounts.services import refuse_misplaced
from evaluations.common.refusal import Refused

_BATCH = 500
_DETAILS = ("name", "phone", "email")
NOT_KEPT = "文件里有不归您管理的人员或任职，没有导入。请重新核对文件。"


def add_accounts(people: Sequence[User]) -> None:
    """New accounts, which nobody can sign in with until they use an activation code.

    Raises:
        ValidationError: a blank, too long or unreadable value.
        IntegrityError: a user name is already used.
    """
    for person in people:
        person.set_unusable_password()
        person.clean_fields()
    User.objects.bulk_create(people, batch_size=_BATCH)


def change_accounts(people: Sequence[User], actor: Actor | None) -> None:
    """Store the names, telephones and mail addresses set on `people`.

    Raises:
        ValidationError: a blank, too long or unreadable value.
        Refused: an account that the actor does not keep.
    """
    if actor is not None:
        _refuse_fewer(people, lambda keys: accounts_kept_by(actor).filter(pk__in=keys).count())
    for person in people:
        person.clean_fields(exclude=("username", "password"))
    _update(User.objects, people, _DETAILS)


def give_memberships(memberships: Sequence[Membership], actor: Actor | None) -> None:
    """New memberships of stored people; the caller has looked at their other memberships, and the database looks again.

    Raises:
        ValidationError: a role that does not fit its place, or days in the wrong order.
        Refused: a membership that the actor does not keep.
        IntegrityError: what a person's other memberships or a unit's reviewer do not allow.
    """
    refuse_misplaced(memberships)
    Membership.objects.bulk_create(memberships, batch_size=_BATCH)
    _refuse_not_kept(memberships, actor)


def change_memberships(memberships: Sequence[Membership], actor: Actor | None) -> None:
    """Store the days set on stored memberships.

    Raises:
        Refused: a membership that the actor does not keep.
        IntegrityError: days in the wrong order, or what `give_memberships` says.
    """
    _refuse_not_kept(memberships, actor)
    _update(Membership.objects, memberships, ("since", "until"))


def _update[Row: models.Model](manager: models.Manager[Row], rows: Sequence[Row], fields: Sequence[str]) -> None:
    """Store these fields of stored rows; for thousands this takes a fraction of what `bulk_update` takes."""
    manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields, batch_size=_BATCH)


def _refuse_not_kept(memberships: Sequence[Membership], actor: Actor | None) -> None:
    if actor is not None:
        kept = Membership.objects.filter(memberships_kept_by(actor))
        _refuse_fewer(memberships, lambda keys: kept.filter(pk__in=keys).count())


def _refuse_fewer(rows: Iterable[User | Membership], count: Callable[[Collection[int]], int]) -> None:
    """Raise Refused unless `count` finds all of the rows."""
    keys = {row.pk for row in rows}
    if sum(count(part) for part in batched(sorted(keys), _BATCH)) < len(keys):
        raise Refused(NOT_KEPT)
