"""The evaluations of a person's own unit: the one of a page, and those of the other years, to which the page's header links."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from django.db.models import Exists, OuterRef, StringAgg, Subquery, Value
from django.urls import reverse

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.access.evaluations import evaluation_for_view, of_own_units
from evaluations.comments.models import Comment
from evaluations.comments.reach import unanswered
from evaluations.common.refusal import Refused
from evaluations.dossier.naming import YEAR_DIGITS
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.self_use import editions_to_choose, open_own_year
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Unit

Years = Sequence[tuple[str, str, bool]]
_SEPARATOR = " "


def evaluation_and_years(
    actor: Actor, evaluation_id: int, *, with_comments: bool = False
) -> tuple[SelfEvaluation, Years]:
    """The evaluation, and (the year in words, URL, whether it is this one) for all of the same unit or project with the same kind of form. One query.

    `with_comments`: it comes from `own_evaluations`.

    Raises:
        Http404: it is not within this person's reach.
    """
    mine = own_evaluations(actor) if with_comments else _latest_first(_plain(actor))
    found = next((evaluation for evaluation in mine if evaluation.pk == evaluation_id), None)
    if found is None:
        return evaluation_for_view(actor, evaluation_id), ()
    return found, years_of([each for each in mine if _is_of_same(each, found)], found)


def _is_of_same(one: SelfEvaluation, other: SelfEvaluation) -> bool:
    """Whether both are of the same unit or project, with the same kind of form."""
    mine, its = ((each.unit_id, each.project_id, each.fiscal_year.kind) for each in (one, other))
    return mine == its


def own_evaluations(actor: Actor) -> list[SelfEvaluation]:
    """The evaluations of the person's units, latest year first, with the paths of the comments that the unit has to answer. One query."""
    return _latest_first(_with_comments(actor))


def _latest_first(evaluations: Iterable[SelfEvaluation]) -> list[SelfEvaluation]:
    return sorted(evaluations, key=lambda evaluation: evaluation.fiscal_year.year, reverse=True)


def commented(evaluation: SelfEvaluation) -> list[str]:
    """The paths of the comments that the unit has to answer; `evaluation` comes from `own_evaluations`."""
    paths: str = evaluation.commented or ""  # type: ignore[attr-defined]  # annotated there
    return paths.split(_SEPARATOR) if paths else []


def years_of(evaluations: Sequence[SelfEvaluation], here: SelfEvaluation) -> Years:
    """For the page's header: each year with the URL of its task list."""
    return [(str(e.fiscal_year), reverse("filling:tasks", args=[e.pk]), e == here) for e in evaluations]


def self_using_unit(actor: Actor) -> Unit | None:
    """The unit without a bureau for which this person fills in; None if there is a bureau."""
    mine = actor.units(Role.PREPARER)
    return next((unit for unit in actor.own_units if unit.pk in mine and not unit.region.has_bureau), None)


def opened_own_year(unit: Unit, year: str, edition: str, actor: Actor) -> FiscalYear:
    """Open the typed year with the edition of this key, for a unit that uses the program for itself; see `open_own_year`.

    Raises:
        Refused: the year can't be opened, or the typed year or edition is not valid.
    """
    chosen = {str(one.pk): one for one in editions_to_choose()}.get(edition)
    if not (year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS) or chosen is None:
        raise Refused("没有读出要开始的年度和表样，请在列表里选择后再试。")
    return open_own_year(unit, int(year), chosen, actor)


def _commented() -> Subquery:
    waiting = unanswered(OuterRef("pk"), by="unit").order_by()
    joined = waiting.values("evaluation").annotate(paths=StringAgg("where", Value(_SEPARATOR)))
    return Subquery(joined.values("paths"))


def may_have_comments(evaluation: SelfEvaluation) -> bool:
    """Whether comments on the evaluation need to be asked for."""
    return bool(vars(evaluation).get("has_comments", True))


_plain = of_own_units(
    lambda rows: rows.annotate(has_comments=Exists(Comment.objects.filter(evaluation=OuterRef("pk"))))
)
_with_comments = of_own_units(lambda rows: rows.annotate(commented=_commented()))


def year_of_unit(actor: Actor, fiscal_year_id: int, unit_id: int) -> tuple[FiscalYear, Unit] | None:
    """A fiscal year, and one of the person's units in its region; None if the unit is not theirs, or the year belongs to another region."""
    unit = next((unit for unit in actor.own_units if unit.pk == unit_id), None)
    region = unit.region if unit else None
    year = FiscalYear.objects.filter(pk=fiscal_year_id, region=region).select_related("region", "edition").first()
    return (year, unit) if unit and year else None


class Subject(NamedTuple):
    """What a unit evaluates in a year: itself, or a project; a year of projects for which the unit has none stands once, without a project."""

    unit: Unit
    year: FiscalYear
    project: Project | None


def subjects(units: Sequence[Unit]) -> Iterator[Subject]:
    """What these units evaluate in the years of their regions. One query, and one if a year is of projects."""
    years = FiscalYear.objects.filter(region__in={unit.region_id for unit in units})
    opened = list(years.select_related("region", "edition").defer("edition__content"))
    known = list(Project.objects.filter(unit__in=units)) if any(year.is_of_projects for year in opened) else []
    for unit, year in product(units, opened):
        if year.region_id == unit.region_id and unit.is_asked_in(year.year):
            ran = [each for each in known if each.unit_id == unit.pk and each.ran_in(year.year)]
            for project in (ran if year.is_of_projects else ()) or (None,):
                yield Subject(unit, year, project)


def begin_url(year: FiscalYear, unit: Unit, project: Project | None) -> str:
    """Where a unit's year, or its project's, is begun."""
    if project:
        return reverse("filling:begin_project", args=[year.pk, unit.pk, project.pk])
    return reverse("filling:begin", args=[year.pk, unit.pk])
