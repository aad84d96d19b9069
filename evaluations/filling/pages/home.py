"""The first page of a unit's people: the evaluations by year, what each is waiting for, and the years that can be begun."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.contents import facts
from evaluations.core.basics.values import show_amount
from evaluations.core.scores.scoring import grade
from evaluations.dossier.judging import judge
from evaluations.dossier.store import edition_of, load
from evaluations.filling.own_years import Subject, begin_url, commented, own_evaluations, self_using_unit, subjects
from evaluations.filling.pages.progress import is_begun, progress
from evaluations.filling.pages.tasks import check_states, is_to_confirm, reading_of, time_left
from evaluations.filling.saving.editability import why_not_editable
from evaluations.fiscal_years.deadlines import deadline_text, extensions_of
from evaluations.fiscal_years.models import FiscalYear
from evaluations.fiscal_years.self_use import editions_to_choose, years_to_open
from evaluations.projects.models import Project
from evaluations.records.models import SelfEvaluation, title_of
from evaluations.records.states import EDITABLE, State
from evaluations.shared_pages.file_links import short_file_links
from evaluations.units.models import Unit
from evaluations.workflow.next_person import has_it
from evaluations.workflow.transitions import way_up

_SCORE, _EXECUTED = "score.total", "funds.executed"
_CLOSED = "已经截止；确需填报的，请联系绩效管理员申请延期"
_EMPTY = {
    "title": "还没有可以填报的年度",
    "text": "年度下达之后，这里会出现“开始填报”。有疑问请联系绩效管理员。",
    "action": ("使用说明", reverse_lazy("accounts:help")),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What an evaluation comes to, as shown: the total score, the grade, and the amount executed in 万元; "" for what is blank."""

    total: str = ""
    grade: str = ""
    executed: str = ""


@dataclass(frozen=True, slots=True)
class YearEntry:
    """One year of a unit, or of its project.

    `missing`: what remains to be filled in, as (words, tone). `is_mine`: it waits for this person. `begin_url`: where the year is begun;
    "" if that is not possible now. `next_act`: the words and the URL of the button. `left`: the time left; "" once it has been handed in.
    """

    year: FiscalYear
    unit: Unit
    project: Project | None
    url: str
    stage: State
    state: tuple[str, str]
    deadline: str
    waits_for: str
    is_mine: bool = False
    missing: Sequence[tuple[str, str]] = ()
    begin_url: str = ""
    next_act: tuple[str, str] = ("", "")
    left: str = ""
    result: Result = Result()
    downloads: Sequence[tuple[str, str]] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return title_of(self.year, self.project)


@dataclass(frozen=True, slots=True)
class Focus:
    """The year that matters first; `has_it` is who has it now, with the telephone number (nobody, where nothing is handed in), and `last_year` that year's result."""

    line: YearEntry
    has_it: tuple[str, str]
    last_year: Result


@dataclass(frozen=True, slots=True)
class OwnYears:
    """What a unit that uses the program for itself may begin: years, and editions as (key, name)."""

    years: Sequence[int]
    editions: Sequence[tuple[int, str]]


def home_page(actor: Actor, asked: Collection[int] = ()) -> dict[str, Any]:
    """The template context of the first page of a person with one or more units: latest years first, units by code.

    For a person with one unit, the latest year that is being filled in shows what is missing. `asked`: the evaluations that somebody has tried
    to submit.
    """
    now = timezone.now()
    units, evaluations = actor.own_units, own_evaluations(actor)
    is_single = len(units) == 1
    being_filled = (
        next((each for each in evaluations if not why_not_editable(each, actor)), None) if is_single else None
    )
    amounts = facts.amounts((each.pk for each in evaluations), (_SCORE, _EXECUTED))
    lines = [
        _line(
            actor,
            each,
            now,
            _missing(each, asked=each.pk in asked) if each is being_filled else _to_answer(each),
            _result(each, amounts),
        )
        for each in evaluations
    ]
    found = list(subjects(units))
    lines += _not_begun(actor, evaluations, found, now)
    # Of several units, those that wait for this person come first; one unit's years stand in their order.
    lines.sort(key=lambda line: (not is_single and not line.is_mine, *_place(line)))
    return {
        "lines": lines,
        "awaiting": [line for line in lines if line.is_mine],
        "is_single": is_single,
        "has_scores": not evaluations or any(edition_of(each).has_scores for each in evaluations),
        "focus": _focus(lines) if is_single and lines else None,
        "empty": _EMPTY,
        "own_years": own_years(self_using_unit(actor)),
        **_of_projects(actor, found),
    }


def _of_projects(actor: Actor, found: Sequence[Subject]) -> dict[str, Any]:
    """The units whose projects this person keeps, and the years for which such a unit has none."""
    kept = [each for each in found if each.year.is_of_projects and each.unit.pk in actor.units(Role.PREPARER)]
    return {
        "with_projects": list(dict.fromkeys(each.unit for each in kept)),
        "without_projects": [(each.unit, each.year) for each in kept if each.project is None],
    }


def _focus(lines: Sequence[YearEntry]) -> Focus:
    """The latest year that waits for this person, or else the latest."""
    line = next((line for line in lines if line.is_mine), lines[0])
    before = next((each.result for each in lines if _is_a_year_before(each, line)), Result())
    shares = line.unit.region.has_bureau
    return Focus(line, has_it(line.unit, line.stage) if shares else ("", ""), before)


def _place(line: YearEntry) -> tuple[int, str, str, int]:
    """Latest years first, in each the whole units before their projects."""
    return -line.year.year, line.unit.code, line.year.kind, line.project.number if line.project else 0


