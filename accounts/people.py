"""People by their memberships in force, and by their names."""

from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from accounts.roles import Role
from evaluations.common.containing import MayContain
from evaluations.common.kept_query import Given
from evaluations.units.models import Region, Unit


def people_of_unit(unit: Unit | int, *roles: Role) -> QuerySet[User]:
    """The people who belong to the unit in one of `roles` and can sign in, by name."""
    return _people(Membership.objects.filter(unit=unit, role__in=roles))


def people_of_bureau(region: Region | int | Given, *roles: Role, today: Given | None = None) -> QuerySet[User]:
    """The people who work in the region's bureau in one of `roles` and can sign in, by name."""
    return _people(Membership.objects.filter(region=region, role__in=roles), today)


def called(text: str) -> Q:
    """The condition for people whose name or user name contains the text."""
    return Q(MayContain(text, "name", "username")) & (Q(name__icontains=text) | Q(username__icontains=text))


def _people(memberships: QuerySet[Membership], today: Given | None = None) -> QuerySet[User]:
    in_force = Membership.objects.in_force(today) & memberships
    return User.objects.filter(pk__in=in_force.values("user"), is_active=True).order_by("name", "pk")
