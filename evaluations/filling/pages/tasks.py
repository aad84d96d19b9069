"""The task list: the state of each step, the next thing to do (by role and state), and what has happened so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from evaluations.access.evaluations import document_for
from evaluations.access.rights import PREPARER, UNIT_HEAD
from evaluations.core.text.sentences import stale
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import step_url
from evaluations.filling.own_years import commented
from evaluations.filling.pages.frame import title_of
from evaluations.filling.pages.progress import Progress, counted, is_begun, progress, under_way
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.saving.new_edition import newer
from evaluations.filling.steps import CHECK, Step, hint_of, steps_of
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.history.events import history
from evaluations.history.models import Event
from evaluations.panels.history import happened
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import EDITABLE, Reading, State
from evaluations.workflow.next_person import has_it
from evaluations.workflow.transitions import RETURNS, possible


@dataclass(frozen=True, slots=True)
class Task:
    """A step on the list."""

    number: int
    title: str
    url: str
    hint: str
    states: Sequence[tuple[str, str]]
    is_next: bool


@dataclass(frozen=True, slots=True)
class TaskList:
    """For components/task_list.html."""

    summary: str
    next: tuple[str, str] | None
    steps: Sequence[Task]


def overview(actor: Actor, evaluation: SelfEvaluation, *, asked: bool = False) -> dict[str, Any]:
    """The template context of the task list; `evaluation` comes from `own_years.own_evaluations`. Only the last step compares other units' texts.

    `asked`: see `Judgement`.
    """
    edition, document = edition_of(evaluation), document_for(actor, evaluation)
    judgement = judge(evaluation, document, with_peers=False, asked=asked)
    changed = len(stale(edition, document))
    standing = progress(judgement, commented(evaluation), changed)
    events = list(history(evaluation))
    reason = why_not_editable(evaluation, actor)
    following = None if reason else _next_step(standing)
    return {
        "evaluation": evaluation,
        "is_editable": not reason,
        "newer": newer(evaluation),
        "task_list": _task_list(evaluation, standing, following),
        "deadline": deadline_words(evaluation.deadline, timezone.now()),
        "last_change": _last_change(evaluation),
        "has_it": _has_it(evaluation),
        "what_next": _what_next(actor, evaluation, following, reason),
        "returned": next(iter(happened(_returned(evaluation, events), evaluation, actor)), None),
        "transitions": [step for step in possible(evaluation, actor) if step.stamps != "sent"],
        "events": happened(events, evaluation, actor),
    }


def _hint(step: Step, evaluation: SelfEvaluation) -> str:
    return hint_of(step.worded(has_bureau=evaluation.unit.region.has_bureau), edition_of(evaluation))


def _task_list(evaluation: SelfEvaluation, standing: Sequence[Progress], following: Step | None) -> TaskList:
    states = {one.step: one.states for one in standing}
    states[CHECK] = check_states(evaluation, standing)
    done = sum(one.is_done for one in standing)
    tasks = [
        Task(n, title_of(s, evaluation), step_url(evaluation.pk, s), _hint(s, evaluation), states[s], s is following)
        for n, s in enumerate(steps_of(edition_of(evaluation)), 1)
    ]
    going_on = (title_of(following, evaluation), step_url(evaluation.pk, following)) if following else None
    return TaskList(f"要填写的共 {len(standing)} 步，已完成 {done} 步。", going_on, tasks)


def check_states(evaluation: SelfEvaluation, standing: Sequence[Progress]) -> list[tuple[str, str]]:
    """The state of the last step in one word, then what should be done before submission, each with a tone."""
    if evaluation.stage not in EDITABLE:
        return [("已提交", "done")]
    if not is_begun(standing):
        return [("未开始", "neutral")]
    errors, unexplained, comments = (
        sum(getattr(one, what) for one in standing) for what in ("errors", "unexplained", "comments")
    )
    remaining = counted(errors, unexplained, sum(one.required for one in standing))
    remaining += [(f"{comments} 条意见待处理", "attention")] if comments else []
    if remaining:
        return [under_way(errors + unexplained + comments), *remaining]
    return [("可以提交" if evaluation.unit.region.has_bureau else "没有错误", "waiting")]


def _next_step(standing: Sequence[Progress]) -> Step:
    return next((one.step for one in standing if not one.is_done), CHECK)


def _what_next(actor: Actor, evaluation: SelfEvaluation, following: Step | None, reason: str) -> str:
    if following is None:
        return reading_of(actor, evaluation).what_next or reason
    last = "并提交" if evaluation.unit.region.has_bureau else "，然后下载整份文件"
    title = title_of(following, evaluation)
    what = f"接着填“{title}”" if following is not CHECK else f"到“{title}”核对检查结果{last}"
    if evaluation.stage == State.RETURNED:
        return f"请按退回意见修改、答复批注，然后{what}。"
    return f"请{what}。每一步都可以随时保存，随时回来接着填。"


def reading_of(actor: Actor, evaluation: SelfEvaluation) -> Reading:
    """What this person of the unit reads about the evaluation's state."""
    facts = evaluation.stage.facts
    reads_as_head = is_to_confirm(evaluation, actor) or not PREPARER.held(evaluation, actor)
    return facts.unit_head if reads_as_head else facts.preparer


def is_to_confirm(evaluation: SelfEvaluation, actor: Actor) -> bool:
    """Whether the evaluation is waiting for this person to confirm it."""
    waits = evaluation.stage == State.UNIT_CHECK and evaluation.sent_by_id != actor.pk
    return waits and UNIT_HEAD.held(evaluation, actor)


def _returned(evaluation: SelfEvaluation, events: Sequence[Event]) -> Sequence[Event]:
    """The event that gave the evaluation back to the preparer, if it still has to be dealt with."""
    last = [event for event in events if event.source != event.target][-1:]
    return [event for event in last if evaluation.stage in EDITABLE and event.transition in RETURNS]


def _last_change(evaluation: SelfEvaluation) -> str:
    """Who last changed a cell, and when: 周敏 今天 15:04; "" before the first change."""
    last = Edit.objects.filter(evaluation=evaluation).order_by("-pk").values_list("by__name", "at").first()
    if last is None:
        return ""
    by, at = last[0] or "数据导入", timezone.localtime(last[1])
    return f"{by} 今天 {at:%H:%M}" if at.date() == timezone.localdate() else f"{by} {deadline_text(at)}"


def _has_it(evaluation: SelfEvaluation) -> tuple[str, str]:
    """Who has it while the unit waits, with the telephone number; whoever reviews it, since when."""
    if evaluation.stage in EDITABLE:
        return "", ""
    name, phone = has_it(evaluation.unit, evaluation.stage)
    if evaluation.stage == State.SUBMITTED and evaluation.review_started_at:
        return f"{name}，{deadline_text(evaluation.review_started_at)} 开始审核", phone
    return name, phone


def deadline_words(deadline: datetime, now: datetime) -> str:
    """The deadline and the time left: 2024年4月30日 18:00，还有 9 天."""
    return f"{deadline_text(deadline)}，{time_left(deadline, now)}"


def time_left(deadline: datetime, now: datetime) -> str:
    """How long it is until the deadline, in days: 还有 9 天."""
    if deadline < now:
        return "已截止"
    days = (timezone.localdate(deadline) - timezone.localdate(now)).days
    return f"还有 {days} 天" if days else "今天截止"
