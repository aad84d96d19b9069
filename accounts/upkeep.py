"""What is thrown away each day because nothing needs it any more; nothing of the audit log is ever thrown away."""

import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

_SIGN_INS_KEPT = timedelta(days=30)
_UPLOADS_KEPT = timedelta(days=1)


def clear_sessions() -> int:
    """Sessions that have ended."""
    ended = Session.objects.filter(expire_date__lt=timezone.now()).count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return ended


def clear_sign_in_attempts() -> int:
    """What axes kept of attempts to sign in; the audit log holds them too."""
    before = timezone.now() - _SIGN_INS_KEPT
    tables = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(table.objects.filter(attempt_time__lt=before).delete()[0] for table in tables)


def clear_uploads() -> int:
    """Files that a browser sent while the server was killed; all others are gone with their request."""
    before = time.time() - _UPLOADS_KEPT.total_seconds()
    old = [file for file in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
