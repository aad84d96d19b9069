"""Signing in by user name and password; a page's user comes with role, unit and region in one query."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class MembershipBackend(ModelBackend):
    """Django's own check of the password; permissions are this program's roles, not Django's."""

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session with membership, unit, and region of unit or bureau."""
        related = User.objects.select_related("membership__unit__region", "membership__region")
        try:
            user = related.get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
