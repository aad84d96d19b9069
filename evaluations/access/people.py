"""The person signed in, and whether their role is one that a page is for."""

from django.http import Http404, HttpRequest

from accounts.audit.pages import note_refused_page
from accounts.models import User
from accounts.roles import BUREAU_ROLES, Role


def current_user(request: HttpRequest) -> User:
    """Who is signed in; the middleware lets nobody else get here."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def bureau_person(request: HttpRequest, *roles: Role) -> User:
    """Who is signed in, if they work in a bureau, in one of `roles` if given.

    Raises:
        Http404: they do not; audited.
    """
    return person_in_role(request, *(roles or BUREAU_ROLES))


def person_in_role(request: HttpRequest, *roles: Role) -> User:
    """Who is signed in, if in one of `roles`.

    Raises:
        Http404: in another; audited.
    """
    user = current_user(request)
    if user.role not in roles:
        note_refused_page(request, user)
        raise Http404
    return user
