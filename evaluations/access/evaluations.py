"""Who can reach which evaluation. Views fetch evaluations only through these functions; one out of reach is a 404 and is logged."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from accounts.audit import note_refusal
from accounts.audit.pages import note_refused_page
from accounts.models import User
from accounts.roles import BUREAU_ROLES, UNIT_ROLES, Role
from evaluations.access.people import bureau_person
from evaluations.core.form.document import Document
from evaluations.dossier.freezing import Papers, handed_in, standing
from evaluations.dossier.store import documents
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import SEEN_BY_BUREAU, State
from evaluations.units.models import Unit


def evaluations_of_unit(user: User) -> QuerySet[SelfEvaluation]:
    """The evaluations of this person's unit; none for people of no unit."""
    return _reachable(user, *UNIT_ROLES)


def evaluation_for_view(user: User, evaluation_id: int) -> SelfEvaluation:
    """An evaluation of the person's unit, or one handed in to their bureau: a reviewer's by assignment, a manager's all.

    Raises:
        Http404: there is none within this person's reach.
    """
    return _found(_reachable(user).select_related("unit__assignment__reviewer"), user, evaluation_id)


def evaluation_for_edit(user: User, evaluation_id: int) -> SelfEvaluation:
    """An evaluation that this preparer's unit fills in; whether its state allows that is the services' question.

    Raises:
        Http404: there is none within this person's reach.
    """
    return _found(_reachable(user, Role.PREPARER), user, evaluation_id)


@contextmanager
def locked_for_edit(user: User, evaluation_id: int) -> Iterator[SelfEvaluation]:
    """As `evaluation_for_edit`; until the block ends its row is locked, and what is written stands or falls together.

    Raises:
        Http404: there is none within this person's reach.
    """
    mine = _reachable(user, Role.PREPARER).select_for_update(of=("self",))
    with transaction.atomic():
        try:
            evaluation = mine.get(pk=evaluation_id)
        except SelfEvaluation.DoesNotExist:
            is_found = False
        else:
            is_found = True
            yield evaluation
    # Outside the transaction, so that the refusal stays in the audit log.
    if not is_found:
        raise _out_of_reach(user, evaluation_id)


def evaluation_for_review(user: User, evaluation_id: int) -> SelfEvaluation:
    """An evaluation handed in, for the unit's reviewer or a manager of the region.

    Raises:
        Http404: there is none within this person's reach.
    """
    return _found(_reachable(user, *BUREAU_ROLES), user, evaluation_id)


def evaluation_for_transition(user: User, evaluation_id: int) -> SelfEvaluation:
    """As `evaluation_for_view`, but for a bureau also while the unit works on it: the person learns the state, and sees no content.

    So a reviewer is told when the unit withdrew a moment ago.

    Raises:
        Http404: there is none within this person's reach.
    """
    return _found(_reachable(user, states=State.values), user, evaluation_id)


def papers_for(user: User, evaluation: SelfEvaluation) -> Papers:
    """What this person sees of an evaluation in their reach: while the unit corrects it, the bureau sees what was handed in last.

    Raises:
        Http404: nothing was handed in yet.
    """
    papers = standing(evaluation) if user.role in UNIT_ROLES else handed_in(evaluation)
    if papers is None:
        raise Http404
    return papers


def document_for(user: User, evaluation: SelfEvaluation) -> Document:
    """The document of `papers_for`.

    Raises:
        Http404: nothing was handed in yet.
    """
    return papers_for(user, evaluation).document


def year_and_unit_for_manager(request: HttpRequest, fiscal_year_id: int, unit_id: int) -> tuple[FiscalYear, Unit]:
    """A year and a unit of the manager's region.

    Raises:
        Http404: not a manager, or another region's; audited.
    """
    user = bureau_person(request, Role.MANAGER)
    year = FiscalYear.objects.filter(pk=fiscal_year_id, region=user.region).select_related("region").first()
    unit = Unit.objects.filter(pk=unit_id, region=user.region).select_related("region").first()
    if year is None or unit is None:
        note_refused_page(request, user)
        raise Http404
    return year, unit


def _reachable(user: User, *roles: Role, states: Sequence[str] = SEEN_BY_BUREAU) -> QuerySet[SelfEvaluation]:
    """The evaluations in reach of this person, if they have one of `roles` (any, if none is given); for a bureau those in `states`."""
    related = documents().select_related("unit__assignment")
    if roles and user.role not in roles:
        return related.none()
    if user.role in UNIT_ROLES:
        return related.filter(unit=user.unit)
    handed_in = related.filter(unit__region=user.region, state__in=states)
    if user.role == Role.REVIEWER:
        return handed_in.filter(unit__assignment__reviewer=user)
    return handed_in if user.role == Role.MANAGER else related.none()


def _found(reachable: QuerySet[SelfEvaluation], user: User, evaluation_id: int) -> SelfEvaluation:
    try:
        return reachable.get(pk=evaluation_id)
    except SelfEvaluation.DoesNotExist:
        raise _out_of_reach(user, evaluation_id) from None


def _out_of_reach(user: User, evaluation_id: int) -> Http404:
    if SelfEvaluation.objects.filter(pk=evaluation_id).exists():
        note_refusal(user, str(evaluation_id))
    return Http404()
