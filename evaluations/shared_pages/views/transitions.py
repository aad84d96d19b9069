"""Transitions from state to state: a page that asks for confirmation, and the act."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.audit import note_refusal
from accounts.sending import post_only
from evaluations.access.evaluations import document_for, evaluation_for_transition, evaluation_for_view
from evaluations.access.people import current_actor
from evaluations.access.rights import is_of_unit
from evaluations.comments.reach import comments_of, open_places
from evaluations.common.refusal import Refused
from evaluations.core.paths import WHOLE, Names
from evaluations.dossier.store import edition_of
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.history.review_start import start_review
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE
from evaluations.shared_pages.confirmation import Choice, Confirmation, Reason, TickBox
from evaluations.shared_pages.deciding import decided
from evaluations.shared_pages.file_links import file_links
from evaluations.shared_pages.forms import DecisionForm, typed
from evaluations.shared_pages.reading import Reading
from evaluations.shared_pages.threads import to_answer
from evaluations.shared_pages.way_back import trail
from evaluations.workflow.next_person import has_it, said
from evaluations.workflow.redaction import personal
from evaluations.workflow.signing import SIGNED
from evaluations.workflow.submissions import DECISIONS, number_of
from evaluations.workflow.transitions import TRANSITIONS, Transition, name_for, perform, possible

SEND_BACK = "send-back"


@require_http_methods(["GET", "HEAD", "POST"])
def transition(request: HttpRequest, evaluation_id: int, name: str) -> HttpResponse:
    """GET asks, POST performs; a refusal is a 409 with the reason, and keeps what was typed."""
    if name not in TRANSITIONS:
        raise Http404
    actor, step = current_actor(request), TRANSITIONS[name]
    evaluation = evaluation_for_transition(actor, evaluation_id)
    if request.method == "POST":
        return _perform(request, step, evaluation, actor)
    try:
        step.role_for(evaluation, actor)
    except Refused as refusal:
        return _refused(request, step, evaluation, str(refusal))
    return _ask(request, step, evaluation, actor)


@post_only
def start(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Start the review; from now on the unit can't withdraw its submission."""
    actor = current_actor(request)
    evaluation = evaluation_for_transition(actor, evaluation_id)
    try:
        start_review(evaluation.pk, actor)
    except Refused as refusal:
        _note_refusal(actor, evaluation, "start_review", str(refusal))
        messages.error(request, str(refusal))
        return redirect("home:evaluation", evaluation.pk)
    return redirect("shared_pages:document", evaluation.pk)


def _perform(request: HttpRequest, step: Transition, evaluation: SelfEvaluation, actor: Actor) -> HttpResponse:
    posted = typed(DecisionForm(request.POST))
    comment = posted["comment"]
    try:
        evaluation = perform(step.name, evaluation.pk, actor, **posted)
    except Refused as refusal:
        evaluation = evaluation_for_transition(actor, evaluation.pk)
        if step in possible(evaluation, actor):
            only = posted["only_commented"]
            return _ask(request, step, evaluation, actor, comment=comment, only_commented=only, error=str(refusal))
        _note_refusal(actor, evaluation, step.name, str(refusal))
        return _refused(request, step, evaluation, str(refusal), comment)
    if step.name in SIGNED:
        return redirect("shared_pages:done", evaluation.pk, step.name)
    # The bureau returns to a list of all units.
    whose = "" if is_of_unit(evaluation, actor) else f"{evaluation.subject_name} {evaluation.fiscal_year}自评："
    messages.success(request, whose + said(step.done, evaluation))
    return redirect("home:evaluation", evaluation.pk)


@require_safe
def done(request: HttpRequest, evaluation_id: int, name: str) -> HttpResponse:
    """After a submission, confirmation or approval: its number, what comes next, and the files; once it has gone on, or for anybody else, where it stands."""
    if name not in SIGNED:
        raise Http404
    actor, step = current_actor(request), TRANSITIONS[name]
    evaluation = evaluation_for_view(actor, evaluation_id)
    if evaluation.state != step.target or getattr(evaluation, f"{step.stamps}_by_id") != actor.pk:
        return redirect("home:evaluation", evaluation.pk)
    happened, _, then = said(step.done, evaluation).partition("。")
    context = {
        "evaluation": evaluation,
        "happened": happened,
        "then": then,
        "next_person": has_it(evaluation.unit, evaluation.stage),
        "number": number_of(evaluation),
        "at": getattr(evaluation, f"{step.stamps}_at"),
        "by": getattr(evaluation, f"{step.stamps}_by"),
        "state": (name_for(evaluation.stage, evaluation, actor), evaluation.stage.tone),
        "downloads": file_links(evaluation.pk, edition_of(evaluation)),
        "possible": [each for each in possible(evaluation, actor) if each.name == "withdraw"],
        "is_bureau": evaluation.unit.region_id in actor.regions() and not is_of_unit(evaluation, actor),
        "trail": trail(evaluation, actor),
    }
    return render(request, "shared_pages/done.html", context)


