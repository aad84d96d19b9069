"""The pages of a list, for a region's managers: download it, choose a file, see row by row what that would do, store it as a whole."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.audit import note_refusal, record
from accounts.sending import post_only
from evaluations.common.costly import Cost, costs
from evaluations.common.downloads import saved_as
from evaluations.common.refusal import Refused
from evaluations.common.seal import NotSealed
from evaluations.core.lists.columns import ROWS_LIMIT
from evaluations.core.lists.comparison import NO_ANSWER, YES_ANSWER, Answers
from evaluations.core.lists.headings import NotThisList
from evaluations.files.export import Busy, TooCostly, list_content
from evaluations.files.formats import XLSX
from evaluations.files.list_sheets import list_workbook
from evaluations.files.reading import SIZE_LIMIT, Unread
from evaluations.files.uploads import UploadedFile, content_of
from evaluations.lists.importing import Announced, UploadedList, comparison, import_list, read_uploaded
from evaluations.lists.place import Place, place_of
from evaluations.lists.preview import ANSWER, RESULT, counted, result_rows, shown_comparison
from evaluations.lists.seal import SealedList, seal, unseal

SLIPS = 200
"""As many activation slips are made at once."""


@costs(Cost.FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: HttpRequest, name: str) -> HttpResponse:
    """The page where a file is chosen. Posting a file shows what it would do; posting that page stores it, or shows it again."""
    place = place_of(request, name)
    if request.method != "POST":
        return _choose(request, place)
    return _confirm(request, place) if "sealed" in request.POST else _compare(request, place)


def _choose(request: HttpRequest, place: Place, reason: str = "", status: int = 200) -> HttpResponse:
    """The page where a file is chosen, with the `reason` for a refusal."""
    context = {
        "list_place": place,
        "shape": place.shape,
        "reason": reason,
        "rows_limit": ROWS_LIMIT,
        "megabytes": SIZE_LIMIT // 1024 // 1024,
        **_waiting(place),
    }
    return render(request, "lists/choose.html", context, status=status)


def _waiting(place: Place) -> dict[str, Any]:
    """The people to whom the page offers activation codes: how many, and the first of them."""
    if place.definition.waiting is None:
        return {}
    people = place.definition.waiting(place.region, place.actor)
    return {"waiting_count": people.count(), "waiting": people.values_list("pk", flat=True)[:SLIPS]}


def _refused(request: HttpRequest, place: Place, reason: str, status: int) -> HttpResponse:
    """The page where a file is chosen, with the reason why this one was refused."""
    note_refusal(place.actor, f"lists/{place.definition.code}", "upload_refused", {"reason": reason})
    return _choose(request, place, reason, status)


def _compare(request: HttpRequest, place: Place) -> HttpResponse:
    files: Sequence[UploadedFile] = request.FILES.getlist("file")
    if len(files) != 1:
        return _refused(request, place, "没有选择文件，或选择了多个。请选择一个填好的 .xlsx 文件。", 422)
    try:
        uploaded = read_uploaded(place.definition, place.region, files[0].name or "", content_of(files[0]))
    except (Unread, NotThisList) as refusal:
        return _refused(request, place, f"“{files[0].name}”没有导入：{refusal}", 422)
    return _show(request, place, uploaded, {})


def _show(
    request: HttpRequest,
    place: Place,
    uploaded: UploadedList,
    answers: Answers,
    *,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    """What the file would do to the list now, with these answers; nothing is stored."""
    compared = comparison(place.definition, place.region, uploaded.found, answers, place.actor)
    announced = Announced(uploaded, answers, compared.digest)
    sealed = SealedList(place.definition.code, place.region.pk, place.actor.pk, announced)
    context: dict[str, Any] = {
        "list_place": place,
        "reason": reason,
        "sealed": seal(sealed),
        **shown_comparison(place.shape, uploaded, compared),
    }
    return render(request, "lists/preview.html", context, status=status)


def _confirm(request: HttpRequest, place: Place) -> HttpResponse:
    try:
        announced = _unsealed(request, place)
    except NotSealed as fault:
        return _refused(request, place, str(fault), 400)
    uploaded, answers = announced.uploaded, _answers(request.POST)
    if request.POST.get("action") != "confirm":
        return _show(request, place, uploaded, answers)
    if answers != announced.answers:
        return _show(request, place, uploaded, answers, reason=_OTHER_ANSWERS, status=409)
    try:
        stored = import_list(place.definition, place.region, announced, place.actor)
    except Refused as refusal:
        return _show(request, place, uploaded, answers, reason=str(refusal), status=409)
    messages.success(request, f"已导入“{uploaded.file.name}”：{counted(stored)}。")
    return redirect(place.url)


def _unsealed(request: HttpRequest, place: Place) -> Announced:
    """What the posted page announced.

    Raises:
        NotSealed: it is not a page of this list, region and person.
    """
    return unseal(request.POST.get("sealed", ""), place.definition.code, place.region.pk, place.actor.pk)


def _answers(posted: Mapping[str, str]) -> Answers:
    """The answers, by the keys of the questions."""
    said = {field.removeprefix(ANSWER): value for field, value in posted.items() if field.startswith(ANSWER)}
    return {key: value for key, value in said.items() if value in (YES_ANSWER, NO_ANSWER)}


_OTHER_ANSWERS = "您改了回答，没有导入。下面按新的回答重新比对，请核对后再确认。"


# Files


@costs(Cost.FILE)
@post_only
def template(request: HttpRequest, name: str) -> HttpResponse:
    """The blank list as an Excel file."""
    place = place_of(request, name)
    return _file(request, place, "模板", partial(list_workbook, place.shape.to_write, []))


@costs(Cost.FILE)
@post_only
def present(request: HttpRequest, name: str) -> HttpResponse:
    """The stored list as an Excel file; the download is logged."""
    place = place_of(request, name)
    rows = place.definition.present(place.region, False).rows
    answer = _file(request, place, place.region.name, partial(list_workbook, place.shape.to_write, rows))
    if answer.status_code == 200:
        record("export_list", place.actor, place.definition.code, {"rows": len(rows)}, place.region)
    return answer


@costs(Cost.FILE)
@post_only
def result(request: HttpRequest, name: str) -> HttpResponse:
    """The complete results of the posted page, including rows that it does not show, as an Excel file."""
    place = place_of(request, name)
    try:
        announced = _unsealed(request, place)
    except NotSealed as fault:
        return _choose(request, place, str(fault), 400)
    answers = _answers(request.POST)
    compared = comparison(place.definition, place.region, announced.uploaded.found, answers, place.actor)
    rows = result_rows(place.shape, compared)
    return _file(request, place, RESULT.title, partial(list_workbook, RESULT, rows, is_to_come_back=False))


def _file(request: HttpRequest, place: Place, ending: str, workbook: Callable[..., bytes]) -> HttpResponse:
    """The Excel file that `workbook` creates; if it is not created, the list's page with the reason."""
    name = f"{place.shape.title}清单_{ending}.xlsx"
    try:
        made = list_content(partial(workbook, author=place.region.bureau_name), request.META.get("client_gone"))
    except (Busy, TooCostly) as refusal:
        return _choose(request, place, str(refusal), 503 if isinstance(refusal, Busy) else 413)
    return saved_as(made, name, XLSX)
