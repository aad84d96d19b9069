"""The states of a self-evaluation, each with a name for the unit, a name for the bureau and the tone in which it is shown."""

from typing import NamedTuple

from django.db.models import TextChoices


class State(TextChoices):
    """Where a self-evaluation stands; only review/workflow.py moves it."""

    DRAFTING = "drafting"
    UNIT_CHECK = "unit_check"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"

    @property
    def for_unit(self) -> str:
        """The state's name on the unit's screens."""
        return _SHOWN[self].for_unit

    @property
    def for_bureau(self) -> str:
        """The state's name on the bureau's screens."""
        return _SHOWN[self].for_bureau

    @property
    def tone(self) -> str:
        """One of neutral, waiting, attention, done, public: the colour of the state tag."""
        return _SHOWN[self].tone


class _Shown(NamedTuple):
    for_unit: str
    for_bureau: str
    tone: str


_SHOWN = {
    State.DRAFTING: _Shown("填报中", "单位填报中", "neutral"),
    State.UNIT_CHECK: _Shown("待单位审核", "待单位审核", "waiting"),
    State.SUBMITTED: _Shown("待财政审核", "待审核", "waiting"),
    State.RETURNED: _Shown("已退回", "已退回单位", "attention"),
    State.APPROVED: _Shown("已通过", "已通过", "done"),
    State.PUBLISHED: _Shown("已公开", "已公开", "public"),
}

EDITABLE = (State.DRAFTING, State.RETURNED)
