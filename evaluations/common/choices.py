"""Choices that stand in a table: each member is its stored value and its line of the table."""

from typing import Any, Self

from django.db.models import TextChoices


class ChoicesWithFacts(TextChoices):
    """The base of such choices: a member is written as (value, facts), with its label behind where it has one."""

    facts: Any

    def __new__(cls, value: str, facts: Any) -> Self:
        """A member without its facts is a TypeError when its class is made."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.facts = facts
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The member that is stored as `value`."""
        return cls(value)  # type: ignore[call-arg]  # a member is looked up, not made
