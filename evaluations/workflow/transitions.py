"""The workflow: the transition table, and the only function that changes the state.

Nothing else in the program writes `SelfEvaluation.state`. docs/workflow.md shows this table to people.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import BUREAU_ROLES
from evaluations.access.rights import MANAGER, PREPARER, REVIEWER, SENDER, UNIT_HEAD, Right
from evaluations.comments.services import close_answered
from evaluations.common.refusal import Refused
from evaluations.dossier.freezing import freeze
from evaluations.history.events import cleaned, locked, write_event
from evaluations.history.review_start import LABEL as START_REVIEW
from evaluations.history.review_start import note_start
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import ACTS, EDITABLE, Act, State
from evaluations.workflow import guards
from evaluations.workflow.guards import Attempt

Guard = Callable[[Attempt], None]
Effect = Callable[[SelfEvaluation, User], object]


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table.

    `effects` happen on the locked evaluation before it moves. `stamps` is the act that keeps who did it and when. `explains` says what will happen, for the page that asks first, and `done` what
    has happened, what comes next and who has it, by the names of handing_on.py.
    `final`: can't be taken back by the person who does it, so that page is drawn as a warning.
    """

    name: str
    label: str
    sources: tuple[State, ...]
    target: State
    who: Right
    explains: str
    done: str
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    stamps: Act | None = None
    freezes: bool = False
    asks_comment: bool = False
    asks_redaction: bool = False
    final: bool = False

    def refuse_unless_possible(self, evaluation: SelfEvaluation, actor: User) -> None:
        """Raise Refused unless the person has the right and the state fits; guards are asked later.

        Raises:
            Refused: it is not theirs to do, or not the time.
        """
        if not self.who.held(evaluation, actor):
            raise Refused(f"“{self.label}”只能由{self.who.words}办理。")
        if evaluation.state not in self.sources:
            state = name_for(evaluation.stage, actor)
            already = evaluation.state == self.target
            raise Refused(
                f"这份自评已经是“{state}”，不用再次办理。"
                if already
                else f"这份自评现在是“{state}”，不能{self.label}。"
            )


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
            guards=_READY,
            stamps="sent",
            freezes=True,
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
            "自评报送财政局审核；审核员开始审核之前，您可以撤回。",
            "已确认上报财政局。接下来由{reviewer}审核；开始审核之前，您可以撤回。",
            guards=(guards.not_own_submission, *_READY),
            stamps="confirmed",
            freezes=True,
        ),
        Transition(
            "withdraw",
            "撤回",
            (State.UNIT_CHECK, State.SUBMITTED),
            State.DRAFTING,
            SENDER,
            "自评回到“填报中”，修改后须重新提交和确认。",
            "已撤回。接下来由{preparers}修改，改好后须重新提交、确认上报。",
        ),
        Transition(
            "return",
            "退回",
            (State.SUBMITTED,),
            State.RETURNED,
            REVIEWER,
            "自评退回单位修改，单位会看到您的意见和全部批注。",
            "已退回单位修改。接下来由{preparers}修改，重新上报后再由您审核。",
            guards=(guards.reason_or_open_comment,),
            asks_comment=True,
        ),
        Transition(
            "approve",
            "审核通过",
            (State.SUBMITTED,),
            State.APPROVED,
            REVIEWER,
            "自评定稿，内容不再修改；已答复的批注一并关闭。通过之后，只有财政局绩效管理员可以撤销审核结论。",
            "已审核通过。接下来由{preparers}打印附件、请单位负责人签字；公开由财政局绩效管理员登记。",
            guards=(guards.no_open_comment,),
            effects=(note_start, close_answered),
            stamps="approved",
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
            final=True,
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
            final=True,
        ),
    )
}
RETURNS = {name for name, step in TRANSITIONS.items() if step.asks_comment and step.target in EDITABLE}
"""The transitions that give the evaluation back to the preparer, with a reason."""
LABELS = {name: step.label for name, step in TRANSITIONS.items()} | {"start_review": START_REVIEW}


def name_for(state: State, person: User) -> str:
    """The name of the state on this person's screens."""
    return state.for_bureau if person.role in BUREAU_ROLES else state.for_unit


def possible(evaluation: SelfEvaluation, actor: User) -> list[Transition]:
    """The transitions that `actor` may try now, for the buttons; their guards are asked when they are performed."""
    return [
        step for step in TRANSITIONS.values() if evaluation.state in step.sources and step.who.held(evaluation, actor)
    ]


@transaction.atomic
def perform(
    name: str, evaluation_id: int, actor: User, comment: str = "", *, redaction_seen: bool = False
) -> SelfEvaluation:
    """Take an evaluation through the transition `name`, or say why not.

    Raises:
        Refused: missing right, wrong state or unmet guard; its text is for the person at the screen.
    """
    step = TRANSITIONS[name]
    evaluation = locked(evaluation_id)
    step.refuse_unless_possible(evaluation, actor)
    attempt = Attempt(evaluation, actor, cleaned(comment, "意见"), redaction_seen)
    for guard in step.guards:
        guard(attempt)
    source = evaluation.stage
    version = freeze(evaluation, actor, name, attempt.judgement.findings) if step.freezes else None
    for effect in step.effects:
        effect(evaluation, actor)
    _move(evaluation, step, actor)
    write_event(evaluation, name, source, actor, comment=attempt.comment, sha256=version.sha256 if version else "")
    return evaluation


def _move(evaluation: SelfEvaluation, step: Transition, actor: User) -> None:
    for act in ACTS:
        if act == step.stamps:
            _stamp(evaluation, act, actor)
        elif act not in step.target.facts.holds:
            _stamp(evaluation, act, None)
    evaluation.state = step.target
    columns = [f"{act}_{column}" for act in ACTS for column in ("by", "at")]
    evaluation.save(update_fields=("state", "updated_at", *columns))


def _stamp(evaluation: SelfEvaluation, act: str, actor: User | None) -> None:
    setattr(evaluation, f"{act}_by", actor)
    setattr(evaluation, f"{act}_at", timezone.now() if actor else None)
