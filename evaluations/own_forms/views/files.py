"""Files of forms: workbooks to be changed, marked copies of faulty ones, blank and sample sheets, texts for other bureaus."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.audit import record
from accounts.sending import post_only
from evaluations.common.costly import Cost, costs
from evaluations.common.downloads import saved_as
from evaluations.common.refusal import Refused
from evaluations.core.editions.file import stored_edition
from evaluations.files.edition_workbooks import marked, to_workbook
from evaluations.files.export import content, pictures
from evaluations.files.formats import XLSX, formats_of
from evaluations.files.names import file_name
from evaluations.files.reading import Unread
from evaluations.fiscal_years.models import FormEdition
from evaluations.own_forms.previewing import filled
from evaluations.own_forms.reach import draft_for_manager, edition_for_manager
from evaluations.own_forms.services import mistakes_of
from evaluations.own_forms.uploading import TEXT, sealed

PICTURES = "pictures"
"""Stands in the address for the tables as pictures."""


@costs(Cost.FILE)
@post_only
def workbook(request: HttpRequest, edition_id: int) -> HttpResponse:
    """An edition as the workbook that next year's is made from; logged."""
    actor, edition = edition_for_manager(request, edition_id)
    made = to_workbook(edition.edition, author="")
    record("export_form", actor, detail={"file": _named(edition, ".xlsx"), "edition": str(edition)})
    return saved_as(made, _named(edition, ".xlsx"), XLSX)


@post_only
def text(request: HttpRequest, edition_id: int) -> HttpResponse:
    """An edition's text with its hash, for another bureau; logged."""
    actor, edition = edition_for_manager(request, edition_id)
    record("export_form", actor, detail={"file": _named(edition, TEXT), "edition": str(edition)})
    return saved_as(sealed(edition.content).encode(), _named(edition, TEXT), "application/toml")


@costs(Cost.FILE)
@post_only
def marked_copy(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A copy of a faulty workbook with its wrong cells marked."""
    _, draft = draft_for_manager(request, draft_id)
    mistakes = mistakes_of(draft)
    if not mistakes:
        messages.info(request, "这份表样没有错误，不用标。")
        return redirect("own_forms:draft", draft_id)
    return _made(
        request,
        draft_id,
        lambda: saved_as(marked(bytes(draft.workbook), mistakes), f"已标出错误_{draft.file_name}", XLSX),
    )


@costs(Cost.FILE)
@post_only
def sheet(request: HttpRequest, draft_id: int, which: str) -> HttpResponse:
    """A draft's blank sheet, or that with the values of a posted sample, as a file."""
    _, draft = draft_for_manager(request, draft_id)
    edition = stored_edition(draft.content) if draft.is_readable else None
    if edition is None or which not in {*formats_of(edition), PICTURES}:
        raise Http404
    document, gone = filled(edition, request.POST.get("sample", "")), request.META.get("client_gone")

    def make() -> HttpResponse:
        if which == PICTURES:
            return saved_as(pictures(document, edition, gone), f"{edition.name}_图片.zip", "application/zip")
        made = content(document, edition, which, author="", gone=gone)
        return saved_as(made, file_name(document, edition, which), formats_of(edition)[which].media_type)

    return _made(request, draft_id, make)


def _made(request: HttpRequest, draft_id: int, make: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return make()
    except (Refused, Unread) as refusal:
        messages.error(request, str(refusal))
        return redirect("own_forms:draft", draft_id)


def _named(edition: FormEdition, ending: str) -> str:
    return f"表样_{edition.edition.name}_第{edition.version}版{ending}"
