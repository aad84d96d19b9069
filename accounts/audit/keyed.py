"""What only the program can compute: HMAC-SHA256 with a key that the database does not hold."""

import hmac
import json

from django.conf import settings


def mac(purpose: str, *covered: object) -> str:
    """64 hex digits for what JSON can hold; equal values under different purposes differ."""
    text = json.dumps([purpose, *covered])
    return hmac.digest(settings.AUDIT_KEY.encode(), text.encode(), "sha256").hex()


def is_mac(found: str, purpose: str, *covered: object) -> bool:
    """Whether `found` is the MAC of these values."""
    return hmac.compare_digest(found.encode(), mac(purpose, *covered).encode())
