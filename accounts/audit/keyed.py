"""MACs that only the program can compute: HMAC-SHA256 with a key that is not in the database."""

import hmac
import json

from django.conf import settings


def mac(purpose: str, *covered: object) -> str:
    """A MAC of 64 hex digits over JSON values; equal values have different MACs for different purposes."""
    text = json.dumps([purpose, *covered])
    return hmac.digest(settings.AUDIT_KEY.encode(), text.encode(), "sha256").hex()


def is_mac(found: str, purpose: str, *covered: object) -> bool:
    """Whether `found` is the MAC of these values."""
    return hmac.compare_digest(found.encode(), mac(purpose, *covered).encode())
