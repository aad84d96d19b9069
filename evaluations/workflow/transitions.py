"""The workflow: the transition table, and the only function that changes the state.

Nothing else in the program writes `SelfEvaluation.state`. docs/workflow.md presents this table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.access.rights import DEPARTMENT, MANAGER, PREPARER, REVIEWER, SENDER, UNIT_HEAD, Right, is_of_unit
from evaluations.comments.services import close_settled
from evaluations.common.refusal import Refused
from evaluations.dossier.freezing import ToFreeze, freeze_all
from evaluations.hand_ins.services import Arrived, forget, keep_all
from evaluations.history.events import Happened, cleaned, locked, write_events
from evaluations.history.review_start import LABEL as START_REVIEW
from evaluations.history.review_start import note_start
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import ACTS, EDITABLE, Act, State
from evaluations.workflow import guards
from evaluations.workflow.conditions import (
    ALWAYS,
    BY_DEPARTMENT,
    HEAD_CHECKS,
    NOT_BY_DEPARTMENT,
    ONE_REVIEW,
    SECOND_REVIEW,
    STRAIGHT_TO_DEPARTMENT,
    STRAIGHT_UP,
    Condition,
)
from evaluations.workflow.guards import Attempt

Guard = Callable[[Attempt], None]
Effect = Callable[[SelfEvaluation, Actor], object]


@dataclass(frozen=True, slots=True)
class Transition:
    """One entry of the table.

    `when`: the years that have this transition; those out of a level have it always, so that nothing gets stuck there. `effects` are applied to the
    locked evaluation before its state changes. `stamps` is the act whose person and time are recorded. `freezes`: as what the document is frozen:
    "submit" for the unit's head, "confirm" for the bureau, each of whom compares it with the one before. `explains` says what will happen, for the
    page that asks for confirmation; `done` says what has happened and who has it next, with the placeholders of next_person.py. `asks_opening`:
    whether all of it is opened to the unit, or only the commented places. `final`: the person can't undo it, so the page looks like a warning.
    `key` opens that page.
    """

    name: str
    label: str
    sources: tuple[State, ...]
    target: State
    who: Right
    explains: str
    done: str
    when: Condition = ALWAYS
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    stamps: Act | None = None
    freezes: tuple[str, ...] = ()
    asks_comment: bool = False
    asks_redaction: bool = False
    asks_opening: bool = False
    final: bool = False
    key: str = ""

    @property
    def arrives(self) -> bool:
        """Whether a hand-in comes to the bureau by it."""
        comes_anew = self.freezes or not any(source.facts.seen_by_bureau for source in self.sources)
        return bool(comes_anew) and self.target.facts.seen_by_bureau

    def role_for(self, evaluation: SelfEvaluation, actor: Actor) -> Role:
        """The role in which the person may try it; guards are checked later.

        Raises:
            Refused: it is not theirs to do, or not the time.
        """
        role = self.who.role_of(evaluation, actor)
        if role is None:
            raise Refused(f"“{self.label}”只能由{self.who.words}办理。")
        if evaluation.state not in self.sources:
            state = name_for(evaluation.stage, evaluation, actor)
            already = evaluation.state == self.target
            raise Refused(
                f"这份自评已经是“{state}”，不用再次办理。"
                if already
                else f"这份自评现在是“{state}”，不能{self.label}。"
            )
        if not self.when.holds(evaluation):
            raise Refused(f"“{self.label}”只在{self.when.words}时办理。")
        return role


_READY = (guards.no_errors, guards.warnings_explained, guards.year_is_open)

TRANSITIONS = {
    step.name: step
    for step in (
        Transition(
            "submit",
            "提交单位审核",
            (State.DRAFTING, State.RETURNED),
            State.UNIT_CHECK,
            PREPARER,
            "提交后内容不能再改，等待单位负责人核对；负责人处理之前，您可以自己撤回。",
            "已提交单位审核。接下来由{heads}核对并确认上报；在此之前，您可以撤回。",
            when=HEAD_CHECKS,
            guards=(guards.somebody_receives_it, *_READY),
            stamps="sent",
            freezes=("submit",),
        ),
        Transition(
            "submit_directly",
            "提交上报",
            (State.DRAFTING, State.RETURNED),
            State.SUBMITTED,
            PREPARER,
            "自评直接上报，由审核员审核，内容不能再改；开始审核之前，您可以撤回。",
            "已提交上报。接下来由{reviewer}审核；开始审核之前，您可以撤回。",
            when=STRAIGHT_UP,
            guards=(guards.somebody_receives_it, *_READY),
            stamps="sent",
            freezes=("submit", "confirm"),
        ),
        Transition(
            "submit_to_department",
            "提交主管部门",
            (State.DRAFTING, State.RETURNED),
            State.DEPARTMENT_CHECK,
            PREPARER,
            "自评报送主管部门，由主管部门审核后上报，内容不能再改；主管部门同意之前，您可以撤回。",
            "已提交主管部门。接下来由{departments}审核；主管部门同意之前，您可以撤回。",
            when=STRAIGHT_TO_DEPARTMENT,
            guards=(guards.somebody_receives_it, *_READY),
            stamps="sent",
            freezes=("submit", "confirm"),
        ),
        Transition(
            "send_back",
            "退回修改",
            (State.UNIT_CHECK,),
            State.DRAFTING,
            UNIT_HEAD,
            "自评回到“填报中”，由填报人修改后重新提交。",
            "已退回修改。接下来由{preparers}修改，重新提交后再由您核对。",
            guards=(guards.reason_given,),
            asks_comment=True,
        ),
        Transition(
            "confirm",
            "确认上报",
            (State.UNIT_CHECK,),
            State.SUBMITTED,
            UNIT_HEAD,
            "自评上报，由审核员审核；开始审核之前，您可以撤回。",
            "已确认上报。接下来由{reviewer}审核；开始审核之前，您可以撤回。",
            when=NOT_BY_DEPARTMENT,
            guards=(guards.not_own_submission, *_READY),
            stamps="confirmed",
            freezes=("confirm",),
        ),
        Transition(
            "confirm_to_department",
            "确认报主管部门",
            (State.UNIT_CHECK,),
            State.DEPARTMENT_CHECK,
            UNIT_HEAD,
            "自评报送主管部门，由主管部门审核后上报；主管部门同意之前，您可以撤回。",
            "已确认报主管部门。接下来由{departments}审核；主管部门同意之前，您可以撤回。",
            when=BY_DEPARTMENT,
            guards=(guards.not_own_submission, *_READY),
            stamps="confirmed",
            freezes=("confirm",),
        ),
        Transition(
            "endorse",
            "同意上报",
            (State.DEPARTMENT_CHECK,),
            State.SUBMITTED,
            DEPARTMENT,
            "自评上报财政局，由审核员审核。",
            "已同意上报。接下来由{reviewer}审核。",
            guards=(guards.not_own_hand_in,),
            stamps="endorsed",
            key="a",
        ),
        Transition(
            "send_down",
            "退回单位",
            (State.DEPARTMENT_CHECK,),
            State.DRAFTING,
            DEPARTMENT,
            "自评退回单位修改，单位会看到您的意见；财政局看不到退回的内容。",
            "已退回单位修改。接下来由{preparers}修改，重新上报后再由主管部门审核。",
            guards=(guards.not_own_hand_in, guards.reason_given),
            asks_comment=True,
            key="r",
        ),
        Transition(
            "withdraw",
            "撤回",
            (State.UNIT_CHECK, State.DEPARTMENT_CHECK, State.SUBMITTED),
            State.DRAFTING,
            SENDER,
            "自评回到“填报中”，修改后须重新提交、上报。",
            "已撤回。接下来由{preparers}修改，改好后须重新提交、上报。",
            effects=(forget,),
        ),
        Transition(
            "return",
            "退回",
            (State.SUBMITTED,),
            State.RETURNED,
            REVIEWER,
            "自评退回单位修改，单位会看到您的意见和全部批注。",
            "已退回单位修改。接下来由{preparers}修改，重新上报后再由您审核。",
            guards=(guards.reason_or_open_comment, guards.something_is_open),
            asks_comment=True,
            asks_opening=True,
            key="r",
        ),
        Transition(
            "pass",
            "初审通过",
            (State.SUBMITTED,),
            State.SECOND_REVIEW,
            REVIEWER,
            "自评送绩效管理员复审，复审通过后定稿；已答复的批注和没有处理的建议一并关闭。复审有疑问的，会退回给您。",
            "已初审通过。接下来由{managers}复审。",
            when=SECOND_REVIEW,
            guards=(guards.no_open_comment,),
            effects=(note_start, close_settled),
            stamps="passed",
            key="a",
        ),
        Transition(
            "approve",
            "审核通过",
            (State.SUBMITTED,),
            State.APPROVED,
            REVIEWER,
            "自评定稿，内容不再修改；已答复的批注和没有处理的建议一并关闭。通过之后，只有绩效管理员可以撤销审核结论。",
            "已审核通过。接下来由{preparers}打印附件、请单位负责人签字；公开由绩效管理员登记。",
            when=ONE_REVIEW,
            guards=(guards.no_open_comment,),
            effects=(note_start, close_settled),
            stamps="approved",
            key="a",
        ),
        Transition(
            "approve_again",
            "复审通过",
            (State.SECOND_REVIEW,),
            State.APPROVED,
            MANAGER,
            "自评定稿，内容不再修改。通过之后，只有绩效管理员可以撤销审核结论。",
            "已复审通过。接下来由{preparers}打印附件、请单位负责人签字；公开由绩效管理员登记。",
            guards=(guards.not_own_review,),
            stamps="approved",
            key="a",
        ),
        Transition(
            "back_to_first",
            "退回初审",
            (State.SECOND_REVIEW,),
            State.SUBMITTED,
            MANAGER,
            "自评回到“待审核”，由审核员重新初审；审核员和单位都会看到您的意见。",
            "已退回初审。接下来由{reviewer}重新审核。",
            guards=(guards.not_own_review, guards.reason_given),
            asks_comment=True,
            key="r",
        ),
        Transition(
            "reopen",
            "撤销审核结论",
            (State.APPROVED,),
            State.RETURNED,
            MANAGER,
            "自评回到“已退回单位”，由单位修改后重新提交、上报。",
            "已撤销审核结论，退回单位修改。接下来由{preparers}修改，重新上报后再次审核。",
            guards=(guards.reason_given,),
            asks_comment=True,
            final=True,
        ),
        Transition(
            "publish",
            "公开",
            (State.APPROVED,),
            State.PUBLISHED,
            MANAGER,
            "把这份自评登记为“已公开”，单位也会看到。本系统没有对外的网页：内容要另在门户网站上公开，其中不能有填表人姓名和联系电话。",
            "已登记为“已公开”，这一年度的自评办理完毕。",
            guards=(guards.redaction_is_seen,),
            stamps="published",
            asks_redaction=True,
        ),
        Transition(
            "unpublish",
            "撤销公开",
            (State.PUBLISHED,),
            State.APPROVED,
            MANAGER,
            "自评回到“已通过”。已经发布在网站上的内容，要另在网站上撤下。",
            "已撤销公开，自评回到“已通过”。",
            guards=(guards.reason_given,),
            asks_comment=True,
        ),
    )
}
RETURNS = {name for name, step in TRANSITIONS.items() if step.asks_comment and step.target in EDITABLE}
"""The transitions that give the evaluation back to the preparer, with a reason."""
LABELS = {name: step.label for name, step in TRANSITIONS.items()} | {"start_review": START_REVIEW}


def name_for(state: State, evaluation: SelfEvaluation, actor: Actor) -> str:
    """The name of a state of this evaluation on this person's screens."""
    return state.for_unit if is_of_unit(evaluation, actor) else state.for_bureau


