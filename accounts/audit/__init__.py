"""The audit log: who did what, when, in one chain that nobody rewrites unnoticed."""

from accounts.audit.once import note_refusal, record_once
from accounts.audit.recording import record

__all__ = ["note_refusal", "record", "record_once"]
