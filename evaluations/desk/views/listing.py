"""The bureau's list of one year, and the way to the next hand-in that waits."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.people import people_of_bureau
from accounts.roles import Role
from evaluations.access.people import bureau_person
from evaluations.common.kept_query import Given, Kept, the_day
from evaluations.desk import listing
from evaluations.desk.asked import NONE, Asked
from evaluations.desk.columns import COLUMNS, Column
from evaluations.desk.conditions import EXCUSED, LOOKS, NEW, OVERDUE, STATES
from evaluations.desk.forms import DeskForm
from evaluations.desk.next_one import next_waiting, waits_in
from evaluations.desk.paging import Order, page
from evaluations.desk.saved import offered
from evaluations.desk.wanted import FEW
from evaluations.desk.wanted import wanted as what_is_wanted
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.states import State
from evaluations.shared_pages.forms import is_key, typed
from evaluations.units.models import Section

_ONLY_IF_SOME = (State.DEPARTMENT_CHECK, State.SECOND_REVIEW, EXCUSED, OVERDUE, NEW)


@require_safe
def show_desk(request: HttpRequest) -> HttpResponse:
    """The units within reach and their evaluations of one year: counts by state, then those that are asked for, 50 per page."""
    actor = bureau_person(request)
    years = _years(actor)
    asked = _asked(request, actor)
    year = _chosen(years, asked.year)
    if year is None:
        return render(request, "desk/no_year.html")
    wanted, values = what_is_wanted(asked, year, actor)
    tally = listing.tally(year, wanted, values, is_narrowed=asked.is_narrowed)
    count = tally.wanted if asked.is_narrowed else tally.states[asked.state] if asked.state else tally.total
    order = Order(COLUMNS[asked.column or "code"].rank, asked.descending)
    listed, order = listing.to_page(wanted, count, order)
    found = page(listed, values, order, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    has_scores = year.edition.edition.has_scores
    is_manager = year.region_id in actor.regions(Role.MANAGER)
    context = {
        "years": [(str(each), f"?{urlencode({'year': each.key})}", each == year) for each in years],
        "year": year,
        "asked": asked,
        "asked_items": [(name, value) for name, value in asked._replace(year=year.key)._asdict().items() if value],
        "tabs": _tabs(asked, tally),
        "tally": tally,
        "columns": _columns(asked, year, has_scores=has_scores),
        "row_name": _row_name(year),
        "has_scores": has_scores,
        "filters": _filters(asked, year, is_manager=is_manager),
        "state_words": STATES.get(asked.state, "全部"),
        "count": f"{FEW} 多" if asked.name and count > FEW else count,
        "page": found,
        "lines": listing.lines(found.rows, year),
        "saved": [
            (kept, f"?{urlencode({'year': year.key})}&{kept.query}", kept.owner_id == actor.pk)
            for kept in offered(year.region, actor)
        ],
        "is_manager": is_manager,
        "is_waiting": asked.state == State.SUBMITTED and not asked.is_narrowed,
        "has_next": tally.states[waits_in(asked)] > 0,
    }
    return render(request, "desk/desk.html", context)


@require_safe
def open_next(request: HttpRequest) -> HttpResponse:
    """Leads to the next hand-in that waits, among those asked for, after the evaluation `after`; to the list if there is none."""
    actor = bureau_person(request)
    asked = _asked(request, actor)
    year = _chosen(_years(actor), asked.year)
    after = request.GET.get("after", "")
    found = year and next_waiting(actor, year, asked, int(after) if is_key(after) else None)
    if found:
        return redirect("shared_pages:document", found)
    messages.info(request, "没有别的待审核的自评了。")
    return redirect(f"{reverse('desk:list')}?{asked.query()}")


_years_of_regions = Kept(
    lambda: (
        FiscalYear.objects.filter(region__in=Given("regions", is_several=True))
        .select_related("region", "edition")
        .defer("edition__content")
    )
)


def _years(actor: Actor) -> Sequence[FiscalYear]:
    return _years_of_regions(regions=actor.regions())


def _chosen(years: Sequence[FiscalYear], wanted: str) -> FiscalYear | None:
    return next((year for year in years if year.key == wanted), years[0] if years else None)


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    """What the address asks; a reviewer who asks for no state sees what waits for them, the longest waiting first."""
    asked = Asked.of(typed(DeskForm(request.GET)))
    if "state" not in request.GET and not asked.name and not actor.has(Role.MANAGER):
        asked = asked._replace(state=State.SUBMITTED)
    return asked if asked.sort or asked.state != State.SUBMITTED else asked._replace(sort="since")


def _tabs(asked: Asked, tally: listing.Tally) -> list[tuple[str, int, str, bool]]:
    """(words, number, address, is chosen) of each state and of all."""
    shown = [(state, words, tally.states[state]) for state, words in STATES.items()]
    tabs = [each for each in shown if each[2] or each[0] not in _ONLY_IF_SOME or each[0] == asked.state]
    return [
        (words, number, f"?{asked.query(state=state, sort='')}", state == asked.state)
        for state, words, number in (*tabs, ("", "全部", tally.total))
    ]


def _row_name(year: FiscalYear) -> str:
    """What a line of the list stands for."""
    return "项目" if year.is_of_projects else "单位"


def _columns(asked: Asked, year: FiscalYear, *, has_scores: bool) -> list[dict[str, Any]]:
    """Each column's heading with the address of the list in its order, which is turned around where it is already that."""
    return [
        {
            "column": column,
            "heading": _row_name(year) if name == "name" else column.heading,
            "url": f"?{asked.query(sort=_sorted_by(name, column, asked))}",
            "order": ("descending" if asked.descending else "ascending") if asked.column == name else "",
        }
        for name, column in COLUMNS.items()
        if name != "code" and (has_scores or not column.of_scores)
    ]


def _sorted_by(name: str, column: Column, asked: Asked) -> str:
    if asked.column == name:
        return name if asked.descending else f"-{name}"
    return f"-{name}" if column.is_number and name != "since" else name


def _filters(asked: Asked, year: FiscalYear, *, is_manager: bool) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """(name, label, choices, chosen) of each condition that can be chosen from a list."""
    found = _choices(region=year.region_id, today=timezone.localdate())
    sections = [(str(key), name) for key, name, is_person in found if not is_person]
    reviewers = [(str(key), name) for key, name, is_person in found if is_person and is_manager]
    edition = year.edition.edition
    grades = [(grade.label, grade.label) for grade in edition.scoring.grades]
    looks = [(code, look.words) for code, look in LOOKS.items() if edition.has_scores or not look.of_scores]
    return [
        ("section", "归口股室", [*sections, (NONE, "没有归口股室的")] if sections else [], asked.section),
        ("reviewer", "审核员", [*reviewers, (NONE, "未分配")] if reviewers else [], asked.reviewer),
        ("grade", "等级", grades, asked.grade),
        ("look", "留意", looks, asked.look),
    ]


def _sections_and_reviewers() -> QuerySet[Any, Any]:
    """The key and name of each, and whether it is a person."""
    region = Given("region")
    sections = Section.objects.filter(region=region).order_by().values_list("pk", "name", Value(0))
    people = people_of_bureau(region, Role.REVIEWER, today=the_day("today")).order_by()
    return sections.union(people.values_list("pk", "name", Value(1)), all=True).order_by("name", "pk")


_choices = Kept(_sections_and_reviewers)
