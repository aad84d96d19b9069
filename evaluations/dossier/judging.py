"""What the checks say of an evaluation, with what they need from outside it, and how its unit explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluations.core import checks
from evaluations.core.checks import Peer
from evaluations.core.document import Document
from evaluations.core.finding import Finding, Severity
from evaluations.dossier.freezing import latest_document
from evaluations.dossier.store import edition_of
from evaluations.narrative import store as narrative
from evaluations.records.models import SelfEvaluation, Version
from evaluations.records.states import State


@dataclass(frozen=True)
class Judgement:
    """The findings on a document, in the order of the checks' codes, the document's explanations, and last year's document."""

    document: Document
    findings: Sequence[Finding]
    previous: Document | None = None

    @cached_property
    def errors(self) -> list[Finding]:
        """What blocks submission."""
        return self._of("error")

    @cached_property
    def warnings(self) -> list[Finding]:
        """What must be explained before submission."""
        return self._of("warning")

    @cached_property
    def infos(self) -> list[Finding]:
        """What is only shown."""
        return self._of("info")

    @cached_property
    def unexplained(self) -> list[Finding]:
        """The warnings that nobody explained yet."""
        return [finding for finding in self.warnings if not self.is_explained(finding)]

    def is_explained(self, finding: Finding) -> bool:
        """Whether somebody explained the finding."""
        return bool(self.explanation(finding))

    def explanation(self, finding: Finding) -> str:
        """The sentence that explains the finding; "" when there is none."""
        return self._explanations.get(finding.key, "")

    @cached_property
    def _explanations(self) -> dict[tuple[str, str], str]:
        return {(given.code, given.where): given.text for given in self.document.explanations}

    def _of(self, severity: Severity) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == severity]


def judge(evaluation: SelfEvaluation, document: Document, *, with_peers: bool = True) -> Judgement:
    """What the checks say of `document`, at most two queries; without peers the comparison of chapters with other units' is left out."""
    others = peers(evaluation, document) if with_peers else ()
    previous = previous_document(evaluation)
    return Judgement(document, checks.run(edition_of(evaluation), document, previous, others), previous)


def previous_document(evaluation: SelfEvaluation) -> Document | None:
    """The unit's approved document of the year before; None when there is none. One query."""
    return latest_document(
        Version.objects.filter(
            evaluation__unit=evaluation.unit_id,
            evaluation__fiscal_year__year=evaluation.fiscal_year.year - 1,
            evaluation__state__in=(State.APPROVED, State.PUBLISHED),
        )
    )


def peers(evaluation: SelfEvaluation, document: Document) -> Sequence[Peer]:
    """Chapters of other units' reports of the year that those of `document` may be copied from; one query, none for short chapters."""
    shortest = edition_of(evaluation).thresholds.similar_from
    long = [int(number) for number, text in document.report.chapters.items() if len(text) >= shortest]
    return narrative.peers(evaluation, long) if long else ()
