"""Choices with facts: each member has a stored value and an entry in a table."""

from typing import Any, Self

from django.db.models import TextChoices


class ChoicesWithFacts(TextChoices):
    """The base of such choices: a member is written as (value, facts), or as (value, facts, label)."""

    facts: Any

    def __new__(cls, value: str, facts: Any) -> Self:
        """Create a member; without facts this is a TypeError when the class is created."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.facts = facts
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The member with the stored value `value`."""
        return cls(value)  # type: ignore[call-arg]  # looks up a member, creates none
