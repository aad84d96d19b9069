"""What people have before them when they decide: what is signed, what the checks say, what has changed, and who has it next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.actors import Actor
from evaluations.access.evaluations import document_for
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, judge
from evaluations.dossier.store import edition_of
from evaluations.panels.findings import FindingsPanel, findings_panel
from evaluations.records.models import SelfEvaluation
from evaluations.workflow.next_person import has_it
from evaluations.workflow.signing import signed
from evaluations.workflow.submissions import Changed, changed_since
from evaluations.workflow.transitions import Transition


@dataclass(frozen=True, slots=True)
class Decided:
    """The context of components/decided.html; `changed` is None if the person decides for the first time."""

    facts: Sequence[tuple[str, str]]
    next_person: tuple[str, str]
    findings: FindingsPanel
    changed: Sequence[Changed] | None
    document_url: str


def decided(step: Transition, evaluation: SelfEvaluation, actor: Actor) -> Decided:
    """What this person decides about; the document and its findings are those that they may see."""
    document = document_for(actor, evaluation)
    edition, judgement = edition_of(evaluation), judge(evaluation, document)
    document_url = reverse("shared_pages:document", args=(evaluation.pk,))
    return Decided(
        facts=[*signed(edition, document), *_still_open(judgement)],
        next_person=has_it(evaluation.unit, step.target),
        findings=findings_panel(
            judgement,
            Names(edition, document),
            lambda path: f"{document_url}#{path}",
            found=judgement.due,
            waiting=judgement.waiting,
        ),
        changed=changed_since(step.name, evaluation, document),
        document_url=document_url,
    )


def _still_open(judgement: Judgement) -> list[tuple[str, str]]:
    """How many errors there are, and how many cells are blank that have to be filled in, as the step of the checks counts them."""
    errors = sum(finding.severity == "error" for finding in judgement.due)
    blank = len(judgement.waiting)
    return [("错误", f"{errors} 处"), *([("待填", f"{blank} 处")] if blank else [])]
