"""Signing in by user name and password; a request's person is loaded with memberships, units and regions in one query."""

from django.contrib.auth.backends import ModelBackend

from accounts.actors import actor_by_key
from accounts.models import User


class MembershipBackend(ModelBackend):
    """Checks passwords as Django does; permissions come from this program's roles, not from Django."""

    def user_can_authenticate(self, user: User | None) -> bool:  # type: ignore[override]  # of ours alone
        """Whoever knows the password; the sign-in form then tells those whose account is deactivated."""
        return True

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session; `actor_of` needs no further query for them."""
        actor = actor_by_key(user_id)
        return actor.person if actor and actor.person.is_active else None
