"""The states of a self-evaluation: one table of everything that depends on the state alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evaluations.common.choices import ChoicesWithFacts

Tone = Literal["neutral", "waiting", "attention", "done", "public"]
Act = Literal["sent", "confirmed", "endorsed", "review_started", "passed", "approved", "published"]
"""An act on an evaluation, whose person and time are kept in the columns `<act>_by` and `<act>_at`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one role of the unit reads about a state: in the list of years, and on the task list ("": the next step, or why there is none)."""

    waits_for: str
    what_next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One entry of the table.

    `holds`: the acts that still hold; the names and times of all others are cleared on reaching the state. `seen_by_bureau`: false as long as
    the unit has not handed it in, or has taken it back. `why_locked` continues “这份自评”; "" if it can be filled in.
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
    """The state of a self-evaluation; only `workflow.transitions.perform` changes it."""

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
            unit_head=Reading(
                "填报人正在填写", "填报人正在填写，设有单位负责人审核的，提交后由您核对。现在可以先看已填的内容。"
            ),
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
    DEPARTMENT_CHECK = (
        "department_check",
        Facts(
            for_unit="待主管部门审核",
            for_bureau="待主管部门审核",
            tone="waiting",
            holds=("sent", "confirmed"),
            seen_by_bureau=False,
            why_locked="已报主管部门，等待主管部门审核。需要修改的，可由上报的人撤回，或请主管部门退回。",
            preparer=Reading("等待主管部门审核", "已报主管部门，等待审核，退回的意见会显示在这里。"),
            unit_head=Reading("等待主管部门审核", "已报主管部门，等待审核。主管部门同意之前，由您确认上报的可以撤回。"),
        ),
    )
    SUBMITTED = (
        "submitted",
        Facts(
            for_unit="已上报待审核",
            for_bureau="待审核",
            tone="waiting",
            holds=("sent", "confirmed", "endorsed", "review_started"),
            seen_by_bureau=True,
            why_locked="已上报，等待审核。需要修改的，在审核开始前可由上报的人撤回，之后请联系审核员退回。",
            preparer=Reading("已上报，等待审核", "已上报，等待审核，审核意见会显示在这里。"),
            unit_head=Reading("已上报，等待审核", "已上报，等待审核。审核开始之前，由您确认上报的可以撤回。"),
        ),
    )
    SECOND_REVIEW = (
        "second_review",
        Facts(
            for_unit="已上报待复审",
            for_bureau="待复审",
            tone="waiting",
            holds=("sent", "confirmed", "endorsed", "review_started", "passed"),
            seen_by_bureau=True,
            why_locked="已上报，初审已通过，等待复审。需要修改的，请联系审核员。",
            preparer=Reading("初审已通过，等待复审", "初审已通过，等待复审，审核意见会显示在这里。"),
            unit_head=Reading("初审已通过，等待复审", "初审已通过，等待复审。"),
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
            unit_head=Reading("填报人正在修改", "已退回，填报人正在修改，设有单位负责人审核的，重新提交后由您核对。"),
        ),
    )
    APPROVED = (
        "approved",
        Facts(
            for_unit="已通过",
            for_bureau="已通过",
            tone="done",
            holds=("sent", "confirmed", "endorsed", "review_started", "passed", "approved"),
            seen_by_bureau=True,
            why_locked="已审核通过，内容不再修改。确需更正的，请联系绩效管理员撤销审核结论。",
            preparer=Reading(
                "审核已通过，可下载附件打印签字",
                "已审核通过。请打开整份文件，下载附件，打印后由单位负责人签字，并在 20 日内公开。",
            ),
            unit_head=Reading("审核已通过，可下载附件打印签字", "已审核通过。请在打印的附件上签字，并在 20 日内公开。"),
        ),
    )
    PUBLISHED = (
        "published",
        Facts(
            for_unit="已公开",
            for_bureau="已公开",
            tone="public",
            holds=("sent", "confirmed", "endorsed", "review_started", "passed", "approved", "published"),
            seen_by_bureau=True,
            why_locked="已公开，内容不再修改。确需更正的，请联系绩效管理员。",
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
        """Whether the unit still has to hand it in, possibly again."""
        return "confirmed" not in self.facts.holds


ACTS: tuple[Act, ...] = State.PUBLISHED.facts.holds
EDITABLE = tuple(state for state in State if not state.facts.why_locked)
SEEN_BY_BUREAU = tuple(state for state in State if state.facts.seen_by_bureau)


def holding(act: Act) -> Sequence[State]:
    """The states in which `act` still holds."""
    return [state for state in State if act in state.facts.holds]
