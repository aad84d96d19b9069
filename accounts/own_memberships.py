"""A person's own memberships, and explanations for pages that they can't open any more, or not yet."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership
from evaluations.common.moments import day_text

_REMEMBERED = timedelta(days=90)
NONE = "您现在没有任职，所以看不到自评的内容。"
WHOM = "要继续办理的，请联系管理您账号的人：单位的人员找本单位负责人或绩效管理员，审核员和绩效管理员找系统管理员。"


def memberships_of(actor: Actor) -> tuple[Sequence[Membership], Sequence[Membership]]:
    """The memberships of a person that have not ended, and those that have, latest first. One query."""
    found = Membership.objects.filter(user=actor.pk).with_places().order_by("since", "pk")
    ended = sorted((each for each in found if each.has_ended), key=lambda each: str(each.until), reverse=True)
    return [each for each in found if not each.has_ended], ended


def told_of_changes(actor: Actor) -> list[str]:
    """Sentences about memberships that ended lately or have not begun, and about having none. One query."""
    standing, ended = memberships_of(actor)
    held = {(each.role, each.place) for each in actor.memberships}
    since = timezone.localdate() - _REMEMBERED
    over = [each for each in ended if each.until and each.until >= since and (each.role, each.place) not in held]
    return [
        *([] if actor.memberships else [NONE]),
        *(f"您的任职“{each.in_words}”到 {day_text(each.until)} 为止，已经结束。" for each in over if each.until),
        *(
            f"您的任职“{each.in_words}”从 {day_text(each.since)} 开始。"
            for each in standing
            if each.is_coming and each.since
        ),
        *([WHOM] if over or not actor.memberships else []),
    ]
