"""The states of a self-evaluation: one table of all that depends on the state alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evaluations.common.choices import ChoicesWithFacts

Tone = Literal["neutral", "waiting", "attention", "done", "public"]
Act = Literal["sent", "confirmed", "review_started", "approved", "published"]
"""What somebody does to an evaluation that keeps their name and the time: the columns `<act>_by` and `<act>_at`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one role of the unit reads of a state: in the list of years, and on the tasks ("": the next step, or why there is none)."""

    waits_for: str
    what_next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One line of the table.

    `holds`: whose acts still hold; all others' names and times are cleared when the state is reached. `seen_by_bureau`: what the unit has not
    handed in, or took back, is its own business. `why_locked`: goes on after “这份自评”, "" where it is filled in.
    """

    for_unit: str
    for_bureau: str
    tone: Tone
    holds: tuple[Act, ...]
    seen_by_bureau: bool
    why_locked: str
    preparer: Reading
    unit_head: Reading


class State(ChoicesWithFacts):
    """Where a self-evaluation stands; only `workflow.transitions.perform` moves it."""

    facts: Facts

    DRAFTING = (
        "drafting",
        Facts(
            for_unit="填报中",
            for_bureau="单位填报中",
            tone="neutral",
            holds=(),
            seen_by_bureau=False,
            why_locked="",
            preparer=Reading("待填报", ""),
            unit_head=Reading("填报人正在填写", "填报人正在填写，提交后由您核对。现在可以先看已填的内容。"),
        ),
    )
    UNIT_CHECK = (
        "unit_check",
        Facts(
            for_unit="待单位审核",
            for_bureau="待单位审核",
            tone="waiting",
            holds=("sent",),
            seen_by_bureau=False,
            why_locked="已提交单位审核，等待单位负责人确认。需要修改的，请先撤回，或请单位负责人退回。",
            preparer=Reading("等待单位负责人确认上报", "等待单位负责人核对并确认上报。发现要改的，可以先撤回。"),
            unit_head=Reading(
                "待核对，确认上报",
                "待您核对：请看整份文件和检查结果，没有问题就确认上报；要改的，写明意见退回修改。",
            ),
        ),
    )
    SUBMITTED = (
        "submitted",
        Facts(
            for_unit="待财政审核",
            for_bureau="待审核",
            tone="waiting",
            holds=("sent", "confirmed", "review_started"),
            seen_by_bureau=True,
            why_locked="已上报财政，等待财政局审核。需要修改的，在审核开始前可由单位负责人撤回，之后请联系财政局退回。",
            preparer=Reading("等待财政局审核", "等待财政局审核，审核意见会显示在这里。"),
            unit_head=Reading("等待财政局审核", "等待财政局审核。审核开始之前可以撤回。"),
        ),
    )
    RETURNED = (
        "returned",
        Facts(
            for_unit="已退回",
            for_bureau="已退回单位",
            tone="attention",
            holds=(),
            seen_by_bureau=True,
            why_locked="",
            preparer=Reading("待按意见修改，重新提交", ""),
            unit_head=Reading("填报人正在修改", "已退回，填报人正在修改，重新提交后由您核对。"),
        ),
    )
    APPROVED = (
        "approved",
        Facts(
            for_unit="已通过",
            for_bureau="已通过",
            tone="done",
            holds=("sent", "confirmed", "review_started", "approved"),
            seen_by_bureau=True,
            why_locked="已审核通过，内容不再修改。确需更正的，请联系财政局撤销审核结论。",
            preparer=Reading(
                "审核已通过，可下载附件打印签字",
                "已审核通过。请打开整份文件，下载两张附件，打印后由单位负责人签字，并在 20 日内公开。",
            ),
            unit_head=Reading(
                "审核已通过，可下载附件打印签字", "已审核通过。请在打印的两张附件上签字，并在 20 日内公开。"
            ),
        ),
    )
    PUBLISHED = (
        "published",
        Facts(
            for_unit="已公开",
            for_bureau="已公开",
            tone="public",
            holds=("sent", "confirmed", "review_started", "approved", "published"),
            seen_by_bureau=True,
            why_locked="已公开，内容不再修改。确需更正的，请联系财政局。",
            preparer=Reading("已公开，办理完毕", "已公开，这一年度的自评已经办完。"),
            unit_head=Reading("已公开，办理完毕", "已公开，这一年度的自评已经办完。"),
        ),
    )

    @property
    def for_unit(self) -> str:
        """The state's name on the unit's screens."""
        return self.facts.for_unit

    @property
    def for_bureau(self) -> str:
        """The state's name on the bureau's screens."""
        return self.facts.for_bureau

    @property
    def tone(self) -> Tone:
        """The colour of the state tag."""
        return self.facts.tone

    @property
    def is_with_unit(self) -> bool:
        """Whether the unit has still, or again, to hand it in."""
        return "confirmed" not in self.facts.holds


ACTS: tuple[Act, ...] = State.PUBLISHED.facts.holds
EDITABLE = tuple(state for state in State if not state.facts.why_locked)
SEEN_BY_BUREAU = tuple(state for state in State if state.facts.seen_by_bureau)


def holding(act: Act) -> Sequence[State]:
    """The states in which `act` still holds."""
    return [state for state in State if act in state.facts.holds]
