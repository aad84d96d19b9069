"""A draft of a form: its mistakes; or what it is, how it would look, what it would find, and its way to being published."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.sending import post_only
from evaluations.common.refusal import Refused
from evaluations.core import checks
from evaluations.core.editions.file import stored_edition
from evaluations.core.form.edition import Edition
from evaluations.core.workbook.differences import differences
from evaluations.core.workbook.small_changes import offered
from evaluations.files.formats import formats_of
from evaluations.fiscal_years.models import FormEdition
from evaluations.own_forms.models import FormDraft
from evaluations.own_forms.previewing import TRIED, filled, scored, shown_tables
from evaluations.own_forms.reach import draft_for_manager
from evaluations.own_forms.services import mistakes_of, propose, publish, remove_draft, take_back
from evaluations.own_forms.trying import MOST, Trial, trial, trial_on_drafts
from evaluations.records.models import SelfEvaluation
from evaluations.shared_pages.confirmation import Confirmation

_SHOWN = 5
"""So many evaluations are named beside a count."""
type Act = Callable[[FormDraft, Actor], object]
_ACTS: dict[str, tuple[Act, str]] = {
    "propose": (propose, "“{}”已提交，请另一位绩效管理员核对后发布。"),
    "take-back": (take_back, "“{}”的提交已收回。"),
    "publish": (publish, "“{}”已发布，设定年度时可以选用。"),
}


@require_safe
def show(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft: what is wrong with its workbook; or the form, with the sample or the typed values that the address names."""
    actor, draft = draft_for_manager(request, draft_id)
    context: dict[str, Any] = {"draft": draft, "is_proposer": draft.proposed_by_id == actor.pk}
    if not draft.is_readable:
        return render(request, "own_forms/mistakes.html", {**context, "mistakes": mistakes_of(draft)})
    edition, sample = stored_edition(draft.content), request.GET.get("sample", "")
    return render(request, "own_forms/draft.html", {**context, **_shown(draft, edition, sample, request)})


def _shown(draft: FormDraft, edition: Edition, sample: str, request: HttpRequest) -> dict[str, Any]:
    before = _before(draft, edition)
    typed = {name: request.GET.get(name, "") for name in TRIED}
    return {
        "edition": edition,
        "changeable": offered(edition),
        "before": before,
        "differences": differences(before.edition, edition) if before else (),
        "checks": len(checks.of(edition)),
        "formats": [(code, each.label(edition)) for code, each in formats_of(edition).items() if code != "json"],
        "tables": shown_tables(edition, filled(edition, sample)),
        "sample": sample,
        "categories": [(code, each.label) for code, each in edition.categories.items()],
        "typed": typed,
        "scored": scored(edition, typed),
    }


def _before(draft: FormDraft, edition: Edition) -> FormEdition | None:
    """The latest version of the same form; without one, the edition of which the draft is a copy."""
    known = FormEdition.objects.filter(code=edition.code, version__lt=edition.version).exclude(drafts=draft.pk)
    return known.order_by("-version").first() or draft.made_of


@require_safe
def trial_run(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What the draft would do with what was handed in lately."""
    _, draft = draft_for_manager(request, draft_id)
    if not draft.is_readable:
        raise Http404
    edition = stored_edition(draft.content)
    found = trial(edition, draft.region)
    known = checks.of(edition)
    context: dict[str, Any] = {"draft": draft, "edition": edition, "trial": found, "most": MOST}
    if found:
        context["spoke"] = [
            (known[code], *_counted(found, keys))
            for code, keys in sorted(found.tried.spoke.items(), key=lambda one: (-len(one[1]), one[0]))
        ]
        context["lost"] = _lost(found)
    if on_drafts := trial_on_drafts(edition, draft.region):
        context |= {"on_drafts": on_drafts.tried.number, "lost_on_drafts": _lost(on_drafts)}
    return render(request, "own_forms/trial.html", context)


def _lost(found: Trial) -> list[tuple[str, int, list[SelfEvaluation]]]:
    return [(name, *_counted(found, keys)) for name, keys in found.tried.lost.items()]


def _counted(found: Trial, keys: Sequence[int]) -> tuple[int, list[SelfEvaluation]]:
    """How many evaluations these keys are, and the first of them."""
    return len(keys), [found.evaluations[key] for key in keys[:_SHOWN]]


@post_only
def act(request: HttpRequest, draft_id: int, name: str) -> HttpResponse:
    """Propose the draft, take the proposal back, or publish it."""
    actor, draft = draft_for_manager(request, draft_id)
    if name not in _ACTS:
        raise Http404
    do, words = _ACTS[name]
    try:
        do(draft, actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("own_forms:draft", draft_id)
    messages.success(request, words.format(draft.file_name))
    return redirect("own_forms:forms") if name == "publish" else redirect("own_forms:draft", draft_id)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, draft_id: int) -> HttpResponse:
    """GET asks, POST removes a draft."""
    actor, draft = draft_for_manager(request, draft_id)
    page = reverse("own_forms:draft", args=(draft_id,))
    if request.method == "POST":
        try:
            remove_draft(draft, actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(page)
        messages.success(request, f"已删除“{draft.file_name}”。")
        return redirect("own_forms:forms")
    confirmation = Confirmation(
        title=f"删除“{draft.file_name}”",
        consequences=["这份还没有发布的表样连同在页面上改过的格一起删除，不能恢复。"],
        url=reverse("own_forms:remove", args=(draft_id,)),
        verb="删除",
        cancel_url=page,
        is_dangerous=True,
    )
    return render(request, "own_forms/remove.html", {"confirmation": confirmation})
