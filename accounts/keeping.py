"""Who keeps whom: whose memberships a person may give and end, and whose accounts they may open again with an activation code.

The administrator keeps the people of the bureaus and of the system, a manager the people of the region's units, a unit's head its preparers.
An account is kept by a person who keeps all of its memberships, including those that have not begun, because a code lets its holder act as that
person anywhere. If there is nobody else, the administrator keeps it. Nobody keeps their own account.
"""

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Membership, User
from accounts.roles import BUREAU_ROLES, SYSTEM_ROLES, UNIT_ROLES, Role
from evaluations.units.models import Region, Unit

KEPT_ROLES: Mapping[Role, tuple[Role, ...]] = {
    Role.ADMINISTRATOR: (*BUREAU_ROLES, *SYSTEM_ROLES),
    Role.MANAGER: UNIT_ROLES,
    Role.UNIT_HEAD: (Role.PREPARER,),
}
"""The roles that each role keeps, each in their own place."""
KEEPERS = tuple(KEPT_ROLES)


def memberships_kept_by(actor: Actor) -> Q:
    """The condition for memberships that `actor` may give, change and end."""
    kept = Q(pk__in=())
    if actor.has(Role.ADMINISTRATOR):
        kept |= Q(unit__isnull=True)  # all of theirs, and nothing else
    if regions := actor.regions(Role.MANAGER):
        kept |= Q(unit__region__in=regions)
    if units := actor.units(Role.UNIT_HEAD):
        kept |= Q(role__in=KEPT_ROLES[Role.UNIT_HEAD], unit__in=units)
    return kept & ~Q(user=actor.pk)


def roles_kept_by(actor: Actor) -> list[Role]:
    """The roles that `actor` may give, in the order of the table of roles."""
    kept = {role for keeper, roles in KEPT_ROLES.items() if actor.has(keeper) for role in roles}
    return [role for role in Role if role in kept]


def units_kept_by(actor: Actor) -> QuerySet[Unit]:
    """The active units whose people `actor` keeps, by code."""
    reach = Q(region__in=actor.regions(Role.MANAGER)) | Q(pk__in=actor.units(Role.UNIT_HEAD))
    return Unit.objects.filter(reach, is_active=True).order_by("code")


def bureaus_kept_by(actor: Actor) -> QuerySet[Region]:
    """The regions with a bureau whose people `actor` keeps, by code."""
    return Region.objects.exclude(bureau_name="") if actor.has(Role.ADMINISTRATOR) else Region.objects.none()


def accounts_kept_by(actor: Actor) -> QuerySet[User]:
    """The people whose accounts `actor` keeps, enabled or not, by user name."""
    own = Membership.objects.not_ended().filter(user=OuterRef("pk"))
    kept = memberships_kept_by(actor)
    condition = Q(Exists(own.filter(kept))) & ~Q(Exists(own.exclude(kept)))
    if actor.has(Role.ADMINISTRATOR):
        in_several_regions = own.order_by().values("user").annotate(regions=Count("unit__region", distinct=True))
        condition |= Q(Exists(own.filter(kept))) | ~Q(Exists(own)) | Q(Exists(in_several_regions.filter(regions__gt=1)))
    return User.objects.filter(condition).exclude(pk=actor.pk).order_by("username")


def people_seen_by(actor: Actor) -> QuerySet[User]:
    """The people whose pages `actor` may open: `actor` keeps their account or one of their memberships, including ended ones."""
    ever = Membership.objects.filter(memberships_kept_by(actor), user=OuterRef("pk"))
    return User.objects.filter(Q(Exists(ever)) | Q(pk__in=accounts_kept_by(actor).values("pk"))).exclude(pk=actor.pk)
