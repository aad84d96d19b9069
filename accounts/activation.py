"""Activation codes: people use one, once and within some days, to set their first password, or to replace a forgotten one.

A code has more than 55 bits, so nobody can guess it and a cheap keyed hash is enough to store it: hundreds can be created at once.
"""

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.actors import Actor, actor_of, actors_of
from accounts.audit import Act, record, record_all
from accounts.models import ActivationCode, Membership, Session, User
from evaluations.common.refusal import Refused

VALID = timedelta(days=7)
# Without characters that are easily confused on paper: 0 O, 1 I L, 2 Z, 5 S, 8 B.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH, _GROUP = 12, 4


class WrongCode(Refused):
    """This user name can't use this code now; the text does not say which of the two is wrong."""

    def __init__(self) -> None:
        super().__init__(
            "用户名或激活码不正确，或者激活码已经用过、作废、过期。请对照激活单再输一遍；仍然不行，请向发给您激活码的人要一个新的。"
        )


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code in clear text, which is known only now: whose it is, and until when it can be used."""

    person: User
    code: str
    until: datetime

    @property
    def memberships(self) -> Sequence[Membership]:
        """The person's memberships in force."""
        return actor_of(self.person).memberships


def new_code(person: User, actor: Actor | None) -> str:
    """A new code for one person; see `new_codes`."""
    (given,) = new_codes([person], actor)
    return given.code


@transaction.atomic
def new_codes(people: Iterable[User], actor: Actor | None) -> list[GivenCode]:
    """A new code for each person, in the same order, replacing the former one; the log records whose, but not the code. The number of queries is constant.

    The caller checks that `actor` (None: the operator at the console, or the persons themselves by mail) may do this: see `accounts.keeping`.

    Raises:
        Refused: somebody's account is disabled.
    """
    until = timezone.now() + VALID
    given = [GivenCode(actor.person, _random(), until) for actor in actors_of(people)]
    for person in (one.person for one in given if not one.person.is_active):
        raise Refused(f"{person.name}（{person.username}）的账号已停用，不能发激活码；请先启用账号。")
    ActivationCode.objects.bulk_create(
        [_row(one, actor) for one in given],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["hash", "made_at", "made_by", "expires_at", "used_at"],
    )
    record_all(Act("make_code", actor, one.person.username, {"valid_until": until.isoformat()}) for one in given)
    return given


def waiting_for_code(people: QuerySet[User]) -> QuerySet[User]:
    """Those of `people` who have no password yet, and no code that they could still use."""
    usable = ActivationCode.objects.filter(person=OuterRef("pk"), used_at=None, expires_at__gt=timezone.now())
    return people.filter(~Exists(usable), password__startswith=UNUSABLE_PASSWORD_PREFIX)


def void_codes(people: Iterable[User]) -> None:
    """Make the codes of `people` unusable; whatever disables an account calls this, and logs it."""
    ActivationCode.objects.filter(person__in=people, used_at=None).delete()


def owner_of(username: str, code: str) -> User:
    """The person who can now set a password with this `code`, whatever its case, width, hyphens and spaces.

    Raises:
        WrongCode: there is no such person.
    """
    return _usable(ActivationCode.objects.all(), username, code).person


@transaction.atomic
def activate(username: str, code: str, password: str) -> User:
    """Use the code up: set the person's password, and end all their sessions.

    Raises:
        WrongCode: the code is nobody's, or somebody else has just used it.
        ValidationError: the password is not good enough.
    """
    row = _usable(ActivationCode.objects.select_for_update(of=("self",)), username, code)
    person = row.person
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=("password", "password_changed_at"))
    row.used_at = timezone.now()
    row.save(update_fields=("used_at",))
    Session.objects.filter(user=person).delete()
    record("activate", actor_of(person), person.username)
    return person


def _usable(codes: QuerySet[ActivationCode], username: str, code: str) -> ActivationCode:
    row = (
        codes.select_related("person")
        .filter(person__username=username, person__is_active=True, used_at=None, expires_at__gt=timezone.now())
        .first()
    )
    # Always compared, so that the answer takes just as long for a name that nobody has.
    is_right = constant_time_compare(_hash(row.person_id if row else 0, code), row.hash if row else "")
    if row is None or not is_right:
        raise WrongCode
    return row


def _row(given: GivenCode, actor: Actor | None) -> ActivationCode:
    return ActivationCode(
        person=given.person,
        hash=_hash(given.person.pk, given.code),
        made_at=given.until - VALID,
        made_by=actor.person if actor else None,
        expires_at=given.until,
        used_at=None,
    )


def _random() -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def _hash(person_id: int, code: str) -> str:
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", code))).upper()
    return salted_hmac("accounts.activation", f"{person_id} {plain}", algorithm="sha256").hexdigest()
