"""Who can reach which evaluation. Views fetch evaluations only through these functions; one out of reach gives a 404 and a log entry."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.actors import Actor
from accounts.audit import note_refusal
from accounts.audit.pages import note_refused_page
from accounts.roles import BUREAU_ROLES, Role
from evaluations.access.people import bureau_person, current_actor
from evaluations.access.rights import is_of_unit
from evaluations.common.kept_query import Given, Kept
from evaluations.core.form.document import Document
from evaluations.dossier.freezing import Papers, handed_in, standing
from evaluations.dossier.judging import with_previous
from evaluations.dossier.store import documents
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.units.departments import all_below
from evaluations.units.models import Unit

_OF_OWN_UNIT = (Role.PREPARER, Role.UNIT_HEAD)


type Extended = Callable[[QuerySet[SelfEvaluation]], QuerySet[SelfEvaluation]]


def of_own_units(extend: Extended = lambda rows: rows) -> Callable[[Actor], list[SelfEvaluation]]:
    """What gives the evaluations of a person's units, with what `extend` adds to the query; none, and no query, for people without a unit."""
    kept = Kept(lambda: extend(with_previous(_related()).filter(unit__in=Given("units", is_several=True))))

    def found(actor: Actor) -> list[SelfEvaluation]:
        units = actor.units(*_OF_OWN_UNIT)
        return kept(units=sorted(units)) if units else []

    return found


def evaluations_of_departments(actor: Actor) -> QuerySet[SelfEvaluation]:
    """The evaluations of the units under this person's departments that have come to the department or further; none for other people."""
    return _reachable(actor, Role.DEPARTMENT_REVIEWER)


def evaluation_for_view(actor: Actor, evaluation_id: int) -> SelfEvaluation:
    """An evaluation of the person's unit, or one handed in to their bureau: a manager reaches all of them, a reviewer those of assigned units;
    or one under their department that has come to the department.

    Raises:
        Http404: there is none within this person's reach.
    """
    keys = _keys(actor, set(Role))
    found = _viewed(*keys)(**keys, person=actor.pk, evaluation=evaluation_id) if keys else ()
    if not found:
        raise _out_of_reach(actor, evaluation_id)
    return found[0]


def evaluation_for_edit(actor: Actor, evaluation_id: int) -> SelfEvaluation:
    """An evaluation of this preparer's unit; the services decide whether its state allows editing.

    Raises:
        Http404: there is none within this person's reach.
    """
    return _found(_reachable(actor, Role.PREPARER), actor, evaluation_id)


@contextmanager
def locked_for_edit(actor: Actor, evaluation_id: int) -> Iterator[SelfEvaluation]:
    """As `evaluation_for_edit`; the row stays locked until the block ends, and everything written in the block is one transaction.

    Raises:
        Http404: there is none within this person's reach.
    """
    units = sorted(actor.units(Role.PREPARER))
    with transaction.atomic():
        found = _locked()(units=units, evaluation=evaluation_id) if units else ()
        if found:
            yield found[0]
    # Outside the transaction: the 404 would roll its log entry back.
    if not found:
        raise _out_of_reach(actor, evaluation_id)


def evaluation_for_review(actor: Actor, evaluation_id: int) -> SelfEvaluation:
    """An evaluation that has been handed in, for the unit's reviewer or a manager of the region.

    Raises:
        Http404: there is none within this person's reach.
    """
    return _found(_reachable(actor, *BUREAU_ROLES), actor, evaluation_id)


def evaluation_for_transition(actor: Actor, evaluation_id: int) -> SelfEvaluation:
    """As `evaluation_for_view`, but the bureau also gets one that the unit is still working on: they learn its state, but see no content.

    This way a reviewer is told that the unit has just withdrawn it.

    Raises:
        Http404: there is none within this person's reach.
    """
    return _found(_reachable(actor, states=State.values), actor, evaluation_id)


def papers_for(actor: Actor, evaluation: SelfEvaluation) -> Papers:
    """What this person sees of an evaluation in their reach: while the unit corrects it, the bureau sees the last submission.

    Raises:
        Http404: nothing was handed in yet.
    """
    papers = standing(evaluation) if is_of_unit(evaluation, actor) else handed_in(evaluation)
    if papers is None:
        raise Http404
    return papers


def document_for(actor: Actor, evaluation: SelfEvaluation) -> Document:
    """The document of `papers_for`.

    Raises:
        Http404: nothing was handed in yet.
    """
    return papers_for(actor, evaluation).document


