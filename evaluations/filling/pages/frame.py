"""What the steps' pages show around their forms, as plain values for the templates in components/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse

from evaluations.common.moments import moment
from evaluations.core.basics.values import ROW_LIMIT
from evaluations.dossier.store import edition_of
from evaluations.filling.addresses import step_url
from evaluations.filling.saving.store import Outcome
from evaluations.filling.steps import Step, after, steps_of
from evaluations.records.models import SelfEvaluation

Left = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StepNav:
    """For components/step_nav.html."""

    back_url: str
    steps: Sequence[tuple[int, str, str, bool, str, Left]]
    next: tuple[str, str] | None


def title_of(step: Step, evaluation: SelfEvaluation) -> str:
    """The step's name for the unit of this evaluation."""
    return step.worded(has_bureau=evaluation.unit.region.has_bureau).title(edition_of(evaluation))


def step_nav(evaluation: SelfEvaluation, here: Step, left: Mapping[str, Left] = MappingProxyType({})) -> StepNav:
    """The navigation from this step to the others; `left`: what the checks still require on each step, by its code."""
    steps = [
        (
            number,
            title_of(step, evaluation),
            step_url(evaluation.pk, step),
            step is here,
            step.code,
            left.get(step.code, ()),
        )
        for number, step in enumerate(steps_of(edition_of(evaluation)), 1)
    ]
    next_step = after(here, edition_of(evaluation))
    following = (title_of(next_step, evaluation), step_url(evaluation.pk, next_step)) if next_step else None
    return StepNav(reverse("filling:tasks", args=[evaluation.pk]), steps, following)


@dataclass(frozen=True, slots=True)
class SaveBar:
    """For components/save_bar.html."""

    revision: int
    status: str


@dataclass(frozen=True, slots=True)
class Autosave:
    """For static/js/filling: where changed cells are sent, what the last post left undecided (errors, clashes or ""), how many rows a list takes.

    `company`: who else is working on the step, in words.
    """

    url: str
    left: str
    company: str
    row_limit: int = ROW_LIMIT


def autosave_attributes(evaluation: SelfEvaluation, step: Step, undecided: Outcome | None, company: str) -> Autosave:
    """The autosave attributes of a step's page."""
    left = "" if undecided is None else "clashes" if undecided.is_conflict else "errors"
    return Autosave(reverse("filling:cells", args=[evaluation.pk, step.code]), left, company)


def save_bar(evaluation: SelfEvaluation, *, is_saved: bool = True) -> SaveBar:
    """When the evaluation was last saved, or that this form is not saved."""
    status = f"已保存 {moment(evaluation.updated_at)}" if evaluation.revision else ""
    return SaveBar(evaluation.revision, status if is_saved else "尚未保存")
