"""The way from state to state: a page that asks, and the act."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.audit import note_refusal
from accounts.models import User
from accounts.roles import BUREAU_ROLES
from accounts.sending import post_only
from evaluations.access.evaluations import document_for, evaluation_for_transition
from evaluations.access.people import current_user
from evaluations.comments.models import CommentState
from evaluations.comments.services import comments_of
from evaluations.common.refusal import Refused
from evaluations.core.paths import Names
from evaluations.dossier.store import edition_of
from evaluations.fiscal_years.deadlines import shown
from evaluations.history.review_start import start_review
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE
from evaluations.shared_pages.forms import DecisionForm, typed
from evaluations.shared_pages.way_back import trail
from evaluations.workflow.next_person import said
from evaluations.workflow.redaction import personal
from evaluations.workflow.signing import SIGNED, signed
from evaluations.workflow.transitions import TRANSITIONS, Transition, perform, possible


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
    """The context of components/confirmation.html; `not_public` (None: not asked): (cell, its address, what stands there) …"""

    title: str
    consequences: list[str]
    url: str
    verb: str
    cancel_url: str
    is_dangerous: bool
    reason: Reason | None
    check: Check | None
    facts: Sequence[tuple[str, str]] = ()
    document_url: str = ""
    not_public: Sequence[tuple[str, str, str]] | None = None
    hidden: tuple[tuple[str, str], ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def transition(request: HttpRequest, evaluation_id: int, name: str) -> HttpResponse:
    """GET asks, POST performs; refused: 409 with the reason, what was typed still there."""
    if name not in TRANSITIONS:
        raise Http404
    user, step = current_user(request), TRANSITIONS[name]
    evaluation = evaluation_for_transition(user, evaluation_id)
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
    user = current_user(request)
    evaluation = evaluation_for_transition(user, evaluation_id)
    try:
        start_review(evaluation.pk, user)
    except Refused as refusal:
        _note_refusal(user, evaluation, "start_review", str(refusal))
        messages.error(request, str(refusal))
        return redirect("home:evaluation", evaluation.pk)
    return redirect("shared_pages:document", evaluation.pk)


def _perform(request: HttpRequest, step: Transition, evaluation: SelfEvaluation, user: User) -> HttpResponse:
    posted = typed(DecisionForm(request.POST))
    comment = posted["comment"]
    try:
        evaluation = perform(step.name, evaluation.pk, user, **posted)
    except Refused as refusal:
        evaluation = evaluation_for_transition(user, evaluation.pk)
        if step in possible(evaluation, user):
            return _ask(request, step, evaluation, user, comment=comment, error=str(refusal))
        _note_refusal(user, evaluation, step.name, str(refusal))
        return _refused(request, step, evaluation, str(refusal), comment)
    # The bureau goes back to a list of all units.
    whose = f"{evaluation.unit.name} {evaluation.fiscal_year}自评：" if user.role in BUREAU_ROLES else ""
    messages.success(request, whose + said(step.done, evaluation))
    return redirect("home:evaluation", evaluation.pk)


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
    check = Check("已核对：要公开的文件里没有上面列出的姓名和电话。") if step.asks_redaction else None
    document_url = reverse("shared_pages:document", args=(evaluation.pk,))
    confirmation = Confirmation(
        title=f"{step.label}：{evaluation.unit.name} {evaluation.fiscal_year}自评",
        consequences=[step.explains, *_deadline(step, evaluation), *_unanswered(step, evaluation)],
        url=request.path,
        verb=step.label,
        cancel_url=document_url,
        is_dangerous=step.final,
        reason=reason,
        check=check,
        facts=signed(edition_of(evaluation), document_for(user, evaluation)) if step.name in SIGNED else (),
        document_url=document_url if step.name in SIGNED or check else "",
        not_public=_not_public(evaluation, user) if check else None,
    )
    context = {
        "evaluation": evaluation,
        "step": step,
        "confirmation": confirmation,
        "error": "" if reason else error,
        "trail": trail(evaluation, user),
    }
    return render(request, "shared_pages/transition.html", context, status=409 if error else 200)


def _deadline(step: Transition, evaluation: SelfEvaluation) -> list[str]:
    """Tells whoever returns it to the preparer until when it can be submitted again."""
    if step.target not in EDITABLE:
        return []
    deadline = evaluation.deadline
    if deadline < timezone.now():
        return [f"截止时间 {shown(deadline)} 已过：须由财政局绩效管理员给单位延期，单位才能再次提交。"]
    return [f"须在 {shown(deadline)} 之前再次提交、确认上报。"]


def _unanswered(step: Transition, evaluation: SelfEvaluation) -> list[str]:
    """A submission may leave comments unanswered, but the person who submits is told so."""
    if step.name != "submit":
        return []
    number = sum(comment.state == CommentState.OPEN for comment in comments_of(evaluation))
    return [f"还有 {number} 条审核意见未答复。可以照样提交，最好先到有批注的步骤里答复。"] if number else []


def _not_public(evaluation: SelfEvaluation, user: User) -> list[tuple[str, str, str]]:
    edition, document = edition_of(evaluation), document_for(user, evaluation)
    signers = (evaluation.sent_by, evaluation.confirmed_by)
    people = {document.preparer.name, *(signer.name for signer in signers if signer)}
    names, page = Names(edition, document), reverse("shared_pages:document", args=(evaluation.pk,))
    return [(names.of(path), f"{page}#{path}", text) for path, text in personal(edition, document, people)]


def _note_refusal(user: User, evaluation: SelfEvaluation, name: str, reason: str) -> None:
    """Not this person's to do, or not the time; a guard that is not met yet is no refusal."""
    note_refusal(user, str(evaluation.pk), "transition_refused", {"transition": name, "reason": reason})


def _refused(
    request: HttpRequest, step: Transition, evaluation: SelfEvaluation, reason: str, comment: str = ""
) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "step": step,
        "reason": reason,
        "comment": comment,
        "trail": trail(evaluation, current_user(request)),
    }
    return render(request, "shared_pages/refused.html", context, status=409)
