"""Sessions: each ends after IDLE_MINUTES without an act, and at the latest some hours after it began."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.utils import timezone

from accounts.actors import session_with_person
from accounts.models import Session

_NOTED_EACH = timedelta(minutes=1)
BEGAN = "began"


class SessionStore(DjangosStore):
    """Django's database sessions, which also store the person and the time of their last act."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._seen: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The model."""
        return Session

    def load(self) -> dict[str, Any]:
        """What the session holds; {} if it has ended."""
        found = session_with_person(self.session_key or "")
        if found is None:
            self._session_key = self._seen = None
            return {}
        self._seen = found.seen
        return self.decode(found.data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to be stored."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # of `get_model_class`
        row.user_id = data.get(SESSION_KEY)
        row.seen = timezone.now()
        row.expire_date = _end(data, row.seen)
        return row

    def note_act(self) -> None:
        """Extend the session because its person did something. Writes at most once a minute and leaves the session's content alone."""
        now = timezone.now()
        if self._seen and now - self._seen >= _NOTED_EACH:
            end = _end(dict(self.items()), now)
            Session.objects.filter(pk=self.session_key).update(seen=now, expire_date=end)
            self._seen = now


def _end(data: dict[str, Any], seen: datetime) -> datetime:
    began = datetime.fromisoformat(data[BEGAN]) if BEGAN in data else seen
    latest = began + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(latest, seen + timedelta(minutes=settings.IDLE_MINUTES)) if settings.IDLE_MINUTES else latest
