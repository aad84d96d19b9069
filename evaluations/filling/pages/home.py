"""The unit's first page: its evaluations by year, what each waits for, and the years that can be begun."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluations.dossier.judging import judge
from evaluations.dossier.store import load
from evaluations.filling.own_years import commented, own_evaluations
from evaluations.filling.pages.progress import is_begun, progress
from evaluations.filling.pages.tasks import check_states, deadline_words, reading_of
from evaluations.filling.saving.editability import why_not_editable
from evaluations.fiscal_years.deadlines import shown
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import EDITABLE, State

_CLOSED = "已经截止；确需填报的，请联系财政局申请延期"
_EMPTY = {
    "title": "还没有可以填报的年度",
    "text": "财政局设定年度后，这里会出现“开始填报”。有疑问请联系财政局绩效管理员。",
    "action": ("使用说明", reverse_lazy("accounts:help")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One year of the unit.

    `missing`: what remains to be filled in, (words, tone) each. `is_mine`: it waits for this person. `begin_url`: where the year is begun,
    "" when it is not now.
    """

    year: int
    url: str
    state: tuple[str, str]
    deadline: str
    waits_for: str
    is_mine: bool = False
    missing: Sequence[tuple[str, str]] = ()
    begin_url: str = ""

    @property
    def verb(self) -> str:
        """What the person does here, on the button."""
        return "核对" if self.state[0] == State.UNIT_CHECK.for_unit else "继续填报"


def home_page(person: User, asked: Collection[int] = ()) -> dict[str, Any]:
    """The context of the first page of a person of a unit. What is missing is told of the latest year that is being filled in.

    `asked`: the evaluations whose submission was asked for.
    """
    now = timezone.now()
    evaluations = own_evaluations(person)
    being_filled = next((each for each in evaluations if not why_not_editable(each, person)), None)
    lines = [
        _line(person, each, now, _missing(each, asked=each.pk in asked) if each is being_filled else ())
        for each in evaluations
    ]
    begun = {each.fiscal_year_id for each in evaluations}
    lines += [_not_begun(person, year, now) for year in _years(person) if year.pk not in begun]
    lines.sort(key=lambda line: -line.year)
    return {"lines": lines, "awaiting": [line for line in lines if line.is_mine], "empty": _EMPTY}


def _line(person: User, evaluation: SelfEvaluation, now: datetime, missing: Sequence[tuple[str, str]]) -> Line:
    stage = evaluation.stage
    is_to_confirm = person.role == Role.UNIT_HEAD and stage == State.UNIT_CHECK
    is_closed = stage in EDITABLE and evaluation.deadline < now
    return Line(
        year=evaluation.fiscal_year.year,
        url=reverse("filling:tasks", args=[evaluation.pk]),
        state=(stage.for_unit, stage.tone),
        deadline=deadline_words(evaluation.deadline, now),
        waits_for=_CLOSED if is_closed else reading_of(person, evaluation).waits_for,
        is_mine=is_to_confirm or not why_not_editable(evaluation, person),
        missing=missing,
    )


def _missing(evaluation: SelfEvaluation, *, asked: bool) -> list[tuple[str, str]]:
    document = load(evaluation)
    judgement = judge(evaluation, document, with_peers=False, asked=asked)
    comments = commented(evaluation)
    standing = progress(judgement, comments)
    if not is_begun(standing):
        return [("还没有填写", "neutral")]
    done = f"已完成 {sum(one.is_done for one in standing)} / {len(standing)} 步"
    answers = [(f"{len(comments)} 条意见待答复", "attention")] if comments else []
    return [(done, "neutral"), *check_states(evaluation, standing), *answers]


def _years(person: User) -> QuerySet[FiscalYear]:
    """The years of the person's region, each `until` when this unit may fill in. One query."""
    own = FilteredRelation("extensions", condition=Q(extensions__unit=person.unit))
    until = Greatest("deadline", Coalesce("own__until", "deadline"))
    return FiscalYear.objects.filter(region=person.region).annotate(own=own, until=until)


def _not_begun(person: User, year: FiscalYear, now: datetime) -> Line:
    until: datetime = year.until  # type: ignore[attr-defined]  # annotated by `_years`
    is_open = year.opens_at <= now <= until
    is_mine = is_open and person.role == Role.PREPARER
    if now < year.opens_at:
        waits_for = f"{shown(year.opens_at)} 开始填报"
    elif not is_open:
        waits_for = "没有填报，已经截止"
    else:
        waits_for = "可以开始填报" if is_mine else "等待填报人开始填报"
    return Line(
        year=year.year,
        url="",
        state=("未开始", "neutral"),
        deadline=deadline_words(until, now),
        waits_for=waits_for,
        is_mine=is_mine,
        begin_url=reverse("filling:begin", args=[year.pk]) if is_mine else "",
    )
