"""The library of standard comments: one page with all that a person keeps, one to change each, and one that asks before it is deleted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.audit.pages import note_refused_page
from accounts.roles import Role
from evaluations.access.people import bureau_person
from evaluations.comments.models import StandardComment
from evaluations.comments.standard import PLACEHOLDERS, keep, kept_by, owners, remove
from evaluations.common.refusal import Refused
from evaluations.shared_pages.confirmation import Confirmation
from evaluations.shared_pages.forms import StandardCommentForm, typed

_PAGE = "shared_pages:standard_comments"


@require_http_methods(["GET", "HEAD", "POST"])
def standard_comments(request: HttpRequest) -> HttpResponse:
    """All standard comments that this person keeps; POST adds one."""
    actor = bureau_person(request, Role.REVIEWER, Role.MANAGER)
    error, posted = "", {"owner": "", "name": "", "text": ""}
    if request.method == "POST":
        posted = typed(StandardCommentForm(request.POST))
        try:
            keep(actor, posted["name"], posted["text"], owner=posted["owner"])
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, "常用批注已添加。")
            return redirect(_PAGE)
    context = {"kept": kept_by(actor), "owners": owners(actor), **_box("添加", posted, error)}
    return render(request, "shared_pages/standard_comments.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_comment(request: HttpRequest, standard_id: int) -> HttpResponse:
    """One standard comment, to be changed."""
    actor, standing = _standing(request, standard_id)
    error, posted = "", {"name": standing.name, "text": standing.text}
    if request.method == "POST":
        sent = typed(StandardCommentForm(request.POST))
        posted = {"name": sent["name"], "text": sent["text"]}
        try:
            keep(actor, posted["name"], posted["text"], standing=standing)
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, "常用批注已保存。")
            return redirect(_PAGE)
    return render(
        request, "shared_pages/standard_comment.html", _box("保存", posted, error), status=422 if error else 200
    )


def _standing(request: HttpRequest, standard_id: int) -> tuple[Actor, StandardComment]:
    """A standard comment that the signed-in person keeps."""
    actor = bureau_person(request, Role.REVIEWER, Role.MANAGER)
    standing = kept_by(actor).filter(pk=standard_id).first()
    if standing is None:
        note_refused_page(request, actor)
        raise Http404
    return actor, standing


def _box(verb: str, posted: dict[str, Any], error: str) -> dict[str, Any]:
    return {"verb": verb, "typed": posted, "error": error, "placeholders": PLACEHOLDERS.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def delete_standard_comment(request: HttpRequest, standard_id: int) -> HttpResponse:
    """GET asks, POST deletes a standard comment."""
    actor, standing = _standing(request, standard_id)
    if request.method == "POST":
        remove(standing, actor)
        messages.success(request, "常用批注已删除。")
        return redirect(_PAGE)
    confirmation = Confirmation(
        title=f"删除常用批注“{standing.name}”",
        consequences=[standing.text, "已经发出的批注不受影响。"],
        url=reverse("shared_pages:delete_standard_comment", args=(standing.pk,)),
        verb="删除",
        cancel_url=reverse(_PAGE),
        is_dangerous=True,
    )
    return render(request, "shared_pages/standard_comment_delete.html", {"confirmation": confirmation})
