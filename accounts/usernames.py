"""User names for new people: made from their names, and not used anywhere in the installation."""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import batched, count
from operator import or_

from django.db.models import Q

from accounts.models import User
from evaluations.core.text.pinyin import in_pinyin

_BATCH = 100


def free_usernames(names: Sequence[str]) -> list[str]:
    """A free user name for each name, all different: the name in pinyin, with a number if that is taken; "" if the name can't be read.

    A name in Latin letters stands for itself. One query for every hundred names.
    """
    bases = [_base(name) for name in names]
    taken = _taken({base for base in bases if base})
    found = []
    for base in bases:
        username = _next(base, taken) if base else ""
        taken.add(username)
        found.append(username)
    return found


def _base(name: str) -> str:
    plain = "".join(name.split())
    return plain.lower() if plain.isascii() else in_pinyin(plain)


def _next(base: str, taken: set[str]) -> str:
    numbered = (f"{base}{number}" for number in count(2))
    return base if base not in taken else next(one for one in numbered if one not in taken)


def _taken(bases: Iterable[str]) -> set[str]:
    taken: set[str] = set()
    for part in batched(sorted(bases), _BATCH):
        any_of = reduce(or_, (Q(username__startswith=base) for base in part))
        taken.update(User.objects.filter(any_of).values_list("username", flat=True))
    return taken
