"""What the pages of filling in show around their forms, as plain values for the templates of components/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.urls import reverse
from django.utils import timezone

from evaluations.core.content.rows import ROW_LIMIT
from evaluations.core.form.edition import Edition
from evaluations.filling.addresses import step_url
from evaluations.filling.saving.store import Outcome
from evaluations.filling.steps import STEPS, Step, after, before
from evaluations.records.models import SelfEvaluation

Left = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StepNav:
    """For components/step_nav.html."""

    back_url: str
    steps: Sequence[tuple[int, str, str, bool, str, Left]]
    previous: tuple[str, str] | None
    next: tuple[str, str] | None


def step_nav(
    evaluation: SelfEvaluation, edition: Edition, here: Step, left: Mapping[str, Left] = MappingProxyType({})
) -> StepNav:
    """The way from this step to the others; `left`: what the checks leave to be done on each, by the step's code."""

    def link(step: Step | None) -> tuple[str, str] | None:
        return (step.title(edition), step_url(evaluation.pk, step)) if step else None

    steps = [
        (number, step.title(edition), step_url(evaluation.pk, step), step is here, step.code, left.get(step.code, ()))
        for number, step in enumerate(STEPS, 1)
    ]
    return StepNav(reverse("filling:tasks", args=[evaluation.pk]), steps, link(before(here)), link(after(here)))


@dataclass(frozen=True, slots=True)
class SaveBar:
    """For components/save_bar.html."""

    revision: int
    status: str
    next_label: str
    left: Left


@dataclass(frozen=True, slots=True)
class Autosave:
    """For static/js/filling: where changed cells are sent, what the last post left undecided (errors, clashes or ""), how many rows a list takes.

    `company`: who else is at it, in words.
    """

    url: str
    left: str
    company: str
    row_limit: int = ROW_LIMIT


def autosave_attributes(evaluation: SelfEvaluation, step: Step, undecided: Outcome | None, company: str) -> Autosave:
    """How the page of a step saves by itself."""
    left = "" if undecided is None else "clashes" if undecided.is_conflict else "errors"
    return Autosave(reverse("filling:cells", args=[evaluation.pk, step.code]), left, company)


def save_bar(evaluation: SelfEvaluation, step: Step, left: Left = (), *, is_saved: bool = True) -> SaveBar:
    """What the bar at the form's foot says: when the evaluation was saved last, or that this form is not saved; what is `left` on the step."""
    status = f"已保存 {moment(evaluation.updated_at)}" if evaluation.revision else ""
    return SaveBar(
        evaluation.revision,
        status if is_saved else "尚未保存",
        "保存并填写下一步" if after(step) else "",
        left,
    )


def moment(at: datetime) -> str:
    """A moment as short as it can be understood: 15:04:05 today, else with the date."""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return f"{local:%H:%M:%S}" if is_today else f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
