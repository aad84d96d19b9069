"""An evaluation of one's own unit, found together with those of the other years, which the head of the page leads to."""

from collections.abc import Iterable, Sequence

from django.db.models import OuterRef, StringAgg, Subquery, Value
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from evaluations.access.evaluations import evaluation_for_view, evaluations_of_unit
from evaluations.comments.models import Comment, CommentState
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit

Years = Sequence[tuple[int, str, bool]]
_SEPARATOR = " "


def evaluation_and_years(
    person: User, evaluation_id: int, *, with_comments: bool = False
) -> tuple[SelfEvaluation, Years]:
    """The evaluation in this person's reach, and (year, address, whether it is this one) of all of the unit. One query.

    `with_comments`: as `own_evaluations` gives it.

    Raises:
        Http404: it is out of reach.
    """
    mine = own_evaluations(person) if with_comments else _latest_first(evaluations_of_unit(person))
    found = next((evaluation for evaluation in mine if evaluation.pk == evaluation_id), None)
    if found is None:
        return evaluation_for_view(person, evaluation_id), ()
    return found, years_of(mine, found)


def own_evaluations(person: User) -> list[SelfEvaluation]:
    """The evaluations of the person's unit, the latest year first, each with the paths of its open comments. One query."""
    return _latest_first(evaluations_of_unit(person).annotate(commented=_commented()))


def _latest_first(evaluations: Iterable[SelfEvaluation]) -> list[SelfEvaluation]:
    return sorted(evaluations, key=lambda evaluation: evaluation.fiscal_year.year, reverse=True)


def commented(evaluation: SelfEvaluation) -> list[str]:
    """The paths of the comments that await an answer, of one of `own_evaluations`."""
    paths: str = evaluation.commented or ""  # type: ignore[attr-defined]  # annotated there
    return paths.split(_SEPARATOR) if paths else []


def years_of(evaluations: Sequence[SelfEvaluation], here: SelfEvaluation) -> Years:
    """For the head of the page: each year with the address of its task list."""
    return [(e.fiscal_year.year, reverse("filling:tasks", args=[e.pk]), e == here) for e in evaluations]


def _commented() -> Subquery:
    waiting = Comment.objects.filter(evaluation=OuterRef("pk"), state=CommentState.OPEN).order_by()
    joined = waiting.values("evaluation").annotate(paths=StringAgg("where", Value(_SEPARATOR)))
    return Subquery(joined.values("paths"))


def year_of_unit(person: User, fiscal_year_id: int) -> tuple[FiscalYear, Unit]:
    """A fiscal year of the region of the person's unit, and the unit.

    Raises:
        Http404: the person is of no unit, or the year is another region's.
    """
    year = FiscalYear.objects.filter(pk=fiscal_year_id, region=person.region).select_related("region").first()
    if year is None or person.unit is None:
        raise Http404
    return year, person.unit
