"""The signed-in person, and whether a page is meant for their roles."""

from django.http import Http404, HttpRequest

from accounts.actors import Actor, actor_of
from accounts.audit.pages import note_refused_page
from accounts.keeping import KEEPERS, memberships_kept_by, people_seen_by
from accounts.models import Membership, User
from accounts.roles import BUREAU_ROLES, Role


def current_actor(request: HttpRequest) -> Actor:
    """The signed-in person; the middleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise Http404
    return actor_of(request.user)


def bureau_person(request: HttpRequest, *roles: Role) -> Actor:
    """The signed-in person, if they work in a bureau and have one of `roles`, if any are given.

    Raises:
        Http404: they do not; logged.
    """
    return person_in_role(request, *(roles or BUREAU_ROLES))


def person_in_role(request: HttpRequest, *roles: Role) -> Actor:
    """The signed-in person, if they have one of `roles`.

    Raises:
        Http404: they have none of them; logged.
    """
    actor = current_actor(request)
    if not actor.has(*roles):
        note_refused_page(request, actor)
        raise Http404
    return actor


def keeper(request: HttpRequest) -> Actor:
    """The signed-in person, if they keep other people.

    Raises:
        Http404: they do not; audited.
    """
    return person_in_role(request, *KEEPERS)


def person_for_keeper(request: HttpRequest, person_id: int) -> User:
    """A person of whom the signed-in person keeps the account or a membership, which may have ended.

    Raises:
        Http404: there is no such person; audited.
    """
    actor = keeper(request)
    found = people_seen_by(actor).filter(pk=person_id).first()
    if found is None:
        note_refused_page(request, actor)
        raise Http404
    return found


def membership_for_keeper(request: HttpRequest, person_id: int, membership_id: int) -> Membership | None:
    """A membership that the signed-in person keeps, ended or not; None if it does not exist any more.

    Raises:
        Http404: there is no such person, or others keep the membership; audited.
    """
    person, actor = person_for_keeper(request, person_id), keeper(request)
    kept = Membership.objects.filter(memberships_kept_by(actor), user=person, pk=membership_id)
    found = kept.with_places().select_related("user").first()
    if found is None and Membership.objects.filter(pk=membership_id).exists():
        note_refused_page(request, actor)
        raise Http404
    return found
