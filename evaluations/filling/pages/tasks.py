"""The task list: how each step stands, the one thing to do next, by role and state, and what happened so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluations.access.evaluations import document_for
from evaluations.core.form.edition import Edition
from evaluations.core.text.sentences import stale
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import step_url
from evaluations.filling.own_years import commented
from evaluations.filling.pages.progress import Progress, counted, is_begun, progress
from evaluations.filling.saving.editability import why_not_editable
from evaluations.filling.steps import CHECK, STEPS, Step
from evaluations.fiscal_years.deadlines import shown
from evaluations.history.events import history
from evaluations.history.models import Event
from evaluations.panels.history import happened
from evaluations.records.models import Edit, SelfEvaluation
from evaluations.records.states import EDITABLE, Reading, State
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


def overview(person: User, evaluation: SelfEvaluation, *, asked: bool = False) -> dict[str, Any]:
    """The context of the task list; `evaluation` is one of `reach.own_evaluations`. Other units' texts are compared on the last step only.

    `asked`: see `Judgement`.
    """
    edition, document = edition_of(evaluation), document_for(person, evaluation)
    judgement = judge(evaluation, document, with_peers=False, asked=asked)
    changed = len(stale(edition, document))
    standing = progress(judgement, commented(evaluation), changed)
    events = list(history(evaluation))
    reason = why_not_editable(evaluation, person)
    following = None if reason else _next_step(standing)
    return {
        "evaluation": evaluation,
        "is_editable": not reason,
        "task_list": _task_list(evaluation, edition, standing, following),
        "deadline": deadline_words(evaluation.deadline, timezone.now()),
        "last_change": _last_change(evaluation),
        "what_next": _what_next(person, evaluation, edition, following, reason),
        "returned": next(iter(happened(_returned(evaluation, events), person)), None),
        "transitions": [step for step in possible(evaluation, person) if step.name != "submit"],
        "events": happened(events, person),
    }


def _task_list(
    evaluation: SelfEvaluation,
    edition: Edition,
    standing: Sequence[Progress],
    following: Step | None,
) -> TaskList:
    states = {one.step: one.states for one in standing}
    states[CHECK] = check_states(evaluation, standing)
    done = sum(one.is_done for one in standing)
    tasks = [
        Task(n, s.title(edition), step_url(evaluation.pk, s), s.hint, states[s], s is following)
        for n, s in enumerate(STEPS, 1)
    ]
    going_on = (following.title(edition), step_url(evaluation.pk, following)) if following else None
    return TaskList(f"要填写的共 {len(standing)} 步，已完成 {done} 步。", going_on, tasks)


def check_states(evaluation: SelfEvaluation, standing: Sequence[Progress]) -> list[tuple[str, str]]:
    """How the last step stands, in words with a tone: what blocks the submission, or that it has gone through."""
    if evaluation.stage not in EDITABLE:
        return [("已提交", "done")]
    if not is_begun(standing):
        return [("未开始", "neutral")]
    errors, unexplained = (sum(getattr(one, what) for one in standing) for what in ("errors", "unexplained"))
    remaining = counted(errors, unexplained, sum(one.required for one in standing))
    return remaining or [("可以提交", "waiting")]


def _next_step(standing: Sequence[Progress]) -> Step:
    return next((one.step for one in standing if not one.is_done), CHECK)


def _what_next(person: User, evaluation: SelfEvaluation, edition: Edition, following: Step | None, reason: str) -> str:
    if following is None:
        return reading_of(person, evaluation).what_next or reason
    what = f"接着填“{following.title(edition)}”" if following is not CHECK else "到“检查与提交”核对检查结果并提交"
    if evaluation.stage == State.RETURNED:
        return f"请按退回意见修改、答复批注，然后{what}。"
    return f"请{what}。每一步都可以随时保存，随时回来接着填。"


def reading_of(person: User, evaluation: SelfEvaluation) -> Reading:
    """What this person of the unit reads of the evaluation's state."""
    facts = evaluation.stage.facts
    return facts.unit_head if person.role == Role.UNIT_HEAD else facts.preparer


def _returned(evaluation: SelfEvaluation, events: Sequence[Event]) -> Sequence[Event]:
    """The return or sending back that the preparer has to act on now, if there is one."""
    last = [event for event in events if event.source != event.target][-1:]
    return [event for event in last if evaluation.stage in EDITABLE and event.transition in RETURNS]


def _last_change(evaluation: SelfEvaluation) -> str:
    """Who changed a cell last, and when: 周敏 今天 15:04; "" before the first change."""
    last = Edit.objects.filter(evaluation=evaluation).order_by("-pk").values_list("by__name", "at").first()
    if last is None:
        return ""
    by, at = last[0] or "数据导入", timezone.localtime(last[1])
    return f"{by} 今天 {at:%H:%M}" if at.date() == timezone.localdate() else f"{by} {shown(at)}"


def deadline_words(deadline: datetime, now: datetime) -> str:
    """The deadline and how far it is: 2024年4月30日 18:00，还有 9 天."""
    days = (timezone.localdate(deadline) - timezone.localdate(now)).days
    if deadline < now:
        return f"{shown(deadline)}，已截止"
    return f"{shown(deadline)}，{'今天截止' if days == 0 else f'还有 {days} 天'}"
