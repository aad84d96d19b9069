"""The audit log: who did what, when, in chains that nobody can rewrite unnoticed."""

from accounts.audit.once import note_refusal, record_once
from accounts.audit.recording import Act, record, record_all

__all__ = ["Act", "note_refusal", "record", "record_all", "record_once"]
