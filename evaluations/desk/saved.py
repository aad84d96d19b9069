"""Queries kept by name: offered, kept and removed."""

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from accounts.audit import record
from evaluations.common.kept_query import Given, Kept
from evaluations.common.refusal import Refused
from evaluations.core.basics.values import Unreadable, clean_line
from evaluations.desk.asked import Asked
from evaluations.desk.models import NAME_LIMIT, QUERY_LIMIT, SavedQuery
from evaluations.units.models import Region

LIMIT = 30
"""How many queries one person keeps in a region."""


_offered = Kept(
    lambda: (
        SavedQuery.objects.filter(Q(owner=Given("person")) | Q(shared=True), region=Given("region"))
        .select_related("owner")
        .only("name", "query", "owner__name")
    )
)


def offered(region: Region, actor: Actor) -> list[SavedQuery]:
    """The person's own queries and those that colleagues share, by name. One query."""
    return _offered(person=actor.pk, region=region.pk)


@transaction.atomic
def keep(region: Region, actor: Actor, name: str, asked: Asked, *, shared: bool) -> SavedQuery:
    """Keep what is asked, without its year, by a name; an own query of that name is replaced. Logged.

    Raises:
        Refused: the name is blank, too long or unprintable, or the person keeps as many as there is room for.
    """
    try:
        name = clean_line(name, NAME_LIMIT)
    except Unreadable as fault:
        raise Refused(f"查询名称：{fault}") from fault
    if not name:
        raise Refused("请给这个查询起一个名称，例如“教育口低分”。")
    own = SavedQuery.objects.filter(region=region, owner=actor.pk)
    if not own.filter(name=name).exists() and own.count() >= LIMIT:
        raise Refused(f"每人最多保存 {LIMIT} 个常用查询，请先删除不用的。")
    query = asked.query(year="")[:QUERY_LIMIT]
    kept, _ = SavedQuery.objects.update_or_create(
        region=region, owner=actor.person, name=name, defaults={"query": query, "shared": shared}
    )
    record("keep_query", actor, detail={"name": name, "shared": shared}, region=region)
    return kept


@transaction.atomic
def remove(kept: SavedQuery, actor: Actor) -> None:
    """Remove an own query. Logged.

    Raises:
        Refused: it is somebody else's.
    """
    if kept.owner_id != actor.pk:
        raise Refused(f"“{kept.name}”由{kept.owner.name}保存，只能由本人删除。")
    kept.delete()
    record("remove_query", actor, detail={"name": kept.name}, region=kept.region)
