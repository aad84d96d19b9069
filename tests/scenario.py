"""A scenario for the tests of review: one unit with its people, its bureau, strangers, and an evaluation brought to any state."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.core.form.document import Document
from evaluations.core.form.document import Explanation as CoreExplanation
from evaluations.dossier.store import documents, load, save
from evaluations.fiscal_years.levels import LEVELS, USUAL
from evaluations.fiscal_years.models import FiscalYear
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Unit
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.factories import a_region, a_unit, a_year, an_evaluation, people

Standing = Callable[[], AbstractContextManager[None]]
"""While it is entered, what is written stands for the tests of a module: the fixture `standing`."""


@dataclass
class Scenario:
    """The usual unit (U1) with its people; `strangers` have the same roles elsewhere."""

    unit: Unit = field(default_factory=a_unit)
    year: FiscalYear = field(default_factory=a_year)

    def __post_init__(self) -> None:
        own, region = self.unit, self.unit.region
        other_unit, other_region = a_unit("U2"), a_region("430204")
        (
            self.preparer,
            self.head,
            self.reviewer,
            self.manager,
            self.administrator,
            self.auditor,
            self.department_reviewer,
            *strangers,
        ) = people(
            (Role.PREPARER, own),
            (Role.UNIT_HEAD, own),
            (Role.REVIEWER, region),
            (Role.MANAGER, region),
            (Role.ADMINISTRATOR, None),
            (Role.AUDITOR, None),
            (Role.DEPARTMENT_REVIEWER, other_unit),
            (Role.PREPARER, other_unit),
            (Role.UNIT_HEAD, other_unit),
            (Role.REVIEWER, region),
            (Role.REVIEWER, other_region),
            (Role.MANAGER, other_region),
        )
        self.department, self.strangers = other_unit, tuple(strangers)
        assign_to(self.reviewer, self.unit, self.manager)
        self.pk = an_evaluation(self.unit, self.year).pk

    @property
    def everybody(self) -> list[User]:
        """All of them."""
        own = [self.preparer, self.head, self.reviewer, self.manager, self.administrator, self.auditor]
        return [*own, self.department_reviewer, *self.strangers]

    @property
    def evaluation(self) -> SelfEvaluation:
        """The evaluation as it stands in the database."""
        return documents().get(pk=self.pk)

    def fill(self, document: Document | None = None) -> "Scenario":
        """Fill it in: with the finding-free document unless told."""
        evaluation = self.evaluation
        stored = load(evaluation)
        filled = document or builders.document()
        changed = filled.model_copy(update={"unit": stored.unit, "project": stored.project})
        save(evaluation, stored, changed, revision=evaluation.revision, actor=actor_of(self.preparer))
        return self

    def type(self, typed: Mapping[str, str], **more: Any) -> "Scenario":
        """Fill in the finding-free document with other texts in some cells."""
        return self.fill(builders.document(typed).model_copy(update=more))

    def submit(self) -> "Scenario":
        """The preparer submits."""
        perform("submit", self.pk, actor_of(self.preparer))
        return self

    def confirm(self) -> "Scenario":
        """The unit head confirms."""
        perform("confirm", self.pk, actor_of(self.head))
        return self

    def with_levels(self, *levels: str) -> "Scenario":
        """The year has these levels of checking, and no others; for that of the department, U2 is the unit's department."""
        if "department_check" in levels:
            Unit.objects.filter(pk=self.unit.pk).update(department=self.department)
            self.unit.refresh_from_db()
        FiscalYear.objects.filter(pk=self.year.pk).update(**{name: name in levels for name in LEVELS})
        return self

    def at(self, state: State) -> "Scenario":
        """Fill in and bring to `state` in the ordinary way, which for a level that a year need not have is by way of that level."""
        if state in LEVELS and state not in USUAL:
            self.with_levels(*USUAL, state)
        self.fill()
        for name, actor, comment in _WAYS[state]:
            perform(name, self.pk, actor_of(getattr(self, actor)), comment, redaction_seen=True)
        return self


_SUBMITTED = (("submit", "preparer", ""), ("confirm", "head", ""))
_APPROVED = (*_SUBMITTED, ("approve", "reviewer", ""))
_WAYS: Mapping[State, tuple[tuple[str, str, str], ...]] = {
    State.DRAFTING: (),
    State.UNIT_CHECK: _SUBMITTED[:1],
    State.DEPARTMENT_CHECK: (*_SUBMITTED[:1], ("confirm_to_department", "head", "")),
    State.SUBMITTED: _SUBMITTED,
    State.SECOND_REVIEW: (*_SUBMITTED, ("pass", "reviewer", "")),
    State.RETURNED: (*_SUBMITTED, ("return", "reviewer", "请补充说明。")),
    State.APPROVED: _APPROVED,
    State.PUBLISHED: (*_APPROVED, ("publish", "manager", "")),
}


def assign_to(reviewer: User, unit: Unit, manager: User) -> None:
    """Let the reviewer review the unit."""
    values = {"reviewer": reviewer, "assigned_by": manager, "assigned_at": timezone.now()}
    Assignment.objects.update_or_create(unit=unit, defaults=values)


def explained(where: str, code: str, text: str) -> tuple[CoreExplanation, ...]:
    """One explanation of a document."""
    return (CoreExplanation(code=code, where=where, text=text),)
