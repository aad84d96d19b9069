"""A region's own forms as its managers reach them; one out of reach is a logged 404."""

from django.db.models import Q
from django.http import Http404, HttpRequest

from accounts.actors import Actor
from accounts.audit.pages import note_refused_page
from accounts.roles import Role
from evaluations.access.people import bureau_person
from evaluations.fiscal_years.models import FormEdition
from evaluations.fiscal_years.self_use import with_those_above
from evaluations.own_forms.models import FormDraft
from evaluations.units.models import Region


def draft_for_manager(request: HttpRequest, draft_id: int) -> tuple[Actor, FormDraft]:
    """A draft of a region of the manager.

    Raises:
        Http404: no manager, or another region's; logged.
    """
    actor = bureau_person(request, Role.MANAGER)
    related = ("region", "uploaded_by", "proposed_by", "published_by", "edition", "made_of")
    known = FormDraft.objects.filter(region__in=actor.regions(Role.MANAGER)).select_related(*related).defer("workbook")
    draft = known.filter(pk=draft_id).first()
    if draft is None:
        note_refused_page(request, actor)
        raise Http404
    return actor, draft


def edition_for_manager(request: HttpRequest, edition_id: int) -> tuple[Actor, FormEdition]:
    """An edition that comes with the program, or of a region of the manager or above it.

    Raises:
        Http404: no manager, or another region's; logged.
    """
    actor = bureau_person(request, Role.MANAGER)
    near = [each for region in _managed(actor) for each in with_those_above(region)]
    edition = FormEdition.objects.filter(Q(region=None) | Q(region__in=near), pk=edition_id).first()
    if edition is None:
        note_refused_page(request, actor)
        raise Http404
    return actor, edition


def _managed(actor: Actor) -> list[Region]:
    managed = actor.regions(Role.MANAGER)
    return [region for region in actor.own_bureaus if region.pk in managed]