def _is_a_year_before(one: YearEntry, other: YearEntry) -> bool:
    is_of_same = (one.year.kind, one.project) == (other.year.kind, other.project)
    return is_of_same and one.year.year == other.year.year - 1


def _result(evaluation: SelfEvaluation, amounts: Mapping[tuple[int, str], Decimal]) -> Result:
    total, executed = amounts.get((evaluation.pk, _SCORE)), amounts.get((evaluation.pk, _EXECUTED))
    return Result(show_amount(total), grade(edition_of(evaluation), total), show_amount(executed))


def own_years(unit: Unit | None) -> OwnYears | None:
    """The years that a preparer of this unit, which uses the program for itself, may open."""
    if unit is None:
        return None
    return OwnYears(years_to_open(unit.region), [(one.pk, one.edition.name) for one in editions_to_choose()])


def _line(
    actor: Actor, evaluation: SelfEvaluation, now: datetime, missing: Sequence[tuple[str, str]], result: Result
) -> YearEntry:
    if evaluation.excused_at:
        return _excused(evaluation)
    if evaluation.fiscal_year.needs_issuing and not evaluation.revision:
        return _not_begun_year(
            actor, Subject(evaluation.unit, evaluation.fiscal_year, evaluation.project), evaluation.deadline, now
        )
    stage = evaluation.stage
    is_closed = stage in EDITABLE and evaluation.deadline < now
    url, is_to_decide = reverse("filling:tasks", args=[evaluation.pk]), is_to_confirm(evaluation, actor)
    return YearEntry(
        year=evaluation.fiscal_year,
        unit=evaluation.unit,
        project=evaluation.project,
        url=url,
        stage=stage,
        state=(stage.for_unit, stage.tone),
        deadline=deadline_text(evaluation.deadline),
        left=time_left(evaluation.deadline, now) if stage.is_with_unit else "",
        waits_for=_CLOSED if is_closed else reading_of(actor, evaluation).waits_for,
        is_mine=is_to_decide or not why_not_editable(evaluation, actor),
        missing=missing,
        next_act=(
            "核对",
            reverse("shared_pages:transition", args=[evaluation.pk, way_up(evaluation, "confirmed").name]),
        )
        if is_to_decide
        else ("继续填报", url),
        result=result,
        downloads=_downloads(evaluation),
    )


def _downloads(evaluation: SelfEvaluation) -> Sequence[tuple[str, str]]:
    """The files of an evaluation that is final; a unit that uses the program for itself may take them at any time."""
    is_final = "approved" in evaluation.stage.facts.holds or not evaluation.unit.region.has_bureau
    return short_file_links(evaluation.pk, edition_of(evaluation)) if is_final else ()


def _excused(evaluation: SelfEvaluation) -> YearEntry:
    return YearEntry(
        year=evaluation.fiscal_year,
        unit=evaluation.unit,
        project=evaluation.project,
        url="",
        stage=evaluation.stage,
        state=("免报", "neutral"),
        deadline="不用填报",
        waits_for=f"已免除填报：{evaluation.excuse}",
    )


def _missing(evaluation: SelfEvaluation, *, asked: bool) -> list[tuple[str, str]]:
    document = load(evaluation)
    judgement = judge(evaluation, document, with_peers=False, asked=asked)
    standing = progress(judgement, commented(evaluation))
    if not is_begun(standing):
        return [("还没有填写", "neutral")]
    done = f"已完成 {sum(one.is_done for one in standing)} / {len(standing)} 步"
    word, *remaining = check_states(evaluation, standing)
    return [(done, "neutral"), *(remaining or [word])]


def _to_answer(evaluation: SelfEvaluation) -> list[tuple[str, str]]:
    comments = commented(evaluation) if evaluation.stage in EDITABLE else ()
    return [(f"{len(comments)} 条意见待处理", "attention")] if comments else []


def _not_begun(
    actor: Actor, evaluations: Iterable[SelfEvaluation], found: Iterable[Subject], now: datetime
) -> Iterator[YearEntry]:
    """What this person's units may begin by themselves, and have not begun. One query."""
    begun = {(each.unit_id, each.fiscal_year_id, each.project_id) for each in evaluations}
    extended = {(unit, year): until for unit, year, until in extensions_of(actor.own_units)}
    for subject in found:
        unit, year, project = subject
        is_asked = not year.needs_issuing and year.is_of_projects == (project is not None)
        if is_asked and (unit.pk, year.pk, project and project.pk) not in begun:
            until = max(year.deadline, extended.get((unit.pk, year.pk), year.deadline))
            yield _not_begun_year(actor, subject, until, now)


def _not_begun_year(actor: Actor, subject: Subject, until: datetime, now: datetime) -> YearEntry:
    unit, year, project = subject
    is_open = year.opens_at <= now <= until
    is_mine = is_open and unit.pk in actor.units(Role.PREPARER)
    if now < year.opens_at:
        waits_for = f"{deadline_text(year.opens_at)} 开始填报"
    elif not is_open:
        waits_for = "没有填报，已经截止"
    else:
        waits_for = "可以开始填报" if is_mine else "等待填报人开始填报"
    return YearEntry(
        year=year,
        unit=unit,
        project=project,
        url="",
        stage=State.DRAFTING,
        state=("未开始", "neutral"),
        deadline=deadline_text(until),
        left=time_left(until, now),
        waits_for=waits_for,
        is_mine=is_mine,
        begin_url=begin_url(year, unit, project) if is_mine else "",
    )