def year_and_unit_for_manager(request: HttpRequest, fiscal_year_id: int, unit_id: int) -> tuple[FiscalYear, Unit]:
    """A year and a unit of the manager's region.

    Raises:
        Http404: the person is not a manager, or the year or unit belongs to another region; logged.
    """
    year = year_for_manager(request, fiscal_year_id)
    unit = Unit.objects.filter(pk=unit_id, region=year.region_id).select_related("region").first()
    if unit is None:
        note_refused_page(request, current_actor(request))
        raise Http404
    return year, unit


def year_for_manager(request: HttpRequest, fiscal_year_id: int) -> FiscalYear:
    """A year of the manager's region.

    Raises:
        Http404: the person is not a manager, or the year belongs to another region; logged.
    """
    actor = bureau_person(request, Role.MANAGER)
    years = FiscalYear.objects.filter(region__in=actor.regions(Role.MANAGER)).select_related("region")
    year = years.filter(pk=fiscal_year_id).first()
    if year is None:
        note_refused_page(request, actor)
        raise Http404
    return year


def _reachable(actor: Actor, *roles: Role, states: Sequence[str] = SEEN_BY_BUREAU) -> QuerySet[SelfEvaluation]:
    """The evaluations within this person's reach in one of `roles` (or any, if none is given); for the bureau only those in `states`."""
    related, keys = _related(), _keys(actor, set(roles or Role))
    return related.filter(_reach(keys, actor.pk, states)) if keys else related.none()


def _related() -> QuerySet[SelfEvaluation]:
    return documents().select_related("unit__assignment")


@cache
def _viewed(*names: str) -> Kept[SelfEvaluation]:
    """The evaluation that is given, within the reach of somebody who has keys of these names."""
    reach = _reach({name: Given(name, is_several=True) for name in names}, Given("person"), SEEN_BY_BUREAU)
    related = with_previous(_related()).select_related("unit__assignment__reviewer")
    return Kept(lambda: related.filter(reach, pk=Given("evaluation")))


@cache
def _locked() -> Kept[SelfEvaluation]:
    """The evaluation that is given, of one of the units, with its row locked."""
    mine = with_previous(_related()).filter(unit__in=Given("units", is_several=True), pk=Given("evaluation"))
    return Kept(lambda: mine.select_for_update(of=("self",)))


def _keys(actor: Actor, allowed: set[Role]) -> Mapping[str, Collection[int]]:
    """What gives a person reach in the allowed roles: their own units, the regions that they manage or review, the units below their departments."""
    inside = allowed.intersection(_OF_OWN_UNIT)
    departments = actor.units(Role.DEPARTMENT_REVIEWER) if Role.DEPARTMENT_REVIEWER in allowed else ()
    found = {
        "inside": actor.units(*inside) if inside else (),
        "managed": actor.regions(Role.MANAGER) if Role.MANAGER in allowed else (),
        "reviewed": actor.regions(Role.REVIEWER) if Role.REVIEWER in allowed else (),
        "below": all_below(departments) if departments else (),
    }
    reached = {name: sorted(keys) for name, keys in found.items() if keys}
    return reached | {"own": sorted(own)} if reached and (own := actor.units()) else reached


def _reach(keys: Mapping[str, Any], person: int | Given, states: Sequence[str]) -> Q:
    """What somebody with these keys reaches. A person who belongs to a unit is not one of its reviewers: see `rights`."""
    foreign = ~Q(unit__in=keys["own"]) if "own" in keys else Q()
    reach = Q(unit__in=keys["inside"]) if "inside" in keys else Q()
    if "managed" in keys:
        reach |= Q(unit__region__in=keys["managed"], state__in=states) & foreign
    if "reviewed" in keys:
        is_assigned = Q(unit__region__in=keys["reviewed"], unit__assignment__reviewer=person)
        reach |= is_assigned & Q(state__in=states) & foreign
    if "below" in keys:
        with_department = Q(fiscal_year__department_check=True, state__in=[State.DEPARTMENT_CHECK, *states])
        reach |= Q(unit__in=keys["below"]) & with_department & foreign
    return reach


def _found(reachable: QuerySet[SelfEvaluation], actor: Actor, evaluation_id: int) -> SelfEvaluation:
    try:
        return reachable.get(pk=evaluation_id)
    except SelfEvaluation.DoesNotExist:
        raise _out_of_reach(actor, evaluation_id) from None


def _out_of_reach(actor: Actor, evaluation_id: int) -> Http404:
    if SelfEvaluation.objects.filter(pk=evaluation_id).exists():
        note_refusal(actor, str(evaluation_id))
    return Http404()
