"""The daily clean-up of rows that are no longer needed; nothing is ever removed from the audit log."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import Session

_UPLOADS_KEPT = timedelta(days=1)


def clear_sessions() -> int:
    """Delete the sessions that have ended; return how many there were."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def clear_uploads() -> int:
    """Delete uploads left behind when the server was killed, and return how many; other uploads are deleted with their request."""
    before = time.time() - _UPLOADS_KEPT.total_seconds()
    old = [file for file in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
