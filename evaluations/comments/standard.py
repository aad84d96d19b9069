"""The library of standard comments (常用批注): a reviewer keeps their own, a manager the bureau's; reviewers put them into new comments."""

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.audit import record
from accounts.roles import Role
from evaluations.comments.models import STANDARD_NAME_LIMIT, StandardComment
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import NO_VALUE, Unreadable, clean_line
from evaluations.history.events import cleaned
from evaluations.records.models import SelfEvaluation

PLACEHOLDERS: Mapping[str, str] = {
    "单元格": "批注所在的单元格、行或章节的名称",
    "填报数": "单位在这一格填的内容",
    "上年数": "上年审核通过的自评里的同一格",
    "预期": "检查结果里的应为数或参考值",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
OWN = "own"


def owners(actor: Actor) -> Sequence[tuple[str, str]]:
    """(value, words) of each library that this person keeps: their own, and those of their bureaus."""
    own = [(OWN, "我自己的")] if actor.has(Role.REVIEWER) else []
    kept = actor.regions(Role.MANAGER)
    return own + [(str(one.pk), f"全局共用：{one.bureau_name}") for one in actor.own_bureaus if one.pk in kept]


def kept_by(actor: Actor) -> QuerySet[StandardComment]:
    """The standard comments that this person may change, with their regions."""
    mine = Q(owner=actor.pk) if actor.has(Role.REVIEWER) else Q(pk__in=())
    kept = StandardComment.objects.filter(mine | Q(region__in=actor.regions(Role.MANAGER)))
    return kept.select_related("region").order_by("region", "name")


def offered(evaluation: SelfEvaluation, actor: Actor) -> QuerySet[StandardComment]:
    """The standard comments that this person can put into a comment on the evaluation: their own, then the bureau's."""
    found = StandardComment.objects.filter(Q(owner=actor.pk) | Q(region=evaluation.unit.region_id))
    return found.order_by("region", "name")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A standard comment's text with the `values` of its placeholders; `—` stands for one without a value."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], "") or NO_VALUE, text)


@transaction.atomic
def keep(actor: Actor, name: str, text: str, *, owner: str = "", standing: StandardComment | None = None) -> None:
    """Add a standard comment to the library `owner` (see `owners`), or change the `standing` one.

    Raises:
        Refused: the name or the text is missing, too long or not printable, the name is taken, or a placeholder is unknown; or the library is
            not theirs to keep.
    """
    if standing is None and owner not in dict(owners(actor)):
        raise Refused("请选择这条批注归谁用。")
    kept = standing or StandardComment(
        owner=actor.person if owner == OWN else None, region_id=None if owner == OWN else int(owner)
    )
    kept.name, kept.text = _name(name), _text(text)
    namesakes = StandardComment.objects.filter(owner=kept.owner_id, region=kept.region_id, name=kept.name)
    if namesakes.exclude(pk=kept.pk).exists():
        raise Refused(f"已有名称为“{kept.name}”的常用批注，请换一个名称。")
    kept.save()
    _record("change_standard_comment" if standing else "add_standard_comment", actor, kept)


@transaction.atomic
def remove(standing: StandardComment, actor: Actor) -> None:
    """Delete a standard comment; the comments written with it stay as they are."""
    _record("delete_standard_comment", actor, standing)
    standing.delete()


def _record(action: str, actor: Actor, kept: StandardComment) -> None:
    record(action, actor, subject=actor.person.username, detail={"name": kept.name, "text": kept.text})


def _name(typed: str) -> str:
    try:
        name = clean_line(typed, STANDARD_NAME_LIMIT)
    except Unreadable as fault:
        raise Refused(f"名称：{fault}") from fault
    if not name:
        raise Refused("请填写名称，例如“缺少依据”。")
    return name


def _text(typed: str) -> str:
    text = cleaned(typed, "内容")
    if not text:
        raise Refused("请填写内容。")
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        known = "、".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise Refused(f"没有“{{{unknown[0][:20]}}}”这样的占位符，能用的有：{known}。")
    return text
