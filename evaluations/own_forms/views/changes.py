"""A few cells of a form changed in a page, without Excel: a draft is begun as a copy, and its sheets are changed one by one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.audit import note_refusal
from accounts.sending import post_only
from evaluations.access.register import regions_for_manager
from evaluations.common.refusal import Refused
from evaluations.core.workbook.draft import Mistake
from evaluations.core.workbook.small_changes import SHEETS, Cell, Sheet
from evaluations.own_forms.changing import copied, read_changes, seal_of, sheet_of
from evaluations.own_forms.models import FormDraft
from evaluations.own_forms.reach import draft_for_manager, edition_for_manager
from evaluations.own_forms.services import add_draft, revise

_MOVED = "这张工作表在您打开以后被别人改过，没有保存。下面是现在的内容，请对照您刚才填的重新改。"


class Box(NamedTuple):
    """A cell as the page shows it: with what was typed into it, and what is wrong with that."""

    cell: Cell
    text: str
    mistakes: Sequence[str]


@post_only
def copy(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Begin a draft as a copy of an edition."""
    actor, edition = edition_for_manager(request, edition_id)
    _, region, _ = regions_for_manager(request)
    try:
        draft = add_draft(region, copied(edition, region), actor)
    except Refused as refusal:
        note_refusal(actor, "own_forms", "save_refused", {"reason": str(refusal), "edition": str(edition)})
        messages.error(request, str(refusal))
        return redirect("own_forms:forms")
    messages.success(request, f"已照 {edition} 起草。点开一张工作表，改要改的格；都改好了再提交。")
    return redirect("own_forms:draft", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, draft_id: int, code: str) -> HttpResponse:
    """A sheet of a draft, to be changed."""
    actor, draft = draft_for_manager(request, draft_id)
    if code not in SHEETS or not draft.is_readable:
        raise Http404
    drawn = sheet_of(draft, code)
    if request.method != "POST":
        return _show(request, draft, drawn, drawn.texts)
    typed = _typed(request, drawn)
    if request.POST.get("seen", seal_of(drawn)) != seal_of(drawn):
        return _show(request, draft, drawn, drawn.texts, refused=_MOVED, lost=_lost(typed, drawn), status=409)
    read = read_changes(draft, code, typed)
    if read.mistakes:
        return _show(request, draft, drawn, typed, read.mistakes, status=422)
    number = sum(text != drawn.texts[name] for name, text in typed.items())
    try:
        revise(draft, read.content, drawn.name, actor)
    except Refused as refusal:
        note_refusal(actor, "own_forms", "save_refused", {"reason": str(refusal), "file": draft.file_name})
        return _show(request, draft, drawn, typed, refused=str(refusal), status=409)
    messages.success(request, f"“{drawn.name}”已改 {number} 格。" if number else f"“{drawn.name}”没有改动。")
    return redirect("own_forms:draft", draft.pk)


def _typed(request: HttpRequest, drawn: Sheet) -> Mapping[str, str]:
    """What was posted for the cells that can be changed; what was not posted stays as it is."""
    return {name: request.POST.get(name, text).replace("\r\n", "\n") for name, text in drawn.texts.items()}


def _lost(typed: Mapping[str, str], drawn: Sheet) -> list[tuple[str, str]]:
    """The typed texts, by cell, that differ from what stands there now."""
    return [(name, text) for name, text in typed.items() if text != drawn.texts[name]]


def _show(
    request: HttpRequest,
    draft: FormDraft,
    drawn: Sheet,
    texts: Mapping[str, str],
    mistakes: Sequence[Mistake] = (),
    *,
    refused: str = "",
    lost: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    here = [mistake for mistake in mistakes if mistake.sheet == drawn.name and mistake.cell in texts]
    context: dict[str, Any] = {
        "draft": draft,
        "sheet": drawn,
        "seen": seal_of(drawn),
        "lines": [[_box(cell, texts, here) for cell in row] for row in drawn.rows],
        "here": here,
        "elsewhere": [mistake for mistake in mistakes if mistake not in here],
        "number": len(mistakes),
        "refused": refused,
        "lost": lost,
    }
    return render(request, "own_forms/change.html", context, status=status)


def _box(cell: Cell, texts: Mapping[str, str], mistakes: Sequence[Mistake]) -> Box:
    told = [mistake.message for mistake in mistakes if mistake.cell == cell.name]
    return Box(cell, texts.get(cell.name, cell.text), told)
