"""The way from state to state: a page that asks, and the act."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import BUREAU_ROLES, User
from accounts.refusal import Refused
from accounts.sending import post_only
from evaluations.fiscal_years.deadlines import shown
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE
from evaluations.review.access import evaluation_for_transition, person
from evaluations.review.reviewing import start_review
from evaluations.review.workflow import TRANSITIONS, Transition, name_for, perform, possible


@dataclass(frozen=True, slots=True)
class Reason:
    """The box for the comment, for components/confirmation.html."""

    label: str
    hint: str
    text: str
    error: str
    name: str = "comment"


@dataclass(frozen=True, slots=True)
class Check:
    """The box to tick, for components/confirmation.html."""

    label: str
    name: str = "redaction_seen"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The context of components/confirmation.html."""

    title: str
    consequences: list[str]
    url: str
    verb: str
    cancel_url: str
    is_dangerous: bool
    reason: Reason | None
    check: Check | None
    hidden: tuple[tuple[str, str], ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def pass_through(request: HttpRequest, evaluation_id: int, name: str) -> HttpResponse:
    """GET asks, POST performs; refused: 409 with the reason, what was typed still there."""
    user = person(request)
    evaluation = evaluation_for_transition(user, evaluation_id)
    step = TRANSITIONS[name]
    if request.method == "POST":
        return _perform(request, step, evaluation, user)
    try:
        step.refuse_unless_possible(evaluation, user)
    except Refused as refusal:
        return _refused(request, step, evaluation, str(refusal))
    return _ask(request, step, evaluation, user)


@post_only
def start(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Start the review: from now on the unit can't withdraw its submission."""
    user = person(request)
    evaluation = evaluation_for_transition(user, evaluation_id)
    try:
        start_review(evaluation.pk, user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(evaluation, user))
    return redirect("review:document", evaluation.pk)


def page_of(evaluation: SelfEvaluation, user: User) -> str:
    """The address from which this person goes on with an evaluation that may have changed."""
    if user.role not in BUREAU_ROLES:
        return reverse("filling:tasks", args=(evaluation.pk,))
    return f"{reverse('review:desk')}?year={evaluation.fiscal_year.year}"


def _perform(request: HttpRequest, step: Transition, evaluation: SelfEvaluation, user: User) -> HttpResponse:
    comment, seen = request.POST.get("comment", ""), bool(request.POST.get("redaction_seen"))
    try:
        evaluation = perform(step.name, evaluation.pk, user, comment, redaction_seen=seen)
    except Refused as refusal:
        evaluation = evaluation_for_transition(user, evaluation.pk)
        if step in possible(evaluation, user):
            return _ask(request, step, evaluation, user, comment=comment, error=str(refusal))
        return _refused(request, step, evaluation, str(refusal), comment)
    messages.success(
        request, f"{evaluation.unit.name} {evaluation.fiscal_year}自评现在是“{name_for(evaluation, user)}”。"
    )
    return redirect(page_of(evaluation, user))


def _ask(
    request: HttpRequest,
    step: Transition,
    evaluation: SelfEvaluation,
    user: User,
    *,
    comment: str = "",
    error: str = "",
) -> HttpResponse:
    reason = Reason("原因", "对方会看到这段话，并记入办理记录。", comment, error) if step.asks_comment else None
    check = Check("已核对：公开的内容不含姓名和联系电话。") if step.asks_redaction else None
    confirmation = Confirmation(
        title=f"{step.label}：{evaluation.unit.name} {evaluation.fiscal_year}自评",
        consequences=[step.explains, *_deadline(step, evaluation)],
        url=request.path,
        verb=step.label,
        cancel_url=reverse("review:document", args=(evaluation.pk,)),
        is_dangerous=step.final,
        reason=reason,
        check=check,
    )
    context = {
        "evaluation": evaluation,
        "step": step,
        "confirmation": confirmation,
        "error": "" if reason else error,
        "trail": trail(evaluation, user),
    }
    return render(request, "review/transition.html", context, status=409 if error else 200)


def _deadline(step: Transition, evaluation: SelfEvaluation) -> list[str]:
    """Whoever gives it back to the preparer learns until when it can be submitted again."""
    if step.target not in EDITABLE:
        return []
    deadline = evaluation.deadline
    if deadline < timezone.now():
        return [f"截止时间 {shown(deadline)} 已过：须由财政局绩效管理员给单位延期，单位才能再次提交。"]
    return [f"单位须在 {shown(deadline)} 之前再次提交、确认上报。"]


def _refused(
    request: HttpRequest, step: Transition, evaluation: SelfEvaluation, reason: str, comment: str = ""
) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "step": step,
        "reason": reason,
        "comment": comment,
        "trail": trail(evaluation, person(request)),
    }
    return render(request, "review/refused.html", context, status=409)


def trail(evaluation: SelfEvaluation, user: User) -> list[tuple[str, str]]:
    """The way back from a page about an evaluation: (words, address) …"""
    if user.role in BUREAU_ROLES:
        return [("审核列表", page_of(evaluation, user))]
    return [("首页", reverse("filling:home")), (f"{evaluation.fiscal_year}自评", page_of(evaluation, user))]