def way_up(evaluation: SelfEvaluation, act: Act = "sent") -> Transition:
    """The transition by which the preparer submits this evaluation, or its head confirms it."""
    return next(step for step in TRANSITIONS.values() if step.stamps == act and step.when.holds(evaluation))


def possible(evaluation: SelfEvaluation, actor: Actor) -> list[Transition]:
    """The transitions that `actor` may try now, for the buttons; guards are checked when a transition is performed. Without a bureau there are none."""
    if not evaluation.unit.region.has_bureau:
        return []
    return [
        step
        for step in TRANSITIONS.values()
        if evaluation.state in step.sources and step.when.holds(evaluation) and step.who.held(evaluation, actor)
    ]


@transaction.atomic
def perform(
    name: str,
    evaluation_id: int,
    actor: Actor,
    comment: str = "",
    *,
    redaction_seen: bool = False,
    only_commented: bool = False,
) -> SelfEvaluation:
    """Take an evaluation through the transition `name`; see `Attempt`.

    Raises:
        Refused: the right is missing, the state is wrong, or a guard is not met; the text tells the user.
    """
    evaluation = locked(evaluation_id)
    _perform(name, [Attempt(evaluation, actor, comment, redaction_seen, only_commented)])
    return evaluation


@transaction.atomic
def perform_all(name: str, attempts: Sequence[Attempt]) -> None:
    """Take each attempt's locked evaluation through the transition `name`, all of them or none; most queries are shared.

    Raises:
        Refused: as `perform`, for the first of which it holds.
    """
    _perform(name, attempts)


