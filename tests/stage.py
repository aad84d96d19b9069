"""A stage for the tests of review: one unit with its people, its bureau, strangers, and an evaluation brought to any state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from evaluations.access.models import Assignment
from evaluations.core.form.document import Document
from evaluations.core.form.document import Explanation as CoreExplanation
from evaluations.dossier.store import documents, load, save
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.units.models import Unit
from evaluations.workflow.transitions import perform
from tests.cast import a_person, a_region, a_unit, a_year, an_evaluation
from tests.core import builders


@dataclass
class Stage:
    """The usual unit (U1) with its people; `strangers` have the same roles elsewhere."""

    unit: Unit = field(default_factory=a_unit)

    def __post_init__(self) -> None:
        self.preparer = a_person(Role.PREPARER, self.unit)
        self.head = a_person(Role.UNIT_HEAD, self.unit)
        self.reviewer = a_person(Role.REVIEWER)
        self.manager = a_person(Role.MANAGER)
        self.administrator = a_person(Role.ADMINISTRATOR)
        self.auditor = a_person(Role.AUDITOR)
        other_unit, other_region = a_unit("U2"), a_region("430204")
        self.strangers = (
            a_person(Role.PREPARER, other_unit),
            a_person(Role.UNIT_HEAD, other_unit),
            a_person(Role.REVIEWER),
            a_person(Role.REVIEWER, region=other_region),
            a_person(Role.MANAGER, region=other_region),
        )
        assign_to(self.reviewer, self.unit, self.manager)
        self.year = a_year()
        self.pk = an_evaluation(self.unit, self.year).pk

    @property
    def everybody(self) -> list[User]:
        """All of them."""
        own = [self.preparer, self.head, self.reviewer, self.manager, self.administrator, self.auditor]
        return [*own, *self.strangers]

    @property
    def evaluation(self) -> SelfEvaluation:
        """The evaluation as it stands in the database."""
        return documents().get(pk=self.pk)

    def fill(self, document: Document | None = None) -> "Stage":
        """Fill it in: with the finding-free document unless told."""
        evaluation = self.evaluation
        stored = load(evaluation)
        filled = document or builders.document()
        changed = filled.model_copy(update={"unit": stored.unit})
        save(evaluation, stored, changed, revision=evaluation.revision, actor=self.preparer)
        return self

    def type(self, typed: Mapping[str, str], **more: Any) -> "Stage":
        """Fill in the finding-free document with other texts in some cells."""
        return self.fill(builders.document(typed).model_copy(update=more))

    def submit(self) -> "Stage":
        """The preparer submits."""
        perform("submit", self.pk, self.preparer)
        return self

    def confirm(self) -> "Stage":
        """The unit head confirms."""
        perform("confirm", self.pk, self.head)
        return self

    def at(self, state: State) -> "Stage":
        """Fill in and bring to `state` in the ordinary way."""
        self.fill()
        for name, actor, comment in _WAYS[state]:
            perform(name, self.pk, getattr(self, actor), comment, redaction_seen=True)
        return self


_SUBMITTED = (("submit", "preparer", ""), ("confirm", "head", ""))
_APPROVED = (*_SUBMITTED, ("approve", "reviewer", ""))
_WAYS: Mapping[State, tuple[tuple[str, str, str], ...]] = {
    State.DRAFTING: (),
    State.UNIT_CHECK: _SUBMITTED[:1],
    State.SUBMITTED: _SUBMITTED,
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