def _ask(
    request: HttpRequest,
    step: Transition,
    evaluation: SelfEvaluation,
    actor: Actor,
    *,
    comment: str = "",
    only_commented: bool | None = None,
    error: str = "",
) -> HttpResponse:
    is_decided = step.name in DECISIONS
    confirmation = _confirmation(step, evaluation, actor, comment=comment, error=error)
    if step.asks_opening:
        confirmation = replace(confirmation, choice=_opening(evaluation, only_commented))
    context = {
        "evaluation": evaluation,
        "step": step,
        "confirmation": confirmation,
        "error": "" if confirmation.reason else error,
        "trail": trail(evaluation, actor),
        "decided": decided(step, evaluation, actor) if is_decided else None,
        "unanswered": to_answer(evaluation) if step.stamps == "sent" else [],
        **(_whole(evaluation, actor) if step.stamps == "confirmed" else {}),
    }
    return render(request, "shared_pages/transition.html", context, status=409 if error else 200)


def _confirmation(
    step: Transition, evaluation: SelfEvaluation, actor: Actor, *, comment: str = "", error: str = ""
) -> Confirmation:
    document_url = reverse("shared_pages:document", args=(evaluation.pk,))
    return Confirmation(
        title=step.label,
        consequences=[step.explains, *_deadline(step, evaluation)],
        url=reverse("shared_pages:transition", args=(evaluation.pk, step.name)),
        verb=step.label,
        cancel_url=document_url,
        is_dangerous=step.final,
        reason=Reason("原因", "对方会看到这段话，并记入办理记录。", comment, error) if step.asks_comment else None,
        check=TickBox("已核对：要公开的文件里没有上面列出的姓名和电话。") if step.asks_redaction else None,
        document_url=document_url
        if step.asks_redaction or (step.name in DECISIONS and step.stamps != "confirmed")
        else "",
        not_public=_not_public(evaluation, actor) if step.asks_redaction else None,
        other=(TRANSITIONS["send_back"].label, f"#{SEND_BACK}") if step.stamps == "confirmed" else None,
    )


def _opening(evaluation: SelfEvaluation, chosen: bool | None) -> Choice | None:  # noqa: FBT001 - None: not chosen yet
    """Whether all of it is opened to the unit; there is nothing to choose without a comment on a place."""
    places = open_places(evaluation)
    if not places:
        return None
    only = WHOLE not in places if chosen is None else chosen
    options = (("on", "只能修改批注所在的单元格（及随之变化的）", only), ("", "全部可以修改", not only))
    return Choice("单位可以修改什么", "only_commented", options)


def _whole(evaluation: SelfEvaluation, actor: Actor) -> dict[str, object]:
    """The whole document, and the form to send it back: the unit's head decides on one page."""
    return {
        "reading": Reading(evaluation, document_for(actor, evaluation), list(comments_of(evaluation, actor)), actor),
        "send_back": replace(_confirmation(TRANSITIONS["send_back"], evaluation, actor), document_url=""),
        "send_back_id": SEND_BACK,
    }


def _deadline(step: Transition, evaluation: SelfEvaluation) -> list[str]:
    """Tell the person who returns it to the preparer until when it can be submitted again."""
    if step.target not in EDITABLE:
        return []
    deadline = evaluation.deadline
    if deadline < timezone.now():
        return [f"截止时间 {deadline_text(deadline)} 已过：须由绩效管理员给单位延期，单位才能再次提交。"]
    return [f"须在 {deadline_text(deadline)} 之前再次提交、上报。"]


def _not_public(evaluation: SelfEvaluation, actor: Actor) -> list[tuple[str, str, str]]:
    edition, document = edition_of(evaluation), document_for(actor, evaluation)
    signers = (evaluation.sent_by, evaluation.confirmed_by)
    people = {document.preparer.name, *(signer.name for signer in signers if signer)}
    names, page = Names(edition, document), reverse("shared_pages:document", args=(evaluation.pk,))
    return [(names.of(path), f"{page}#{path}", text) for path, text in personal(edition, document, people)]


def _note_refusal(actor: Actor, evaluation: SelfEvaluation, name: str, reason: str) -> None:
    """Log that it is not this person's to do, or not the time; an unmet guard is not logged."""
    note_refusal(actor, str(evaluation.pk), "transition_refused", {"transition": name, "reason": reason})


def _refused(
    request: HttpRequest, step: Transition, evaluation: SelfEvaluation, reason: str, comment: str = ""
) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "step": step,
        "reason": reason,
        "comment": comment,
        "trail": trail(evaluation, current_actor(request)),
    }
    return render(request, "shared_pages/refused.html", context, status=409)
