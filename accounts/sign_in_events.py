"""Sign-ins, failed sign-ins, locks and sign-outs go into the audit log, by Django's and axes' signals."""

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from accounts.audit import record
from accounts.models import User


def connect() -> None:
    """Listen; called once when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_logged_out.connect(_signed_out, dispatch_uid="audit")
    user_login_failed.connect(_failed, dispatch_uid="audit")
    user_locked_out.connect(_locked, dispatch_uid="audit")


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    record("sign_in", user, detail=_address(request))


def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record("sign_out", user, detail=_address(request))


def _failed(credentials: Mapping[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    record("sign_in_failed", detail={"username": credentials.get("username", "")} | _address(request))


def _locked(request: HttpRequest, username: str, **_: Any) -> None:
    record("sign_in_locked", detail={"username": username} | _address(request))


def _address(request: HttpRequest | None) -> dict[str, str]:
    return {"address": request.META.get("REMOTE_ADDR", "")} if request else {}