def _perform(name: str, attempts: Sequence[Attempt]) -> None:
    step = TRANSITIONS[name]
    roles = [step.role_for(attempt.evaluation, attempt.actor) for attempt in attempts]
    attempts = [replace(attempt, comment=cleaned(attempt.comment, "意见")) for attempt in attempts]
    for attempt in attempts:
        for guard in step.guards:
            guard(attempt)
    sources = [attempt.evaluation.stage for attempt in attempts]
    frozen = [_to_freeze(attempt) for attempt in attempts] if step.freezes else []
    versions = [""] * len(attempts)
    for kind in step.freezes:
        versions = [version.sha256 for version in freeze_all(frozen, kind)]
    for attempt in attempts:
        if step.asks_opening or step.target == State.APPROVED:
            attempt.evaluation.only_commented = step.asks_opening and attempt.only_commented
        for effect in step.effects:
            effect(attempt.evaluation, attempt.actor)
        _move(attempt.evaluation, step, attempt.actor)
    if step.arrives:
        keep_all([Arrived(each.evaluation, each.document, each.judgement.findings) for each in attempts])
    write_events(
        name,
        [
            Happened(attempt.evaluation, source, attempt.actor, role, attempt.comment, sha256, _opens(step, attempt))
            for attempt, role, source, sha256 in zip(attempts, roles, sources, versions, strict=True)
        ],
    )


def _opens(step: Transition, attempt: Attempt) -> str:
    if not step.asks_opening:
        return ""
    return "批注所在的单元格" if attempt.only_commented else "全部"


def _to_freeze(attempt: Attempt) -> ToFreeze:
    return ToFreeze(attempt.evaluation, attempt.document, attempt.judgement.findings, attempt.actor)


def _move(evaluation: SelfEvaluation, step: Transition, actor: Actor) -> None:
    for act in ACTS:
        if act == step.stamps:
            _stamp(evaluation, act, actor)
        elif act not in step.target.facts.holds:
            _stamp(evaluation, act, None)
    if step.stamps == "sent":
        evaluation.sent_directly = "confirmed" in step.target.facts.holds
    evaluation.state, evaluation.state_since = step.target, timezone.now()
    columns = [f"{act}_{column}" for act in ACTS for column in ("by", "at")]
    evaluation.save(update_fields=("state", "state_since", "only_commented", "sent_directly", "updated_at", *columns))


def _stamp(evaluation: SelfEvaluation, act: str, actor: Actor | None) -> None:
    setattr(evaluation, f"{act}_by", actor and actor.person)
    setattr(evaluation, f"{act}_at", timezone.now() if actor else None)
