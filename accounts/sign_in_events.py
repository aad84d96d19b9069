"""On Django's signals, logs sign-ins and sign-outs and notes the browser and address of each new session."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from accounts import own_sessions
from accounts.actors import actor_of
from accounts.audit import record
from accounts.models import User


def connect() -> None:
    """Connect the signals; called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_logged_out.connect(_signed_out, dispatch_uid="audit")


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    own_sessions.describe(request)
    record("sign_in", actor_of(user))


def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record("sign_out", actor_of(user))
