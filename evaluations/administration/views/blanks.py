"""The blank sheets of an edition, to be looked at before it is chosen for a year."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.audit import record
from accounts.roles import Role
from accounts.sending import post_only
from evaluations.access.people import bureau_person
from evaluations.common.costly import Cost, costs
from evaluations.common.downloads import saved_as
from evaluations.common.refusal import Refused
from evaluations.core.content.blank import blank_document
from evaluations.files.export import content
from evaluations.files.formats import sheets_of
from evaluations.files.names import file_name
from evaluations.fiscal_years.self_use import editions_to_choose, usual_year


@costs(Cost.FILE)
@post_only
def blank_sheet(request: HttpRequest, edition_id: int, which: str) -> HttpResponse:
    """A blank sheet of an edition that can be chosen, as Excel, with the last year in its headings; logged."""
    actor = bureau_person(request, Role.MANAGER)
    offered = {each.pk: each for each in editions_to_choose()}
    edition = offered[edition_id].edition if edition_id in offered else None
    if edition is None or which not in sheets_of(edition):
        raise Http404
    year = usual_year()
    try:
        made = content(blank_document(edition, year), edition, which, author="", gone=request.META.get("client_gone"))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:years")
    name = file_name(blank_document(edition, year, f"空白表样_{edition.name}"), edition, which)
    record("export_blank", actor, detail={"file": name, "edition": str(offered[edition_id])})
    return saved_as(made, name, sheets_of(edition)[which].media_type)
