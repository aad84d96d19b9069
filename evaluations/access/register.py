"""Regions, units and sections as their keepers reach them. Views fetch them only through these functions; one out of reach is a logged 404."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest

from accounts.actors import Actor
from accounts.audit.pages import note_refused_page
from accounts.roles import Role
from evaluations.access.people import bureau_person, person_in_role
from evaluations.units.models import Region, Section, Unit, UnitChange


def regions_for_manager(request: HttpRequest) -> tuple[Actor, Region, Sequence[Region]]:
    """The signed-in manager, the region that the address names (of several; the first unless it does), and all of theirs.

    Raises:
        Http404: no manager, or another's region; logged.
    """
    actor = bureau_person(request, Role.MANAGER)
    managed = actor.regions(Role.MANAGER)
    regions = [region for region in actor.own_bureaus if region.pk in managed]
    wanted = request.GET.get("region", regions[0].code)
    region = next((region for region in regions if region.code == wanted), None)
    if region is None:
        raise _out_of_reach(request, actor)
    return actor, region, regions


def unit_for_manager(request: HttpRequest, unit_id: int) -> tuple[Actor, Unit]:
    """A unit of a region of the manager, with its region, section and department.

    Raises:
        Http404: no manager, or another region's; logged.
    """
    actor = bureau_person(request, Role.MANAGER)
    units = Unit.objects.select_related("region", "section", "department")
    unit = units.filter(pk=unit_id, region__in=actor.regions(Role.MANAGER)).first()
    if unit is None:
        raise _out_of_reach(request, actor)
    return actor, unit


def change_for_manager(request: HttpRequest, unit_id: int, change_id: int) -> tuple[Actor, UnitChange]:
    """What became of such a unit.

    Raises:
        Http404: as `unit_for_manager`, or there is no such change.
    """
    actor, unit = unit_for_manager(request, unit_id)
    change = unit.changes.filter(pk=change_id).select_related("former_department").first()
    if change is None:
        raise Http404
    change.unit = unit
    return actor, change


def section_for_manager(request: HttpRequest, section_id: int) -> tuple[Actor, Section]:
    """A section of a bureau of the manager.

    Raises:
        Http404: no manager, or another bureau's; logged.
    """
    actor = bureau_person(request, Role.MANAGER)
    sections = Section.objects.select_related("region")
    section = sections.filter(pk=section_id, region__in=actor.regions(Role.MANAGER)).first()
    if section is None:
        raise _out_of_reach(request, actor)
    return actor, section


def region_for_administrator(request: HttpRequest, region_id: int) -> tuple[Actor, Region]:
    """Any region.

    Raises:
        Http404: no administrator, which is logged; no such region.
    """
    actor = person_in_role(request, Role.ADMINISTRATOR)
    region = Region.objects.select_related("parent").filter(pk=region_id).first()
    if region is None:
        raise Http404
    return actor, region


def _out_of_reach(request: HttpRequest, actor: Actor) -> Http404:
    note_refused_page(request, actor)
    return Http404()
